/**
 * The idx format of MNIST and its kin: unsigned bytes behind a shape.
 *
 * @module
 */

/** Unsigned bytes with a shape, the last axis fastest. */
export interface Idx {
  /** Sizes of the axes. */
  readonly shape: readonly number[];
  /** The entries, a view on the decoded bytes. */
  readonly data: Uint8Array;
}

/**
 * Decodes an idx file of unsigned bytes.
 *
 * @param source What the bytes are, for error messages.
 * @throws {RangeError} If the bytes are not such a file, or are more or fewer than their shape says.
 */
export function decodeIdx(bytes: Uint8Array, source: string): Idx {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const axes = bytes[3] ?? 0;
  const start = 4 + 4 * axes;
  if (bytes.length < start || axes === 0 || view.getUint16(0) !== 0 || bytes[2] !== 8) {
    throw new RangeError(`Cannot read ${source} as it must be an idx file of unsigned bytes`);
  }
  const shape = Array.from({ length: axes }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = shape.reduce((a, b) => a * b, 1);
  if (bytes.length - start !== expected) {
    const found = bytes.length - start;
    throw new RangeError(`Cannot read ${source} as [${shape}] must be ${expected} bytes: it has ${found}`);
  }
  return { shape, data: bytes.subarray(start) };
}
