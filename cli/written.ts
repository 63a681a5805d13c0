/**
 * What a command writes is none of what it reads, and can be written: asked before the work, not after it.
 *
 * @module
 */
import { dirname } from "node:path";
import { writableFolder } from "../lib/file/folder.ts";
import { filesOf } from "../lib/file/vectors.ts";

/** The flags that name a file to write. */
const WRITTEN = ["out", "html"];

/**
 * @throws {TypeError} If a file to write is one of those to read, by whatever name: operands or other flags; or no file.
 * @throws {Error} If the system lets none be written there.
 */
export async function checkWritten(
  given: Readonly<Record<string, unknown>>,
  operands: readonly string[],
  action: string,
): Promise<void> {
  const texts = Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const written = texts.filter(([flag]) => WRITTEN.includes(flag));
  if (written.length === 0) return;
  const values = texts.filter(([flag]) => !WRITTEN.includes(flag)).flatMap(([, value]) => [value, ...value.split(",")]);
  const files = [...values, ...(await Promise.all(operands.map(filesOf))).flat()];
  const read = new Set(await Promise.all(files.map(real)));
  for (const [flag, path] of written) {
    const target = await real(path);
    if (target !== undefined && read.has(target)) {
      throw new TypeError(`Cannot ${action} as --${flag} must not be a file that is read: it is "${path}"`);
    }
    if (path === "" || (await there(path))?.isDirectory) {
      throw new TypeError(
        `Cannot ${action} as --${flag} must be a file: it is ${path === "" ? '""' : `the folder ${path}`}`,
      );
    }
    let folder = dirname(path); // those that are not there are made by whoever writes
    while (await there(folder) === undefined) folder = dirname(folder);
    await writableFolder(folder, `the place of --${flag}`, action);
  }
}

const there = (path: string): Promise<Deno.FileInfo | undefined> => Deno.stat(path).catch(() => undefined);

/** The file's one name; none where there is no such file. */
async function real(path: string): Promise<string | undefined> {
  try {
    return await Deno.realPath(path);
  } catch {
    return undefined; // whoever reads or writes it says what is wrong with it
  }
}
