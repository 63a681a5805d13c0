/**
 * Files inside npm packages, fetched on first use.
 *
 * JSON and text come through the module loader and need no permission; other bytes are read from the package cache and
 * need `--allow-read`. A specifier held in a variable stays unloaded until it is asked for, whereas a literal one is
 * fetched before the program starts.
 *
 * @module
 */
import { lazy } from "../base/lazy.ts";
import { resolvePackage } from "../base/node.ts";

/** A JSON file of the package (a name in the import map), parsed. */
export async function packageJson(name: string, path: string): Promise<unknown> {
  return await load(name, path, "json");
}

/** A JSON file of the package, or undefined if the package has no such file. */
export async function packageJsonIfThere(name: string, path: string): Promise<unknown> {
  await packageJson(name, "package.json");
  try {
    return await packageJson(name, path);
  } catch (error) {
    if (error instanceof TypeError && error.message.includes("ERR_MODULE_NOT_FOUND")) return undefined;
    throw error;
  }
}

/** A text file of the package (a name in the import map), whatever its ending. */
export async function packageText(name: string, path: string): Promise<string> {
  await packageJson(name, "package.json"); // Only JSON and code fetch the package itself.
  return await load(name, path, "text") as string;
}

/** A file of the package (its name in the registry, which is in the import map too). Needs `--allow-read`. */
export async function packageBytes(name: string, path: string): Promise<Uint8Array> {
  await packageJson(name, "package.json");
  return await Deno.readFile(resolvePackage(`${name}/${path}`, import.meta.url));
}

/** A file of a package that exports its code only. Needs `--allow-read`. */
export async function hiddenBytes(name: string, path: string): Promise<Uint8Array> {
  // Its code as JSON is refused without being run, after the package has been fetched; its text alone fetches nothing.
  await lazy(name, "json").catch((error) => refusedAsJson(error));
  const main = resolvePackage(name, import.meta.url),
    folder = `/${name}/`,
    at = main.replaceAll("\\", "/").indexOf(folder);
  const rest = main.slice(at + folder.length), version = /^\d[^/\\]*[/\\]/.exec(rest)?.[0] ?? "";
  return await Deno.readFile(main.slice(0, at + folder.length) + version + path);
}

function refusedAsJson(error: unknown): void {
  if (!(error instanceof TypeError && error.message.includes("Expected a JSON module"))) throw error;
}

async function load(name: string, path: string, type: "json" | "text"): Promise<unknown> {
  return (await lazy<{ readonly default: unknown }>(`${name}/${path}`, type)).default;
}
