/**
 * Files that appear whole or not at all.
 *
 * @module
 */
import { dirname } from "../base/node.ts";

/**
 * Lets `write` fill a temporary file in the folder of `path`, then renames it to `path`. Missing folders are made. If
 * `write` throws, the temporary file is removed and what was at `path` stays.
 */
export async function atomically(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    await write(temporary);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch((cause: unknown) => {
      if (!(cause instanceof Deno.errors.NotFound)) throw error;
    });
    throw error;
  }
}

/** Writes bytes, or text as UTF-8, to `path` at once: a reader sees the old file or the new one, never a part. */
export async function writeAtomic(path: string, content: Uint8Array | string): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await atomically(path, (temporary) => Deno.writeFile(temporary, bytes));
}
