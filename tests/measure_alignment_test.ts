/** CKA and SVCCA: what leaves them unchanged, what must not, and SciPy's values. */
import assert from "node:assert/strict";
import { matmul } from "../lib/linalg/linalg.ts";
import { polar } from "../lib/linalg/polar.ts";
import { Matrix, takeRows } from "../lib/linalg/matrix.ts";
import { cka } from "../lib/measure/cka.ts";
import { svcca } from "../lib/measure/svcca.ts";
import { mapColumns } from "../lib/linalg/rows.ts";
import { close, forEachEngine, normal } from "./helpers.ts";
import { golden, refuses, x, y } from "./golden/measure.ts";

const SHAPES = [[20, 3], [50, 8], [40, 40]] as const;

/** Rotated, scaled and shifted. */
function similar(m: Matrix, seed: string): Matrix {
  return mapColumns(matmul(m, polar(normal(m.cols, m.cols, seed))), (value, j) => 3 * value + j - 1);
}

/** Times diag(1 … 30): invertible, far from a rotation. */
function stretched(m: Matrix): Matrix {
  return mapColumns(m, (value, j) => value * 30 ** (j / (m.cols - 1)));
}

/** `times` copies of the rows, one after another. */
function repeated(m: Matrix, times: number): Matrix {
  return takeRows(m, Array.from({ length: m.rows * times }, (_, i) => i % m.rows));
}

forEachEngine("CKA agrees with n × n Gram matrices", () => {
  close([cka(x, y), cka(x, y, { debiased: true })], [golden.cka, golden.ckaDebiased], 1e-10);
  const few = [
    takeRows(x, Array.from({ length: 12 }, (_, i) => i)),
    takeRows(y, [...Array(12).keys()].map((i) => i + 48)),
  ];
  close([cka(few[0]!, few[1]!, { debiased: true })], [golden.ckaDebiasedNoise], 1e-10);
});

forEachEngine("CKA is unchanged by a similarity of either side, and changed by a stretch", () => {
  for (const [n, d] of SHAPES) {
    const [a, b] = [normal(n, d, `a${n}`), normal(n, d + 2, `b${n}`)];
    for (const debiased of [false, true]) {
      const before = cka(a, b, { debiased });
      close([cka(similar(a, "r"), b, { debiased }), cka(a, similar(b, "s"), { debiased })], [before, before], 1e-12);
      assert.ok(Math.abs(cka(a, stretched(a), { debiased }) - 1) > .02, `${n} × ${d}: a stretch must be seen`);
      close([cka(a, similar(a, "r"), { debiased }), cka(b, a, { debiased })], [1, before], 1e-12);
    }
  }
});

forEachEngine("CKA sums blocks of rows: repeated rows change nothing, but for the debiased estimate", () => {
  close([cka(repeated(x, 40), repeated(y, 40))], [cka(x, y)], 1e-12);
  const [a, b] = [normal(30, 20, 1), normal(30, 20, 2)];
  assert.ok(cka(repeated(a, 40), repeated(b, 40), { debiased: true }) > .2 + cka(a, b, { debiased: true }));
});

forEachEngine("debiased CKA of unrelated spaces is near 0 where plain CKA nears 1", () => {
  const [a, b] = [normal(30, 300, 3), normal(30, 300, 4)];
  assert.ok(cka(a, b) > .8);
  assert.ok(Math.abs(cka(a, b, { debiased: true })) < .1);
});

forEachEngine("CKA survives float32, extreme scales and large offsets", () => {
  close([cka(Matrix.from(x, "f32"), Matrix.from(y, "f32"))], [golden.cka], 1e-6);
  const scaled = (factor: number): Matrix => mapColumns(x, (value) => value * factor);
  close([cka(scaled(1e200), y), cka(scaled(1e-200), y)], [golden.cka, golden.cka], 1e-10);
  close([cka(mapColumns(x, (value) => value + 1e6), y)], [golden.cka], 1e-8);
});

