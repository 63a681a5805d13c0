/**
 * Files of data and of models that are no package: from a folder of your own, from earlier downloads, or by address.
 *
 * @module
 */
import { join } from "../base/node.ts";
import { cacheFolder } from "../file/cache.ts";
import { download } from "../file/download.ts";
import { published } from "./checked.ts";

/** Where files of public repositories are, by repository, commit and path. */
export const GITHUB = "https://raw.githubusercontent.com";

/** A file that was published once and does not change. */
export interface PublishedFile {
  /** Path in the folder that `ANCHORAGE_DATA` names, such as "text/subj.all". */
  readonly name: string;
  /** SHA-256 of its bytes. */
  readonly sha256: string;
  /** Where it may be fetched from, and how many bytes it then has. */
  readonly url?: string;
  readonly size?: number;
}

/** Bytes of a file at most, where its size is not known. */
const MOST = 1 << 28;

/** The folder that `ANCHORAGE_DATA` names, if any. */
export function ownFolder(): string | undefined {
  return Deno.env.get("ANCHORAGE_DATA") || undefined;
}

/**
 * The bytes of a published file: of the folder in `ANCHORAGE_DATA`, else of earlier downloads, else fetched and kept.
 *
 * Needs `--allow-env` for ANCHORAGE_DATA and ANCHORAGE_CACHE and `--allow-read` on both folders; for a download also net
 * for its host and write on the cache.
 *
 * @throws {Error} Named "MissingDataset" if the file is nowhere; the sentence names the ways to get it.
 * @throws {Error} If it has another checksum (expected and found).
 */
export async function dataFile(file: PublishedFile): Promise<Uint8Array<ArrayBuffer>> {
  const kept = placesOf(file).at(-1)!, there = await readFirst(file);
  if (there) return published(there.bytes, file.sha256, there.path);
  if (file.url === undefined) throw missing(file, kept, "");
  const { url, sha256, size = MOST } = file;
  try {
    return await Deno.readFile(await download(url, { path: kept, sha256, size }));
  } catch (cause) {
    throw missing(file, kept, ` (${cause instanceof Error ? cause.message : cause})`, cause);
  }
}

/**
 * The bytes of a file of which no checksum was published, from the same places; it is never fetched.
 *
 * @throws {Error} Named "MissingDataset" if the file is nowhere; the sentence names the ways to get it.
 */
export async function ownFile(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const there = await readFirst({ name });
  if (there) return there.bytes;
  throw missing({ name }, placesOf({ name }).at(-1)!, "");
}

/** Where the file is, once `dataFile` has found it right: for readers that take a path. @throws As `dataFile`. */
export async function dataPath(file: PublishedFile): Promise<string> {
  await dataFile(file);
  for (const path of placesOf(file)) if (await Deno.stat(path).catch(absent)) return path;
  throw missing(file, placesOf(file).at(-1)!, "");
}

/** Whether the file is at hand without a download. */
export async function hasDataFile(file: PublishedFile): Promise<boolean> {
  const found = await Promise.all(placesOf(file).map((path) => Deno.stat(path).then(() => true, absent)));
  return found.includes(true);
}

/** Where a file may be, in order; downloads are kept at the last. */
function placesOf({ name }: Pick<PublishedFile, "name">): readonly string[] {
  const own = ownFolder();
  return [...(own ? [join(own, name)] : []), join(cacheFolder(), "files", name)];
}

async function readFirst(
  file: Pick<PublishedFile, "name">,
): Promise<{ readonly path: string; readonly bytes: Uint8Array<ArrayBuffer> } | undefined> {
  for (const path of placesOf(file)) {
    const bytes = await Deno.readFile(path).catch((error) => absent(error) || undefined);
    if (bytes) return { path, bytes };
  }
  return undefined;
}

/** False if the error says that there is no such file. @throws Any other error. */
function absent(error: unknown): false {
  if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return false;
  throw error;
}

function missing(
  { name, url }: Pick<PublishedFile, "name" | "url">,
  kept: string,
  reason: string,
  cause?: unknown,
): Error {
  const fetched = url === undefined ? "ask its authors for it" : `let it be fetched from ${url}${reason}`;
  const error = new Error(
    `Cannot load "${name}" as it is not here: set ANCHORAGE_DATA to a folder that has it, put it at ${kept}, or ${fetched}`,
    { cause },
  );
  error.name = "MissingDataset";
  return error;
}
