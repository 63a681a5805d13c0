/** The portable engine against tfjs, and against the native engine of this library. */
import type { core } from "../lib/nn/tfjs.ts";
import { fitWhitened, Matrix } from "anchorage";
import { lazy } from "../lib/base/lazy.ts";
import type { Engine } from "../lib/linalg/engine/engine.ts";
import { portableEngine } from "../lib/linalg/engine/portable.ts";
import { engine, withEngine } from "../lib/linalg/engine/select.ts";
import { normal } from "./inputs.ts";
import { type Side, timed } from "./pair.ts";
import { Missing } from "./python.ts";
import type { Row, Sides } from "./rows.ts";

const first = (values: ArrayLike<number>): readonly number[] => Array.from({ length: 8 }, (_, i) => values[i]!);

/** A product of a 1,024 × 1,024 matrix with itself on an engine. */
function square(on: Engine, a: Matrix): () => ArrayLike<number> {
  const n = a.rows, c = Matrix.zeros(n, n, a.dtype);
  const call = { m: n, n, k: n, a: a.data, lda: n, b: a.data.slice(), ldb: n, c: c.data, ldc: n, alpha: 1, beta: 0 };
  return () => {
    on.gemm({ ...call, transA: false, transB: false });
    return c.data;
  };
}

/** The native engine. @throws {Missing} If there is none here. */
function native(): Engine {
  if (engine().info.engine !== "blas") throw new Missing("there is no native BLAS");
  return engine();
}

/** Runs a body while OpenBLAS has one thread. */
function onOneThread<T>(body: () => T): T {
  const { library, threads } = native().info, count = { parameters: ["i32"], result: "void" } as const;
  const { openblas_set_num_threads: set } = Deno.dlopen(library, { openblas_set_num_threads: count }).symbols;
  set(1);
  try {
    return body();
  } finally {
    set(threads);
  }
}

const gemms = (["f32", "f64"] as const).map((precision): Row => ({
  work: "portable gemm 1024",
  peer: "our BLAS engine, one thread",
  atMost: 4,
  precision,
  engine: "portable",
  tolerance: 1e-3,
  prepare: (): Promise<Sides> => {
    const a = normal(1024, 1024, "portable", precision);
    const [ours, theirs] = [square(portableEngine(), a), square(native(), a)];
    ours();
    const peer: Side = () => onOneThread(() => timed(theirs, first, 4));
    return Promise.resolve({ ours: () => timed(ours, first, 4), theirs: [peer] });
  },
}));

const fit: Row = {
  work: "portable fitWhitened, k = 1,000, d = 256",
  peer: "our BLAS engine",
  atMost: 6,
  precision: "f64",
  engine: "portable",
  prepare: (): Promise<Sides> => {
    const [x, y] = [normal(1000, 256, "x"), normal(1000, 256, "y")];
    const side = (on: Engine): Side => () => {
      return withEngine(on, () => timed(() => fitWhitened(x, y).affine.weights.data, first, 4));
    };
    const [ours, theirs] = [side(portableEngine()), side(native())];
    ours();
    theirs();
    return Promise.resolve({ ours, theirs: [theirs] });
  },
};

const stock: Row = {
  work: "portable gemm 1024",
  peer: "tfjs wasm matMul, one thread",
  atMost: 1,
  precision: "f32",
  engine: "portable",
  tolerance: 1e-3,
  prepare: async () => {
    const a = normal(1024, 1024, "portable", "f32"), ours = square(portableEngine(), a), theirs = await stockWasm(a);
    theirs();
    ours();
    return { ours: () => timed(ours, first, 4), theirs: [() => timed(theirs, first, 4)] };
  },
};

/** The stock wasm backend's product of a matrix with itself; results are kept, as disposing of them costs it tenfold. */
async function stockWasm(a: Matrix): Promise<() => Float32Array> {
  const tf = await lazy<typeof core>("@tensorflow/tfjs-core");
  await lazy("@tensorflow/tfjs-backend-wasm");
  await tf.setBackend("wasm");
  const x = tf.tensor2d(a.data as Float32Array, [a.rows, a.cols]);
  return () => tf.matMul(x, x).dataSync() as Float32Array;
}

/** In the order of the table. */
export const portableRows: readonly Row[] = [stock, ...gemms, fit];
