/**
 * Relative decoders: heads trained on relative representations of one space, used on those of another, for every
 * projection (Relative representations, ICLR 2023).
 *
 * @module
 */
import { sampleAnchors } from "../lib/method/anchors.ts";
import type { LoadedSpace } from "../lib/encoder/load.ts";
import { type Matrix, takeRows } from "../lib/linalg/matrix.ts";
import { rng } from "../lib/base/random.ts";
import { accuracy } from "../lib/measure/accuracy.ts";
import { cosineSimilarity } from "../lib/measure/similarity.ts";
import { fitHead } from "../lib/head/head.ts";
import { fitRelative, type Projection } from "../lib/method/relative.ts";
import { columnMeans } from "../lib/linalg/rows.ts";
import type { Asked, Experiment } from "./experiment.ts";
import { relativeDecodersClaims } from "./relative_decoders.claims.ts";
import { CHARTED, CONTROL, findings, PROJECTIONS } from "./relative_decoders_findings.ts";
import { type DataPart, PARTS as DATA } from "./shared/parts.ts";
import { drawsOf, headRows, loadSpaces, pairKind } from "./shared/spaces.ts";
import type { Row } from "./shared/summary.ts";

const IMAGES = ["mlp256", "cnn128", "convae128", "cnntanh256", "mlpae64"];
const TEXTS = ["char-tfidf", "word-tfidf", "hashed-bow", "transformer"];
const part = (dataset: string, encoders: readonly string[]): Part => ({ dataset, encoders });
interface Part extends Partial<DataPart> {
  readonly dataset: string;
  readonly encoders: readonly string[];
}
const SIZES: Readonly<Record<string, Sizes>> = {
  quick: {
    parts: [part("mnist", IMAGES), part("wordnet-8", TEXTS)],
    projections: PROJECTIONS,
    counts: [64, CHARTED],
    rows: 1000,
    heads: 2000,
    seeds: 2,
  },
  full: {
    parts: [part("mnist", IMAGES), part("fashion-mnist", IMAGES), part("wordnet-8", TEXTS)],
    projections: PROJECTIONS,
    counts: [64, CHARTED, 1000],
    rows: 3000,
    heads: 7000,
    seeds: 5,
  },
  pretrained: {
    parts: [DATA["cifar-10"]!, DATA["ag-news"]!],
    projections: PROJECTIONS,
    counts: [CHARTED],
    seeds: 2,
  },
};
interface Sizes extends Omit<Partial<DataPart>, "encoders" | "dataset"> {
  readonly parts: readonly Part[];
  readonly projections: readonly Projection[];
  readonly counts: readonly number[];
  readonly seeds: number;
}
interface Cell extends DataPart, Draw {}

/** Relative decoders over projections. */
export const relativeDecoders: Experiment<Sizes, Cell, readonly Row[]> = Object.freeze({
  name: "relative-decoders",
  reproduces: "Relative representations: zero-shot stitching by heads trained on relative representations",
  about: "Accuracy of relative heads on their own and on other spaces, for every projection and number of anchors.",
  notebook: "relative-decoders",
  module: import.meta.url,
  presets: SIZES,
  claims: relativeDecodersClaims,
  cells: ({ sizes: { parts, projections, counts, seeds, ...sizes }, seed }: Asked<Sizes>) =>
    parts.flatMap((part) =>
      counts.flatMap((k) =>
        drawsOf(seed, seeds).flatMap((draw) =>
          projections.map((projection) => ({ ...sizes, ...part, k, seed: draw, projection } as Cell))
        )
      )
    ),
  reads: ({ dataset, encoders }: Cell) => encoders.map((name) => `${dataset}/${name}`),
  measure: async (cell: Cell) => {
    const { apart: _, ...read } = cell;
    const rows = relativeRows(await loadSpaces(cell.dataset, cell.encoders, read), cell);
    return Array.from(rows, (row) => ({ dataset: cell.dataset, ...row }));
  },
  findings: (found: readonly (readonly Row[])[], { seed }: Asked<Sizes>) => findings(found.flat(), seed),
});

interface Draw {
  readonly k: number;
  readonly seed: number;
  readonly projection: Projection;
  /** Rows that a head is trained on. */
  readonly heads: number;
  /** Whether the anchors are left out of them. */
  readonly apart?: boolean;
}

/** Every ordered pair, own ones too: accuracy of the target's relative head, likeness of the relative representations. */
export function* relativeRows(
  spaces: readonly LoadedSpace[],
  { k, seed, projection, heads, apart }: Draw,
): Generator<Row> {
  const ids = sampleAnchors(spaces[0]!, { count: k, seed });
  const halves = spaces.map((s) => fitRelative(s.at(ids), { projection }));
  const tests = spaces.map((s, i) => halves[i]!.apply(s.test.vectors));
  const order = rng(seed).fork("permuted anchors").permutation(k), others = Array.from(order, (i) => ids[i]!);
  const controls = projection === "cosine"
    ? spaces.map((s) => fitRelative(s.at(others).vectors, { projection }).apply(s.test.vectors))
    : undefined;
  const used = headRows(spaces[0]!, { rows: heads, ...(apart && { apart: { count: k, seed } }) });
  for (const [t, target] of spaces.entries()) {
    const z = halves[t]!.apply(takeRows(target.vectors, used)), labels = used.map((i) => target.labels[i]!);
    const head = fitHead(z, labels, { classes: target.classes.length, seed });
    for (const [s, source] of spaces.entries()) {
      const pairs = s === t ? "own" : pairKind(source, target), names = [source.encoder.name, target.encoder.name];
      const rowOf = (method: string, z: Matrix): Row => ({
        ...{ k, seed, method, pairs, source: names[0], target: names[1] },
        accuracy: accuracy(head.predict(z), source.test.labels),
        similarity: likeness(z, tests[t]!),
      });
      yield rowOf(projection, tests[s]!);
      if (controls && s !== t) yield rowOf(CONTROL, controls[s]!);
    }
  }
}

/** Mean cosine of the same items' relative representations, both seen from the second's mean. */
function likeness(a: Matrix, b: Matrix): number {
  return cosineSimilarity(a, b, { center: columnMeans(b) }).mean;
}
