/** Writes flatbuffers for tests: tables are lists of fields in the order of their schema, each child behind its parent. */

/** One field: left out, a number of a type, or something that stands elsewhere. */
export type Field = undefined | readonly ["i8" | "i32" | "u32" | "f32", number] | Part;
/** What stands elsewhere. */
export type Part =
  | { readonly table: readonly Field[] }
  | { readonly tables: readonly (readonly Field[])[] }
  | { readonly i32: readonly number[] }
  | { readonly i64: readonly number[] }
  | { readonly f32: readonly number[] }
  | { readonly bytes: Uint8Array };

/** The file of a root table and a kind of four letters. */
export function flatbuffer(kind: string, root: readonly Field[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(1 << 16));
  let end = 8;
  [...kind].forEach((letter, i) => view.setUint8(4 + i, letter.charCodeAt(0)));
  const room = (size: number): number => {
    end = Math.ceil(end / 8) * 8;
    const at = end;
    end += size;
    return at;
  };
  const list = (length: number, width: number, put: (at: number, i: number) => void): number => {
    const at = room(8 + length * width) + 4; // the entries of 8 bytes are then aligned
    view.setUint32(at, length, true);
    for (let i = 0; i < length; i++) put(at + 4 + i * width, i);
    return at;
  };
  const table = (fields: readonly Field[]): number => {
    const layout = room(4 + 2 * fields.length), start = room(4 + 8 * fields.length);
    view.setUint16(layout, 4 + 2 * fields.length, true);
    view.setUint16(layout + 2, 4 + 8 * fields.length, true);
    view.setInt32(start, start - layout, true);
    fields.forEach((field, i) => {
      if (field === undefined) return;
      const at = start + 4 + 8 * i;
      view.setUint16(layout + 4 + 2 * i, at - start, true);
      if (!Array.isArray(field)) return view.setUint32(at, part(field as Part) - at, true);
      const [type, value] = field;
      if (type === "i8") view.setInt8(at, value);
      else if (type === "f32") view.setFloat32(at, value, true);
      else view.setInt32(at, value, true);
    });
    return start;
  };
  const part = (value: Part): number => {
    if ("table" in value) return table(value.table);
    if ("tables" in value) {
      const at = list(value.tables.length, 4, () => {});
      value.tables.forEach((fields, i) => view.setUint32(at + 4 + 4 * i, table(fields) - (at + 4 + 4 * i), true));
      return at;
    }
    if ("i32" in value) return list(value.i32.length, 4, (at, i) => view.setInt32(at, value.i32[i]!, true));
    if ("i64" in value) return list(value.i64.length, 8, (at, i) => view.setBigInt64(at, BigInt(value.i64[i]!), true));
    if ("f32" in value) return list(value.f32.length, 4, (at, i) => view.setFloat32(at, value.f32[i]!, true));
    return list(value.bytes.length, 1, (at, i) => view.setUint8(at, value.bytes[i]!));
  };
  view.setUint32(0, table(root), true);
  return new Uint8Array(view.buffer, 0, end).slice();
}
