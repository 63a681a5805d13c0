import assert from "node:assert/strict";
import { join } from "node:path";
import { startKernel } from "../lib/notebook/kernel.ts";
import { freePorts } from "../lib/notebook/process.ts";
import { runNotebook } from "../lib/notebook/run.ts";
import { alive, failure, inFolder, read, write } from "./notebook_helper.ts";

const display = (text: string): string =>
  `await Deno.jupyter.broadcast("display_data", { data: { "text/plain": "${text}" }, metadata: { kept: 1 } });`;

Deno.test("a run keeps every kind of output, in order", () =>
  inFolder(async (folder) => {
    const source = `console.log("one"); ${display("two")} console.log("three"); console.error("four"); 6 * 7`;
    const path = await write(folder, ["", source, "undefined"]);
    const cells: number[] = [];
    const result = await runNotebook(path, { progress: ({ number, of }) => void cells.push(number / of) });
    assert.equal(result.cells, 2);
    assert.deepEqual(cells, [2 / 3, 1]);
    const file = await read(path);
    assert.deepEqual(file.cells.map((cell) => cell.execution_count), [null, 1, 2]);
    assert.deepEqual(file.cells[0]!.outputs, []);
    assert.deepEqual(file.cells[1]!.outputs, [
      { name: "stdout", output_type: "stream", text: ["one\n"] },
      { data: { "text/plain": ["two"] }, metadata: { kept: 1 }, output_type: "display_data" },
      { name: "stdout", output_type: "stream", text: ["three\n"] },
      { name: "stderr", output_type: "stream", text: ["four\n"] },
      { data: { "text/plain": ["42"] }, execution_count: 1, metadata: {}, output_type: "execute_result" },
    ]);
    assert.deepEqual(file.cells[2]!.outputs, []);
    assert.equal(file.metadata.kernelspec!.name, "anchorage");
    assert.equal(file.metadata.language_info!.name, "typescript");
    assert.equal(file.nbformat_minor, 5);
  }));

Deno.test("ten cells lose no output, and run after run writes the same bytes", () =>
  inFolder(async (folder) => {
    const sources = Array.from({ length: 10 }, (_, i) =>
      `const x${i} = ${i};\nconsole.log(x${i}); ${display(`${i}`)} x${i}`);
    const path = await write(folder, sources);
    const texts = new Set<string>();
    for (let run = 0; run < 5; run++) {
      await runNotebook(path);
      texts.add(await Deno.readTextFile(path));
    }
    assert.equal(texts.size, 1);
    for (const cell of (await read(path)).cells) {
      assert.deepEqual(
        cell.outputs.map((output) =>
          output.output_type
        ),
        ["stream", "display_data", "execute_result"],
      );
    }
  }));

Deno.test("cells share one kernel, which runs in the notebook's folder and is gone afterwards", () =>
  inFolder(async (folder) => {
    const path = await write(folder, ["const kept = Deno.pid;", "console.log(kept, Deno.cwd());"]);
    await runNotebook(path);
    const [pid, cwd] = ((await read(path)).cells[1]!.outputs[0]!.text as string[])[0]!.trim().split(" ");
    assert.equal(cwd, folder);
    assert.equal(alive(Number(pid)), false);
    assert.equal(alive(Deno.pid), true);
  }));

Deno.test("a display is updated in place, also from a later cell, and cleared output is gone", () =>
  inFolder(async (folder) => {
    const send = (type: string, text: string): string =>
      `await Deno.jupyter.broadcast("${type}", { data: { "text/plain": "${text}" }, metadata: {}, transient: { display_id: "d" } });`;
    const clear = (wait: boolean): string => `await Deno.jupyter.broadcast("clear_output", { wait: ${wait} });`;
    const path = await write(folder, [
      send("display_data", "old"),
      send("update_display_data", "new"),
      `console.log("gone"); ${clear(true)} console.log("stays");`,
      `console.log("gone"); ${clear(false)}`,
    ]);
    await runNotebook(path);
    const outputs = (await read(path)).cells.map((cell) => cell.outputs.map((one) => one.text ?? one.data));
    assert.deepEqual(outputs, [[{ "text/plain": ["new"] }], [], [["stays\n"]], []]);
  }));

Deno.test("an error names the notebook, the cell, its source and the traceback", async () => {
  const message = await failure(["1", 'const reason = "no luck";\nthrow new TypeError(reason);', "3"]);
  assert.match(message, /^Cannot run a\.ipynb past cell 2 of 3 \(id 1-[0-9a-f]{8}\) as it threw TypeError: no luck\n/);
  assert.ok(message.includes('\n\n   1 | const reason = "no luck";\n   2 | throw new TypeError(reason);\n\n'), message);
  assert.match(message, /\n {4}at <anonymous>/);
  assert.ok(!message.includes("\x1b"), message);
});

