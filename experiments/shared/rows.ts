/**
 * Rows of a space that a seed draws.
 *
 * @module
 */
import { rng } from "../../lib/base/random.ts";
import type { Labelled } from "../../lib/head/tempered.ts";
import { type Matrix, takeRows } from "../../lib/linalg/matrix.ts";

/** At most `rows` rows of a space with their labels, drawn by the seed. */
export function drawRows(
  { vectors, labels }: { readonly vectors: Matrix; readonly labels: Int32Array },
  rows: number,
  seed: number,
): Labelled {
  const drawn = rng(seed).fork("rows").permutation(vectors.rows).subarray(0, rows);
  return { x: takeRows(vectors, drawn), labels: Int32Array.from(drawn, (i) => labels[i]!) };
}
