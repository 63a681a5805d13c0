/**
 * `deno task bench`: micro-benchmarks of every engine. `deno task bench --peers`: this library and Python side by side.
 * `--growth`: the time of each fit over the number of anchors and the dimension, with the exponent, into GROWTH.md.
 * `--encoders`: items a second of the pretrained encoders at hand, on one thread, into their cards and docs/data.md.
 *
 * Options of --peers: --numpy (Python programs, separated by commas: the fastest counts) and --torch, default python3,
 * --threads (default: all), --runs (default 7), --only (part of a row's name; RESULTS.md is then left alone), --rows (of
 * the file-to-file map, default 1,000,000; 0 leaves it out).
 */
import { parseArgs } from "node:util";
import { writeAtomic } from "../lib/file/atomic.ts";
import { runTask, wholeFlag } from "../tools/task.ts";

const text = (value: string) => ({ type: "string", default: value } as const);
async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      peers: { type: "boolean", default: false },
      growth: { type: "boolean", default: false },
      encoders: { type: "boolean", default: false },
      numpy: text("python3"),
      torch: text("python3"),
      threads: text(String(navigator.hardwareConcurrency)),
      runs: text("7"),
      only: text(""),
      rows: text("1000000"),
    },
  });

  if (values.encoders) {
    await (await import("./encoders.ts")).writeSpeeds();
  } else if (values.growth) {
    const { measureGrowth } = await import("./growth.ts");
    const runs = wholeFlag(values.runs, 1, Number.MAX_SAFE_INTEGER, "--runs", "run the benchmarks");
    const table = measureGrowth(runs);
    console.log(table);
    await writeAtomic(new URL("GROWTH.md", import.meta.url).pathname, table);
  } else if (values.peers) {
    const { comparePeers } = await import("./peers.ts");
    const whole = (name: "threads" | "runs" | "rows", low: number): number =>
      wholeFlag(values[name], low, Number.MAX_SAFE_INTEGER, `--${name}`, "run the benchmarks");
    const table = await comparePeers({
      ...values,
      threads: whole("threads", 1),
      runs: whole("runs", 1),
      rows: whole("rows", 0),
    });
    console.log(table);
    if (values.only === "") await writeAtomic(new URL("RESULTS.md", import.meta.url).pathname, table);
  } else {
    const args = ["bench", "--allow-read", "--allow-env", "--allow-ffi", new URL(".", import.meta.url).pathname];
    const { code } = await new Deno.Command(Deno.execPath(), { args }).spawn().status;
    Deno.exit(code);
  }
}

if (import.meta.main) await runTask(main);
