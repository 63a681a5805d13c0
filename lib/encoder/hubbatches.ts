/**
 * The items of a dataset through a model of the hub, a few at a time.
 *
 * @module
 */
import { floats, Matrix } from "../linalg/matrix.ts";

/** Items at a time. */
const BATCH = 16;

/** What a model gives of some items. */
export interface Encodings {
  readonly dims: readonly number[];
  readonly data: unknown;
}

/** Encodings of the items [start, end). */
export type Encode = (start: number, end: number) => Promise<Encodings>;

/** The encodings of `count` items (n × dim, float32). @throws {TypeError} If the model gives another dimension. */
export async function inBatches(
  count: number,
  dim: number,
  model: string,
  encode: Encode,
): Promise<Matrix> {
  const out = floats(count * dim, "f32");
  for (let start = 0; start < count; start += BATCH) {
    const { dims, data } = await encode(start, Math.min(start + BATCH, count));
    pooled(dims, data as Float32Array, dim, model, out.subarray(start * dim));
  }
  return new Matrix(count, dim, out);
}

/** Rows of n × d, the first token of n × tokens × d, or the means of n × d × height × width. */
function pooled(
  dims: readonly number[],
  data: ArrayLike<number>,
  dim: number,
  model: string,
  out: { [i: number]: number },
): void {
  const [n = 0, second = 0, third = 0] = dims, found = dims.length === 3 ? third : second;
  if (found !== dim) {
    throw new TypeError(`Cannot encode by ${model} as its dim must be ${dim}: its output is ${dims.join(" × ")}`);
  }
  const size = data.length / n;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < dim; j++) {
      if (dims.length < 4) out[i * dim + j] = data[i * size + j]!;
      else for (let p = 0, area = size / dim; p < area; p++) out[i * dim + j]! += data[i * size + j * area + p]! / area;
    }
  }
}
