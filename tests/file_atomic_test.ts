import assert from "node:assert/strict";
import { join } from "node:path";
import { writeAtomic } from "../lib/file/atomic.ts";
import { inTemp, names, text } from "./file_helper.ts";

Deno.test("writeAtomic makes folders, replaces a file and leaves no temporary file", () =>
  inTemp(async (folder) => {
    const path = join(folder, "a", "b.txt");
    await writeAtomic(path, "old");
    await writeAtomic(path, text("new"));
    assert.equal(await Deno.readTextFile(path), "new");
    assert.deepEqual(names(join(folder, "a")), ["b.txt"]);
    // The target is a folder that is not empty: the rename fails, the folder stays, nothing else appears.
    await assert.rejects(writeAtomic(join(folder, "a"), "x"));
    assert.deepEqual(names(folder), ["a"]);
  }));