forEachEngine("CKA keeps its digits on both sides of where it centres before the product", () => {
  const offset = (m: Matrix, by: number): Matrix => mapColumns(m, (value) => value + by);
  const [a, b] = [normal(60, 5, "a"), normal(60, 7, "b")], expected = cka(a, b);
  for (const by of [3, 8, 12, 1000]) close([cka(offset(a, by), offset(b, -by))], [expected], 1e-11);
  const gap = Math.abs(cka(mapColumns(a, (value, _, i) => value + (i < 30 ? 8 : 0)), b) - expected);
  assert.ok(gap > 1e-2, "an offset of some rows only must be seen");
  const zero = mapColumns(a, (value, j) => j === 2 ? 0 : value), one = mapColumns(zero, (v, j) => j === 2 ? 1 : v);
  close([cka(zero, b)], [cka(one, b)], 1e-12); // a constant column says nothing, zero or not
});

forEachEngine("SVCCA agrees with thin decompositions", () => {
  for (const expected of golden.svcca) {
    const actual = svcca(x, y, { variance: expected.variance });
    close(actual.correlations, expected.correlations, 1e-10);
    close([actual.mean], [expected.mean], 1e-10);
    assert.deepEqual(actual.kept, expected.kept);
  }
  assert.equal(svcca(x, y).mean, svcca(x, y, { variance: .99 }).mean);
});

forEachEngine("SVCCA is unchanged by similarities; by a stretch only when all variance is kept", () => {
  for (const [n, d] of [[40, 3], [90, 8], [200, 16]] as const) {
    const a = normal(n, d, `a${n}`), b = normal(n, d + 1, `b${n}`);
    for (const variance of [.9, 1]) {
      const before = svcca(a, b, { variance }).mean;
      close([svcca(similar(a, "r"), b, { variance }).mean], [before], 1e-9);
      const gap = Math.abs(svcca(stretched(a), b, { variance }).mean - before);
      assert.ok(variance === 1 ? gap < 1e-8 : gap > 1e-3, `${n} × ${d} at ${variance}: moved by ${gap}`);
    }
  }
});

forEachEngine("SVCCA leaves out directions that are absent", () => {
  const doubled = new Matrix(x.rows, 16, Float64Array.from({ length: x.rows * 16 }, (_, p) => x.data[p >> 1]!));
  const { kept, mean } = svcca(doubled, y, { variance: 1 });
  assert.deepEqual(kept, [8, 6]);
  close([mean], [golden.svcca[2].mean], 1e-9);
});

Deno.test("alignment refuses what it cannot measure", () => {
  const bad = Matrix.from([[1, 2], [3, NaN], [0, 0]]),
    three = Matrix.from([[1, 2], [3, 4], [5, 7]]),
    two = Matrix.from([[1, 2], [3, 5]]);
  const flat = Matrix.from([[.1, .2], [.1, .2], [.1, .2]]), four = normal(4, 2, 1);
  const corners = Matrix.from([[1, 0], [-1, 0], [0, 1], [0, -1]]);
  refuses("Cannot measure CKA", [
    [() => cka(three, two), TypeError, "both sides must have the same number of rows: 3 × 2 against 2 × 2"],
    [
      () => cka(takeRows(two, [0]), takeRows(two, [0])),
      TypeError,
      "the first side must have at least 2 rows: the shape is 1 × 2",
    ],
    [
      () => cka(three, three, { debiased: true }),
      TypeError,
      "the first side must have at least 4 rows: the shape is 3 × 2",
    ],
    [() => cka(three, bad), RangeError, "the second side must be finite: row 1, column 1 is NaN"],
    [() => cka(three, flat), RangeError, "the second side must vary: all its rows are equal"],
  ]);
  refuses("Cannot measure CKA without bias", [
    [
      () => cka(Matrix.identity(4), four, { debiased: true }),
      RangeError,
      "both sides must have structure beyond their row norms: the first side has none",
    ],
    [
      () => cka(corners, Matrix.identity(4), { debiased: true }),
      RangeError,
      "both sides must have structure beyond their row norms: the second side has none",
    ],
  ]);
  refuses("Cannot measure SVCCA", [
    [() => svcca(three, two), TypeError, "both sides must have the same number of rows: 3 × 2 against 2 × 2"],
    [() => svcca(flat, three), RangeError, "the first side must vary: all its rows are equal"],
    [() => svcca(bad, three), RangeError, "the first side must be finite: row 1, column 1 is NaN"],
    [() => svcca(three, three, { variance: 0 }), RangeError, "the share of variance must be above 0: it is 0"],
    [
      () => svcca(three, three, { variance: 1.5 }),
      RangeError,
      "the share of variance must be a number in [0, 1]: it is 1.5",
    ],
  ]);
});
