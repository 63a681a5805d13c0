/**
 * The disk cache: tensors kept under everything that determines them.
 *
 * @module
 */
import { absent } from "./absent.ts";
import { join } from "../base/node.ts";
import { canonicalJson } from "./json.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
import type { Tensors } from "./tensor.ts";
import { writeAtomic } from "./atomic.ts";
import { tryFolder } from "./folder.ts";

const variable = "ANCHORAGE_CACHE";

/** The folder of the cache: the one that `ANCHORAGE_CACHE` names, or `data/cache` in the project. */
export function cacheFolder(): string {
  const project = import.meta.dirname ? join(import.meta.dirname, "..", "..") : ".";
  return Deno.env.get(variable) || join(project, "data", "cache");
}

/**
 * The tensors kept under `key`, or else those of `make`, which are kept for the next time.
 *
 * The file holds the whole key and a checksum of its tensors; one that is truncated, changed or of another key is made
 * again. Needs `--allow-env=ANCHORAGE_CACHE` and read and write on the folder.
 *
 * @param key Everything that determines the tensors; a JSON value, in which the order of keys does not matter.
 * @param make Computes the tensors.
 * @throws {Error} If the folder cannot be read or written; the sentence names the folder and `ANCHORAGE_CACHE`.
 */
export async function cached(key: Readonly<Record<string, unknown>>, make: () => Promise<Tensors>): Promise<Tensors> {
  const text = canonicalJson(key);
  const folder = cacheFolder();
  const path = join(folder, `${await sha256(new TextEncoder().encode(text))}.safetensors`);
  const kept = await inFolder(folder, "read", () => Deno.readFile(path).catch(absent));
  const valid = kept && await validTensors(kept, text);
  if (valid) return valid;
  // A folder that cannot be written is better reported before the work than after it.
  await inFolder(folder, "write", () => tryFolder(folder));
  const tensors = await make();
  const bytes = encodeSafetensors(tensors, { key: text, sha256: await sha256(encodeSafetensors(tensors)) });
  await inFolder(folder, "write", () => writeAtomic(path, bytes));
  return decodeSafetensors(bytes).tensors;
}

/** The SHA-256 of the bytes, 64 hexadecimal digits. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** The tensors if the bytes are those that were kept under the key; undefined means that they must be made again. */
async function validTensors(bytes: Uint8Array, key: string): Promise<Tensors | undefined> {
  try {
    const { tensors, metadata } = decodeSafetensors(bytes);
    const sound = metadata["key"] === key && metadata["sha256"] === await sha256(encodeSafetensors(tensors));
    return sound ? tensors : undefined;
  } catch (error) {
    if ([RangeError, TypeError, SyntaxError].some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}

async function inFolder<T>(folder: string, what: "read" | "write", action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message =
      `Cannot ${what} the cache as its folder must let it, ${folder} (${variable} may name another): ${reason}`;
    throw new Error(message, { cause });
  }
}
