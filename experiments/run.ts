/**
 * `deno task experiment <name> [--preset quick|full] [--seed n] [--out folder]`
 *
 * @module
 */
import { parseArgs } from "node:util";
import { integer, oneOf } from "../lib/base/check.ts";
import { type Result, runExperiment, saveResult } from "./experiment.ts";
import { duration, progress } from "../lib/base/progress.ts";
import { EXPERIMENTS } from "./registry.ts";
import { RESULT_FOLDERS } from "../lib/notebook/results.ts";
import { alignColumns, type Records } from "../lib/notebook/table.ts";

/** Where results go unless told otherwise. */
export const RESULTS: string = RESULT_FOLDERS.made;

/** A command as asked for. */
export interface Command {
  readonly name: string;
  readonly preset: "quick" | "full";
  readonly seed: number;
  readonly out: string;
}

/** Reads the command line. @throws {RangeError | TypeError} One sentence that lists what is known. */
export function parseCommand(args: readonly string[]): Command {
  const action = "run an experiment";
  const known = { preset: { type: "string" }, seed: { type: "string" }, out: { type: "string" } } as const;
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: known,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === "option") oneOf(token.rawName, ["--preset", "--seed", "--out"], "a flag", action);
    if (token.kind === "option" && token.value === undefined) {
      throw new TypeError(`Cannot ${action} as ${token.rawName} must have a value: it has none`);
    }
  }
  const name = oneOf(positionals[0] ?? "", EXPERIMENTS.map((e) => e.name), "its name", action);
  if (positionals.length > 1) {
    throw new TypeError(`Cannot ${action} as there must be one name: there is "${positionals[1]}" too`);
  }
  return {
    name,
    preset: oneOf(String(values.preset ?? "quick"), ["quick", "full"], "--preset", action),
    seed: integer(Number(values.seed ?? 1), 0, Number.MAX_SAFE_INTEGER, "--seed", action),
    out: String(values.out ?? RESULTS),
  };
}

/** Runs one experiment, prints its summary, keeps its result; returns it. */
export async function runCommand({ name, preset, seed, out }: Command): Promise<Result> {
  const experiment = EXPERIMENTS.find((e) => e.name === name)!;
  console.log(`${experiment.reproduces}: ${experiment.about} (${preset}, seed ${seed})`);
  const result = await runExperiment(experiment, { preset, seed, progress });
  const paths = await saveResult(result, out);
  console.log(alignColumns(summaryRows(result)));
  console.log(`${name} took ${duration(result.seconds)} on the ${result.engine.engine} engine; wrote`);
  for (const path of paths) console.log(`  ${path}`);
  return result;
}

/** The rows that a run prints: those that its summary names, or the first record set. */
export function summaryRows(result: Result): Records {
  return result.records[result.summary ?? Object.keys(result.records)[0]!] as Records;
}

async function main(): Promise<void> {
  let command: Command;
  try {
    command = parseCommand(Deno.args);
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(2);
  }
  await runCommand(command);
}

if (import.meta.main) await main();
