/**
 * PNG decoding, with pngjs on first use.
 *
 * @module
 */
import { lazy } from "../base/lazy.ts";
import { bufferOf, inflateSync } from "../base/node.ts";
import { type Deflated, deflatedOf } from "../file/image.ts";

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
  const deflated = deflatedOf(bytes, source);
  const { PNG } = await lazy<{ PNG: { sync: { read(bytes: Uint8Array): Bitmap } } }>("pngjs");
  try {
    if (deflated !== undefined) checkLength(deflated);
    return PNG.sync.read(bufferOf(bytes));
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new RangeError(`Cannot read ${source} as it must be a whole PNG file: ${reason}`, { cause });
  }
}

/** A decoder paints the pixels that are missing black. */
function checkLength({ data, expected }: Deflated): void {
  const { length } = inflateSync(data, 2 * expected + 64);
  if (length < expected) throw new RangeError(`its pixels must take ${expected} bytes: they take ${length}`);
}
