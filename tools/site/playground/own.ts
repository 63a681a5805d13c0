/**
 * A map between the reader's own spaces: fitted on four fifths of the rows, scored on the rest.
 *
 * @module
 */
import { rng } from "../../../lib/base/random.ts";
import { mapAsJs } from "../../../lib/file/asjs.ts";
import { mapAsOnnx } from "../../../lib/file/asonnx.ts";
import { type Matrix, takeRows } from "../../../lib/linalg/matrix.ts";
import { encodeTranslation } from "../../../lib/method/stored.ts";
import { retrieval } from "../../../lib/measure/retrieval.ts";
import { cosineSimilarity } from "../../../lib/measure/similarity.ts";
import { sd } from "../../../lib/measure/stats.ts";
import { fitLinear, fitOrtho } from "../../../lib/method/direct.ts";
import { fitIrp, fitWhitened } from "../../../lib/method/irp.ts";
import type { Translation } from "../../../lib/method/translation.ts";
import type { Given } from "./files.ts";

/** One method on the rows held out. */
export interface Row {
  readonly method: string;
  readonly halves: "apart" | "coupled";
  readonly similarity: number;
  /** The cosine of each row held out. */
  readonly cosines: Float64Array;
  /** Share of rows whose nearest of all held-out rows is their own partner. */
  readonly first: number;
}

/** What was found, and the map to take away: the method of the largest similarity, fitted on all rows. */
export interface Own {
  readonly rows: readonly Row[];
  readonly verdict: string;
  readonly js: string;
  readonly onnx: Uint8Array<ArrayBuffer>;
  readonly safetensors: Uint8Array<ArrayBuffer>;
  readonly seconds: number;
}

const FITS: Readonly<Record<string, (x: Matrix, y: Matrix) => Translation>> = Object.freeze({
  "whitened IRP": (x, y) => fitWhitened(x, y),
  "IRP": (x, y) => fitIrp(x, y, { seed: 1, subspaces: Math.min(16, x.rows) }),
  "ridge linear": (x, y) => fitLinear(x, y, { lambda: 1e-3 }),
  "orthogonal": (x, y) => fitOrtho(x, y),
});
/** Rows that a map is fitted on, and that it is scored on, at most: more change little and cost time. */
const MOST = 1000;

/** @throws {RangeError} If the rows are too few, or cannot be paired. */
export async function fitOwn(a: Given, b: Given): Promise<Own> {
  const started = performance.now(), [x, y] = paired(a, b);
  if (x.rows < 20) {
    throw new RangeError(`Cannot fit a map as there must be at least 20 pairs of rows: there are ${x.rows}`);
  }
  const order = rng(1).fork("own").permutation(x.rows), held = Math.min(MOST, Math.floor(x.rows / 5));
  const [test, rest] = [order.subarray(0, held), order.subarray(held, held + MOST)], wrong = rest.toReversed();
  const score = (method: string, map: Translation): Row => {
    const moved = map.apply(takeRows(x, test)), truth = takeRows(y, test);
    const { mean, perRow } = cosineSimilarity(moved, truth, { center: map.affine.after });
    const first = retrieval(moved, truth, { recallAt: [1] }).recall.get(1)!;
    return { method, halves: map.independent ? "apart" : "coupled", similarity: mean, cosines: perRow, first };
  };
  const found = Object.entries(FITS).map(([name, fit]) => score(name, fit(takeRows(x, rest), takeRows(y, rest))));
  const best = found.reduce((a, b) => b.similarity > a.similarity ? b : a), fit = FITS[best.method]!;
  const control = score(`${best.method}, rows shuffled`, fit(takeRows(x, wrong), takeRows(y, rest)));
  const all = order.subarray(0, MOST), map = fit(takeRows(x, all), takeRows(y, all));
  return {
    rows: [...found, control],
    verdict: verdictOf(best, control, held),
    js: mapAsJs(map.affine),
    onnx: mapAsOnnx(map.affine),
    safetensors: await encodeTranslation(map),
    seconds: (performance.now() - started) / 1000,
  };
}

function verdictOf(best: Row, control: Row, held: number): string {
  const gain = best.similarity - control.similarity, share = (x: number): string => x.toFixed(3);
  if (gain < 4 * errorOfGain(best, control)) {
    return `Nothing was learned that ${held} rows held out can tell from chance: shuffled rows do as well. Are the rows of both ` +
      "files the same items in the same order, and enough of them?";
  }
  return `${best.method}: on ${held} rows held out the mean cosine is ${share(best.similarity)} (shuffled ` +
    `${share(control.similarity)}), and ${share(best.first)} of them find their own partner first (by chance ${
      share(1 / held)
    }).`;
}

/** Standard error of the mean gain in cosine over the rows held out; four of them leave no room for luck. */
function errorOfGain(best: Row, control: Row): number {
  const gains = best.cosines.map((x, i) => x - control.cosines[i]!);
  return sd(gains) / Math.sqrt(gains.length);
}

/** Rows of the same items: by their ids where both have some, else in order. */
function paired(a: Given, b: Given): readonly [Matrix, Matrix] {
  if (a.ids && b.ids) {
    const at = new Map(b.ids.map((id, i) => [id, i]));
    const common = a.ids.flatMap((id, i) => at.has(id) ? [[i, at.get(id)!] as const] : []);
    if (common.length === 0) {
      throw new RangeError("Cannot pair the rows as both files must have ids in common: they have none");
    }
    return [takeRows(a.vectors, common.map(([i]) => i)), takeRows(b.vectors, common.map(([, j]) => j))];
  }
  if (a.vectors.rows === b.vectors.rows) return [a.vectors, b.vectors];
  const counts = `${a.vectors.rows} and ${b.vectors.rows}`;
  throw new RangeError(`Cannot pair the rows as both files must have equally many, or ids: they have ${counts}`);
}
