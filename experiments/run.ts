/**
 * `deno task experiment <name> [--preset p] [--seed n] [--out folder] [--part i/n] [--jobs n] [--force] [--dry-run]`
 *
 * Presets are "quick", "full" and, where an experiment has them, "pretrained" (encoders that others trained) and "paper"
 * (the papers' own encoders and data, not run here: `--dry-run` lists what to get).
 *
 * @module
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { oneOf } from "../lib/base/check.ts";
import { type Experiment, gather, type Result, saveResult } from "./experiment.ts";
import { EXPERIMENTS } from "./registry.ts";
import { measureMissing, partOf, planCells } from "./shared/cells.ts";
import { describePlan } from "./shared/estimate.ts";
import { processors } from "./shared/lanes.ts";
import { parsePart, type Part } from "../lib/base/part.ts";
import type { StoredCell } from "./shared/store.ts";
import { duration, progress } from "../lib/base/progress.ts";
import { writableFolder } from "../lib/file/folder.ts";
import { RESULT_FOLDERS } from "../lib/notebook/results.ts";
import { alignColumns, type Records } from "../lib/notebook/table.ts";
import { runTask, seedFlag, wholeFlag } from "../tools/task.ts";

/** Where results go unless told otherwise. */
export const RESULTS: string = RESULT_FOLDERS.made;

/** The folder of finished cells beside the results of a folder. */
export const cellsIn = (folder: string): string => join(folder, "cells");

/** A command as asked for. */
export interface Command {
  readonly name: string;
  readonly preset: string;
  readonly seed: number;
  readonly out: string;
  readonly part: Part;
  readonly jobs: number;
  readonly force: boolean;
  readonly dryRun: boolean;
}

const ACTION = "run an experiment", TEXT = { type: "string" } as const, FLAG = { type: "boolean" } as const;
const VALUES = { preset: TEXT, seed: TEXT, out: TEXT, part: TEXT, jobs: TEXT };
const FLAGS = { force: FLAG, "dry-run": FLAG };

/** Reads the command line. @throws {RangeError | TypeError} One sentence that lists what is known. */
export function parseCommand(args: readonly string[], experiments: readonly Experiment[] = EXPERIMENTS): Command {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: { ...VALUES, ...FLAGS },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const known = [...Object.keys(VALUES), ...Object.keys(FLAGS)].map((name) => `--${name}`);
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    oneOf(token.rawName, known, "a flag", ACTION);
    if (token.value === undefined && token.name in VALUES) {
      throw new TypeError(`Cannot ${ACTION} as ${token.rawName} must have a value: it has none`);
    }
  }
  const name = oneOf(positionals[0] ?? "", experiments.map((e) => e.name), "its name", ACTION);
  if (positionals.length > 1) {
    throw new TypeError(`Cannot ${ACTION} as there must be one name: there is "${positionals[1]}" too`);
  }
  const presets = Object.keys(experiments.find((e) => e.name === name)!.presets);
  return {
    name,
    preset: oneOf(String(values.preset ?? "quick"), presets, "--preset", ACTION),
    seed: seedFlag(values.seed as string | undefined, ACTION),
    out: String(values.out ?? RESULTS),
    part: parsePart(values.part as string | undefined, ACTION),
    jobs: wholeFlag(String(values.jobs ?? processors()), 1, 1024, "--jobs", ACTION),
    force: values.force === true,
    dryRun: values["dry-run"] === true,
  };
}

/** A result with the cells that it was gathered from. */
export interface Measured {
  readonly result: Result;
  readonly cells: readonly StoredCell[];
}

/** What a run may be given besides the command. */
export interface RunOptions {
  readonly experiments?: readonly Experiment[];
  readonly progress?: typeof progress;
}

/**
 * Measures the cells that are missing (of one part, if asked) and keeps each; once all are there, gathers them into the
 * result. Undefined while cells of other parts are missing.
 */
export async function measureRun(command: Command, options: RunOptions = {}): Promise<Measured | undefined> {
  const { name, out, part, jobs, force } = command, folder = cellsIn(out);
  const experiment = (options.experiments ?? EXPERIMENTS).find((e) => e.name === name)!;
  const planned = partOf(await planCells(experiment, { ...command, folder, force }), part);
  await measureMissing(experiment, planned, folder, { jobs, progress: options.progress ?? progress });
  const all = await planCells(experiment, { ...command, folder, force: false });
  const kept = all.flatMap((cell) => cell.kept ?? []);
  if (kept.length < all.length) return undefined;
  return { result: await gather(experiment, command, kept), cells: kept };
}

/** Runs one experiment, prints its summary, keeps its result. */
export async function runCommand(command: Command): Promise<void> {
  const { name, preset, seed, out, part, dryRun } = command, experiment = EXPERIMENTS.find((e) => e.name === name)!;
  console.log(`${experiment.reproduces}: ${experiment.about} (${preset}, seed ${seed})`);
  if (dryRun) return console.log(await describePlan(experiment, command, cellsIn(out)));
  await writableFolder(out, "--out", ACTION);
  const measured = await measureRun(command);
  if (!measured) {
    return console.log(
      `Part ${part.i} of ${part.n} is measured; once all are, \`deno task merge\` joins their folders`,
    );
  }
  const { result, cells } = measured, paths = await saveResult(result, cells, out);
  console.log(alignColumns(summaryRows(result)));
  console.log(`${name} took ${duration(result.seconds)} over all cells on the ${result.engine.engine} engine; wrote`);
  for (const path of paths) console.log(`  ${path}`);
}

/** The rows that a run prints: those that its summary names, or the first record set. */
export function summaryRows(result: Result): Records {
  return result.records[result.summary ?? Object.keys(result.records)[0]!] as Records;
}

if (import.meta.main) {
  const command = await runTask(() => parseCommand(Deno.args), 2);
  await runTask(() => runCommand(command));
}
