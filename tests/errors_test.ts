/** Bad input gets one clear sentence: what, where, what was expected. */
import assert from "node:assert/strict";
import {
  compose,
  cosineSimilarity,
  fitHead,
  fitInverse,
  fitIrp,
  fitLinear,
  fitOrtho,
  fitRelative,
  fitScaling,
  fitWhitened,
  Matrix,
  pairSpaces,
  pruneAnchors,
  retrieval,
  sampleAnchors,
  scaleDistribution,
  space,
} from "anchorage";
import { cholesky, eigh, lstsq, matmul, pinv, polar, svd } from "anchorage/linalg";
import { asBinary, asInt8, cka, measureDrift, neighborJaccard, svcca, truncated, vectorFacts } from "anchorage/measure";
import { choose } from "../lib/linalg/engine/select.ts";
import { normal } from "./helpers.ts";

const [x, y] = [normal(10, 4, "x"), normal(10, 3, "y")];
const fits = [fitIrp, fitWhitened, fitOrtho, fitLinear];
const bad = (value: number): Matrix => {
  const data = x.data.slice();
  data[2 * 4 + 1] = value;
  return new Matrix(10, 4, data);
};
const named = (name: string, ids: string[], vectors = Matrix.zeros(ids.length, 2)): ReturnType<typeof space> =>
  space({ name, ids, vectors });

