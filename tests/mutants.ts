/**
 * Mutants: changes one operator of a room's code at a time and runs the room's tests, which must then fail.
 * `deno run --config=notebooks/deno.json -A tests/mutants.ts <room>… [--every n] [--jobs n] [--least percent]`.
 *
 * Prints each mutant that survives, then the share that was found; fails if it is below `--least`. Some mutants change
 * nothing that can be seen (`<` for `<=` where both sides never meet), so that share is never asked to be all.
 *
 * @module
 */
import { basename, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { runTask, wholeFlag } from "../tools/task.ts";
import type { Mutant } from "./mutants/mutant.ts";
import { ROOT, runTests, tryAll } from "./mutants/run.ts";

/** Rooms whose tests go by the name of the room that uses them. */
const TESTED_BY: Readonly<Record<string, string>> = { space: "method" };
const ACTION = "run mutants";
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

/** Every mutant of a source; comments, imports and texts in quotes are left alone. */
function mutantsOf(file: string, source: string, tests: readonly string[]): readonly Mutant[] {
  const lines = source.split("\n");
  return lines.flatMap((line, i) => {
    if (/^\s*(\/?\*|\/\/|import |export \*|\} from )/.test(line)) return [];
    const code = line.replace(/(["'`])(?:\\.|(?!\1).)*\1/g, (text) => "\0".repeat(text.length)).replace(/\/\/.*$/, "");
    return CHANGES.flatMap(([from, to]) => {
      const found: Mutant[] = [];
      for (let at = code.indexOf(from); at >= 0; at = code.indexOf(from, at + 1)) {
        const changed = line.slice(0, at) + to + line.slice(at + from.length);
        const name = `line ${i + 1}, "${to.trim()}" for "${from.trim()}"`;
        found.push({ name, file, text: source, replacement: lines.with(i, changed).join("\n"), tests });
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

async function main(): Promise<void> {
  const options = {
    every: { type: "string", default: "1" },
    jobs: { type: "string", default: String(navigator.hardwareConcurrency) },
    least: { type: "string", default: "0" },
  } as const;
  const { values, positionals: rooms } = parseArgs({ options, allowPositionals: true });
  const every = wholeFlag(values.every, 1, 1e6, "--every", ACTION),
    jobs = wholeFlag(values.jobs, 1, 64, "--jobs", ACTION);
  const least = wholeFlag(values.least, 0, 100, "--least", ACTION), mutants: Mutant[] = [];
  for (const room of rooms) {
    const tests = (await filesOf(join(ROOT, "tests"), "_test.ts"))
      .filter((path) => basename(path).startsWith(`${TESTED_BY[room] ?? room}_`)).map((path) => relative(ROOT, path));
    if (tests.length === 0 || await runTests(ROOT, tests) !== "survived") {
      throw new Error(
        `Cannot ${ACTION} of ${room} as its tests must pass without them: they do not, or there are none`,
      );
    }
    for (const path of await filesOf(join(ROOT, "lib", room), ".ts")) {
      mutants.push(...mutantsOf(relative(ROOT, path), await Deno.readTextFile(path), tests));
    }
  }
  const chosen = mutants.filter((_, i) => i % every === 0), count = chosen.length;
  const found = [...(await tryAll(chosen, jobs)).values()].filter((fate) => fate !== "survived").length;
  const share = count === 0 ? 0 : 100 * found / count;
  console.log(`${found} of ${count} mutants of ${rooms.join(", ")} were found: ${share.toFixed(1)} %`);
  if (share < least) Deno.exit(1);
}

if (import.meta.main) await runTask(main);
