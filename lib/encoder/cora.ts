/**
 * Encoders of Cora's papers: the words that they hold, and those of the papers around them.
 *
 * @module
 */
import { csrTimes } from "../linalg/csr.ts";
import { Matrix } from "../linalg/matrix.ts";
import { adjacency, entriesOf, weighted } from "../nn/graph.ts";
import type { Dataset } from "../data/dataset.ts";
import { type CoraGraph, loadCoraGraph } from "../data/cora.ts";
import type { Implementation } from "./encoder.ts";

/** One entry a word, over the root of their number: unit rows. */
export const coraWords: Implementation = graphEncoder(0);
/** The same, averaged twice over each paper and those that it cites or that cite it. */
export const coraNeighbors: Implementation = graphEncoder(2);

function graphEncoder(steps: number): Implementation {
  return Object.freeze({
    key: () => Promise.resolve({ steps, version: 1 }),
    encode: async ({ ids }: Dataset) => {
      const graph = await loadCoraGraph(), all = spread(graph, wordRows(graph), steps);
      return Matrix.from(ids.map((id) => all.row(Number(id))), "f32");
    },
  });
}

/** Rows of 1 / √(words of the paper) where it has the word, else 0. */
export function wordRows({ x, words }: Pick<CoraGraph, "x" | "words">): Matrix {
  const out = Matrix.zeros(x.length, words, "f32");
  x.forEach((list, i) => list.forEach((word) => out.data[i * words + word] = list.length ** -.5));
  return out;
}

/** The rows, `steps` times replaced by their mean over the paper and its neighbours. */
export function spread({ edges }: Pick<CoraGraph, "edges">, rows: Matrix, steps: number): Matrix {
  const around = adjacency(edges, rows.rows), mean = weighted(around, (i) => 1 / entriesOf(around, i));
  let now = rows;
  for (let step = 0; step < steps; step++) now = csrTimes(mean, now);
  return now;
}
