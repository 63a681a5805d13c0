import assert from "node:assert/strict";
import { join } from "node:path";
import { installKernel } from "../lib/notebook/kernelspec.ts";
import { checkNotebooks } from "../lib/notebook/typecheck.ts";
import { alive, inFolder, read, write } from "./notebook_helper.ts";

const script = new URL("../tools/notebooks.ts", import.meta.url).pathname;

function start(args: readonly string[], cwd?: string): Deno.ChildProcess {
  const all = ["run", "--no-lock", "-A", "--quiet", script, ...args];
  const options = { args: all, stdout: "piped", stderr: "piped", env: { NO_COLOR: "1" }, ...cwd && { cwd } } as const;
  return new Deno.Command(Deno.execPath(), options).spawn();
}

async function cli(args: readonly string[], cwd?: string): Promise<{ code: number; said: string }> {
  const { code, stderr } = await start(args, cwd).output();
  return { code, said: new TextDecoder().decode(stderr) };
}

Deno.test("types are checked with the folder's own imports, across cells", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "deno.json"), '{"imports":{"answer":"./answer.ts"}}');
    await Deno.writeTextFile(join(folder, "answer.ts"), "export const answer: number = 42;");
    const notebooks = join(folder, "notebooks");
    await Deno.mkdir(notebooks);
    const good = await write(notebooks, ['import { answer } from "answer";\nanswer', "[answer].length"], "good.ipynb");
    const other = await write(folder, ["await Deno.jupyter.broadcast('x', {});"], "other.ipynb");
    await checkNotebooks([good, other]);
    const bad = await write(notebooks, ["1", 'import { nope } from "answer";', "const s: string = 1;"], "bad.ipynb");
    const missing = await write(notebooks, ['import "./missing.ts";'], "missing.ipynb");
    const twice = await write(notebooks, ["const a = 1;", "const a = 2;"], "twice.ipynb");
    await assert.rejects(checkNotebooks([good, bad, missing, twice]), ({ message }: Error) => {
      assert.match(message, /^Cannot run the notebooks as their types must be right: they are not\n\nTS/);
      assert.match(message, /TS2305 [^]* at \S+\/bad\.ipynb, cell 2 of 3 \(id 1-[0-9a-f]{8}\), line 1, column 10\n/);
      assert.match(message, /TS2322 [^]* at \S+\/bad\.ipynb, cell 3 of 3 \(id \S+\), line 1, column 7\n/);
      assert.match(
        message,
        /Cannot find module [^]* at \S+\/missing\.ipynb, cell 1 of 1 \(id \S+\), line 1, column 8\n/,
      );
      assert.match(message, /Cannot redeclare [^]* at \S+\/twice\.ipynb, cell 2 of 2 \(id \S+\), line 1, column 7\n/);
      assert.ok(!/good|\.ipynb\./.test(message), message);
      return true;
    });
    const names = (await Array.fromAsync(Deno.readDir(notebooks))).map(({ name }) => name);
    assert.deepEqual(names.sort(), ["bad.ipynb", "good.ipynb", "missing.ipynb", "twice.ipynb"]);
  }));

Deno.test("the command runs all notebooks of the folder and shows each cell", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "notebooks"));
    await write(folder, ["1", "2"], "notebooks/b.ipynb");
    await write(folder, ["3"], "notebooks/a.ipynb");
    const { code, said } = await cli(["--jobs", "1"], folder);
    assert.equal(code, 0, said);
    const lines = said.trim().replace(/\d+\.\d+ s/g, "T").split("\n");
    assert.deepEqual(lines, [
      "notebooks/a.ipynb  cell 1/1  T",
      "notebooks/a.ipynb  1 cells in T",
      "notebooks/b.ipynb  cell 1/2  T",
      "notebooks/b.ipynb  cell 2/2  T",
      "notebooks/b.ipynb  2 cells in T",
    ]);
    assert.equal((await read(join(folder, "notebooks/b.ipynb"))).cells[1]!.execution_count, 2);
  }));

Deno.test("the command stops at the first failure, or with --keep-going runs the rest and fails all the same", () =>
  inFolder(async (folder) => {
    const bad = await write(folder, ['throw new Error("no luck");'], "bad.ipynb");
    const good = await write(folder, ["1"], "good.ipynb");
    const ran = async (): Promise<boolean> => (await read(good)).cells[0]!.execution_count === 1;
    const first = await cli([bad, good, "--jobs", "1"]);
    assert.equal(first.code, 1);
    assert.match(first.said, /^Cannot run \S+bad\.ipynb past cell 1 of 1 \(id \S+\) as it threw Error: no luck\n/);
    assert.equal(await ran(), false);
    const checked = await cli([bad, good, "--check"]);
    assert.deepEqual(checked, { code: 0, said: "" });
    assert.equal(await ran(), false);
    const all = await cli([bad, good, "--keep-going"]);
    assert.equal(all.code, 1);
    assert.match(all.said, /\n1 of 2 notebooks failed\n$/);
    assert.equal(await ran(), true);
  }));

