/**
 * `deno task npm`: the numerics as an npm package in `out/npm`, for Node and bundlers.
 *
 * @module
 */
import { join } from "node:path";
import config from "../../deno.json" with { type: "json" };
import { absent } from "../../lib/file/absent.ts";
import { deno } from "../deno.ts";
import { runTask } from "../task.ts";
import { writeTypes } from "./types.ts";

const HERE = import.meta.dirname ?? ".", ROOT = join(HERE, "..", "..");

const README = `# anchorage

The numerics of anchorage, a toolkit for translating between the latent spaces of neural networks: spaces, anchors, relative
projections, translations, measures, heads and linear algebra, without dependencies. Data sets, encoders, notebooks and the
command need Deno and are not in this package.

\`\`\`js
import { decodeNpy, encodeNpy, fitWhitened } from "anchorage";
import { readFileSync, writeFileSync } from "node:fs";

const [a, b] = ["a-anchors.npy", "b-anchors.npy"].map((path) => decodeNpy(readFileSync(path), path));
const map = fitWhitened(a, b, { lambda: "auto" });
writeFileSync("translated.npy", encodeNpy(map.apply(decodeNpy(readFileSync("a.npy"), "a.npy"))));
\`\`\`
`;

/** What npm reads. `process.getBuiltinModule` is what asks for these versions of Node. */
const MANIFEST = {
  name: config.name.split("/")[1],
  version: config.version,
  description: "Translate between the latent spaces of neural networks: the numerics of anchorage",
  license: config.license,
  type: "module",
  sideEffects: false,
  engines: { node: "^20.16 || >=22.3" },
  exports: { ".": { types: "./types/tools/npm/numerics.d.ts", default: "./index.js" } },
  files: ["index.js", "types"],
};

/** Builds the package beside `out` and puts it there once it is whole. Needs `--allow-run` for Deno, which bundles. */
export async function buildNpm(out: string): Promise<void> {
  const draft = `${out}.${crypto.randomUUID()}.tmp`;
  try {
    await Deno.mkdir(draft, { recursive: true });
    const how = ["--platform=browser", "--format=esm", `--output=${join(draft, "index.js")}`],
      entry = join(HERE, "numerics.ts");
    await deno(["bundle", `--config=${join(ROOT, "notebooks", "deno.json")}`, ...how, entry]);
    await writeTypes(entry, ROOT, join(draft, "types"));
    await Deno.writeTextFile(join(draft, "package.json"), `${JSON.stringify(MANIFEST, null, 2)}\n`);
    await Deno.writeTextFile(join(draft, "README.md"), README);
    await Deno.copyFile(join(ROOT, "LICENSE"), join(draft, "LICENSE"));
    await Deno.remove(out, { recursive: true }).catch(absent);
    await Deno.rename(draft, out);
  } finally {
    await Deno.remove(draft, { recursive: true }).catch(absent);
  }
}

async function main(): Promise<void> {
  await buildNpm(join(ROOT, "out", "npm"));
  console.log(`Built ${MANIFEST.name} ${MANIFEST.version}: npm install ./out/npm`);
}

if (import.meta.main) await runTask(main);
