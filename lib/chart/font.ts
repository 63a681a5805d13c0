/**
 * The font that ships with the charts: its files, the width of a text and the signs that it lacks, read from the
 * files' own tables (OpenType: head, hhea, hmtx, cmap format 4).
 *
 * @module
 */

/** One weight of the font. */
export interface Face {
  /** The width of a text, in units of the font size. */
  width(text: string): number;
  /** The characters of a text that the font cannot draw. */
  missing(text: string): string[];
}

const folder = new URL("./font/", import.meta.url);

/** Where the two weights lie. */
export const fontFiles: readonly URL[] = Object.freeze([
  new URL("Inter-Regular.otf", folder),
  new URL("Inter-SemiBold.otf", folder),
]);

/** Glyph numbers by code point, from a format 4 table. */
function glyphs(view: DataView, cmap: number): Map<number, number> {
  const offsets = Array.from({ length: view.getUint16(cmap + 2) }, (_, i) => cmap + view.getUint32(cmap + 8 + 8 * i));
  const table = offsets.find((at) => view.getUint16(at) === 4);
  if (table === undefined) {
    throw new TypeError("Cannot read a font as its character map must be of format 4: it is not");
  }
  const doubled = view.getUint16(table + 6);
  const found = new Map<number, number>();
  for (let i = 0; i < doubled; i += 2) {
    const end = view.getUint16(table + 14 + i);
    const start = view.getUint16(table + 16 + doubled + i);
    const delta = view.getUint16(table + 16 + 2 * doubled + i);
    const rangeAt = table + 16 + 3 * doubled + i;
    const range = view.getUint16(rangeAt);
    for (let code = start; code <= end && code !== 0xffff; code++) {
      const glyph = range === 0 ? code : view.getUint16(rangeAt + range + 2 * (code - start));
      if (glyph !== 0) found.set(code, (glyph + delta) & 0xffff);
    }
  }
  return found;
}

/**
 * Reads one weight.
 *
 * @param bytes The whole file.
 * @throws TypeError if the file has no character map of format 4.
 */
export function parseFace(bytes: Uint8Array<ArrayBuffer>): Face {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + 16 * i;
    tables.set(String.fromCharCode(...bytes.subarray(at, at + 4)), view.getUint32(at + 8));
  }
  const at = (name: string): number => tables.get(name) ?? 0;
  const map = glyphs(view, at("cmap"));
  const unit = view.getUint16(at("head") + 18);
  const last = view.getUint16(at("hhea") + 34) - 1;
  const advance = (glyph: number): number => view.getUint16(at("hmtx") + 4 * Math.min(glyph, last)) / unit;
  const code = (sign: string): number => sign.codePointAt(0)!;
  return Object.freeze({
    width: (text: string) => [...text].reduce((sum, sign) => sum + advance(map.get(code(sign)) ?? 0), 0),
    missing: (text: string) => [...new Set(text)].filter((sign) => !map.has(code(sign)) && !/\s/.test(sign)),
  });
}
