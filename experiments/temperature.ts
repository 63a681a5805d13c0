/**
 * Section 3.4: rescaling the input of a linear classifier as a temperature.
 *
 * @module
 */
import { rescalingLines } from "../lib/chart/lines.ts";
import { asDtype } from "../lib/linalg/matrix.ts";
import type { Head } from "../lib/head/head.ts";
import { scaleInvariance } from "../lib/head/invariance.ts";
import { type Labelled, scaleAsTemperature, type TemperaturePoint } from "../lib/head/tempered.ts";
import { scaleBias } from "../lib/head/temperature.ts";
import { temperatureClaims } from "./temperature.claims.ts";
import type { Asked, Experiment, Findings } from "./experiment.ts";
import { drawRows } from "./shared/rows.ts";
import { spaceOf } from "./shared/spaces.ts";
import { pivot, type Row } from "./shared/summary.ts";

const ALPHAS: readonly number[] = Object.freeze([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]);
const SIZES = {
  quick: { spaces: ["mnist/cnn128"], rows: 1000, alphas: ALPHAS },
  full: {
    spaces: ["mnist/cnn128", "mnist/hog", "fashion-mnist/cnn128", "fashion-mnist/hog"],
    rows: 5000,
    alphas: ALPHAS,
  },
};
type Sizes = typeof SIZES.quick;

/** One head at one α. */
export interface TemperatureRecord extends TemperaturePoint, Row {
  readonly space: string;
  readonly head: "with bias" | "without bias";
}

/** What one space's heads do. */
interface Found {
  readonly points: readonly TemperatureRecord[];
  readonly ranges: readonly Row[];
}
interface Cell {
  readonly space: string;
  readonly rows: number;
  readonly seed: number;
}

/** Section 3.4 on the own heads of image encoders, with their bias and without. */
export const temperature: Experiment<Sizes, Cell, Found> = Object.freeze({
  name: "temperature",
  reproduces: "Section 3.4",
  about: "A linear head on α times its input: agreement, confidence and calibration, with its bias and without.",
  notebook: "3.4-scale-and-temperature",
  module: import.meta.url,
  presets: SIZES,
  claims: temperatureClaims,
  cells: ({ sizes: { spaces, rows }, seed }: Asked<Sizes>) => spaces.map((space) => ({ space, rows, seed })),
  reads: ({ space }: Cell) => [space],
  measure: async ({ space, rows, seed }: Cell) => {
    const { head, test } = await spaceOf(space);
    return headPoints(space, head, drawRows(test, rows, seed));
  },
  findings: (found: readonly Found[]) => {
    const points = found.flatMap((f) => f.points);
    return {
      records: { table: table(points), points, ranges: found.flatMap((f) => f.ranges) },
      charts: { agreement: chart(points, "agreement"), calibration: chart(points, "calibrationError") },
    };
  },
});

/** One space's head with its bias and without, on the same rows. */
export function headPoints(space: string, own: Head, { x, labels }: Labelled): Found {
  const data = { x: asDtype(x, "f64"), labels }, heads = { "with bias": own, "without bias": scaleBias(own) } as const;
  const kinds = ["with bias", "without bias"] as const;
  return {
    points: kinds.flatMap((head) => scaleAsTemperature(heads[head], data, ALPHAS).map((p) => ({ space, head, ...p }))),
    ranges: kinds.map((head) => {
      const { points: _, ...score } = scaleInvariance(heads[head], data);
      return { space, head, ...score };
    }),
  };
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
