/**
 * Section 3.4: rescaling the input of a linear classifier as a temperature.
 *
 * @module
 */
import { rescalingLines } from "../lib/chart/lines.ts";
import { asDtype } from "../lib/linalg/matrix.ts";
import type { Head } from "../lib/head/head.ts";
import { type Labelled, scaleAsTemperature, type TemperaturePoint } from "../lib/head/tempered.ts";
import { scaleBias } from "../lib/head/temperature.ts";
import { temperatureClaims } from "./temperature.claims.ts";
import type { Asked, Experiment, Findings } from "./experiment.ts";
import { PARTS } from "./shared/parts.ts";
import { PHOTOS } from "./shared/pretrained.ts";
import { drawRows } from "./shared/rows.ts";
import { loadSpaces } from "./shared/spaces.ts";
import { pivot, type Row } from "./shared/summary.ts";

const ALPHAS: readonly number[] = Object.freeze([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]);
const SIZES: Readonly<Record<string, Sizes>> = {
  quick: { spaces: ["mnist/cnn128"], rows: 1000, alphas: ALPHAS },
  full: {
    spaces: ["mnist/cnn128", "mnist/hog", "fashion-mnist/cnn128", "fashion-mnist/hog"],
    rows: 5000,
    alphas: ALPHAS,
  },
  pretrained: {
    spaces: Object.values(PARTS).flatMap(({ dataset, encoders }) =>
      encoders.filter((name) => dataset === PHOTOS.dataset || name === "use-lite").map((name) => `${dataset}/${name}`)
    ),
    train: 2000,
    rows: 600,
    alphas: ALPHAS,
  },
};
interface Sizes {
  readonly spaces: readonly string[];
  /** Training items of a head at most; default all. */
  readonly train?: number;
  readonly rows: number;
  readonly alphas: readonly number[];
}

/** One head at one α. */
export interface TemperatureRecord extends TemperaturePoint, Row {
  readonly space: string;
  readonly head: "with bias" | "without bias";
}

interface Cell extends Omit<Sizes, "spaces" | "alphas"> {
  readonly space: string;
  readonly seed: number;
}

/** Section 3.4 on the own heads of image encoders, with their bias and without. */
export const temperature: Experiment<Sizes, Cell, readonly TemperatureRecord[]> = Object.freeze({
  name: "temperature",
  reproduces: "Section 3.4",
  about: "A linear head on α times its input: agreement, confidence and calibration, with its bias and without.",
  notebook: "3.4-scale-and-temperature",
  module: import.meta.url,
  presets: SIZES,
  claims: temperatureClaims,
  cells: ({ sizes: { spaces, alphas: _, ...sizes }, seed }: Asked<Sizes>) =>
    spaces.map((space) => ({ space, ...sizes, seed })),
  reads: ({ space }: Cell) => [space],
  measure: async ({ space, train, rows, seed }: Cell) => {
    const at = space.lastIndexOf("/"), read = train === undefined ? {} : { train, rows };
    const [loaded] = await loadSpaces(space.slice(0, at), [space.slice(at + 1)], read), { head, test } = loaded!;
    return headPoints(space, head, drawRows(test, rows, seed));
  },
  findings: (found: readonly (readonly TemperatureRecord[])[]) => {
    const points = found.flat();
    return {
      records: { table: table(points), points },
      charts: { agreement: chart(points, "agreement"), calibration: chart(points, "calibrationError") },
    };
  },
});

/** One space's head with its bias and without, on the same rows. */
export function headPoints(space: string, own: Head, { x, labels }: Labelled): readonly TemperatureRecord[] {
  const data = { x: asDtype(x, "f64"), labels }, heads = { "with bias": own, "without bias": scaleBias(own) } as const;
  return (["with bias", "without bias"] as const).flatMap((head) =>
    scaleAsTemperature(heads[head], data, ALPHAS).map((p) => ({ space, head, ...p }))
  );
}

function table(points: readonly TemperatureRecord[]): readonly Row[] {
  const named = points.map((point) => ({ ...point, on: `${point.head}, ${point.space}` }));
  return pivot(named, "on", "alpha", ({ agreement }) => (agreement as number).toFixed(3));
}

function chart(
  points: readonly TemperatureRecord[],
  field: "agreement" | "calibrationError",
): Findings["charts"][string] {
  const lines = points.map((p) => ({ alpha: p.alpha, accuracy: p[field], series: p.head, panel: p.space }));
  return rescalingLines(lines, {
    title: field === "agreement" ? "Section 3.4: predictions unchanged by α" : "Section 3.4: calibration over α",
    measure: field === "agreement" ? "Agreement with α = 1" : "Expected calibration error",
    marks: [{ at: 1, label: "as trained" }],
  });
}
