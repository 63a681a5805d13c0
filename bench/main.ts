/**
 * `deno task bench`: micro-benchmarks of every engine. `deno task bench --peers`: this library and Python side by side.
 *
 * Options of --peers: --numpy and --torch (Python programs, default python3), --threads (default: all), --runs
 * (default 5), --only (part of a row's name; RESULTS.md is then left alone), --rows (of the file-to-file map,
 * default 1,000,000; 0 leaves it out).
 */
import { parseArgs } from "node:util";
import { writeAtomic } from "../lib/file/atomic.ts";

const text = (value: string) => ({ type: "string", default: value } as const);
const { values } = parseArgs({
  args: Deno.args,
  options: {
    peers: { type: "boolean", default: false },
    numpy: text("python3"),
    torch: text("python3"),
    threads: text(String(navigator.hardwareConcurrency)),
    runs: text("5"),
    only: text(""),
    rows: text("1000000"),
  },
});

if (values.peers) {
  const { comparePeers } = await import("./peers.ts");
  const { threads, runs, rows } = values;
  const table = await comparePeers({ ...values, threads: Number(threads), runs: Number(runs), rows: Number(rows) });
  console.log(table);
  if (values.only === "") await writeAtomic(new URL("RESULTS.md", import.meta.url).pathname, table);
} else {
  const args = ["bench", "--allow-read", "--allow-env", "--allow-ffi", new URL(".", import.meta.url).pathname];
  const { code } = await new Deno.Command(Deno.execPath(), { args }).spawn().status;
  Deno.exit(code);
}
