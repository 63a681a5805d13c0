/**
 * Files that others write into a folder of ours: their checksums are kept at first use and compared ever after.
 *
 * @module
 */
import { absent } from "./absent.ts";
import { join } from "../base/node.ts";
import { fileSha256 } from "./download.ts";
import { readJson, writeJson } from "./json.ts";
import { fromSchema, recordOf, string } from "./schema.ts";

const RECORD = "checksums.json";

/**
 * Compares every file in the folder and below with the checksum that was kept of it, and keeps those of new files, in
 * `checksums.json` there. A folder that does not exist has no files.
 *
 * @throws {Error} If a file is another one than at its first use; nothing is kept then.
 */
export async function checkPinned(folder: string): Promise<void> {
  const record = join(folder, RECORD);
  const kept = fromSchema(await readJson(record).catch(absent) ?? {}, recordOf(string), record);
  const found: Record<string, string> = {};
  for await (const name of files(folder)) {
    const sum = await fileSha256(join(folder, name));
    if (sum === undefined) continue;
    if (Object.hasOwn(kept, name) && kept[name] !== sum) {
      throw new Error(
        `Cannot use ${join(folder, name)} as its SHA-256 must be ${kept[name]}, as at its first use: it is ${sum}. ` +
          `If the change is meant, remove ${record}`,
      );
    }
    found[name] = sum;
  }
  if (Object.keys(found).some((name) => !Object.hasOwn(kept, name))) await writeJson(record, { ...kept, ...found });
}

async function* files(folder: string, below = ""): AsyncGenerator<string, void> {
  const entries = await Array.fromAsync(Deno.readDir(join(folder, below))).catch(absent) ?? [];
  for (const { name, isDirectory } of entries.toSorted((a, b) => a.name < b.name ? -1 : 1)) {
    const path = join(below, name);
    if (isDirectory) yield* files(folder, path);
    else if (path !== RECORD && !/\.tmp\b/.test(name)) yield path;
  }
}
