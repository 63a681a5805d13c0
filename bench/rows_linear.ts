/** The rows of the method and of linear algebra, against NumPy, SciPy and PyTorch. */
import { fitIrp, fitOrtho, Matrix } from "anchorage";
import { matmul, pinv, svd } from "anchorage/linalg";
import { cka } from "anchorage/measure";
import { anchorSubsets, distancesOf } from "../lib/method/anchors.ts";
import { invertSubsets } from "../lib/method/subsets.ts";
import { unitRows } from "../lib/linalg/rows.ts";
import { fitScaling, unitAnchors } from "../lib/space/scaling.ts";
import { asDtype, takeRows } from "../lib/linalg/matrix.ts";
import type { Inputs } from "./inputs.ts";
import { type Side, timed } from "./pair.ts";
import { Missing, type Python } from "./python.ts";
import type { Bench, Row, Sides } from "./rows.ts";

export const first = (m: Matrix): readonly number[] => Array.from(m.data.subarray(0, 8));

/** Against a case of `peers/`: all are run once before, so all are warm; the fastest counts. */
export async function against<T>(
  bench: Bench,
  peers: readonly Python[],
  name: string,
  body: () => T,
  probe: (result: T) => readonly number[],
): Promise<Sides> {
  const ours: Side = () => timed(body, probe), theirs: Side[] = [], names: string[] = [];
  let lacking: unknown;
  for (const peer of peers) {
    const side: Side = () => peer.run(name, bench.inputs.folder, 1);
    try {
      await side();
      theirs.push(side);
      names.push(`${peer.about.python}, NumPy ${peer.about.numpy}`);
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      lacking = error;
    }
  }
  if (theirs.length === 0) throw lacking;
  await ours();
  return { ours, theirs, names };
}

interface IrpInputs {
  readonly source: Matrix;
  readonly target: Matrix;
  readonly options: { readonly delta: number; readonly subspaces: number; readonly starts: readonly number[] };
}

async function irpInputs(inputs: Inputs): Promise<IrpInputs> {
  const [source, target] = [await inputs.get("source"), await inputs.get("target")];
  const starts = Array.from((await inputs.get("starts")).data);
  return { source, target, options: { delta: 0.6, subspaces: starts.length, starts } };
}

const irpFit: Row = {
  work: "IRP fit, k = d = 768, ω = 16, δ = .6",
  peer: "the same algorithm in NumPy",
  atMost: 1,
  precision: "f64",
  engine: "blas",
  prepare: async (bench) => {
    const { source, target, options } = await irpInputs(bench.inputs);
    return against(bench, bench.numpy(), "irp_fit", () => fitIrp(source, target, options).affine.weights, first);
  },
};

const folding: Row = {
  work: "IRP apply, 50,000 × 768 → 768, ω = 16",
  peer: "our own loop over the 16 subsets",
  atMost: 0.2,
  precision: "f32",
  engine: "blas",
  tolerance: 1e-3,
  prepare: async ({ inputs }) => {
    const { source, target, options } = await irpInputs(inputs), samples = await inputs.get("samples");
    const map = fitIrp(source, target, options), loop = subsetLoop(source, target, options);
    const ours: Side = () => timed(() => map.apply(samples), first);
    await ours();
    return { ours, theirs: [() => timed(() => loop(samples), first)] };
  },
};

/** What folding saves: every subset encodes and decodes the samples, and the results are averaged. */
function subsetLoop(
  source: Matrix,
  target: Matrix,
  options: Parameters<typeof fitIrp>[2] & object,
): (x: Matrix) => Matrix {
  const x = unitAnchors(source, "compare"), y = unitAnchors(target, "compare");
  const subsets = invertSubsets(y.unit, anchorSubsets(distancesOf(y.unit), source.rows, options), options);
  const halves = subsets.map(({ indices, rows }) =>
    [asDtype(takeRows(x.unit, indices), "f32"), asDtype(rows, "f32")] as const
  );
  const scaling = fitScaling(source, "l2");
  return (samples) => {
    const unit = scaling.apply(samples), sum = Matrix.zeros(samples.rows, target.cols, "f32");
    for (const [anchors, inverse] of halves) {
      const decoded = matmul(matmul(unit, anchors, { transB: true }), inverse);
      for (let i = 0; i < sum.data.length; i++) sum.data[i]! += decoded.data[i]!;
    }
    const out = unitRows(sum), { data } = out;
    for (let i = 0, p = 0; i < out.rows; i++) {
      for (let j = 0; j < out.cols; j++, p++) data[p] = data[p]! * y.meanNorm + y.mean[j]!;
    }
    return out;
  };
}

