/**
 * What is used of Node's standard library, loaded at the first call: importing these modules costs every start of a
 * program 10 to 30 ms each.
 *
 * @module
 */
import type { Hash } from "node:crypto";

/** As in node:path. */
export function join(...parts: string[]): string {
  return globalThis.process.getBuiltinModule("node:path").join(...parts);
}

/** As in node:path. */
export function dirname(path: string): string {
  return globalThis.process.getBuiltinModule("node:path").dirname(path);
}

/** As in node:crypto. */
export function createHash(algorithm: string): Hash {
  return globalThis.process.getBuiltinModule("node:crypto").createHash(algorithm);
}

/** As in node:zlib; throws if there are more than so many bytes. */
export function gunzipSync(bytes: Uint8Array, maxOutputLength: number): Uint8Array {
  return globalThis.process.getBuiltinModule("node:zlib").gunzipSync(bytes, { maxOutputLength });
}

/** As in node:zlib; throws if there are more than so many bytes. */
export function inflateSync(bytes: Uint8Array, maxOutputLength: number): Uint8Array {
  return globalThis.process.getBuiltinModule("node:zlib").inflateSync(bytes, { maxOutputLength });
}

/** A view of the bytes as Node's Buffer. */
export function bufferOf(bytes: Uint8Array): Uint8Array {
  return globalThis.process.getBuiltinModule("node:buffer").Buffer.from(bytes);
}

/** The path of a file inside an npm package, as CommonJS code at `from` would find it. */
export function resolvePackage(specifier: string, from: string): string {
  return globalThis.process.getBuiltinModule("node:module").createRequire(from).resolve(specifier);
}
