/** The comparison with other libraries: what it computes, refuses and prints, without timing anything. */
import assert from "node:assert/strict";
import { bars, exponent } from "../bench/growth.ts";
import { measurePair, median, type Side } from "../bench/pair.ts";
import { Missing, startPython } from "../bench/python.ts";
import { line } from "../bench/report.ts";
import type { Row } from "../bench/rows.ts";

const side = (seconds: number[], probe: readonly number[] = [1]): Side => {
  const left = [...seconds];
  return () => ({ seconds: left.shift()!, probe });
};

Deno.test("ratios are those of the least and of the middle times", async () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  const found = await measurePair(side([1, 9, 2]), [side([40, 6, 7]), side([4, 5, 16])], 3, 0);
  assert.deepEqual(found, { runs: 3, ours: 2, theirs: 5, peer: 1, least: 0.25, median: 0.4 });
});

Deno.test("sides are run in turn, and different results are not compared", async () => {
  const order: string[] = [];
  const noted = (name: string): Side => () => {
    order.push(name);
    return { seconds: 1, probe: [] };
  };
  await measurePair(noted("ours"), [noted("theirs"), noted("others")], 2, 0);
  assert.deepEqual(order, ["ours", "theirs", "others", "ours", "theirs", "others"]);
  await assert.rejects(measurePair(side([1], [1]), [side([1], [1.1])], 1, 1e-6), /must agree: 1 against 1\.1$/);
  await assert.rejects(measurePair(side([1], [NaN]), [side([1], [1])], 1, 1e-6), /must agree: NaN against 1$/);
});

Deno.test("a row says whether its bound holds, or why it was skipped", async () => {
  const row: Row = {
    work: "svd",
    peer: "NumPy",
    atMost: 1.1,
    precision: "f64",
    engine: "blas",
    prepare: () => Promise.reject(new Missing("no NumPy")),
  };
  const ratio = { runs: 5, ours: 0.1, theirs: 0.1, peer: 0, least: 1, median: 1.2 };
  assert.equal(line({ row, outcome: ratio }), "| svd | f64 | blas | NumPy | 100 | 100 | 1.00 | 1.20 | 1.1 | no |");
  assert.match(line({ row, outcome: { ...ratio, median: 1.1 } }), /yes \|$/);
  assert.match(line({ row, outcome: "no NumPy" }), /skipped: no NumPy \|$/);
  await assert.rejects(startPython("no-such-python", 1), Missing);
});

Deno.test("growth: the exponent of a power is found, and a bar is a doubling", () => {
  const sizes = [100, 200, 400, 800];
  assert.ok(Math.abs(exponent(sizes, sizes.map((n) => 3 * n ** 2.5)) - 2.5) < 1e-12);
  assert.ok(Math.abs(exponent(sizes, sizes.map(() => 3))) < 1e-12);
  assert.equal(bars([1, 2, 4, 1000]), "▁▂▃█");
});
