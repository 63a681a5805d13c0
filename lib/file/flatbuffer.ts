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
  numbers(field: number, type: NumberType): readonly number[];
  /** The bytes of a vector, not copied. */
  bytes(field: number): Uint8Array<ArrayBuffer>;
}

/** Types of numbers: their bytes, and how they are read. */
const READ = {
  i8: [1, (view: DataView, p: number): number => view.getInt8(p)],
  u16: [2, (view: DataView, p: number): number => view.getUint16(p, true)],
  i32: [4, (view: DataView, p: number): number => view.getInt32(p, true)],
  u32: [4, (view: DataView, p: number): number => view.getUint32(p, true)],
  f32: [4, (view: DataView, p: number): number => view.getFloat32(p, true)],
  i64: [8, (view: DataView, p: number): number => Number(view.getBigInt64(p, true))],
} as const;
/** A type of numbers. */
export type NumberType = keyof typeof READ;

/**
 * The root table of a file.
 *
 * @param source What the bytes are, for error messages. Reading a field throws RangeError where the file is not whole.
 * @throws {RangeError} If the bytes are no flatbuffer of that kind (four letters at byte 4).
 */
export function rootTable(bytes: Uint8Array<ArrayBuffer>, kind: string, source: string): Table {
  const found = new TextDecoder("latin1").decode(bytes.subarray(4, 8));
  if (found === kind) return tableAt(bytes, 0, source);
  throw new RangeError(`Cannot read ${source} as it must be a ${kind} file: it says ${JSON.stringify(found)}`);
}

/** The table that the offset at `at` points to. */
function tableAt(all: Uint8Array<ArrayBuffer>, at: number, source: string): Table {
  const view = new DataView(all.buffer, all.byteOffset, all.length);
  const guard = (p: number, size: number): number => {
    if (p >= 0 && p + size <= all.length) return p;
    throw new RangeError(`Cannot read ${source} as it must be whole: byte ${p + size} is beyond its ${all.length}`);
  };
  const read = (p: number, type: NumberType): number => READ[type][1](view, guard(p, READ[type][0]));
  const start = at + read(at, "u32"), layout = start - read(start, "i32"), size = read(layout, "u16");
  const place = (field: number): number | undefined => {
    const slot = 4 + 2 * field, offset = slot < size ? read(layout + slot, "u16") : 0;
    return offset === 0 ? undefined : start + offset;
  };
  /** Where a vector's entries start, and how many there are. */
  const vector = (field: number, width: number): readonly [begin: number, length: number] => {
    const p = place(field);
    if (p === undefined) return [0, 0];
    const begin = p + read(p, "u32"), length = read(begin, "u32");
    return [guard(begin + 4, length * width), length];
  };
  const entries = <T>(field: number, width: number, entry: (p: number) => T): T[] => {
    const [begin, length] = vector(field, width);
    return Array.from({ length }, (_, i) => entry(begin + width * i));
  };
  /** What is made of a field's place, if the field is there. */
  const there = <T>(field: number, entry: (p: number) => T, missing: T): T => {
    const p = place(field);
    return p === undefined ? missing : entry(p);
  };
  return {
    number: (field, type, missing = 0) => there(field, (p) => read(p, type), missing),
    table: (field) => there<Table | undefined>(field, (p) => tableAt(all, p, source), undefined),
    tables: (field) => entries(field, 4, (p) => tableAt(all, p, source)),
    numbers: (field, type) => entries(field, READ[type][0], (p) => read(p, type)),
    bytes: (field) => {
      const [begin, length] = vector(field, 1);
      return all.subarray(begin, begin + length);
    },
  };
}
