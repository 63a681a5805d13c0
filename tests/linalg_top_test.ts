/** The largest products of rows with rows, against sorting all of them. */
import assert from "node:assert/strict";
import { rng } from "../lib/base/random.ts";
import { asDtype, Matrix } from "../lib/linalg/matrix.ts";
import { matmul } from "../lib/linalg/products.ts";
import { unitRows } from "../lib/linalg/rows.ts";
import { eachProductBlock } from "../lib/linalg/rowproducts.ts";
import { type TopOptions, topProducts } from "../lib/linalg/top.ts";
import { close, forEachEngine, normal } from "./helpers.ts";

/** All products, sorted; those nearer than the tie to the one before are level, and so are all near the k-th. */
function sorted(a: Matrix, b: Matrix, { k, excludeSelf = false, unit = false, tie = 0 }: TopOptions): number[][] {
  const [x, y] = unit ? [unitRows(a), unitRows(b)] : [a, b], all = matmul(x, y, { transB: true });
  return Array.from({ length: a.rows }, (_, i) => {
    const row = all.row(i), order = Array.from(row.keys()).filter((j) => !excludeSelf || j !== i);
    order.sort((p, q) => row[q]! - row[p]! || p - q);
    const least = row[order[k - 1]!]!, inside = order.filter((j) => row[j]! > least + tie);
    const level = order.filter((j) => Math.abs(row[j]! - least) <= tie).sort((p, q) => p - q);
    const out: number[] = [];
    for (let start = 0, end = 0; start < inside.length; start = end) {
      do end++; while (end < inside.length && row[inside[end - 1]!]! - row[inside[end]!]! <= tie);
      out.push(...inside.slice(start, end).sort((p, q) => p - q));
    }
    return [...out, ...level].slice(0, k);
  });
}

const rowsOf = (indices: Int32Array, k: number): number[][] =>
  Array.from({ length: indices.length / k }, (_, i) => Array.from(indices.subarray(i * k, (i + 1) * k)));

for (const dtype of ["f64", "f32"] as const) {
  forEachEngine(`the k largest products are those of a full sort, over several blocks of either side: ${dtype}`, () => {
    const a = asDtype(normal(9, 7, "left"), dtype),
      b = asDtype(normal(8500, 7, "right"), dtype),
      own = asDtype(normal(600, 7, "own"), dtype);
    for (const options of [{ k: 1 }, { k: 10 }, { k: 5, unit: true }, { k: 3, excludeSelf: true, unit: true }]) {
      const { indices, products } = topProducts(a, b, options);
      assert.deepEqual(rowsOf(indices, options.k), sorted(a, b, options), JSON.stringify(options));
      assert.ok(products.every((x, p) => p % options.k === 0 || x <= products[p - 1]!));
    }
    assert.equal(topProducts(own, own, { k: 1, unit: true }).indices.every((j, i) => j === i), true);
    assert.ok(topProducts(own, own, { k: 1, unit: true, excludeSelf: true }).indices.every((j, i) => j !== i));
  });
}

forEachEngine("level products come by index, wherever their block is", () => {
  const draw = rng("level"),
    steps = (rows: number): Matrix =>
      new Matrix(rows, 3, Float64Array.from({ length: 3 * rows }, () => draw.integer(3) - 1 + 1e-12 * draw.uniform()));
  const a = steps(4), b = steps(5000);
  for (const options of [{ k: 7, tie: 1e-9 }, { k: 60, tie: 1e-9, unit: true }, { k: 5000, tie: 1e-9 }]) {
    assert.deepEqual(
      rowsOf(topProducts(a, b, options).indices, options.k),
      sorted(a, b, options),
      JSON.stringify(options),
    );
  }
  const plain = rowsOf(topProducts(a, b, { k: 7 }).indices, 7);
  assert.notDeepEqual(plain, sorted(a, b, { k: 7, tie: 1e-9 }));
  const same = new Matrix(4200, 2, new Float64Array(8400).fill(1));
  assert.deepEqual(rowsOf(topProducts(same, same, { k: 3, unit: true, excludeSelf: true }).indices, 3)[1], [0, 2, 3]);
});

forEachEngine("blocks cover every product once, of unit rows too, and zero rows give 0", () => {
  const a = normal(300, 4, "a"), b = normal(4500, 4, "b"), seen = new Float64Array(300 * 4500).fill(NaN);
  a.data.fill(0, 8, 12);
  eachProductBlock(a, b, { unit: true }, ({ row, col, rows, cols, data }) => {
    for (let i = 0; i < rows; i++) seen.set(data.subarray(i * cols, (i + 1) * cols), (row + i) * 4500 + col);
  });
  close(seen, matmul(unitRows(a), unitRows(b), { transB: true }).data, 1e-15);
  assert.ok(seen.subarray(2 * 4500, 3 * 4500).every((value) => value === 0));
});

Deno.test("what cannot be looked for is refused", () => {
  const a = normal(3, 2, "a"), bad = (options: TopOptions, b = a): () => void => () => void topProducts(a, b, options);
  assert.throws(bad({ k: 4 }), /as k must be an integer in \[1, 3\]: it is 4/);
  assert.throws(bad({ k: 3, excludeSelf: true }), /as k must be an integer in \[1, 2\]: it is 3/);
  assert.throws(bad({ k: 1, tie: -1 }), /as the tie must be/);
  assert.throws(bad({ k: 1 }, normal(3, 4, "b")), /the right side must have 2 columns/);
  assert.throws(bad({ k: 1 }, Matrix.from([[0, NaN]])), /the right side must be finite: row 0, column 1 is NaN/);
});
