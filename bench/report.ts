/** The Markdown table of a comparison. */
import { cpus } from "node:os";
import { engineInfo } from "anchorage";
import type { Ratio } from "./pair.ts";
import type { Row } from "./rows.ts";
import type { Ended, Streamed } from "./rows_process.ts";

/** A row and what came of it: a ratio, or why it was skipped. */
export interface Result {
  readonly row: Row;
  readonly outcome: Ratio | string;
}

/** What a report says besides its rows. */
export interface Setting {
  readonly date: string;
  readonly threads: number;
  /** Load average of the last minute, before and after. */
  readonly load: readonly [number, number];
  readonly peers: readonly string[];
  readonly stream: Streamed | string;
}

const HEAD = [
  "| work | precision | engine | peer | ours, ms | peer, ms | ratio, min | ratio, median | at most | |",
  "|---|---|---|---|---|---|---|---|---|---|",
];

/** The line of one row. */
export function line({ row, outcome }: Result): string {
  const head = `| ${row.work} | ${row.precision} | ${row.engine} | ${row.peer} |`;
  if (typeof outcome === "string") return `${head} | | | | ${row.atMost} | skipped: ${outcome} |`;
  const { ours, theirs, least, median } = outcome;
  const [a, b] = [ours, theirs].map((seconds) => (seconds * 1000).toPrecision(3));
  const verdict = median <= row.atMost ? "yes" : "no";
  return `${head} ${a} | ${b} | ${least.toFixed(2)} | ${median.toFixed(2)} | ${row.atMost} | ${verdict} |`;
}

/** The whole report. */
export function report(results: readonly Result[], setting: Setting): string {
  const runs = Math.max(...results.map(({ outcome }) => typeof outcome === "string" ? 0 : outcome.runs));
  return [
    "# Speed, side by side",
    "",
    "Written by `deno task bench --peers`: both sides on the same inputs, interleaved, results compared. A ratio is ours",
    `over the peer's, of the least and of the median of ${runs} runs; the bound holds for the median, on an idle machine.`,
    "",
    `${setting.date}. ${machine()}; ${setting.threads} threads on both sides (portable rows: 1 of ours).`,
    `Load average before and after: ${setting.load.map((value) => value.toFixed(1)).join(", ")}.`,
    "",
    `- ours: Deno ${Deno.version.deno}, ${library()}`,
    ...setting.peers.map((peer) => `- ${peer}`),
    "",
    ...HEAD,
    ...results.map(line),
    "",
    streamed(setting.stream),
    "",
  ].join("\n");
}

function streamed(found: Streamed | string): string {
  const work = "A 384 → 768 map from a .npy file to another";
  if (typeof found === "string") return `${work}: skipped: ${found}`;
  const { rows, ours, theirs } = found, ratio = ours.median / theirs.median;
  const say = ({ median, least, megabytes }: Ended): string =>
    `${median.toFixed(1)} s (least ${least.toFixed(1)}), largest resident size ${megabytes.toFixed(0)} MB`;
  return `${work}, ${rows.toLocaleString("en")} float32 rows, whole processes in turn: ours ${
    say(ours)
  }; NumPy with mapped ` +
    `files (${theirs.python}) ${say(theirs)}. Ratio of medians ${ratio.toFixed(2)}, at most 1.0: ${
      ratio <= 1 ? "yes" : "no"
    }.`;
}

/** The processors and the system. */
export function machine(): string {
  const processors = cpus();
  return `${processors.length} × ${processors[0]?.model ?? Deno.build.arch}, ${Deno.build.os}`;
}

/** The native library with its version and the kernels that it uses. */
function library(): string {
  const { version, core, library } = engineInfo();
  return version === "" ? library : `${version} ${core}`;
}
