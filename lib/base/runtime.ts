/**
 * The one seam to what the runtime gives: environment, permissions, threads, native libraries. Under Deno all of it, in
 * a browser or Node nothing but what both have; the numerics import nothing else of a runtime.
 *
 * @module
 */

/** Deno, where that is who runs this. */
const deno = (globalThis as { readonly Deno?: typeof Deno }).Deno;

/** "linux", "darwin", "windows"…; undefined outside Deno. */
export const system: string | undefined = deno?.build?.os;

/** An environment variable; undefined where it is unset or empty, may not be read, or there is no environment. */
export function variable(name: string): string | undefined {
  if (deno?.permissions?.querySync({ name: "env", variable: name }).state !== "granted") return undefined;
  return deno.env.get(name) || undefined;
}

/** The folder of the cache: the one that `ANCHORAGE_CACHE` names, or `data/cache` in the project. */
export function cacheFolder(): string {
  const project = import.meta.dirname ? `${import.meta.dirname}/../..` : ".";
  return variable("ANCHORAGE_CACHE") ?? `${project}/data/cache`;
}

/** What `remember` kept under the key; undefined where there is nothing, or it may not be read. */
export function recall(key: string): string | undefined {
  const path = notePath(key);
  if (deno?.permissions?.querySync({ name: "read", path }).state !== "granted") return undefined;
  try {
    const [kept, value] = deno.readTextFileSync(path).split("\n");
    return kept === key ? value : undefined;
  } catch {
    return undefined; // what is not there, or not readable, is found out again
  }
}

/** Keeps one line under a key of one line, in the cache, where that may be written; otherwise does nothing. */
export function remember(key: string, value: string): void {
  const path = notePath(key);
  if (deno?.permissions?.querySync({ name: "write", path: cacheFolder() }).state !== "granted") return;
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    deno.mkdirSync(cacheFolder(), { recursive: true });
    deno.writeTextFileSync(temporary, `${key}\n${value}\n`);
    deno.renameSync(temporary, path);
  } catch {
    return; // a cache that is full or read-only costs the next start a few milliseconds
  }
}

function notePath(key: string): string {
  let hash = 2166136261;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 16777619);
  return `${cacheFolder()}/${(hash >>> 0).toString(16).padStart(8, "0")}.txt`;
}

/**
 * Text on the standard error stream itself, as a notebook's kernel makes an output of what goes through the console;
 * where there is none, a line of the console.
 */
export function writeError(text: string): void {
  if (deno === undefined) console.error(text.trim());
  else deno.stderr.writeSync(new TextEncoder().encode(text));
}

/** Whether somebody reads that stream in a terminal. */
export function errorIsTerminal(): boolean {
  return deno?.stderr.isTerminal() ?? false;
}

/** Threads that the machine runs at a time, as far as the runtime says. */
export function processors(): number {
  return globalThis.navigator?.hardwareConcurrency ?? 1;
}

/** Opens a native library, as `Deno.dlopen`. @throws {Error} If this runtime cannot, or the library cannot be opened. */
export function openNative<const S extends Deno.ForeignLibraryInterface>(
  path: string,
  symbols: S,
): Deno.DynamicLibrary<S>["symbols"] {
  if (deno?.dlopen === undefined) throw new Error("this runtime opens no native libraries");
  return deno.dlopen(path, symbols).symbols;
}

/** The text at an address that a native library gave; empty for the null address. */
export function nativeText(address: Deno.PointerValue): string {
  return address === null ? "" : new Deno.UnsafePointerView(address).getCString();
}

/** The address kept at an address. */
export function pointee(address: Deno.PointerValue): Deno.PointerValue {
  return address === null ? null : new Deno.UnsafePointerView(address).getPointer();
}
