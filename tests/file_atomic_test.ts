import assert from "node:assert/strict";
import { join } from "node:path";
import { writeAtomic } from "../lib/file/atomic.ts";
import { inTemp, names, text } from "./file_helper.ts";
import { toFileUrl } from "./helpers.ts";
import { runOutside } from "./outside_helper.ts";

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

const linux = Deno.build.os === "linux";

Deno.test({
  name: "what a killed program left is removed by the next one, what a living one writes is not",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inTemp(async (folder) => {
      const module = new URL("../lib/file/atomic.ts", import.meta.url).href, path = join(folder, "x.txt");
      const script = `import { atomically } from "${module}";
        await atomically(Deno.args[0], async (temporary) => {
          await Deno.writeTextFile(temporary, "half");
          console.log("begun");
          await new Promise((resolve) => setTimeout(resolve, 60_000));
        });`;
      const writer = (): Deno.ChildProcess =>
        new Deno.Command(Deno.execPath(), {
          args: ["eval", "--no-lock", script, path],
          stdout: "piped",
          stderr: "inherit",
        }).spawn();
      const killed = writer(), living = writer();
      const begun = await Promise.all([killed, living].map(async ({ stdout }) => {
        const reader = stdout.getReader();
        await reader.read();
        return reader;
      }));
      await Deno.writeTextFile(join(folder, `${"x.txt"}.notes.tmp`), "mine");
      await Deno.writeTextFile(join(folder, `y.txt.${crypto.randomUUID()}.tmp`), "of another path");
      assert.equal(names(folder).length, 4);
      killed.kill("SIGKILL");
      await killed.status;
      await writeAtomic(path, "whole");
      assert.equal(names(folder).length, 4, `one gone, one new: ${names(folder)}`);
      living.kill("SIGKILL");
      await living.status;
      await Promise.all(begun.map((reader) => reader.cancel()));
      await writeAtomic(path, "again");
      assert.equal(await Deno.readTextFile(path), "again");
      assert.deepEqual(names(folder).filter((name) => name.startsWith("x")), ["x.txt", "x.txt.notes.tmp"]);
    }),
});

Deno.test({
  name: "a full disk is named by the path that was asked for",
  ignore: !linux,
  fn: async () => {
    // In a program of its own, as Deno keeps /dev to itself unless it is given all permissions.
    const full = `import { named } from "${toFileUrl("lib/file/atomic.ts")}";
      await named("y.npy", () => Deno.writeFile("/dev/full", new Uint8Array(9))).catch((e) => console.log(e.message));`;
    const { out } = await runOutside(full, ["-A"]);
    assert.match(out, /^Cannot write y\.npy as the system does not let it: .*[Nn]o space left/);
    await assert.rejects(writeAtomic("/dev/null/x.txt", "x"), {
      message: /^Cannot write \/dev\/null\/x\.txt as the system does not let it: /,
    });
  },
});
