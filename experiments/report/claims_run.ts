/**
 * `deno task claims [--seed n] [--all] [--stored] [--from folder] [--out folder] [--readme file]`: judges every claim.
 *
 * Small experiments run anew in their quick preset; the others are read from their stored results, full
 * ones first, unless `--all`.
 *
 * @module
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { integer } from "../../lib/base/check.ts";
import { engineInfo } from "../../lib/linalg/engine/select.ts";
import { writeAtomic } from "../../lib/file/atomic.ts";
import { writeJson } from "../../lib/file/json.ts";
import { alignColumns, type Records } from "../../lib/notebook/table.ts";
import { betweenMarkers, CLAIMS, claimsMarkdown } from "./claims.ts";
import { type Result, runExperiment, storedResult } from "../experiment.ts";
import { progress } from "../../lib/base/progress.ts";
import { EXPERIMENTS } from "../registry.ts";
import { RESULT_FOLDERS } from "../../lib/notebook/results.ts";
import type { Row } from "../shared/summary.ts";

/** Experiments that take under two minutes. */
const SMALL: readonly string[] = ["fig2", "fig3", "fig5", "fig6", "temperature"];

/** How the claims are judged. */
export interface ClaimsCommand {
  readonly seed: number;
  /** Which experiments run anew. */
  readonly rerun: "small" | "all" | "none";
  /** Where stored results are, and where the verdicts go. */
  readonly from: string | readonly string[];
  readonly out: string;
  readonly readme?: string;
}

/** Reads the command line. @throws {TypeError | RangeError} One sentence on what is wrong. */
export function parseClaims(args: readonly string[]): ClaimsCommand {
  const text = { type: "string" } as const, flag = { type: "boolean" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { seed: text, from: text, out: text, readme: text, all: flag, stored: flag },
  });
  return {
    seed: integer(Number(values.seed ?? 1), 0, Number.MAX_SAFE_INTEGER, "--seed", "judge the claims"),
    rerun: values.all ? "all" : values.stored ? "none" : "small",
    from: values.from ?? [RESULT_FOLDERS.made, RESULT_FOLDERS.kept],
    out: values.out ?? RESULT_FOLDERS.made,
    ...(values.readme !== undefined && { readme: values.readme }),
  };
}

/** The result that an experiment's claims are judged by: run now, or as stored; undefined where there is none. */
async function resultOf(name: string, { seed, rerun, from }: ClaimsCommand): Promise<Result | undefined> {
  const experiment = EXPERIMENTS.find((e) => e.name === name);
  if (experiment && (rerun === "all" || (rerun === "small" && SMALL.includes(name)))) {
    return await runExperiment(experiment, { preset: "quick", seed, progress });
  }
  return await storedResult(name, from);
}

/** Every claim with its verdict; one without a result says so. */
export async function judgeClaims(command: ClaimsCommand): Promise<readonly Row[]> {
  const rows: Row[] = [], results = new Map<string, Result | undefined>();
  for (const { judge, ...claim } of CLAIMS) {
    const { experiment } = claim;
    if (!results.has(experiment)) results.set(experiment, await resultOf(experiment, command));
    const result = results.get(experiment);
    rows.push(
      result
        ? { ...claim, ...judge(result.records), seed: result.seed, preset: result.preset }
        : { ...claim, verdict: "not run", ours: `needs: deno task experiment ${experiment}` },
    );
  }
  return rows;
}

async function main(): Promise<void> {
  const started = performance.now(), command = parseClaims(Deno.args), rows = await judgeClaims(command);
  const shown = rows.map((r) => ({ where: r.where, claim: r.claim, verdict: r.verdict, ours: r.ours }));
  console.log(alignColumns(shown as Records));
  const path = join(command.out, "claims-quick.json"), seconds = Math.round(performance.now() - started) / 1000;
  const run = { experiment: "claims", preset: "quick", seed: command.seed, engine: engineInfo(), seconds };
  await writeJson(path, { ...run, date: new Date().toISOString(), sizes: {}, records: { claims: rows } });
  if (command.readme !== undefined) {
    const text = await Deno.readTextFile(command.readme);
    await writeAtomic(command.readme, betweenMarkers(text, claimsMarkdown(rows)));
  }
  console.log(`wrote ${path}`);
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(1);
  }
}
