import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { installKernel } from "../lib/notebook/kernelspec.ts";
import { listNotebooks } from "../lib/notebook/list.ts";
import { runNotebook } from "../lib/notebook/run.ts";
import { formatNotebook, parseNotebook } from "../lib/notebook/nbformat.ts";
import { foreign } from "./notebook_samples.ts";
import { inFolder, read, write } from "./notebook_helper.ts";

// Compatibility with Jupyter itself. nbconvert may drop outputs that Deno's kernel sends late, so these tests ask only
// that it finds and starts the kernel, runs every cell without an error, and holds what it reads to be valid.

const validate = "import nbformat, sys\nfor path in sys.argv[1:]: nbformat.validate(nbformat.read(path, as_version=4))";

async function call(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ success: boolean; said: string }> {
  const { success, stderr } = await new Deno.Command(command, { args: [...args], env, stdin: "null" }).output();
  return { success, said: new TextDecoder().decode(stderr) };
}

async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  try {
    return (await call(command, args)).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The Python that has these modules, if there is one. */
async function pythonWith(modules: string): Promise<string | undefined> {
  for (const python of ["python3", "/usr/bin/python3"]) {
    if (await succeeds(python, ["-c", `import ${modules}`])) return python;
  }
  return undefined;
}

const nbformat = await pythonWith("nbformat");
const python = await pythonWith("nbconvert, nbformat, jupyter_client, ipykernel");
if (python === undefined) console.log("notebook_nbconvert_test.ts is skipped: Jupyter's nbconvert is not installed");

const folder = join(import.meta.dirname!, "..", "notebooks");
const committed = (await listNotebooks(folder)).map((path) => basename(path));

async function convert(path: string, output: string): Promise<void> {
  // By a link, as npx's own Deno, by which these tests may run, is refused.
  const executable = join(output, "deno");
  await Deno.mkdir(output, { recursive: true });
  if (!await Deno.lstat(executable).catch(() => undefined)) await Deno.symlink(Deno.execPath(), executable);
  await installKernel({ folder: output, executable });
  const env = {
    JUPYTER_PATH: output,
    JUPYTER_DATA_DIR: join(output, "own"),
    JUPYTER_CONFIG_DIR: join(output, "config"),
  };
  const args = ["-m", "nbconvert", "--to", "notebook", "--execute", "--ExecutePreprocessor.timeout=600"];
  const { success, said } = await call(python!, [...args, "--output-dir", output, path], env);
  assert.ok(success, said);
}

Deno.test({
  name: "nbconvert executes what the runner executes, and nbformat holds both to be valid",
  ignore: python === undefined,
  fn: () =>
    inFolder(async (folder) => {
      const show = 'await Deno.jupyter.broadcast("display_data", { data: { "text/plain": "a\\nb" }, metadata: {} });';
      const path = await write(folder, ["const x = 6;", `console.log(x); ${show}`, "x * 7", show]);
      await runNotebook(path);
      const ours = await read(path);
      assert.deepEqual(ours.cells.map((cell) => cell.outputs.length), [0, 2, 1, 1]);
      const output = join(folder, "converted");
      await convert(path, output);
      const theirs = await read(join(output, "a.ipynb"));
      assert.deepEqual(theirs.cells.map((cell) => cell.execution_count), [1, 2, 3, 4]);
      assert.deepEqual(theirs.metadata.kernelspec, ours.metadata.kernelspec);
      const { success, said } = await call(python!, ["-W", "error", "-c", validate, path, join(output, "a.ipynb")]);
      assert.ok(success, said);
      const invalid = join(folder, "invalid.ipynb");
      await Deno.writeTextFile(
        invalid,
        (await Deno.readTextFile(path)).replace('"nbformat_minor": 5', '"nbformat_minor": 4'),
      );
      assert.equal((await call(python!, ["-W", "error", "-c", validate, invalid])).success, false);
    }),
});

Deno.test({
  name: "what is written for notebooks of other tools is valid nbformat 4.5",
  ignore: nbformat === undefined,
  fn: () =>
    inFolder(async (folder) => {
      const path = join(folder, "a.ipynb"), text = JSON.stringify(foreign);
      const valid = async (content: string): Promise<boolean> => {
        await Deno.writeTextFile(path, content);
        return (await call(nbformat!, ["-W", "error", "-c", validate, path])).success;
      };
      assert.equal(await valid(text.replace('"nbformat_minor":2', '"nbformat_minor":5')), false);
      assert.equal(await valid(formatNotebook(parseNotebook(text, path))), true);
      await runNotebook(path);
      assert.equal(await valid(await Deno.readTextFile(path)), true);
    }),
});

for (const name of committed) {
  Deno.test({
    name: `nbconvert executes ${name}`,
    ignore: python === undefined,
    fn: () => inFolder((output) => convert(join(folder, name), output)),
  });
}
