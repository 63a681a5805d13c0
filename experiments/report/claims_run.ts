/**
 * `deno task claims [--seed n [--preset p]] [--only a,b] [--from folder] [--out folder] [--gate]`: judges the
 * claims.
 *
 * Without a seed by the stored results, full ones first; with one everything is measured anew with it, in the quick
 * presets unless told otherwise, and the file has the preset's name. With `--gate` a claim that holds as it is kept and
 * does not hold now ends the run with exit code 1.
 *
 * @module
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { engineInfo } from "../../lib/linalg/engine/select.ts";
import { writableFolder } from "../../lib/file/folder.ts";
import { writeJson } from "../../lib/file/json.ts";
import { alignColumns, type Records } from "../../lib/notebook/table.ts";
import { CLAIMS } from "./claims.ts";
import { type Result, storedResult, storedResults } from "../experiment.ts";
import { PRETRAINED } from "../shared/pretrained.ts";
import { processors } from "../shared/lanes.ts";
import { RESULT_FOLDERS } from "../../lib/notebook/results.ts";
import { measureRun } from "../run.ts";
import type { Row } from "../shared/summary.ts";
import { runTask, seedFlag } from "../../tools/task.ts";

/** How the claims are judged. */
export interface ClaimsCommand {
  /** The seed to measure with; stored results are judged if absent. */
  readonly seed?: number;
  /** The preset to measure in, or to read; by default the quick one, or the fullest that is stored. */
  readonly preset?: string;
  /** Experiments to judge; all if absent. */
  readonly only?: readonly string[];
  /** Where stored results are, and where the verdicts go. */
  readonly from: string | readonly string[];
  readonly out: string;
  readonly gate?: boolean;
}

/** Reads the command line. @throws {TypeError | RangeError} One sentence on what is wrong. */
export function parseClaims(args: readonly string[]): ClaimsCommand {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { seed: text, preset: text, only: text, from: text, out: text, gate: { type: "boolean" } },
  });
  return {
    ...(values.seed !== undefined && { seed: seedFlag(values.seed, "judge the claims") }),
    ...(values.preset !== undefined && { preset: values.preset }),
    ...(values.only !== undefined && { only: values.only.split(",") }),
    from: values.from ?? [RESULT_FOLDERS.made, RESULT_FOLDERS.kept],
    out: values.out ?? RESULT_FOLDERS.made,
    ...(values.gate && { gate: true }),
  };
}

/** The results that an experiment's claims are judged by: measured now, or as stored; empty where there is none. */
async function resultsOf(name: string, { seed, preset, from, out }: ClaimsCommand): Promise<readonly Result[]> {
  if (seed === undefined) return await storedResults(name, from, preset);
  const asked = { name, preset: preset ?? "quick", seed, out, part: { i: 1, n: 1 }, jobs: processors() };
  return [(await measureRun({ ...asked, force: false, dryRun: false }))!.result];
}

/** Every claim with its verdict on every result; one without a result says so. */
export async function judgeClaims(command: ClaimsCommand): Promise<readonly Row[]> {
  const rows: Row[] = [], results = new Map<string, readonly Result[]>();
  for (const { judge, ...claim } of CLAIMS) {
    const { experiment } = claim;
    if (command.only && !command.only.includes(experiment)) continue;
    if (!results.has(experiment)) results.set(experiment, await resultsOf(experiment, command));
    const judged = results.get(experiment)!.map(({ records, seed, preset }) => (
      { ...claim, ...judge(records), seed, preset }
    ));
    const missing = { ...claim, verdict: "not run", ours: `needs: deno task experiment ${experiment}` };
    rows.push(...(judged.length > 0 ? judged : [missing]));
  }
  return rows;
}

/** @throws {Error} If claims that hold as kept do not hold in these rows: the sentence names them. */
export function checkFallen(rows: readonly Row[], kept: Result | undefined): void {
  const named = (r: Row): string => `${r.id}${r.preset === PRETRAINED ? ", pretrained" : ""}`;
  const held = (kept?.records.claims ?? []).filter((r) => r.verdict === "holds").map(named);
  const fallen = rows.filter((r) => r.verdict === "does not hold" && held.includes(named(r)));
  if (fallen.length === 0) return;
  throw new Error(`Claims that held do not hold: ${fallen.map((r) => `${r.id} (${r.ours})`).join("; ")}`);
}

async function main(): Promise<void> {
  const started = performance.now(), command = parseClaims(Deno.args);
  await writableFolder(command.out, "--out", "judge the claims");
  const rows = await judgeClaims(command);
  const shown = rows.map((r) => ({
    where: r.where,
    on: (r.preset ?? "–") as string,
    claim: r.claim,
    verdict: r.verdict,
    ours: r.ours,
  }));
  console.log(shown.length > 0 ? alignColumns(shown as Records) : "no claim is judged by what was asked for");
  const preset = command.preset ?? (command.seed === undefined ? "full" : "quick");
  const path = join(command.out, `claims-${preset}.json`), seconds = Math.round(performance.now() - started) / 1000;
  const run = { experiment: "claims", preset, seed: command.seed ?? 1, engine: engineInfo(), seconds };
  await writeJson(path, { ...run, date: new Date().toISOString(), sizes: {}, records: { claims: rows } });
  console.log(`wrote ${path}`);
  if (command.gate) checkFallen(rows, await storedResult("claims", RESULT_FOLDERS.kept));
}

if (import.meta.main) await runTask(main);
