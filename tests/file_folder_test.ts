import assert from "node:assert/strict";
import { join } from "node:path";
import { writableFolder } from "../lib/file/folder.ts";
import { inFolder } from "./notebook_helper.ts";

const ACTION = "run a task";

Deno.test("a folder is made before the work, and one that cannot be written is refused in one sentence", () =>
  inFolder(async (folder) => {
    const made = join(folder, "new", "deep");
    assert.equal(await writableFolder(made, "--out", ACTION), made);
    assert.deepEqual(await Array.fromAsync(Deno.readDir(made)), []);
    await assert.rejects(writableFolder("", "--out", ACTION), {
      name: "TypeError",
      message: 'Cannot run a task as --out must be a folder: it is ""',
    });
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "x");
    for (const taken of [file, join(file, "below")]) {
      await assert.rejects(writableFolder(taken, "--out", ACTION), {
        message: `Cannot run a task as --out must be a folder that can be written, not ${taken}: it is a file`,
      });
    }
  }));

Deno.test({
  name: "a read-only folder and a full disk are refused before the work",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const message = /^Cannot run a task as --out must be a folder that can be written, not \/\S+: [^\n]+$/;
    await assert.rejects(writableFolder("/proc/anchorage", "--out", ACTION), { message });
    await assert.rejects(writableFolder("/sys/kernel", "--out", ACTION), { message });
  },
});
