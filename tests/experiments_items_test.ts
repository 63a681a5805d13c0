/** Parts of a dataset: the first items of its split, and nothing else. */
import assert from "node:assert/strict";
import { firstItems } from "../experiments/shared/spaces.ts";
import { makeDataset } from "../lib/data/dataset.ts";

const dataset = makeDataset({
  ...{
    name: "toy",
    texts: ["a", "b", "c", "d", "e", "f"],
    ids: ["0", "1", "2", "3", "4", "5"],
    labels: [0, 1, 0, 1, 0, 1],
  },
  splits: { train: Int32Array.of(5, 0, 3, 1), test: Int32Array.of(2, 4) },
});

Deno.test("the first items to train and to test, in the order of the split", () => {
  const { ids, texts, labels, splits, classes } = firstItems(dataset, 3, 1);
  assert.deepEqual([ids, texts, [...labels]], [["5", "0", "3", "2"], ["f", "a", "d", "c"], [1, 0, 1, 0]]);
  assert.deepEqual([[...splits.train], [...splits.test]], [[0, 1, 2], [3]]);
  assert.deepEqual(classes, dataset.classes);
});

Deno.test("a dataset that is not larger is itself", () => {
  assert.equal(firstItems(dataset, 4, 2), dataset);
  assert.equal(firstItems(dataset, Infinity, Infinity), dataset);
  assert.notEqual(firstItems(dataset, 3, Infinity), dataset);
});
