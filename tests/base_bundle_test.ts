/** The core as one bundle: Chromium and Node give Deno's numbers, with the relaxed multiply-add and without. */
import assert from "node:assert/strict";
import { close } from "./helpers.ts";

interface Told {
  readonly engine: string;
  readonly core: string;
  readonly numbers: readonly number[];
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const program = new URL("base_bundle_program.ts", import.meta.url).pathname;

async function run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, { args: [...args], env, stdin: "null" }).output();
  assert.ok(success, decode(stderr));
  return decode(stdout);
}

async function firstOf(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await Deno.stat(path).then(() => true, () => false)) return path;
  return undefined;
}

const node = await firstOf(["/usr/bin/node", "/usr/local/bin/node", "/opt/homebrew/bin/node"]);
const chromium = await firstOf(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]);
for (const [name, path] of [["Node", node], ["Chromium", chromium]]) {
  if (path === undefined) console.log(`base_bundle_test.ts leaves out ${name}: it is not installed`);
}

/** Bundles for browsers, hands the path on and removes it. */
async function bundled<T>(body: (script: string, folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    await run(Deno.execPath(), [
      "bundle",
      "--quiet",
      "--platform",
      "browser",
      "--output",
      `${folder}/core.mjs`,
      program,
    ]);
    return await body(`${folder}/core.mjs`, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

let asked: Promise<Told> | undefined;
/** What Deno's portable engine computes, from the sources. */
function here(): Promise<Told> {
  const args = ["run", "--no-prompt", "--no-check", "--allow-env=ANCHORAGE_ENGINE", program];
  return asked ??= run(Deno.execPath(), args, { ANCHORAGE_ENGINE: "portable" }).then(JSON.parse);
}

function assertSame(told: Told, expected: Told): void {
  assert.equal(told.engine, "portable");
  assert.ok(expected.numbers.length > 100 && expected.numbers.every(Number.isFinite));
  close(told.numbers, expected.numbers, 1e-6);
}

Deno.test({
  name: "Node computes Deno's numbers from the bundle",
  ignore: node === undefined,
  fn: () =>
    bundled(async (script) => {
      assertSame(JSON.parse(await run(node!, [script])), await here());
    }),
});

/** What the page shows once the bundle has run in it. */
async function inChromium(script: string, folder: string, before = ""): Promise<Told> {
  const page = `${folder}/page.html`, text = (await Deno.readTextFile(script)).replaceAll("</script", "<\\/script");
  await Deno.writeTextFile(page, `<!doctype html><body><script type="module">${before}${text}</script></body>`);
  const quiet = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--virtual-time-budget=20000",
    `--user-data-dir=${folder}/profile`,
  ];
  const shown = await run(chromium!, [...quiet, "--dump-dom", `file://${page}`]);
  const found = /<body>(.*?)<\/body>/s.exec(shown.replace(/<script.*<\/script>/s, ""));
  return JSON.parse(found![1]!);
}

Deno.test({
  name: "Chromium computes Deno's numbers from the bundle, with the relaxed multiply-add and where there is none",
  ignore: chromium === undefined,
  fn: () =>
    bundled(async (script, folder) => {
      const relaxed = await inChromium(script, folder);
      const plain = await inChromium(script, folder, "WebAssembly.validate = () => false;");
      assert.deepEqual([relaxed.core, plain.core], ["relaxed", "plain"]);
      for (const told of [relaxed, plain]) assertSame(told, await here());
      assert.notDeepEqual(plain.numbers, relaxed.numbers);
    }),
});

Deno.test("the numerics name no runtime: what they use of one is in one file", async () => {
  const found: string[] = [];
  for (const room of ["base", "linalg", "space", "measure", "method", "head", "nn"]) {
    const folder = new URL(`../lib/${room}/`, import.meta.url);
    for await (const path of sources(folder)) {
      const code = (await Deno.readTextFile(path)).replaceAll(
        /\/\*[\s\S]*?\*\/|\/\/.*|: typeof Deno|Deno\.DynamicLibrary/g,
        "",
      );
      if (/\bDeno\b|"node:/.test(code)) found.push(path.pathname.slice(path.pathname.indexOf("/lib/") + 1));
    }
  }
  const seam = ["lib/base/node.ts", "lib/base/runtime.ts", "lib/linalg/engine/wasm/build.ts"];
  assert.deepEqual(found.toSorted(), seam, "a build script and the seam alone");
});

async function* sources(folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sources(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts")) yield new URL(name, folder);
  }
}
