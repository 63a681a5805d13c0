/**
 * Seeded randomness: the only source of chance in the library.
 *
 * @module
 */

/** A stream of seeded draws. Two streams of one seed give the same values on every machine. */
export interface Rng {
  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number;
  /** Standard normal (Box-Muller, one value a call). */
  normal(): number;
  /** Uniform integer in [0, n). */
  integer(n: number): number;
  /** A permutation of 0 … n - 1 (Fisher-Yates); its first m entries are a uniform sample without replacement. */
  permutation(n: number): Int32Array<ArrayBuffer>;
  /** An independent stream named by `label`: drawing from it does not advance this one. */
  fork(label: string | number): Rng;
}

/**
 * A seeded generator (sfc32, seeded by a 32-bit mix of the seed's text).
 *
 * @param seed Any number or string; equal seeds give equal streams.
 * @example
 * ```ts
 * import { rng } from "anchorage/linalg";
 * const draw = rng(7);
 * console.log(draw.uniform() < 1, draw.fork("starts").permutation(4).length); // true 4
 * ```
 */
export function rng(seed: number | string): Rng {
  const next = sfc32(String(seed));
  const integer = (n: number): number => Math.floor(next() * n);
  return Object.freeze({
    uniform: next,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    integer,
    permutation: (n: number) => {
      const p = Int32Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = integer(i + 1);
        [p[i], p[j]] = [p[j]!, p[i]!];
      }
      return p;
    },
    fork: (label: string | number) => rng(`${seed}/${label}`),
  });
}

function sfc32(text: string): () => number {
  let [a, b, c, d] = mix(text);
  const next = (): number => {
    const t = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 15; i++) next();
  return next;
}

/** Four 32-bit words from a text: FNV-1a per word with a different offset, then an avalanche. */
function mix(text: string): [number, number, number, number] {
  const word = (salt: number): number => {
    let h = (2166136261 ^ salt) | 0;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return h ^ (h >>> 16);
  };
  return [word(0x9e3779b9), word(0x243f6a88), word(0xb7e15162), word(1)];
}
