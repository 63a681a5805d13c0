/** Seeded inputs, written once to a folder so that both sides of a comparison read the same numbers. */
import { Matrix, writeNpy } from "anchorage";
import { matmul, rng } from "anchorage/linalg";

const DIMENSION = 768;
/** Rows of one training epoch. */
export const ROWS = Object.freeze({ mlp: 40 * 256, images: 20 * 128 });

/** A seeded matrix of standard normals. */
export function normal(rows: number, cols: number, seed: string, dtype: "f32" | "f64" = "f64"): Matrix {
  const draw = rng(seed), m = Matrix.zeros(rows, cols, dtype);
  for (let i = 0; i < m.data.length; i++) m.data[i] = draw.normal();
  return m;
}

/** One of two views of 64 shared factors with noise: pruning at δ = .6 keeps about two thirds of 768 such anchors. */
function view(rows: number, seed: string, side: "source" | "target", dim = DIMENSION): Matrix {
  const factors = normal(rows, 64, `${seed}/factors`);
  const clean = matmul(factors, normal(64, dim, `${seed}/${side}/mixing`));
  const noise = normal(rows, dim, `${seed}/${side}/noise`);
  return new Matrix(rows, dim, clean.data.map((value, i) => value + 0.8 * noise.data[i]!));
}

/** Every input by name; made when asked for. */
const INPUTS: Readonly<Record<string, () => Matrix>> = {
  source: () => view(DIMENSION, "anchors", "source"),
  target: () => view(DIMENSION, "anchors", "target"),
  starts: () => Matrix.from(Array.from(rng("starts").permutation(DIMENSION).subarray(0, 16), (i) => [i])),
  many_source: () => view(5000, "many", "source"),
  many_target: () => view(5000, "many", "target"),
  broad_source: () => view(4000, "broad", "source", 1536),
  broad_target: () => view(4000, "broad", "target", 1536),
  even_source: () => view(1536, "even", "source", 1536),
  even_target: () => view(1536, "even", "target", 1536),
  even_starts: () => Matrix.from(Array.from(rng("starts").permutation(1536).subarray(0, 16), (i) => [i])),
  some_source: () => view(1000, "some", "source"),
  some_target: () => view(1000, "some", "target"),
  wide: () => normal(300, DIMENSION, "wide"),
  square_f64: () => normal(DIMENSION, DIMENSION, "square"),
  many_x: () => view(10_000, "cka", "source"),
  many_y: () => view(10_000, "cka", "target"),
  large_f32: () => normal(2048, 2048, "large", "f32"),
  large_f64: () => normal(2048, 2048, "large"),
  queries: () => normal(10_000, 384, "queries", "f32"),
  gallery: () => normal(100_000, 384, "gallery", "f32"),
  samples: () => normal(50_000, DIMENSION, "samples", "f32"),
  mlp_rows: () => normal(ROWS.mlp, 512, "mlp", "f32"),
  mlp_labels: () => labels(ROWS.mlp, 100),
  images: () => uniform(ROWS.images, 784),
};

/** Where inputs are kept. */
export interface Inputs {
  readonly folder: string;
  /** The named input; written to the folder on first use. */
  get(name: string): Promise<Matrix>;
  /** Writes a matrix of this run (a fitted map) beside them. */
  put(name: string, m: Matrix): Promise<void>;
}

/** Inputs in a folder. */
export function inputsIn(folder: string): Inputs {
  const put = (name: string, m: Matrix): Promise<void> => writeNpy(`${folder}/${name}.npy`, m);
  const get = async (name: string): Promise<Matrix> => {
    const m = INPUTS[name]!();
    await put(name, m);
    return m;
  };
  return { folder, get, put };
}

function labels(rows: number, classes: number): Matrix {
  const draw = rng("labels");
  return Matrix.from(Array.from({ length: rows }, () => [Math.floor(draw.uniform() * classes)]), "f32");
}

function uniform(rows: number, cols: number): Matrix {
  const draw = rng("images"), m = Matrix.zeros(rows, cols, "f32");
  for (let i = 0; i < m.data.length; i++) m.data[i] = draw.uniform();
  return m;
}