/** [what is tried, the error's class, its whole sentence] */
const CASES: readonly (readonly [string, () => unknown, typeof TypeError | typeof RangeError, string])[] = [
  [
    "ragged rows",
    () => Matrix.from([[1, 2], [3]]),
    TypeError,
    "Cannot make a matrix as every row must have 2 entries: row 1 has 1",
  ],
  [
    "no rows",
    () => Matrix.from([]),
    TypeError,
    "Cannot make a matrix from rows as there must be at least one row and one column",
  ],
  [
    "no columns",
    () => new Matrix(2, 0, new Float64Array()),
    TypeError,
    "Cannot make a matrix as rows and columns must be whole and cols ≥ 1: 2 × 0",
  ],
  [
    "data of another length",
    () => new Matrix(2, 2, new Float64Array(3)),
    TypeError,
    "Cannot make a 2 × 2 matrix as it needs 4 entries: 3",
  ],
  [
    "data of another type",
    () => new Matrix(1, 1, [1] as unknown as Float64Array<ArrayBuffer>),
    TypeError,
    "Cannot make a matrix as its data must be a Float64Array or Float32Array",
  ],
  [
    "a tensor of one axis",
    () => Matrix.from({ shape: [3], dataSync: () => [1, 2, 3] }),
    TypeError,
    "Cannot make a matrix as the tensor must have 2 axes: its shape is [3]",
  ],
  [
    "something else",
    () => Matrix.from({} as Matrix[] as unknown as Matrix),
    TypeError,
    "Cannot make a matrix as the source must be rows of numbers, a 2-D tensor or an ml-matrix",
  ],
  ["inner sizes", () => matmul(x, y), TypeError, "Cannot multiply as inner sizes must agree: (10 × 4) by (10 × 3)"],
  [
    "decomposing nothing",
    () => svd(Matrix.zeros(0, 3)),
    TypeError,
    "Cannot decompose as the matrix must have rows: the shape is 0 × 3",
  ],
  [
    "eigenvalues of a rectangle",
    () => eigh(x),
    TypeError,
    "Cannot find eigenvalues as the matrix must be square: the shape is 10 × 4",
  ],
  [
    "Cholesky of an indefinite",
    () => cholesky(Matrix.from([[1, 2], [2, 1]])),
    RangeError,
    "Cannot factor the 2 × 2 matrix as it must be positive definite",
  ],
  [
    "least squares of other rows",
    () => lstsq(x, normal(3, 2, 0)),
    TypeError,
    "Cannot solve as row counts must agree: 10 × 4 against 3 × 2",
  ],
  [
    "a cut-off above one",
    () => pinv(x, { rcond: 2 }),
    RangeError,
    "Cannot invert as rcond must be a number in [0, 1]: it is 2",
  ],
  [
    "one anchor",
    () => fitRelative(normal(1, 3, 0)),
    TypeError,
    "Cannot fit the encoding half as the anchors must have at least 2 rows: the shape is 1 × 3",
  ],
  [
    "no anchors",
    () => fitInverse(Matrix.zeros(0, 3)),
    TypeError,
    "Cannot fit the decoding half as the anchors must have at least 2 rows: the shape is 0 × 3",
  ],
  [
    "NaN in the anchors",
    () => fitRelative(bad(NaN)),
    RangeError,
    "Cannot fit the encoding half as the anchors must be finite: row 2, column 1 is NaN",
  ],
  [
    "Infinity in the anchors",
    () => fitInverse(bad(Infinity), { projection: "whitened" }),
    RangeError,
    "Cannot fit the decoding half as the anchors must be finite: row 2, column 1 is Infinity",
  ],
  [
    "all anchors equal",
    () => fitInverse(mapped(0.1)),
    RangeError,
    "Cannot fit the decoding half as the anchors must not all be equal: they have zero norm after centring",
  ],
  [
    "scaling equal anchors",
    () => fitScaling(mapped(0.1), "l2"),
    RangeError,
    "Cannot fit a scaling as the anchors must not all be equal: they have zero norm after centring",
  ],
  [
    "an anchor at the mean",
    () => fitRelative(Matrix.from([[0, 0], [1, 1], [-1, -1]])),
    RangeError,
    "Cannot fit the encoding half as every anchor must differ from their mean: row 0 equals it",
  ],
  [
    "an unknown scaling",
    () => fitScaling(x, "none" as "l2"),
    RangeError,
    'Cannot fit a scaling as the scaling must be one of "center", "standard", "l2": it is "none"',
  ],
  [
    "NaN in a sample",
    () => fitIrp(x, y).apply(bad(NaN)),
    RangeError,
    "Cannot translate as the samples must be finite: row 2, column 1 is NaN",
  ],
  [
    "samples of another width",
    () => fitIrp(x, y).apply(y),
    TypeError,
    "Cannot translate as the samples must have 4 columns: the shape is 10 × 3",
  ],
  [
    "δ above one",
    () => pruneAnchors(x, { delta: 1.5 }),
    RangeError,
    "Cannot prune anchors as δ must be a number in [0, 1]: it is 1.5",
  ],
  [
    "δ that is not a number",
    () => fitInverse(x, { delta: NaN }),
    RangeError,
    "Cannot prune anchors as δ must be a number in [0, 1]: it is NaN",
  ],
  [
    "a start out of range",
    () => pruneAnchors(x, { delta: 0.5, start: 10 }),
    RangeError,
    "Cannot prune anchors as the start must be an integer in [0, 9]: it is 10",
  ],
  [
    "ω of zero",
    () => fitInverse(x, { subspaces: 0 }),
    RangeError,
    "Cannot draw subspaces as the number of subspaces ω must be an integer in [1, 10]: it is 0",
  ],
  [
    "ω above k",
    () => fitInverse(x, { subspaces: 11 }),
    RangeError,
    "Cannot draw subspaces as the number of subspaces ω must be an integer in [1, 10]: it is 11",
  ],
  [
    "half a subspace",
    () => fitInverse(x, { subspaces: 2.5 }),
    RangeError,
    "Cannot draw subspaces as the number of subspaces ω must be an integer in [1, 10]: it is 2.5",
  ],
  [
    "starts of another count",
    () => fitInverse(x, { subspaces: 2, starts: [1] }),
    TypeError,
    "Cannot draw subspaces as starts must have 2 entries: it has 1",
  ],
  [
    "a start below zero",
    () => fitInverse(x, { starts: [-1] }),
    RangeError,
    "Cannot draw subspaces as a start must be an integer in [0, 9]: it is -1",
  ],
  [
    "a negative ridge",
    () => fitInverse(x, { lambda: -1 }),
    RangeError,
    "Cannot invert a subset of anchors as λ must be a finite number of at least 0: it is -1",
  ],
  [
    "an unknown norm",
    () => fitInverse(x, { norm: "one" as "raw" }),
    RangeError,
    'Cannot fit the decoding half as norm must be one of "mean", "carry", "raw", "unit": it is "one"',
  ],
  ["an unknown projection", () => fitRelative(x, { projection: "polar" as "cosine" }), RangeError, 'it is "polar"'],
  [
    "λ of zero",
    () => fitWhitened(x, y, { lambda: 0 }),
    RangeError,
    "Cannot fit whitened IRP as λ must be a finite number of at least 5e-324: it is 0",
  ],
  [
    "an unknown side to prune",
    () => fitIrp(x, y, { pruneOn: "left" as "both" }),
    RangeError,
    'Cannot fit IRP as pruneOn must be one of "target", "source", "both": it is "left"',
  ],
  [
    "halves of other counts",
    () => compose(fitRelative(x), fitInverse(normal(9, 3, 0))),
    TypeError,
    "Cannot compose the halves as both sides must have the same anchors: 10 against 9",
  ],
  [
    "halves of two relative spaces",
    () => compose(fitRelative(x), fitInverse(y, { projection: "whitened" })),
    TypeError,
    "Cannot compose the halves as both must use one relative space: cosine against whitened",
  ],
  [
    "a repeated id",
    () => named("a", ["i", "i"]),
    TypeError,
    'Cannot make the space "a" as ids must be unique: "i" repeats at row 1',
  ],
  ["a missing id", () => named("a", ["i", ""]), TypeError, 'Cannot make the space "a" as the id of row 1 is missing'],
  [
    "ids of another count",
    () => named("a", ["i"], Matrix.zeros(2, 2)),
    TypeError,
    'Cannot make the space "a" as ids must have 2 entries: it has 1',
  ],
  [
    "labels of another count",
    () => space({ ...named("a", ["i"]), labels: new Int32Array(3) }),
    TypeError,
    'Cannot make the space "a" as labels must have 1 entries: it has 3',
  ],
  [
    "an unknown id",
    () => named("a", ["i"]).at(["j"]),
    RangeError,
    'Cannot select from the space "a" as it has no id "j"',
  ],
  [
    "nothing in common",
    () => pairSpaces(named("a", ["i"]), named("b", ["j"])),
    RangeError,
    'Cannot pair "a" (1 × 2) and "b" (1 × 2) as they must have an id in common',
  ],
  [
    "too many anchors",
    () => sampleAnchors({ ids: ["a"] }, { count: 2, seed: 0 }),
    RangeError,
    "Cannot sample anchors as the number of anchors must be an integer in [1, 1]: it is 2",
  ],
  [
    "an unknown engine",
    () => choose("gpu", undefined),
    RangeError,
    'Cannot choose an engine as ANCHORAGE_ENGINE must be one of "blas", "portable": it is "gpu"',
  ],
];