const apply: Row = {
  work: "apply, 50,000 × 768 → 768",
  peer: "NumPy (x - m) @ T with norms, or PyTorch",
  atMost: 1.1,
  precision: "f32",
  engine: "blas",
  tolerance: 1e-4,
  prepare: async (bench) => {
    const { source, target, options } = await irpInputs(bench.inputs), samples = await bench.inputs.get("samples");
    const map = fitIrp(source, target, options), { before, weights, after, targetNorm } = map.affine;
    const vector = (v: Float64Array<ArrayBuffer>): Matrix => asDtype(new Matrix(1, v.length, v), "f32");
    await bench.inputs.put("map_before", vector(before));
    await bench.inputs.put("map_weights", asDtype(weights, "f32"));
    await bench.inputs.put("map_after", vector(after));
    await bench.inputs.put("map_norm", vector(Float64Array.of(targetNorm)));
    const body = (): Matrix => map.apply(samples),
      numpy = await against(bench, bench.numpy(), "apply_numpy", body, first);
    const torch = bench.torch().map((peer): Side => () => peer.run("apply", bench.inputs.folder, 1));
    for (const side of torch) await side();
    return {
      ...numpy,
      theirs: [...numpy.theirs, ...torch],
      names: [...numpy.names ?? [], ...torch.map(() => "PyTorch")],
    };
  },
};

const procrustes: Row = {
  work: "Procrustes 768, 5,000 anchors",
  peer: "SciPy orthogonal_procrustes of centred anchors",
  atMost: 1.1,
  precision: "f64",
  engine: "blas",
  prepare: async (bench) => {
    const [source, target] = [await bench.inputs.get("many_source"), await bench.inputs.get("many_target")];
    const fit = (): Matrix => fitOrtho(source, target, { scaling: "center", nullSpace: "complete" }).affine.weights;
    return against(bench, bench.numpy(), "procrustes", fit, first);
  },
};

/** A row whose two sides read one named input. */
function unary<T>(
  parts: Pick<Row, "work" | "peer" | "atMost" | "precision"> & { readonly tolerance?: number },
  name: string,
  input: string,
  body: (m: Matrix) => T,
  probe: (result: T) => readonly number[],
): Row {
  return {
    ...parts,
    engine: "blas",
    prepare: async (bench) => {
      const m = await bench.inputs.get(input);
      return against(bench, bench.numpy(), name, () => body(m), probe);
    },
  };
}

const alignment: Row = {
  work: "linear CKA, 10,000 × 768",
  peer: "NumPy, d × d",
  atMost: 1.1,
  precision: "f64",
  engine: "blas",
  prepare: async (bench) => {
    const [x, y] = [await bench.inputs.get("many_x"), await bench.inputs.get("many_y")];
    return against(bench, bench.numpy(), "cka", () => cka(x, y), (value) => [value]);
  },
};

const numpy = { peer: "NumPy", atMost: 1.1, precision: "f64" };

/** In the order of the table. */
export const linearRows: readonly Row[] = [
  irpFit,
  folding,
  apply,
  procrustes,
  unary({ ...numpy, work: "pinv 300 × 768" }, "pinv", "wide", pinv, first),
  unary({ ...numpy, work: "svd 768 × 768" }, "svd", "square_f64", svd, ({ s }) => Array.from(s.subarray(0, 8))),
  alignment,
  ...(["f32", "f64"] as const).map((precision) =>
    unary(
      { ...numpy, work: "gemm 2048", precision, atMost: 1.1, tolerance: precision === "f32" ? 1e-3 : 1e-9 },
      `gemm_${precision}`,
      `large_${precision}`,
      (m) => matmul(m, m),
      first,
    )
  ),
];
