/**
 * Bytes that must be those that were published.
 *
 * @module
 */
import { createHash } from "../base/node.ts";

/** Returns the content if its SHA-256 is the expected one. @throws {Error} Otherwise, with both. */
export function published<T extends string | Uint8Array>(content: T, expected: string, what: string): T {
  const found = createHash("sha256").update(content).digest("hex");
  if (found === expected) return content;
  throw new Error(`Cannot load ${what} as its SHA-256 must be ${expected}: it is ${found}`);
}
