/**
 * Figure 3: how well inversion reconstructs, over ω and δ, within a space and between spaces.
 *
 * @module
 */
import { heatmap } from "../lib/chart/heatmap.ts";
import { sampleAnchors } from "../lib/method/anchors.ts";
import { type LoadedSpace, loadSpace } from "../lib/encoder/load.ts";
import { accuracy } from "../lib/measure/accuracy.ts";
import { type Matrix, sliceRows } from "../lib/linalg/matrix.ts";
import { type UnitAnchors, unitAnchors } from "../lib/space/scaling.ts";
import type { Experiment, Findings, RunOptions } from "./experiment.ts";
import { centeredSimilarity, DELTAS, gridCells, OMEGAS, pruneTarget } from "./shared/grid.ts";
import { meanBy, pivot, plusMinus, type Row } from "./shared/summary.ts";

const SIZES = {
  quick: { anchors: 256, rows: 1000, seeds: 1 },
  full: { anchors: 768, rows: 3000, seeds: 3 },
} as const;
/** Encoders of the figure, on MNIST. */
export const FIG3_ENCODERS: readonly string[] = Object.freeze(["mlp256", "cnn128", "convae128", "hog"]);

/** Figure 3, with the accuracy of the target's head beside the similarity. */
export const fig3: Experiment = Object.freeze({
  name: "fig3",
  reproduces: "Figure 3",
  about: "Inversion within and between spaces: centred similarity and effective condition number over ω and δ.",
  run,
});

/** One cell of one pair. */
interface Cell extends Record<string, unknown> {
  readonly setting: string;
  readonly omega: number;
  readonly delta: number;
}

async function run({ preset, seed, progress }: RunOptions): Promise<Findings> {
  const sizes = SIZES[preset], encoders = FIG3_ENCODERS;
  const spaces = await Promise.all(encoders.map((name) => loadSpace(`mnist/${name}`)));
  const tick = progress("fig3", sizes.seeds * encoders.length ** 2 * DELTAS.length);
  const cells: Cell[] = [];
  for (let i = 0; i < sizes.seeds; i++) {
    const draw = seed * 100 + i;
    const ids = sampleAnchors(spaces[0]!, { count: sizes.anchors, seed: draw });
    const anchors = spaces.map((s) => unitAnchors(s.at(ids).vectors, "run fig3"));
    for (const [t, target] of spaces.entries()) {
      for (const pruned of pruneTarget(anchors[t]!, draw)) {
        for (const [s, source] of spaces.entries()) {
          const pair = { source, target, x: anchors[s]!, y: anchors[t]!, rows: sizes.rows };
          for (const cell of pairCells(pair, pruned)) cells.push({ seed: draw, ...cell });
          tick();
        }
      }
    }
  }
  const means = meanBy(cells, ["setting", "omega", "delta"], ["similarity", "accuracy", "condition", "anchors"]);
  return {
    sizes: { dataset: "mnist", encoders, ...sizes, omegas: OMEGAS, deltas: DELTAS },
    records: {
      table: pivot(means.filter((m) => m.omega === 16), "setting", "delta", similarity),
      grid: means,
      pairs: meanBy(cells, ["setting", "source", "target", "omega", "delta"], ["similarity"]),
    },
    charts: charts(means, sizes.anchors),
  };
}

const similarity = (row: Row): string => plusMinus(row.similarity as number, row.similaritySd as number, 2);

interface Pair {
  readonly source: LoadedSpace;
  readonly target: LoadedSpace;
  readonly x: UnitAnchors;
  readonly y: UnitAnchors;
  readonly rows: number;
}

function pairCells({ source, target, x, y, rows }: Pair, pruned: ReturnType<typeof pruneTarget>[number]): Cell[] {
  const head = (m: Matrix): Matrix => sliceRows(m, 0, Math.min(rows, m.rows));
  const [samples, truth] = [head(source.test.vectors), head(target.test.vectors)];
  const labels = target.test.labels.subarray(0, truth.rows), place = source === target ? "intra" : "inter";
  return Array.from(gridCells(x, y, pruned, samples, true), (cell) => ({
    setting: cell.completion ? `${place}, completed` : place,
    source: source.encoder.name,
    target: target.encoder.name,
    omega: cell.omega,
    delta: cell.delta,
    similarity: centeredSimilarity(cell.mapped, truth, y),
    accuracy: accuracy(target.head.predict(cell.mapped), labels),
    condition: cell.condition,
    anchors: cell.anchors,
  }));
}

type Means = readonly Readonly<Record<string, unknown>>[];

function charts(means: Means, k: number): Findings["charts"] {
  const cells = (field: string, of: (v: number) => number = (v) => v) =>
    means.map((m) => ({
      omega: m.omega as number,
      delta: m.delta as number,
      value: of(m[field] as number),
      panel: m.setting as string,
    }));
  const subtitle = `MNIST, ${FIG3_ENCODERS.length} encoders, k = ${k} anchors`;
  return {
    similarity: heatmap(cells("similarity"), {
      title: "Figure 3, top: reconstruction similarity",
      subtitle,
      measure: "Centred cosine similarity",
    }),
    condition: heatmap(cells("condition", Math.log10).filter((c) => !c.panel.includes("completed")), {
      title: "Figure 3, bottom: condition number",
      subtitle,
      measure: "log₁₀ of the effective condition number",
    }),
    accuracy: heatmap(cells("accuracy").filter((c) => c.panel.startsWith("inter")), {
      title: "Accuracy of the target's head on translated samples",
      subtitle,
      measure: "Accuracy",
    }),
  };
}
