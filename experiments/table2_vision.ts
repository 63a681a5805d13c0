/**
 * Table 2, vision: zero-shot stitching on MNIST for every method over the number of anchors.
 *
 * @module
 */
import { sampleAnchors } from "../lib/method/anchors.ts";
import { accuracyOverAnchors } from "../lib/chart/lines.ts";
import { type LoadedSpace, loadSpace } from "../lib/encoder/load.ts";
import { applyMap } from "../lib/method/map.ts";
import { accuracy } from "../lib/measure/accuracy.ts";
import type { Experiment, Findings, RunOptions } from "./experiment.ts";
import { centeredSimilarity } from "./shared/grid.ts";
import { type Method, METHODS, type Side, side } from "./shared/methods.ts";
import { meanBy, pivot, plusMinus, type Row } from "./shared/summary.ts";

const SIZES = {
  quick: { anchors: [64, 128, 256, 512, 1000], seeds: 5 },
  full: { anchors: [64, 128, 256, 512, 1000, 2000], seeds: 10 },
} as const;
const ENCODERS = ["mlp256", "cnn128", "convae128", "hog"] as const;

/** Table 2 on MNIST. */
export const table2Vision: Experiment = Object.freeze({
  name: "table2-vision",
  reproduces: "Table 2, MNIST",
  about: "Stitching accuracy of every method over ordered pairs of encoders, k from 64 to 1000, 5 seeds.",
  run,
});

async function run({ preset, seed, progress }: RunOptions): Promise<Findings> {
  const { anchors: counts, seeds } = SIZES[preset];
  const spaces = await visionSpaces();
  const tick = progress("table2-vision", counts.length * seeds * spaces.length ** 2);
  const rows = visionRows(spaces, { counts, seeds, seed }, METHODS, tick);
  const summary = meanBy(rows, ["method", "k"], ["accuracy", "similarity"]);
  const cell = (r: Row): string => plusMinus(r.accuracy as number, r.accuracySd as number);
  return {
    sizes: { dataset: "mnist", encoders: ENCODERS, anchors: counts, seeds, testRows: spaces[0]!.test.ids.length },
    records: {
      table: pivot(summary, "method", "k", cell),
      summary,
      pairs: meanBy(rows, ["method", "k", "source", "target"], ["accuracy", "similarity"]),
    },
    charts: { accuracy: chart(rows, spaces) },
  };
}

/** The spaces of the table. */
export async function visionSpaces(): Promise<readonly LoadedSpace[]> {
  return await Promise.all(ENCODERS.map((name) => loadSpace(`mnist/${name}`)));
}

/** Every method on every ordered pair, number of anchors and seed; one row a measurement. */
export function visionRows(
  spaces: readonly LoadedSpace[],
  sizes: { readonly counts: readonly number[]; readonly seeds: number; readonly seed: number },
  methods: readonly Method[],
  tick: () => void,
): readonly Row[] {
  const rows: Row[] = [];
  for (const k of sizes.counts) {
    for (let i = 0; i < sizes.seeds; i++) {
      const draw = sizes.seed * 100 + i, ids = sampleAnchors(spaces[0]!, { count: k, seed: draw });
      const sides = spaces.map((s) => side(s.at(ids).vectors, draw));
      for (const [s, source] of spaces.entries()) {
        for (const [t, target] of spaces.entries()) {
          const cell = { k, seed: draw, source: source.encoder.name, target: target.encoder.name };
          const pair = { source, target, x: sides[s]!, y: sides[t]! };
          for (const row of s === t ? ownHead(source) : stitchings(pair, methods)) rows.push({ ...cell, ...row });
          tick();
        }
      }
    }
  }
  return rows;
}

function ownHead(space: LoadedSpace): readonly Row[] {
  const value = accuracy(space.head.predict(space.test.vectors), space.test.labels);
  return [{ method: "own head", accuracy: value, similarity: 1 }];
}

interface Pair {
  readonly source: LoadedSpace;
  readonly target: LoadedSpace;
  readonly x: Side;
  readonly y: Side;
}

function stitchings({ source, target, x, y }: Pair, methods: readonly Method[]): readonly Row[] {
  const samples = source.test.vectors, truth = target.test.vectors, labels = target.test.labels;
  const measured = methods.map(({ name, fit }) => ({ method: name, mapped: applyMap(fit(x, y), samples) }));
  const absolute = samples.cols === truth.cols ? [{ method: "absolute", mapped: samples }] : [];
  return [...absolute, ...measured].map(({ method, mapped }) => ({
    method,
    accuracy: accuracy(target.head.predict(mapped), labels),
    similarity: centeredSimilarity(mapped, truth, y.unit),
  }));
}

function chart(rows: readonly Row[], spaces: readonly LoadedSpace[]): Findings["charts"][string] {
  const records = rows.map((r) => ({
    anchors: r.k as number,
    value: r.accuracy as number,
    series: r.method as string,
    seed: r.seed as number,
  }));
  const dims = [...new Set(spaces.map((s) => s.encoder.dim))].sort((a, b) => a - b);
  return accuracyOverAnchors(records, {
    title: "Table 2: stitching accuracy over the number of anchors",
    subtitle: "MNIST, mean over ordered pairs of four encoders; rules mark their dimensions",
    marks: dims.map((d) => ({ at: d, label: `d = ${d}` })),
  });
}
