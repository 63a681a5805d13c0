/**
 * JPEG decoding, with mozjpeg's decoder in WebAssembly on first use.
 *
 * @module
 */
import { lazy } from "../base/lazy.ts";
import { imageSize } from "../file/image.ts";
import { packageBytes } from "./package.ts";
import type { Bitmap } from "./png.ts";

/** What is used of the package. */
interface Decoder {
  readonly init: (module: WebAssembly.Module, options: { printErr(text: string): void }) => Promise<void>;
  readonly default: (bytes: ArrayBuffer) => Promise<Bitmap>;
}

const PACKAGE = "@jsquash/jpeg";
let loading: Promise<Decoder> | undefined;
/** What the decoder says of the image at hand, and when it is done with it: one at a time, so that it is known of which. */
const said: string[] = [];
let done: Promise<unknown> = Promise.resolve();

/**
 * Decodes a JPEG file. Needs `--allow-read` for the decoder.
 *
 * @param source What the bytes are, for error messages.
 * @throws {RangeError} If the bytes are truncated, damaged or not a JPEG file, or the image has more than 2²⁶ pixels.
 */
export async function decodeJpeg(bytes: Uint8Array, source: string): Promise<Bitmap> {
  const action = `Cannot read ${source} as it must be a whole JPEG file`;
  imageSize(bytes, source);
  if (!ends(bytes)) throw new RangeError(`${action}: its end is missing`);
  const decoder = await (loading ??= load());
  const turn = done.then(async () => {
    said.length = 0;
    const image = await decoder.default(Uint8Array.from(bytes).buffer).catch(() => undefined);
    if (image && said.length === 0) return image;
    throw new RangeError(`${action}: ${said[0] ?? "it cannot be decoded"}`);
  });
  done = turn.catch(() => {});
  return await turn;
}

async function load(): Promise<Decoder> {
  const decoder = await lazy<Decoder>(`${PACKAGE}/decode.js`);
  const bytes = await packageBytes(PACKAGE, "codec/dec/mozjpeg_dec.wasm");
  await decoder.init(await WebAssembly.compile(Uint8Array.from(bytes)), { printErr: (text) => said.push(text) });
  return decoder;
}

/** Whether the marker of the end is there, whatever follows it: a decoder would paint the missing rest grey. */
function ends(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at >= 2; at--) if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  return false;
}