/** What people pass in place of a matrix, and how the sentence calls it. */
const NO_MATRICES = [
  [[[1, 2], [3, 4]], "a list of 2 (Matrix.from?)"],
  [undefined, "undefined"],
  [null, "null"],
  [named("s", ["i", "j"]), "a space (its vectors?)"],
  [{}, "another object"],
] as const;

for (const [name, run, kind, sentence] of CASES) {
  Deno.test(`bad input: ${name}`, () => {
    assert.throws(run, (error: Error) => {
      assert.equal(error.constructor, kind);
      assert.ok(error.message.includes(sentence), error.message);
      assert.ok(!error.message.includes("\n"));
      return true;
    });
  });
}

Deno.test("bad input: sides that are not parallel show both shapes, whatever is fitted", () => {
  for (const fit of fits) {
    assert.throws(() => fit(x, normal(9, 3, 0)), /must have the same number of rows: 10 × 4 against 9 × 3/);
    const [a, b] = [named("a", ["i", "j"], normal(2, 2, 0)), named("b", ["j", "i"], normal(2, 2, 1))];
    assert.throws(() => fit(a, b), /the same anchors: hash/);
  }
});

Deno.test("bad input: what is no matrix is called by its kind, at every door", () => {
  const head = fitHead(x, Int32Array.from({ length: 10 }, (_, i) => i % 2), { classes: 2, seed: 1 });
  const doors: Record<string, (m: Matrix) => unknown> = {
    cka: (m) => cka(m, x),
    svcca: (m) => svcca(x, m),
    cosineSimilarity: (m) => cosineSimilarity(m, x),
    retrieval: (m) => retrieval(m, x),
    neighborJaccard: (m) => neighborJaccard(x, m, { k: 1 }),
    scaleDistribution: (m) => scaleDistribution(m),
    vectorFacts: (m) => vectorFacts(m),
    measureDrift: (m) => measureDrift(m, x),
    svd: (m) => svd(m),
    pinv: (m) => pinv(m),
    polar: (m) => polar(m),
    matmul: (m) => matmul(m, m),
    lstsq: (m) => lstsq(x, m),
    "a scaling": (m) => fitScaling(m, "l2"),
    "fitting a head": (m) => fitHead(m, Int32Array.of(0, 1), { classes: 2, seed: 1 }),
    "a head": (m) => head.predict(m),
    "an encoding half": (m) => fitRelative(x).apply(m),
    "a decoding half": (m) => fitInverse(x).apply(m),
    "a space": (m) => space({ name: "s", ids: ["i", "j"], vectors: m }),
  };
  for (const [door, enter] of Object.entries(doors)) {
    for (const [value, kind] of NO_MATRICES) {
      assert.throws(() => enter(value as unknown as Matrix), (error: Error) => {
        assert.ok(error instanceof TypeError, door);
        assert.ok(
          /^Cannot .* must be a Matrix: it is /.test(error.message) && error.message.endsWith(kind),
          `${door}: ${error}`,
        );
        return true;
      });
    }
  }
});

