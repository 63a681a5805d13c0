/**
 * Files that appear whole or not at all.
 *
 * @module
 */
import { dirname, join } from "../base/node.ts";

/**
 * Lets `write` fill a temporary file in the folder of `path`, then renames it to `path`. Missing folders are made. If
 * `write` throws, the temporary file is removed and what was at `path` stays; that of a program that was killed is removed
 * by the next one that writes to `path`.
 *
 * @throws {Error} If it cannot be written; the sentence names the path.
 */
export async function atomically(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const folder = dirname(path), temporary = `${path}.${crypto.randomUUID()}.tmp`;
  const held = await named(path, async () => {
    await Deno.mkdir(folder, { recursive: true });
    await removeAbandoned(path);
    return await hold(temporary);
  });
  try {
    await write(temporary);
    await named(path, () => Deno.rename(temporary, path));
  } catch (error) {
    await Deno.remove(temporary).catch((cause: unknown) => {
      if (!(cause instanceof Deno.errors.NotFound)) throw error;
    });
    throw error;
  } finally {
    held?.close();
  }
}

/** Writes bytes, or text as UTF-8, to `path` at once: a reader sees the old file or the new one, never a part. */
export async function writeAtomic(path: string, content: Uint8Array | string): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await atomically(path, (temporary) => named(path, () => Deno.writeFile(temporary, bytes)));
}

/** What the action gives; what the system says against it is said with the path that the caller knows. */
export async function named<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (!(cause instanceof Error) || cause.message.startsWith(`Cannot write ${path} as `)) throw cause;
    // The system's own class stays, as callers ask for it.
    const Kind = cause.constructor as ErrorConstructor;
    throw new Kind(`Cannot write ${path} as the system does not let it: ${cause.message}`, { cause });
  }
}

/**
 * Writes all of the bytes where the file stands; what the system says against it is said with the path. At once: a
 * write beside the computing takes a processor from the threads of its products.
 */
export async function writeAll(file: Deno.FsFile, bytes: Uint8Array, path: string): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += await named(path, () => Promise.resolve(file.writeSync(bytes.subarray(at))));
  }
}

/** Opens the file and locks it for as long as this program lives; a lock on Windows would keep its own writer out. */
async function hold(temporary: string): Promise<Deno.FsFile | undefined> {
  if (Deno.build.os === "windows") return undefined;
  const file = await Deno.open(temporary, { write: true, create: true });
  await file.lock(true);
  return file;
}

/** Removes temporary files of the path that no living program holds; without leave to read the folder, none. */
async function removeAbandoned(path: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  const folder = dirname(path), start = path.slice(path.lastIndexOf("/") + 1);
  if ((await Deno.permissions.query({ name: "read", path: folder })).state !== "granted") return;
  const pattern = /^\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.startsWith(start) || !pattern.test(name.slice(start.length))) continue;
    const left = join(folder, name);
    try {
      const file = await Deno.open(left, { write: true });
      try {
        if (await file.tryLock(true)) await Deno.remove(left);
      } finally {
        file.close();
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // another program was quicker
    }
  }
}
