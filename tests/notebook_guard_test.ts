import assert from "node:assert/strict";
import { join } from "node:path";
import { spawnGuarded } from "../lib/notebook/guard.ts";
import { checkNotebooks } from "../lib/notebook/typecheck.ts";
import { inFolder, write } from "./notebook_helper.ts";

const posix = { ignore: Deno.build.os === "windows" };
const root = join(import.meta.dirname!, "..");

/** Resolves with the seconds until whoever connects to `listener` lets go, which the end of its process does. */
async function held(listener: Deno.TcpListener, kill: () => void): Promise<number> {
  const connection = await listener.accept();
  kill();
  const started = performance.now(), late = setTimeout(() => connection.close(), 10_000);
  while (await connection.read(new Uint8Array(16)).catch(() => null) !== null);
  clearTimeout(late);
  return (performance.now() - started) / 1000;
}

function hold({ addr }: Deno.TcpListener): string {
  return `const held = await Deno.connect({ hostname: "127.0.0.1", port: ${addr.port} });`;
}

const names = async (folder: string): Promise<string[]> =>
  (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();

for (const busy of ["while (true);", "await new Promise(() => {});"]) {
  Deno.test({
    ...posix,
    name: `a kernel whose runner is killed ends within 2 s, and leaves no file: ${busy}`,
    fn: () =>
      inFolder(async (folder) => {
        using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
        await Deno.mkdir(join(folder, "tmp"));
        const path = await write(folder, [hold(listener), busy]);
        const args = ["run", "-A", "--no-lock", "--quiet", join(root, "tools", "notebooks.ts"), path];
        const env = { TMPDIR: join(folder, "tmp") };
        const options = { args, env, stdout: "null", stderr: "null", stdin: "null" } as const;
        const runner = new Deno.Command(Deno.execPath(), options).spawn();
        assert.ok(await held(listener, () => runner.kill("SIGKILL")) < 2);
        await runner.status;
        assert.deepEqual(await names(join(folder, "tmp")), []);
        assert.deepEqual(await names(folder), ["a.ipynb", "tmp"]);
      }),
  });
}

Deno.test({
  ...posix,
  name: "a guarded child loses its files, whatever their names, with its parent; a released one loses nothing",
  fn: () =>
    inFolder(async (folder) => {
      using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const files = ["it's.ts", "$(touch x) `y`.ts"];
      const code = `import { spawnGuarded } from "${new URL("../lib/notebook/guard.ts", import.meta.url)}";
        for (const name of ${JSON.stringify(files)}) Deno.writeTextFileSync(name, "");
        const args = ["eval", ${JSON.stringify(`${hold(listener)} while (true);`)}];
        await spawnGuarded({ args, cwd: Deno.cwd() }, ${JSON.stringify(files)}).child.status;`;
      const options = { cwd: folder, stdout: "null", stderr: "null", stdin: "null" } as const;
      const parent = new Deno.Command(Deno.execPath(), { ...options, args: ["eval", code] }).spawn();
      assert.ok(await held(listener, () => parent.kill("SIGKILL")) < 2);
      await parent.status;
      assert.deepEqual(await names(folder), []);

      await Deno.writeTextFile(join(folder, "kept"), "");
      const { child, release } = spawnGuarded({ args: ["eval", "Deno.exit(3)"], cwd: folder }, ["kept"]);
      assert.equal((await child.status).code, 3);
      await release();
      assert.deepEqual(await names(folder), ["kept"]);
    }),
});

Deno.test("a check removes drafts that an earlier one had to leave, and no other file", () =>
  inFolder(async (folder) => {
    const path = await write(folder, ["1"]), id = crypto.randomUUID();
    const old = [`.a.ipynb.${id}.ts`, ".a.ipynb.notes.ts", `a.ipynb.${id}.ts`], young = `.b.ipynb.${id}.ts`;
    for (const name of [...old, young]) await Deno.writeTextFile(join(folder, name), "export {};");
    for (const name of old) await Deno.utime(join(folder, name), 1e9, 1e9);
    await checkNotebooks([path]);
    assert.deepEqual(await names(folder), [...old.slice(1), young, "a.ipynb"].sort());
  }));
