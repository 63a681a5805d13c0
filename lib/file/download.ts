/**
 * Downloads that are checked before they are kept.
 *
 * @module
 */
import { createHash } from "../base/node.ts";
import { atomically } from "./atomic.ts";

/** What is to be downloaded, and where to. */
export interface DownloadOptions {
  /** SHA-256 of the kept bytes in hexadecimal: those of the decompressed file if `gzip` is set. */
  readonly sha256: string;
  /** Bytes of the kept file: a transfer that brings more is broken off as it comes. */
  readonly size: number;
  /** Where the file is kept. */
  readonly path: string;
  /** Decompresses the file on its way. */
  readonly gzip?: boolean;
  /** Milliseconds without a byte after which the transfer is given up, 30,000 by default. */
  readonly patience?: number;
  /** Told the kept bytes so far and, if the server says it, the size of the transfer. */
  readonly onProgress?: (bytes: number, transfer: number | undefined) => void;
}

/**
 * Downloads a file unless one with the right checksum is there already, and returns its path.
 *
 * Nothing is left behind unless the checksum is right. Needs `--allow-net` for the host and read and write on `path`.
 *
 * A server that sends nothing for the time of `patience`, or less than a megabyte in that time on the whole, is given up.
 *
 * @throws {Error} If the server refuses, the transfer breaks off, is too slow or too large, or the checksum is wrong
 * (expected and found).
 */
export async function download(url: string | URL, options: DownloadOptions): Promise<string> {
  const { path, sha256, size, patience = 30_000 } = options;
  if (await fileSha256(path) === sha256) return path;
  const action = `Cannot download ${url}`, stalled = new AbortController();
  const late = (): void => stalled.abort(new Error(`nothing has come for ${patience / 1000} seconds`));
  let timer = setTimeout(late, patience);
  const whole = setTimeout(() => stalled.abort(new Error("it takes too long")), patience * (2 + size / 1e6));
  try {
    const response = await fetch(url, { signal: stalled.signal }).catch((cause: Error) => {
      throw new Error(`${action} as it cannot be reached: ${cause.message}`, { cause });
    });
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw new Error(`${action} as the answer must be 200: it is ${response.status}`);
    }
    await atomically(path, async (temporary) => {
      const alive = (): void => {
        clearTimeout(timer);
        timer = setTimeout(late, patience);
      };
      const found = await keep(response, temporary, options, alive).catch((cause: Error) => {
        throw new Error(`${action} as the transfer is broken: ${cause.message}`, { cause });
      });
      if (found !== sha256) throw new Error(`${action} as its SHA-256 must be ${sha256}: it is ${found}`);
    });
  } finally {
    clearTimeout(timer);
    clearTimeout(whole);
  }
  return path;
}

type Bytes = Uint8Array<ArrayBuffer>;
/** Compressed bytes at a time: they become at most 4 MB. */
const SLICE = 4096;

/** Streams the answer into the file; returns the checksum of what was written. */
async function keep(
  response: Response,
  path: string,
  { gzip, size, onProgress }: DownloadOptions,
  alive: () => void,
): Promise<string> {
  const length = response.headers.get("content-length"), hash = createHash("sha256");
  const slices = new TransformStream<Bytes, Bytes>({
    transform(chunk, controller): void {
      alive();
      const step = gzip ? SLICE : chunk.length;
      for (let at = 0; at < chunk.length; at += step) controller.enqueue(chunk.subarray(at, at + step));
    },
  });
  const body = response.body!.pipeThrough(slices);
  let bytes = 0;
  const measured = new TransformStream<Bytes, Bytes>({
    transform(chunk, controller): void {
      bytes += chunk.length;
      if (bytes > size) throw new RangeError(`it must be ${size} bytes: it is more`);
      hash.update(chunk);
      onProgress?.(bytes, length === null ? undefined : Number(length));
      controller.enqueue(chunk);
    },
  });
  const kept = gzip ? body.pipeThrough(new DecompressionStream("gzip")) : body;
  await Deno.writeFile(path, kept.pipeThrough(measured));
  return hash.digest("hex");
}

/** The SHA-256 of a file, read as a stream; undefined if there is none. */
export async function fileSha256(path: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    const file = await Deno.open(path);
    for await (const chunk of file.readable) hash.update(chunk);
    return hash.digest("hex");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