Deno.test("bad input: halves the wrong way round, or none at all, are refused", () => {
  const encode = fitRelative(x), decode = fitInverse(y);
  const composed = compose as (a: unknown, b: unknown) => unknown;
  assert.throws(() => composed(decode, encode), /the first must be a half of kind "relative": it is "inverse"/);
  assert.throws(() => composed(encode, encode), /the second must be a half of kind "inverse": it is "relative"/);
  assert.throws(() => composed({}, decode), /the first must be a half of kind "relative": it is another object/);
  assert.throws(() => composed(encode, undefined), /the second must be a half of kind "inverse": it is undefined/);
  composed(encode, decode);
});

Deno.test("bad input: a space without ids, and compact storage of what is not finite", () => {
  const unnamed = { name: "s", vectors: x } as unknown as Parameters<typeof space>[0];
  assert.throws(() => space(unnamed), /as ids must be a list of texts: they are undefined/);
  for (const store of [asInt8, asBinary, (m: Matrix) => truncated(m, 2)]) {
    assert.throws(() => store(bad(NaN)), /must be finite: row 2, column 1 is NaN/);
    store(x);
  }
});

Deno.test("bad input: a native library that is not there is an error where it was asked for", () => {
  assert.throws(() => choose("blas", "/nowhere/libblas.so"), /Cannot load BLAS from \/nowhere\/libblas.so: /);
  assert.equal(choose("portable", "/nowhere/libblas.so").info.engine, "portable");
});

function mapped(value: number): Matrix {
  return new Matrix(5, 3, new Float64Array(15).fill(value));
}
