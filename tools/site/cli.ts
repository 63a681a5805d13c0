/**
 * Builds the site into `out/site/`, and serves it: `deno task site`, `deno task serve [--port 8000]`.
 *
 * @module
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import config from "../../deno.json" with { type: "json" };
import { latestNotebooks } from "../executed.ts";
import { runTask, wholeFlag } from "../task.ts";
import { buildSite } from "./build.ts";
import { serveFolder } from "./serve.ts";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { serve: { type: "boolean" }, port: { type: "string", default: "8000" } } });
  const port = wholeFlag(values.port, 0, 65535, "--port", "build the site"), out = join(ROOT, "out", "site");
  const exported = Object.entries(config.exports);
  const modules = Object.fromEntries(
    exported.map(([name, path]) => [name.replace(".", "anchorage"), join(ROOT, path)]),
  );
  const started = performance.now();
  const notebooks = await latestNotebooks(ROOT);
  const pages = await buildSite({ out, notebooks, root: ROOT, modules });
  console.log(
    `Built ${pages.length} notebooks and the API reference in ${seconds(started)} s: open out/site/index.html`,
  );
  if (values.serve) console.log(`Serving http://127.0.0.1:${serveFolder(out, { port }).addr.port}/`);
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}

if (import.meta.main) await runTask(main);
