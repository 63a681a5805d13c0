/**
 * JPEG decoding, with mozjpeg's decoder in WebAssembly on first use.
 *
 * @module
 */
import { lazy } from "../base/lazy.ts";
import { packageBytes } from "./package.ts";
import type { Bitmap } from "./png.ts";

/** What is used of the package. */
interface Decoder {
  readonly init: (module: WebAssembly.Module) => Promise<void>;
  readonly default: (bytes: ArrayBuffer) => Promise<Bitmap>;
}

const PACKAGE = "@jsquash/jpeg";
/** Pixels of an image at most. */
const MOST = 1 << 26;
let loading: Promise<Decoder> | undefined;

/**
 * Decodes a JPEG file. Needs `--allow-read` for the decoder.
 *
 * @param source What the bytes are, for error messages.
 * @throws {RangeError} If the bytes are truncated or not a JPEG file, or the image has more than 2²⁶ pixels.
 */
export async function decodeJpeg(bytes: Uint8Array, source: string): Promise<Bitmap> {
  const action = `Cannot read ${source} as it must be a whole JPEG file`, size = jpegSize(bytes);
  if (size === undefined) throw new RangeError(`${action}: its header has no size`);
  const { width, height } = size;
  if (width * height > MOST) {
    throw new RangeError(`Cannot read ${source} as it must have at most ${MOST} pixels: it has ${width} × ${height}`);
  }
  if (!ends(bytes)) throw new RangeError(`${action}: its end is missing`);
  const decoder = await (loading ??= load());
  try {
    return await decoder.default(Uint8Array.from(bytes).buffer);
  } catch (cause) {
    throw new RangeError(`${action}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

async function load(): Promise<Decoder> {
  const decoder = await lazy<Decoder>(`${PACKAGE}/decode.js`);
  const bytes = await packageBytes(PACKAGE, "codec/dec/mozjpeg_dec.wasm");
  await decoder.init(await WebAssembly.compile(Uint8Array.from(bytes)));
  return decoder;
}

/** Width and height in the frame header (ISO 10918-1, B.2.2), if there is one. */
export function jpegSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const two = (at: number): number => bytes[at]! * 256 + bytes[at + 1]!;
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++; // a fill byte
      continue;
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return { height: two(at + 5), width: two(at + 7) };
    at += 2 + two(at + 2);
  }
  return undefined;
}

/** Whether the marker of the end is there, whatever follows it: a decoder would paint the missing rest grey. */
function ends(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at >= 2; at--) if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  return false;
}
