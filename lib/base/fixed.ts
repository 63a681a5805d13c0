/**
 * Numbers as text.
 *
 * @module
 */

/** A number with so many decimals; what rounds to zero has no sign. */
export function fixed(x: number, decimals: number): string {
  const text = x.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : text;
}
