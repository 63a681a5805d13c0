/**
 * Folders that can be written: to be asked before long work, not after it.
 *
 * @module
 */
import { join } from "../base/node.ts";

/** Makes the folder, with those above it, and writes a file there and removes it. @throws Whatever the system says. */
export async function tryFolder(folder: string): Promise<void> {
  const probe = join(folder, `.${crypto.randomUUID()}.tmp`);
  await Deno.mkdir(folder, { recursive: true });
  try {
    await Deno.writeFile(probe, new Uint8Array(1 << 16), { createNew: true });
  } finally {
    await Deno.remove(probe).catch(() => {}); // where it could not be made it is not there
  }
}

/**
 * The folder, once a file could be written into it.
 *
 * @param name The flag or setting that names the folder.
 * @throws {TypeError} If it is empty. @throws {Error} If it is a file, may not be written or has no room: names it.
 */
export async function writableFolder(folder: string, name: string, action: string): Promise<string> {
  if (folder === "") throw new TypeError(`Cannot ${action} as ${name} must be a folder: it is ""`);
  try {
    await tryFolder(folder);
  } catch (cause) {
    const file = cause instanceof Deno.errors.AlreadyExists || cause instanceof Deno.errors.NotADirectory;
    const reason = file ? "it is a file" : (cause as Error).message.replace(/: [a-z]+ '.*/s, "");
    const message = `Cannot ${action} as ${name} must be a folder that can be written, not ${folder}: ${reason}`;
    throw new Error(message, { cause });
  }
  return folder;
}
