/**
 * By how much a number may differ that is measured again.
 *
 * @module
 */

/**
 * Numbers may differ by this much and by this share: another BLAS or processor rounds differently, and a test item on a
 * border falls to the other side.
 */
export const TOLERANCE = { absolute: 0.002, relative: 0.002 } as const;

/** Fields that say how fast a machine was, not what was found. */
export const TIMES: readonly string[] = ["rate", "seconds"];
