/**
 * Bytes.
 *
 * @module
 */
import { once } from "./once.ts";

/** The parts one after the other. */
export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const CRC = once(() => Uint32Array.from({ length: 256 }, (_, i) => remainder(i, 8)));

function remainder(bits: number, steps: number): number {
  return steps === 0 ? bits : remainder(bits & 1 ? 0xedb88320 ^ bits >>> 1 : bits >>> 1, steps - 1);
}

/** The checksum of zip archives: CRC-32, in [0, 2³²). */
export function crc32(bytes: Uint8Array): number {
  const table = CRC();
  let sum = ~0;
  for (let i = 0; i < bytes.length; i++) sum = table[(sum ^ bytes[i]!) & 255]! ^ sum >>> 8;
  return ~sum >>> 0;
}
