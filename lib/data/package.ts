/**
 * Files inside npm packages, loaded on first use.
 *
 * JSON and text come through the module loader, which fetches a missing package and needs no permission at all; other
 * bytes are read from the package cache and need `--allow-read`. A specifier held in a variable stays unloaded until it
 * is asked for, whereas a literal one is fetched before the program starts.
 *
 * @module
 */

/** A JSON file of the package (a name in the import map), parsed. */
export async function packageJson(name: string, path: string): Promise<unknown> {
  const specifier = `${name}/${path}`;
  return (await import(specifier, { with: { type: "json" } })).default;
}
