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
  /** Where the file is kept. */
  readonly path: string;
  /** Decompresses the file on its way. */
  readonly gzip?: boolean;
  /** Told the kept bytes so far and, if the server says it, the size of the transfer. */
  readonly onProgress?: (bytes: number, transfer: number | undefined) => void;
}

/**
 * Downloads a file unless one with the right checksum is there already, and returns its path.
 *
 * Nothing is left behind unless the checksum is right. Needs `--allow-net` for the host and read and write on `path`.
 *
 * @throws {Error} If the server refuses, the transfer breaks off, or the checksum is wrong (expected and found).
 */
export async function download(url: string | URL, options: DownloadOptions): Promise<string> {
  const { path, sha256 } = options;
  if (await checksum(path) === sha256) return path;
  const action = `Cannot download ${url}`;
  const response = await fetch(url).catch((cause: Error) => {
    throw new Error(`${action} as it cannot be reached: ${cause.message}`, { cause });
  });
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw new Error(`${action} as the answer must be 200: it is ${response.status}`);
  }
  await atomically(path, async (temporary) => {
    const found = await keep(response, temporary, options).catch((cause: Error) => {
      throw new Error(`${action} as the transfer is broken: ${cause.message}`, { cause });
    });
    if (found !== sha256) throw new Error(`${action} as its SHA-256 must be ${sha256}: it is ${found}`);
  });
  return path;
}

/** Streams the answer into the file; returns the checksum of what was written. */
async function keep(response: Response, path: string, { gzip, onProgress }: DownloadOptions): Promise<string> {
  const length = response.headers.get("content-length");
  const body = gzip ? response.body!.pipeThrough(new DecompressionStream("gzip")) : response.body!;
  const hash = createHash("sha256");
  let bytes = 0;
  const measured = body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller): void {
        hash.update(chunk);
        bytes += chunk.length;
        onProgress?.(bytes, length === null ? undefined : Number(length));
        controller.enqueue(chunk);
      },
    }),
  );
  await Deno.writeFile(path, measured);
  return hash.digest("hex");
}

async function checksum(path: string): Promise<string | undefined> {
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
