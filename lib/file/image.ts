/**
 * What an image file says of itself, checked before anything is decoded: a few bytes can declare any number of pixels.
 *
 * @module
 */
import { concat } from "../base/bytes.ts";

/** Pixels of an image at most: 8,192 × 8,192. */
const PIXELS = 1 << 26;
/** Bytes that one byte of deflated data, or of a JPEG's scans, can become at most. */
const DEFLATE = 1032, JPEG = 4096;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Allowed bits of a sample by colour type, and samples of a pixel. */
const PNG_BITS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
const PNG_SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** First column and row, and steps, of the passes of an interlaced PNG file; without interlacing there is one. */
const ONE_PASS = [[0, 0, 1, 1]] as const,
  ADAM7 = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const;

/** Size of an image in pixels. */
export interface ImageSize {
  readonly kind: "png" | "jpeg";
  readonly width: number;
  readonly height: number;
}

/** The compressed data of a PNG file. */
export interface Deflated {
  readonly data: Uint8Array;
  /** Bytes that it must become. */
  readonly expected: number;
}

/**
 * The size that a PNG or JPEG file declares, if it may be decoded: its parts are whole, it has image data, and the pixels
 * are no more than 2²⁶ and no more than so much data can hold.
 *
 * @param source What the bytes are, for error messages.
 * @throws {RangeError} If it may not.
 */
export function imageSize(bytes: Uint8Array, source: string): ImageSize {
  const { kind, width, height } = checkedParts(bytes, source);
  return { kind, width, height };
}

/** The compressed data of an image that is a PNG file; undefined of a JPEG file. @throws {RangeError} As `imageSize`. */
export function deflatedOf(bytes: Uint8Array, source: string): Deflated | undefined {
  const { kind, deflated, expected } = checkedParts(bytes, source);
  return kind === "png" ? { data: concat(deflated), expected } : undefined;
}

function checkedParts(bytes: Uint8Array, source: string): Parts & { readonly kind: ImageSize["kind"] } {
  const fail = (reason: string): never => {
    throw new RangeError(`Cannot read ${source} as ${reason}`);
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const png = SIGNATURE.every((byte, i) => bytes[i] === byte);
  if (!png && (bytes[0] !== 0xff || bytes[1] !== 0xd8)) fail("it must be a PNG or JPEG file: it starts as neither");
  const parts = png ? pngParts(view, fail) : jpegParts(view, fail), { width, height, data, expected } = parts;
  if (width < 1 || height < 1) fail(`it must have pixels: it is ${width} × ${height}`);
  if (width * height > PIXELS) fail(`it must have at most ${PIXELS} pixels: it says ${width} × ${height}`);
  if (data === 0) fail("it must have image data: it has none");
  if (expected > data * (png ? DEFLATE : JPEG)) {
    fail(`${width} × ${height} pixels must have more data than that: it has ${data} bytes`);
  }
  return { kind: png ? "png" : "jpeg", ...parts };
}

interface Parts {
  readonly width: number;
  readonly height: number;
  /** Bytes of compressed data. */
  readonly data: number;
  /** Bytes of the decoded image; of a PNG file before its filters are undone. */
  readonly expected: number;
  /** The compressed data of a PNG file, part by part. */
  readonly deflated: readonly Uint8Array[];
}
type Fail = (reason: string) => never;

const IHDR = 0x49484452, IDAT = 0x49444154, IEND = 0x49454e44;

function pngParts(view: DataView, fail: Fail): Parts {
  const truncated = "it must be a whole PNG file: it is truncated";
  if (view.byteLength < 33) fail(truncated);
  if (view.getUint32(8) !== 13 || view.getUint32(12) !== IHDR) fail("its first part must be a header of 13 bytes");
  const width = view.getUint32(16), height = view.getUint32(20), bits = view.getUint8(24), type = view.getUint8(25);
  if (!PNG_BITS[type]?.includes(bits)) fail(`its colours must be of a known type: it is ${type} with ${bits} bits`);
  const deflated: Uint8Array[] = [];
  for (let at = 8, ended = false; !ended;) {
    if (at + 12 > view.byteLength || at + 12 + view.getUint32(at) > view.byteLength) fail(truncated);
    const length = view.getUint32(at), kind = view.getUint32(at + 4);
    if (kind === IDAT) deflated.push(new Uint8Array(view.buffer, view.byteOffset + at + 8, length));
    if (kind === IHDR && at > 8) fail("it must have one header: it has two");
    ended = kind === IEND;
    at += 12 + length;
  }
  const lines = (w: number, h: number): number => w < 1 ? 0 : h * (1 + Math.ceil(w * bits * PNG_SAMPLES[type]! / 8));
  const expected = (view.getUint8(28) === 0 ? ONE_PASS : ADAM7).reduce<number>(
    (sum, [x, y, dx, dy]) => sum + lines(Math.ceil((width - x) / dx), Math.max(0, Math.ceil((height - y) / dy))),
    0,
  );
  return { width, height, data: deflated.reduce((sum, part) => sum + part.length, 0), expected, deflated };
}

function jpegParts(view: DataView, fail: Fail): Parts {
  for (let at = 2, size: { width: number; height: number } | undefined;;) {
    if (at + 4 > view.byteLength || view.getUint8(at) !== 0xff) fail("it must be a whole JPEG file: a part is broken");
    const marker = view.getUint8(at + 1), length = view.getUint16(at + 2);
    // SOF0 to SOF15 without DHT, JPG and DAC, which share the range.
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame && at + 9 <= view.byteLength) {
      if (size !== undefined) fail("it must have one frame: it has two");
      size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    if (marker === 0xda) {
      const { width, height } = size ?? fail("it must say its size before its image data");
      const data = Math.max(0, view.byteLength - at - 2 - length);
      return { width, height, data, expected: width * height * 3, deflated: [] };
    }
    at += 2 + length;
  }
}
