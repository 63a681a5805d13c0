/** What linear algebra refuses: entries that are not finite, and things that are not numbers. */
import assert from "node:assert/strict";
import { cholesky, eigh, lstsq, matmul, pinv, polar, svd } from "../lib/linalg/mod.ts";
import { Matrix, type MatrixLike, toRows, transpose } from "../lib/linalg/matrix.ts";
import { forEachEngine, normal } from "./helpers.ts";

const ROUTINES: Readonly<Record<string, (a: Matrix) => unknown>> = {
  svd,
  pinv,
  polar,
  eigh,
  cholesky,
  "polar, dropping": (a) => polar(a, { rcond: 1e-9 }),
  lstsq: (a) => lstsq(a, normal(a.rows, 2, "right")),
  "lstsq, right side": (b) => lstsq(normal(b.rows, 2, "left"), b),
  "matmul, left": (a) => matmul(a, normal(a.cols, 5, "right")),
  "matmul, left transposed": (a) => matmul(a, normal(a.rows, 5, "right"), { transA: true }),
  "matmul, right": (b) => matmul(normal(5, b.rows, "left"), b),
  "matmul, right transposed": (b) => matmul(normal(5, b.cols, "left"), b, { transB: true }),
  "matmul, Gram": (a) => matmul(a, a, { transA: true }),
};

for (const [name, routine] of Object.entries(ROUTINES)) {
  forEachEngine(`an entry that is not finite is refused with its row and column, and nothing hangs: ${name}`, () => {
    for (const n of [1, 2, 3, 12, 40]) {
      for (const wrong of [NaN, Infinity, -Infinity]) {
        const at = (n * n) >> 1, a = Matrix.identity(n), where = `row ${Math.floor(at / n)}, column ${at % n}`;
        a.data[at] = wrong;
        assert.throws(() => routine(a), {
          name: "RangeError",
          message: new RegExp(`^Cannot .* must be finite: ${where} is ${wrong}$`),
        });
      }
    }
    routine(Matrix.identity(12));
  });
}

forEachEngine("float32 factors are looked at too, and a zero opposite hides nothing", () => {
  const a = new Matrix(2, 2, Float32Array.of(0, NaN, 0, 0)), zero = Matrix.zeros(2, 2, "f32");
  assert.throws(() => matmul(a, zero), /left factor must be finite: row 0, column 1 is NaN/);
  assert.throws(() => matmul(zero, transpose(a)), /right factor must be finite: row 1, column 0 is NaN/);
  assert.equal(matmul(zero, Matrix.zeros(2, 0 + 1, "f32")).at(1, 0), 0);
  assert.equal(matmul(Matrix.zeros(0, 2), Matrix.identity(2)).rows, 0);
});

forEachEngine("eigh reads the upper half alone and cholesky the lower, on every engine", () => {
  const whole = Matrix.from([[4, 1, 2], [1, 5, 3], [2, 3, 6]]), lower = Matrix.from([[4, 9, 9], [1, 5, 9], [2, 3, 6]]);
  assert.deepEqual(eigh(transpose(lower)).values, eigh(whole).values);
  assert.deepEqual(cholesky(lower).data, cholesky(whole).data);
  assert.notDeepEqual(Array.from(eigh(lower).values), Array.from(eigh(whole).values));
});

const make = (source: unknown, dtype?: "f32"): Matrix => Matrix.from(source as MatrixLike, dtype);

Deno.test("what is not a number is refused with its row and column", () => {
  const bad: readonly (readonly [source: unknown, message: RegExp])[] = [
    [JSON.parse("[[null, 1], [2, 3]]"), /every entry must be a number: row 0, column 0 is null$/],
    [[[1, 2], [3, "4"]], /row 1, column 1 is "4"$/],
    [[[1, true]], /row 0, column 1 is true$/],
    [[[1, undefined]], /row 0, column 1 is undefined$/],
    [[[1, , 3]], /row 0, column 1 is undefined$/], // deno-lint-ignore no-sparse-arrays
    [[[1, 2n]], /row 0, column 1 is 2$/],
    [[BigInt64Array.of(1n, 2n)], /row 0, column 0 is 1$/],
    [[[1, [2]]], /row 0, column 1 is 2$/],
    [[1, 2, 3], /every row must be a list of numbers: row 0 is 1$/],
    [[[1], null], /every row must be a list of numbers: row 1 is null$/],
    [["12", "34"], /every row must be a list of numbers: row 0 is "12"$/],
    [{ shape: [1, 2], dataSync: () => ["a", "b"] }, /row 0, column 0 is "a"$/],
    [{ rows: 1, columns: 2, get: (_: number, j: number) => j === 1 ? null : 0 }, /row 0, column 1 is null$/],
    [null, /source must be rows of numbers/],
    [undefined, /source must be rows of numbers/],
    ["[[1]]", /source must be rows of numbers/],
  ];
  for (const [source, message] of bad) assert.throws(() => make(source), { name: "TypeError", message });
  for (const row of [[1, -0, NaN], Float32Array.of(1, 2, 3), Int8Array.of(1, 2, 3), new Uint16Array(3)]) {
    assert.deepEqual(toRows(make([row])), [Array.from(row)]);
  }
});

Deno.test("a number that float32 cannot hold is refused, not made infinite", () => {
  const message = /^Cannot make a float32 matrix as its entries must be at most 3.4e38: row 1, column 0 is 1e\+39$/;
  assert.throws(() => make([[1], [1e39]], "f32"), { name: "RangeError", message });
  assert.throws(() => make(make([[1], [1e39]]), "f32"), { name: "RangeError", message });
  assert.deepEqual(toRows(make([[Infinity, 3e38]], "f32")), [[Infinity, Math.fround(3e38)]]);
});
