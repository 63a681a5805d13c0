/** The package as others use it: imported from a folder that is not the checkout, without its configuration. */
import assert from "node:assert/strict";
import { toFileUrl } from "./helpers.ts";

const entry = toFileUrl("mod.ts");

async function runOutside(
  program: string,
  flags: readonly string[],
): Promise<{ code: number; out: string; err: string }> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/main.ts`, program);
    const args = ["run", "--no-config", "--no-lock", ...flags, "main.ts"];
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: folder }).output();
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
    return { code, out: text(stdout), err: text(stderr) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const FIT = `
import { engineInfo, fitIrp, Matrix } from "${entry}";
const x = Matrix.from([[1, 0], [0, 2], [-3, -2]]), y = Matrix.from([[0, 1], [-2, 0], [2, -3]]);
const map = fitIrp(x, y, { subspaces: 1, prune: 0, norm: "carry" });
console.log(engineInfo().engine, map.apply(x).at(0, 1).toFixed(6));
`;

Deno.test("a script outside the checkout fits a map without any permission, on the portable engine", async () => {
  const { code, out, err } = await runOutside(FIT, []);
  assert.equal(code, 0, err);
  assert.equal(out, "portable 1.000000\n");
  assert.match(err, /no native BLAS found, so the portable engine computes/);
});

Deno.test("importing the package loads no framework and reads nothing", async () => {
  const { code, out, err } = await runOutside(`import * as a from "${entry}"; console.log(typeof a.fitIrp);`, [
    "--no-npm",
    "--no-remote",
  ]);
  assert.equal(code, 0, err);
  assert.equal(out, "function\n");
});

Deno.test("an engine that is forced and cannot be had ends the script with one sentence", async () => {
  const env = `Deno.env.set("ANCHORAGE_ENGINE", "blas"); Deno.env.set("ANCHORAGE_BLAS", "/nowhere/libblas.so");`;
  const { code, err } = await runOutside(`${env}\nconst { engineInfo } = await import("${entry}"); engineInfo();`, [
    "--allow-env",
    "--allow-ffi",
    "--allow-read",
  ]);
  assert.equal(code, 1);
  assert.match(err, /Cannot load BLAS from \/nowhere\/libblas.so: /);
});