Deno.test("a thrown value and a syntax error are errors too", async () => {
  assert.match(await failure(["throw 5"]), /as it threw Error: 5\n/);
  assert.match(await failure(["const x = ;"]), /as it threw Error: Execution failed\n/);
});

for (const source of ["while (true);", "await new Promise(() => {});"]) {
  Deno.test(`a cell that hangs is stopped with its kernel: ${source}`, async () => {
    const file = await Deno.makeTempFile();
    const message = await failure([`Deno.writeTextFileSync(${JSON.stringify(file)}, String(Deno.pid));`, source], {
      timeout: 1,
    });
    assert.match(
      message,
      /^Cannot run a\.ipynb past cell 2 of 2 \(id \S+\) as it must end within 1 s: it was stopped\n/,
    );
    assert.equal(alive(Number(await Deno.readTextFile(file))), false);
    await Deno.remove(file);
  });
}

Deno.test("a kernel that dies is reported with how", async () => {
  assert.match(await failure(["Deno.exit(3)"]), /past cell 1 of 1 \(id \S+\) as the kernel exited with code 3\n/);
  assert.match(await failure(['Deno.kill(Deno.pid, "SIGKILL")']), /as the kernel was ended by SIGKILL\n/);
});

Deno.test("an aborted signal ends the run", async () => {
  const controller = new AbortController();
  const progress = (): void => controller.abort(new Error("the reader left"));
  const message = await failure(["1", "while (true);"], { signal: controller.signal, progress });
  assert.match(message, /past cell 2 of 2 \(id \S+\) as the reader left\n/);
  const early = await failure(["1"], { signal: AbortSignal.abort(new Error("the reader never came")) });
  assert.equal(early, "Cannot run a.ipynb as the reader never came");
});

Deno.test("a kernel finds other ports when one is taken, and gives up with a clear message", () =>
  inFolder(async (folder) => {
    const busy = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const taken = () => ({ ...freePorts(), iopub_port: busy.addr.port });
    const signal = new AbortController().signal;
    let asked = 0;
    const kernel = await startKernel(folder, signal, () => asked++ === 0 ? taken() : freePorts());
    await kernel.stop();
    assert.equal(asked, 2);
    await assert.rejects(startKernel(folder, signal, taken), {
      message: "the kernel's ports must be free: they were busy 3 times in a row",
    });
    busy.close();
  }));

Deno.test("what is not a notebook of this kernel is refused before anything starts", () =>
  inFolder(async (folder) => {
    const path = join(folder, "b.ipynb");
    const refuse = async (text: string, error: { name: string; message: RegExp }): Promise<void> => {
      await Deno.writeTextFile(path, text);
      await assert.rejects(runNotebook(path), error);
      assert.equal(await Deno.readTextFile(path), text);
    };
    await refuse("{", { name: "SyntaxError", message: /^Cannot read .*b\.ipynb as it must be JSON: / });
    await refuse("[]", {
      name: "TypeError",
      message: /must be a notebook with cells in nbformat 4: it is something else$/,
    });
    await refuse("null", { name: "TypeError", message: /must be a notebook with cells/ });
    const python = { cells: [], nbformat: 4, metadata: { kernelspec: { name: "python3", language: "python" } } };
    await refuse(JSON.stringify(python), {
      name: "TypeError",
      message: /as its kernel must be Deno's: it is "python3" \(python\)$/,
    });
    await assert.rejects(runNotebook(path, { timeout: 0 }), { name: "RangeError", message: /as timeout must be/ });
    await assert.rejects(runNotebook(join(folder, "none.ipynb")), { name: "NotFound", message: /none\.ipynb/ });
  }));

Deno.test("a notice about the engine is no output, and an error's text is", () =>
  inFolder(async (folder) => {
    const engine = new URL("../lib/linalg/engine/select.ts", import.meta.url).href;
    const path = await write(folder, [
      `import { engineInfo } from "${engine}"; Deno.dlopen = () => { throw new Error("there is none"); }; undefined`,
      "console.log(engineInfo().engine); console.error('mine');",
    ]);
    await runNotebook(path);
    const outputs = (await read(path)).cells.map((cell) => cell.outputs.map((one) => one.text));
    assert.deepEqual(outputs, [[], [["portable\n"], ["mine\n"]]]);
  }));
