/**
 * The one seam to what the runtime gives: environment, permissions, threads, native libraries. Under Deno all of it, in
 * a browser or Node nothing but what both have; the numerics import nothing else of a runtime.
 *
 * @module
 */
import { once } from "./once.ts";

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

/** In bytes: with less there is little to save. */
const LARGE = 1 << 22;
/** Linux's name for the wish, and the size to whose multiples it must speak: of a page, or of several. */
const MADV_HUGEPAGE = 14, PAGE = 1n << 16n;

/** The C library's door, where it may be opened; a library that is not named by a path needs `--allow-ffi` for all. */
const advise = once(() => {
  const C = "libc.so.6";
  if (system !== "linux" || deno?.permissions.querySync({ name: "ffi", path: C }).state !== "granted") return undefined;
  try {
    return openNative(C, { madvise: { parameters: ["usize", "usize", "i32"], result: "i32" } }).madvise;
  } catch {
    return undefined; // another C library
  }
});

/**
 * The array, just made and not yet written to; Linux is asked to back it by pages of 2 MB, as NumPy asks for its own. A
 * first write then costs a quarter. It is advice: where it is not heard, nothing but time is lost.
 */
export function onLargePages<A extends Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>>(fresh: A): A {
  const ask = fresh.byteLength < LARGE ? undefined : advise();
  if (ask === undefined) return fresh;
  const start = BigInt(Deno.UnsafePointer.value(Deno.UnsafePointer.of(fresh)));
  const first = (start + PAGE - 1n) / PAGE * PAGE;
  ask(first, (start + BigInt(fresh.byteLength) - first) / PAGE * PAGE, MADV_HUGEPAGE);
  return fresh;
}
