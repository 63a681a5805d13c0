/**
 * PNG decoding, with pngjs on first use.
 *
 * @module
 */
import { lazy } from "../base/lazy.ts";
import { bufferOf, inflateSync } from "../base/node.ts";
import { imageSize, pngData } from "../file/image.ts";

/** Pixels, row by row: red, green, blue, alpha, a byte each. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Decodes a PNG file.
 *
 * @param source What the bytes are, for error messages.
 * @throws {RangeError} If the bytes are truncated or not a PNG file, have no image data, or declare more than 2²⁶ pixels.
 */
export async function decodePng(bytes: Uint8Array, source: string): Promise<Bitmap> {
  imageSize(bytes, source);
  const { data, expected } = pngData(bytes);
  const { PNG } = await lazy<{ PNG: { sync: { read(bytes: Uint8Array): Bitmap } } }>("pngjs");
  try {
    const { length } = inflateSync(data, 2 * expected + 64); // a decoder paints what is missing black
    if (length < expected) throw new RangeError(`its pixels must take ${expected} bytes: they take ${length}`);
    return PNG.sync.read(bufferOf(bytes));
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new RangeError(`Cannot read ${source} as it must be a whole PNG file: ${reason}`, { cause });
  }
}
