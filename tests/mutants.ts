/**
 * Mutants: changes one operator of a room's code at a time and runs the room's tests, which must then fail.
 * `deno run --config=notebooks/deno.json -A tests/mutants.ts <room>… [--every n] [--jobs n] [--least percent]`.
 *
 * Prints each mutant that lives, then the share that was found; fails if it is below `--least`. Some mutants change
 * nothing that can be seen (`<` for `<=` where both sides never meet), so that share is never asked to be all.
 *
 * @module
 */
import { basename, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { wholeFlag } from "../tools/task.ts";

/** Rooms whose tests go by the name of the room that uses them. */
const TESTED_BY: Readonly<Record<string, string>> = { space: "method" };
const ROOT = join(import.meta.dirname!, ".."), ACTION = "run mutants";
/** What stands in the place of what; code formatted by Deno has spaces around its operators, and its types have not. */
const CHANGES: readonly (readonly [string, string])[] = [
  [" < ", " <= "],
  [" <= ", " < "],
  [" > ", " >= "],
  [" >= ", " > "],
  [" + ", " - "],
  [" - ", " + "],
  [" * ", " / "],
  [" / ", " * "],
  [" && ", " || "],
  [" || ", " && "],
  [" === ", " !== "],
  [" !== ", " === "],
  ["Math.max(", "Math.min("],
  ["Math.min(", "Math.max("],
  ["return -", "return "],
];

/** A file with one change. */
interface Mutant {
  readonly path: string;
  readonly line: number;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

/** Every mutant of a source; comments, imports and texts in quotes are left alone. */
export function mutantsOf(path: string, source: string): readonly Mutant[] {
  const lines = source.split("\n");
  return lines.flatMap((line, i) => {
    if (/^\s*(\/?\*|\/\/|import |export \*|\} from )/.test(line)) return [];
    const code = line.replace(/(["'`])(?:\\.|(?!\1).)*\1/g, (text) => "\0".repeat(text.length)).replace(/\/\/.*$/, "");
    return CHANGES.flatMap(([from, to]) => {
      const found: Mutant[] = [];
      for (let at = code.indexOf(from); at >= 0; at = code.indexOf(from, at + 1)) {
        const changed = line.slice(0, at) + to + line.slice(at + from.length);
        found.push({ path, line: i + 1, from, to, text: lines.with(i, changed).join("\n") });
      }
      return found;
    });
  });
}

async function filesOf(folder: string, ending: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) found.push(...await filesOf(join(folder, name), ending));
    else if (name.endsWith(ending)) found.push(join(folder, name));
  }
  return found.sort();
}

/** Whether the tests pass in the copy of the checkout, in time. */
async function pass(copy: string, tests: readonly string[]): Promise<boolean> {
  const args = ["test", "-A", "--quiet", "--no-check", "--fail-fast", "--config=notebooks/deno.json", ...tests];
  return (await new Deno.Command(Deno.execPath(), { args, cwd: copy, signal: AbortSignal.timeout(300_000) }).output())
    .success;
}

/** Whether the tests notice the mutant. */
async function isFound(copy: string, mutant: Mutant, tests: readonly string[]): Promise<boolean> {
  const file = join(copy, mutant.path), before = await Deno.readTextFile(file);
  await Deno.writeTextFile(file, mutant.text);
  try {
    return !await pass(copy, tests);
  } finally {
    await Deno.writeTextFile(file, before);
  }
}

async function main(): Promise<boolean> {
  const options = {
    every: { type: "string", default: "1" },
    jobs: { type: "string", default: String(navigator.hardwareConcurrency) },
    least: { type: "string", default: "0" },
  } as const;
  const { values, positionals: rooms } = parseArgs({ options, allowPositionals: true });
  const every = wholeFlag(values.every, 1, 1e6, "--every", ACTION),
    jobs = wholeFlag(values.jobs, 1, 64, "--jobs", ACTION);
  const least = wholeFlag(values.least, 0, 100, "--least", ACTION),
    waiting: (readonly [Mutant, readonly string[]])[] = [];
  for (const room of rooms) {
    const tests = (await filesOf(join(ROOT, "tests"), "_test.ts"))
      .filter((path) => basename(path).startsWith(`${TESTED_BY[room] ?? room}_`)).map((path) => relative(ROOT, path));
    if (tests.length === 0 || !await pass(ROOT, tests)) {
      throw new Error(
        `Cannot ${ACTION} of ${room} as its tests must pass without them: they do not, or there are none`,
      );
    }
    for (const path of await filesOf(join(ROOT, "lib", room), ".ts")) {
      const mutants = mutantsOf(relative(ROOT, path), await Deno.readTextFile(path));
      for (const mutant of mutants) waiting.push([mutant, tests]);
    }
  }
  const chosen = waiting.filter((_, i) => i % every === 0), count = chosen.length;
  let found = 0;
  const lane = async (): Promise<void> => {
    const copy = await Deno.makeTempDir();
    await new Deno.Command("sh", { args: ["-c", `git ls-files | tar cf - -T - | tar xf - -C "${copy}"`], cwd: ROOT })
      .output();
    for (let next = chosen.shift(); next !== undefined; next = chosen.shift()) {
      const [mutant, tests] = next;
      if (await isFound(copy, mutant, tests)) found++;
      else console.log(`lives: ${mutant.path}:${mutant.line}  "${mutant.from.trim()}" for "${mutant.to.trim()}"`);
    }
    await Deno.remove(copy, { recursive: true });
  };
  await Promise.all(Array.from({ length: jobs }, lane));
  const share = count === 0 ? 0 : 100 * found / count;
  console.log(`${found} of ${count} mutants of ${rooms.join(", ")} were found: ${share.toFixed(1)} %`);
  return share >= least;
}

if (import.meta.main && !await main()) Deno.exit(1);
