/**
 * `deno task mutants [--only text] [--sample n] [--seed n] [--jobs n]`: applies each named mutation to a copy of the
 * sources and runs the tests of its room, one of which must fail. Ends with exit code 1 if a mutation survives.
 *
 * @module
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { duration, progress } from "../../lib/base/progress.ts";
import { absent } from "../../lib/file/absent.ts";
import { rng } from "../../lib/base/random.ts";
import { runTask, seedFlag, wholeFlag } from "../../tools/task.ts";
import { EXPERIMENT_MUTANTS } from "./experiments.ts";
import { LIBRARY_MUTANTS } from "./library.ts";
import type { Mutant } from "./mutant.ts";
import { PRETRAINED_MUTANTS } from "./pretrained.ts";

/** The checkout. */
export const ROOT: string = join(import.meta.dirname!, "..", "..");
/** What tests read. */
const COPIED = ["lib", "experiments", "tests", "tools", "cli", "bench", "notebooks", "docs", "data", "mod.ts"];
const FILES = ["deno.json", "deno.lock", "README.md", "CONTRIBUTING.md"];
/** A test run that takes longer hangs. */
const SECONDS = 300;

/** All mutations. */
export const MUTANTS: readonly Mutant[] = Object.freeze([
  ...EXPERIMENT_MUTANTS,
  ...PRETRAINED_MUTANTS,
  ...LIBRARY_MUTANTS,
]);

/** Why a mutation cannot be applied; undefined if it can. */
export async function staleness({ name, file, text, replacement }: Mutant, root = ROOT): Promise<string | undefined> {
  const source = await Deno.readTextFile(join(root, file)).catch(absent) ?? "";
  const found = source.split(text).length - 1;
  if (found !== 1) return `Cannot apply "${name}" as ${file} must have its text once: it has it ${found} times`;
  return text === replacement ? `Cannot apply "${name}" as it must change something: it does not` : undefined;
}

/** A seeded choice of mutations that are not equivalent. */
export function chosen(
  mutants: readonly Mutant[],
  { only = "", sample, seed }: { readonly only?: string; readonly sample?: number; readonly seed: number },
): readonly Mutant[] {
  const able = mutants.filter((m) => m.equivalent === undefined && `${m.file} ${m.name}`.includes(only));
  if (sample === undefined) return able;
  return Array.from(rng(seed).fork("mutants").permutation(able.length).subarray(0, sample)).sort((a, b) => a - b)
    .map((i) => able[i]!);
}

/** How a mutation fared. */
export type Fate = "killed" | "hangs" | "survived" | "broken";

/** Runs tests in a folder: what they say of the code that is there. */
export async function runTests(folder: string, tests: readonly string[]): Promise<Fate> {
  const flags = ["--quiet", "--no-check", "--fail-fast", "--config=notebooks/deno.json", "--allow-all"];
  const abort = new AbortController(), timer = setTimeout(() => abort.abort(), SECONDS * 1000);
  try {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["test", ...flags, ...tests],
      cwd: folder,
      signal: abort.signal,
      env: { NO_COLOR: "1", OPENBLAS_NUM_THREADS: "1" },
    }).output();
    if (abort.signal.aborted) return "hangs";
    if (success) return "survived";
    const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    return /SyntaxError: (?!Cannot)/.test(text) || !/\| [1-9]\d* failed/.test(text) ? "broken" : "killed";
  } finally {
    clearTimeout(timer);
  }
}

async function copyTree(folder: string): Promise<void> {
  const { success } = await new Deno.Command("cp", {
    args: ["-r", ...[...COPIED, ...FILES].map((name) => join(ROOT, name)), folder],
  }).output();
  if (!success) throw new Error(`Cannot copy the sources to ${folder}`);
}

async function tryMutant(folder: string, { file, text, replacement, tests }: Mutant): Promise<Fate> {
  const path = join(folder, file), source = await Deno.readTextFile(path);
  try {
    await Deno.writeTextFile(path, source.replace(text, () => replacement));
    return await runTests(folder, tests);
  } finally {
    await Deno.writeTextFile(path, source);
  }
}

/** Tries all mutations in `jobs` copies, prints those that nothing notices; returns what became of each. */
export async function tryAll(mutants: readonly Mutant[], jobs: number): Promise<ReadonlyMap<Mutant, Fate>> {
  const waiting = mutants.slice(), fates = new Map<Mutant, Fate>(), tick = progress("mutants", mutants.length);
  const lane = async (): Promise<void> => {
    const folder = await Deno.makeTempDir({ prefix: "mutants-" });
    try {
      await copyTree(folder);
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        const fate = await tryMutant(folder, mutant);
        fates.set(mutant, fate);
        if (fate === "broken" || fate === "survived") {
          console.log(`${fate.toUpperCase().padEnd(11)} ${mutant.file}: ${mutant.name}`);
        }
        tick();
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, mutants.length) }, lane));
  return fates;
}

async function main(): Promise<void> {
  const text = { type: "string" } as const, action = "try mutations";
  const { values } = parseArgs({ args: Deno.args, options: { only: text, sample: text, seed: text, jobs: text } });
  const seed = seedFlag(values.seed, action);
  const jobs = wholeFlag(values.jobs ?? String(navigator.hardwareConcurrency), 1, 1024, "--jobs", action);
  const sample = values.sample !== undefined &&
    { sample: wholeFlag(values.sample, 0, Number.MAX_SAFE_INTEGER, "--sample", action) };
  const stale = (await Promise.all(MUTANTS.map((m) => staleness(m)))).filter((reason) => reason !== undefined);
  if (stale.length > 0) throw new Error(stale.join("\n"));
  const started = performance.now(), mutants = chosen(MUTANTS, { ...sample, seed, only: values.only ?? "" });
  const fates = await tryAll(mutants, jobs), of = (fate: Fate) => mutants.filter((m) => fates.get(m) === fate);
  for (const m of MUTANTS.filter((m) => m.equivalent)) {
    console.log(`equivalent  ${m.file}: ${m.name} (${m.equivalent})`);
  }
  const dead = of("killed").length + of("hangs").length, took = duration((performance.now() - started) / 1000);
  console.log(`${dead} of ${mutants.length} mutations are noticed (seed ${seed}, ${took})`);
  if (dead < mutants.length) Deno.exit(1);
}

if (import.meta.main) await runTask(main);
