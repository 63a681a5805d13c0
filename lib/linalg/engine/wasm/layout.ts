/**
 * What the kernels and their callers agree on: how entries lie in memory. Apart from the kernels' source, which no
 * program needs at run time.
 *
 * @module
 */

/** A GEMM tile: rows, columns in bytes (two SIMD registers: 8 float32 or 4 float64), depth steps per iteration. */
export const TILE = { rows: 6, bytes: 32, unroll: 2 } as const;
/** Doubles side by side in a panel of `rotate`. */
export const PANEL = 8;
/** Bytes of one rotation as `rotate` reads it: the byte offset of its first row as i32, 4 unused, c and s as float64. */
export const ROTATION_BYTES = 24;
