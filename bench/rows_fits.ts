/** The rows of fits at the sizes that people bring: thousands of anchors, 1,536 dimensions. */
import { fitIrp, fitLinear, fitOrtho, fitWhitened, type Matrix, selectTranslation, type Translation } from "anchorage";
import { type Side, timed } from "./pair.ts";
import type { Row } from "./rows.ts";
import { against, first } from "./rows_linear.ts";

type Fit = (source: Matrix, target: Matrix) => Translation;

/** A fit of two named inputs against a case of `peers/`. */
function fits(
  parts: Pick<Row, "work" | "peer" | "atMost"> & { readonly tolerance?: number },
  name: string,
  inputs: string,
  fit: Fit,
): Row {
  return {
    ...parts,
    precision: "f64",
    engine: "blas",
    prepare: async (bench) => {
      const [x, y] = [await bench.inputs.get(`${inputs}_source`), await bench.inputs.get(`${inputs}_target`)];
      return await against(bench, bench.numpy(), name, () => fit(x, y).affine.weights, first);
    },
  };
}

const even: Row = {
  work: "IRP fit, k = d = 1,536, ω = 16, δ = .6",
  peer: "the same algorithm in NumPy",
  atMost: 0.5,
  precision: "f64",
  engine: "blas",
  prepare: async (bench) => {
    const [x, y] = [await bench.inputs.get("even_source"), await bench.inputs.get("even_target")];
    const starts = Array.from((await bench.inputs.get("even_starts")).data), options = { delta: 0.6, starts };
    return await against(bench, bench.numpy(), "irp_fit_even", () => fitIrp(x, y, options).affine.weights, first);
  },
};

const selection: Row = {
  work: "selectTranslation, all methods, k = 1,000, d = 768",
  peer: 'our own fitWhitened with λ "auto"',
  atMost: 12,
  precision: "f64",
  engine: "blas",
  tolerance: Infinity,
  prepare: async ({ inputs }) => {
    const [x, y] = [await inputs.get("some_source"), await inputs.get("some_target")];
    const theirs: Side = () => timed(() => fitWhitened(x, y, { lambda: "auto" }).affine.weights, first);
    const ours: Side = async () => {
      const started = performance.now(), map = await selectTranslation(x, y);
      return { seconds: (performance.now() - started) / 1000, probe: first(map.affine.weights) };
    };
    await theirs();
    return { ours, theirs: [theirs] };
  },
};

const CHOLESKY = "NumPy and SciPy: Gram matrix, Lanczos, Cholesky";

/** In the order of the table. */
export const fitRows: readonly Row[] = [
  fits(
    { work: "fitWhitened, λ = .001, k = 4,000, d = 1,536", peer: CHOLESKY, atMost: 1.05 },
    "whitened",
    "broad",
    (x, y) => fitWhitened(x, y),
  ),
  fits(
    { work: "fitLinear, λ = .001, k = 4,000, d = 1,536", peer: CHOLESKY, atMost: 1.05 },
    "linear",
    "broad",
    (x, y) => fitLinear(x, y, { lambda: 1e-3 }),
  ),
  fits(
    { work: 'fitWhitened, λ "auto", k = 4,000, d = 1,536', peer: "NumPy: eigh of the Gram matrix", atMost: 1.1 },
    "whitened_auto",
    "broad",
    (x, y) => fitWhitened(x, y, { lambda: "auto" }),
  ),
  {
    work: 'fitWhitened, λ "auto" over 30 values, k = 4,000, d = 1,536',
    peer: "scikit-learn RidgeCV, the same values",
    atMost: 0.5,
    precision: "f64",
    engine: "blas",
    tolerance: Infinity,
    prepare: async (bench) => {
      const [x, y] = [await bench.inputs.get("broad_source"), await bench.inputs.get("broad_target")];
      return await against(bench, bench.numpy(), "ridge_cv", () => fitWhitened(x, y, { lambda: "auto" }), () => [0]);
    },
  },
  fits(
    { work: "fitOrtho, k = 4,000, d = 1,536", peer: "SciPy orthogonal_procrustes of centred anchors", atMost: 0.95 },
    "procrustes_broad",
    "broad",
    (x, y) => fitOrtho(x, y, { scaling: "center", nullSpace: "complete" }),
  ),
  even,
  selection,
];
