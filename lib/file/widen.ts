/**
 * Quantised vectors made into numbers again, by a named rule.
 *
 * @module
 */
import { floats, Matrix } from "../linalg/matrix.ts";

/**
 * "values": integers as they are. "bits": every byte is eight dimensions of 0 or 1, the most significant bit first, as
 * `numpy.packbits` and binary embeddings have it. "signs": the same as -1 or 1, so that cosines mean something. A scale
 * and an offset, one for all columns or one each: value · scale + offset.
 *
 * Bytes with a sign (i1) are taken as 128 less than the byte, as sentence-transformers' "binary" has it.
 */
export type Widen = "values" | "bits" | "signs" | {
  readonly scale: number | readonly number[];
  readonly offset?: number | readonly number[];
};

/**
 * The widened rows, float32 (float64 if the stored integers are wider than that).
 *
 * @param signed The entries are stored as bytes with a sign.
 * @throws {TypeError} If the rule takes bytes and an entry is none, or scales or offsets are not one a column.
 */
export function widened(m: Matrix, rule: Widen, source: string, signed = false): Matrix {
  if (rule === "values") return m;
  return typeof rule === "string" ? unpacked(m, rule === "bits" ? 0 : -1, source, signed) : scaled(m, rule, source);
}

function unpacked({ rows, cols, data }: Matrix, zero: 0 | -1, source: string, signed: boolean): Matrix {
  const out = floats(data.length * 8, "f32");
  for (let i = 0; i < data.length; i++) {
    const stored = data[i]! + (signed ? 128 : 0);
    if (!Number.isInteger(stored) || stored < 0 || stored > 255) {
      throw new TypeError(`Cannot widen ${source} as bits as every entry must be a byte: one is ${data[i]}`);
    }
    for (let bit = 0; bit < 8; bit++) out[i * 8 + bit] = (stored & 0x80 >> bit) !== 0 ? 1 : zero;
  }
  return new Matrix(rows, cols * 8, out);
}

function scaled(m: Matrix, rule: Exclude<Widen, string>, source: string): Matrix {
  const [scale, offset] = [rule.scale, rule.offset ?? 0].map((given) => {
    const list = typeof given === "number" ? new Array<number>(m.cols).fill(given) : given;
    if (list.length !== m.cols || !list.every(Number.isFinite)) {
      throw new TypeError(
        `Cannot widen ${source} as there must be one finite scale and offset, or ${m.cols}: there are ${list.length}`,
      );
    }
    return list;
  }) as [readonly number[], readonly number[]];
  const data = floats(m.data.length, m.dtype);
  for (let i = 0; i < data.length; i++) data[i] = m.data[i]! * scale[i % m.cols]! + offset[i % m.cols]!;
  return new Matrix(m.rows, m.cols, data);
}
