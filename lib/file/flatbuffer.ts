/**
 * The wire format of flatbuffers, without schemas: as much as reading TFLite models takes.
 *
 * @module
 */

/** A table: its fields by their number in the schema. */
export interface Table {
  /** A number; `missing` where the field is left out. */
  number(field: number, type: NumberType, missing?: number): number;
  /** The table in a field. */
  table(field: number): Table | undefined;
  /** The tables of a vector. */
  tables(field: number): readonly Table[];
  /** The numbers of a vector. */
  numbers(field: number, type: NumberType): number[];
  /** The bytes of a vector, not copied. */
  bytes(field: number): Uint8Array;
  text(field: number): string;
}

/** Types of numbers. */
export type NumberType = "i8" | "u8" | "i32" | "u32" | "i64" | "f32";
const WIDTH: Readonly<Record<NumberType, number>> = { i8: 1, u8: 1, i32: 4, u32: 4, i64: 8, f32: 4 };

/**
 * The root table of a file.
 *
 * @param source What the bytes are, for error messages. Reading a field throws RangeError where the file is not whole.
 * @throws {RangeError} If the bytes are no flatbuffer of that kind (four letters at byte 4).
 */
export function rootTable(bytes: Uint8Array, kind: string, source: string): Table {
  const found = new TextDecoder("latin1").decode(bytes.subarray(4, 8));
  if (found === kind) return tableAt(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, source);
  throw new RangeError(`Cannot read ${source} as it must be a ${kind} file: it says "${found.slice(0, 4)}"`);
}

/** The table that the offset at `at` points to. */
function tableAt(view: DataView, at: number, source: string): Table {
  const u32 = (p: number): number => guard(p, 4) && view.getUint32(p, true);
  const guard = (p: number, size: number): true => {
    if (p >= 0 && p + size <= view.byteLength) return true;
    throw new RangeError(
      `Cannot read ${source} as it must be whole: byte ${p + size} is beyond its ${view.byteLength}`,
    );
  };
  const start = at + u32(at);
  guard(start, 4);
  const layout = start - view.getInt32(start, true);
  guard(layout, 4);
  const size = view.getUint16(layout, true);
  const place = (field: number): number | undefined => {
    const slot = 4 + 2 * field;
    const offset = slot < size && guard(layout + slot, 2) ? view.getUint16(layout + slot, true) : 0;
    return offset === 0 ? undefined : start + offset;
  };
  const read = (p: number, type: NumberType): number => {
    guard(p, WIDTH[type]);
    if (type === "f32") return view.getFloat32(p, true);
    if (type === "i64") return Number(view.getBigInt64(p, true));
    if (type === "i32") return view.getInt32(p, true);
    return type === "u32" ? view.getUint32(p, true) : type === "i8" ? view.getInt8(p) : view.getUint8(p);
  };
  const vector = (field: number, width: number): { length: number; at: number } => {
    const p = place(field);
    if (p === undefined) return { length: 0, at: 0 };
    const begin = p + u32(p), length = u32(begin);
    guard(begin + 4, length * width);
    return { length, at: begin + 4 };
  };
  const bytes = (field: number): Uint8Array => {
    const { length, at } = vector(field, 1);
    return new Uint8Array(view.buffer, view.byteOffset + at, length);
  };
  return {
    number: (field, type, missing = 0) => {
      const p = place(field);
      return p === undefined ? missing : read(p, type);
    },
    table: (field) => {
      const p = place(field);
      return p === undefined ? undefined : tableAt(view, p, source);
    },
    tables: (field) => {
      const { length, at } = vector(field, 4);
      return Array.from({ length }, (_, i) => tableAt(view, at + 4 * i, source));
    },
    numbers: (field, type) => {
      const { length, at } = vector(field, WIDTH[type]);
      return Array.from({ length }, (_, i) => read(at + WIDTH[type] * i, type));
    },
    bytes,
    text: (field) => new TextDecoder().decode(bytes(field)),
  };
}
