/**
 * Section 3.4: rescaling the input of a linear classifier as a temperature.
 *
 * @module
 */
import { rescalingLines } from "../lib/chart/lines.ts";
import { loadSpace } from "../lib/encoder/load.ts";
import { asDtype } from "../lib/linalg/matrix.ts";
import { scaleInvariance } from "../lib/head/invariance.ts";
import { scaleAsTemperature, type TemperaturePoint } from "../lib/head/tempered.ts";
import { scaleBias } from "../lib/head/temperature.ts";
import type { Experiment, Findings, RunOptions } from "./experiment.ts";
import { drawRows } from "./fig4.ts";
import { pivot, type Row } from "./shared/summary.ts";

const SIZES = {
  quick: { spaces: ["mnist/cnn128"], rows: 1000 },
  full: { spaces: ["mnist/cnn128", "mnist/hog", "fashion-mnist/cnn128", "fashion-mnist/hog"], rows: 5000 },
} as const;
const ALPHAS: readonly number[] = Object.freeze([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]);

/** Section 3.4 on the own heads of image encoders, with their bias and without. */
export const temperature: Experiment = Object.freeze({
  name: "temperature",
  reproduces: "Section 3.4",
  about: "A linear head on α times its input: agreement, confidence and calibration, with its bias and without.",
  run,
});

/** One head at one α. */
export interface TemperatureRecord extends TemperaturePoint, Row {
  readonly space: string;
  readonly head: "with bias" | "without bias";
}

async function run({ preset, seed, progress }: RunOptions): Promise<Findings> {
  const sizes = SIZES[preset];
  const tick = progress("temperature", sizes.spaces.length);
  const points: TemperatureRecord[] = [];
  const ranges: Row[] = [];
  for (const name of sizes.spaces) {
    const { head, test } = await loadSpace(name);
    const { x, labels } = drawRows(test, sizes.rows, seed), data = { x: asDtype(x, "f64"), labels };
    const heads = { "with bias": head, "without bias": scaleBias(head) } as const;
    for (const key of ["with bias", "without bias"] as const) {
      for (const point of scaleAsTemperature(heads[key], data, ALPHAS)) {
        points.push({ space: name, head: key, ...point });
      }
      const { points: _points, ...score } = scaleInvariance(heads[key], data);
      ranges.push({ space: name, head: key, ...score });
    }
    tick();
  }
  return {
    sizes: { ...sizes, alphas: ALPHAS },
    records: { table: table(points), bounds: temperatureBounds(points), points, ranges },
    charts: { agreement: chart(points, "agreement"), calibration: chart(points, "calibrationError") },
  };
}

function table(points: readonly TemperatureRecord[]): readonly Row[] {
  const named = points.map((point) => ({ ...point, on: `${point.head}, ${point.space}` }));
  return pivot(named, "on", "alpha", ({ agreement }) => (agreement as number).toFixed(3));
}

/** What section 3.4 says: exactly a temperature without a bias, and the prediction unchanged; near to it with one. */
export function temperatureBounds(points: readonly TemperatureRecord[]): readonly Row[] {
  const of = (head: string, low: number): readonly TemperatureRecord[] =>
    points.filter((point) => point.head === head && point.alpha >= low);
  const bound = (claim: string, worst: number, limit: number): Row => ({ claim, worst, limit, holds: worst <= limit });
  const free = of("without bias", 0);
  return [
    bound("without bias, every probability is that of the temperature", Math.max(...free.map((p) => p.gap)), 1e-9),
    bound("without bias, no prediction changes", 1 - Math.min(...free.map((p) => p.agreement)), 0),
    bound(
      "with bias, at most 5 % of predictions change from 0.5x on",
      1 - Math.min(...of("with bias", 0.5).map((p) => p.agreement)),
      0.05,
    ),
  ];
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