Deno.test("the command runs nothing when a type is wrong, and passes the time limit on", () =>
  inFolder(async (folder) => {
    const good = await write(folder, ["while (true);"], "good.ipynb");
    const bad = await write(folder, ["const s: string = 1;"], "bad.ipynb");
    const typed = await cli([good, bad, "--keep-going"]);
    assert.equal(typed.code, 1);
    assert.match(typed.said, /TS2322/);
    assert.ok(!typed.said.includes("must end within"));
    const hung = await cli([good, "--timeout", "1"]);
    assert.equal(hung.code, 1);
    assert.match(hung.said, /as it must end within 1 s: it was stopped/);
    assert.match((await cli([good, "--timeout", "soon"])).said, /as timeout must be a finite number/);
    assert.match(
      (await cli([good, "--jobs", "0"])).said,
      /^Cannot run notebooks as --jobs must be an integer in \[1, /,
    );
    const unknown = await cli([good, "--fast"]);
    assert.equal(unknown.code, 1);
    assert.match(unknown.said, /Unknown option '--fast'/);
  }));

Deno.test({
  name: "notebooks run side by side, as many as --jobs says",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inFolder(async (folder) => {
      await new Deno.Command("mkfifo", { args: [join(folder, "pipe")] }).output();
      const reads = await write(folder, ['await Deno.readTextFile("pipe");'], "reads.ipynb");
      const writes = await write(folder, ['await Deno.writeTextFile("pipe", "met");'], "writes.ipynb");
      const { code, said } = await cli([reads, writes, "--jobs", "2"]);
      assert.equal(code, 0, said);
      assert.match(JSON.stringify((await read(reads)).cells[0]!.outputs), /met/);
      const alone = await cli([reads, writes, "--jobs", "1", "--timeout", "2"]);
      assert.equal(alone.code, 1);
      assert.match(alone.said, /as it must end within 2 s/);
    }),
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  Deno.test({
    name: `${signal} ends the command, its kernel and nothing else`,
    ignore: Deno.build.os === "windows",
    fn: () =>
      inFolder(async (folder) => {
        const path = await write(folder, ['Deno.writeTextFileSync("pid", String(Deno.pid));', "while (true);"]);
        const before = await Deno.readTextFile(path);
        const runner = start([path]);
        let said = "", signalled = false;
        for await (const chunk of runner.stderr.pipeThrough(new TextDecoderStream())) {
          said += chunk;
          if (signalled || !said.includes("cell 1/2")) continue;
          runner.kill(signal);
          signalled = true;
        }
        assert.equal((await runner.status).code, 1);
        assert.match(said, new RegExp(`past cell 2 of 2 \\(id \\S+\\) as ${signal} interrupted it\\n`));
        assert.equal(alive(Number(await Deno.readTextFile(join(folder, "pid")))), false);
        assert.equal(await Deno.readTextFile(path), before);
        await runner.stdout.cancel();
      }),
  });
}

Deno.test("the kernelspec starts Deno's kernel, and is refused to a Deno in npx's cache", () =>
  inFolder(async (folder) => {
    const installed = "/usr/bin/deno", path = await installKernel({ folder, executable: installed });
    assert.equal(path, join(folder, "kernels", "anchorage", "kernel.json"));
    assert.deepEqual(JSON.parse(await Deno.readTextFile(path)), {
      argv: [installed, "jupyter", "--kernel", "--conn", "{connection_file}"],
      display_name: "Anchorage (Deno)",
      language: "typescript",
    });
    const npx = [
      "/home/a/.npm/_npx/01ab/node_modules/deno/deno",
      "C:\\npm-cache\\_npx\\01ab\\node_modules\\deno\\deno.exe",
    ];
    for (const executable of npx) {
      await assert.rejects(installKernel({ folder: join(folder, "no"), executable }), {
        message: /^Cannot install the kernel as Deno must be installed for good: it is in npx's cache, at /,
      });
    }
    await assert.rejects(Deno.stat(join(folder, "no")), Deno.errors.NotFound);
    const running = installKernel({ folder: join(folder, "running") }); // the default, which npx may have started
    if (/[\\/]_npx[\\/]/.test(Deno.execPath())) await assert.rejects(running, { message: /it is in npx's cache/ });
    else assert.equal(JSON.parse(await Deno.readTextFile(await running)).argv[0], Deno.execPath());
  }));
