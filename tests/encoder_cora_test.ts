/** Cora's encoders on a graph made by hand. */
import { spread, wordRows } from "../lib/encoder/cora.ts";
import { close } from "./helpers.ts";

Deno.test("papers are their words; a step averages a paper with those around it", () => {
  const graph = { words: 3, x: [[0], [1, 2], [2]], edges: [[0, 1]] as const }, rows = wordRows(graph), r = Math.SQRT1_2;
  close(rows.data, [1, 0, 0, 0, r, r, 0, 0, 1], 1e-7);
  close(spread(graph, rows, 0).data, rows.data, 0);
  close(spread(graph, rows, 1).data, [.5, r / 2, r / 2, .5, r / 2, r / 2, 0, 0, 1], 1e-7);
  close(spread(graph, rows, 2).row(2), [0, 0, 1], 1e-7);
});
