/**
 * `deno task keep <name>… | --all`: takes results and executed notebooks that this checkout made from `out/` into the
 * sources, with their provenance, and writes the README's tables anew. Nothing else changes what is committed of them.
 *
 * @module
 */
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { absent } from "../../lib/file/absent.ts";
import { writeAtomic } from "../../lib/file/atomic.ts";
import { readJson } from "../../lib/file/json.ts";
import { NOT_KEPT } from "../../lib/notebook/results.ts";
import { ranFrom } from "../../tools/executed.ts";
import { runTask } from "../../tools/task.ts";
import { writeReadme } from "./readme.ts";

/** The folders of what was made and of what is kept: results, notebooks, and the weights that train-encoders makes. */
export interface Places {
  readonly made: Folders;
  readonly kept: Folders;
}

interface Folders {
  readonly results: string;
  readonly notebooks: string;
  readonly encoders: string;
}

/** What can be kept: a run with its charts, or a notebook. */
interface Item {
  readonly name: string;
  readonly files: readonly string[];
  readonly from: string;
  readonly to: string;
  /** A part of the name of every file that it replaces, whether or not it brings one of that name. */
  readonly base: string;
  readonly run?: Run;
}

/** The provenance that a result must have. */
interface Run {
  readonly experiment: string;
  readonly preset: string;
  readonly date: string;
  readonly seed?: number;
}

const ACTION = "keep what was made";

/**
 * Takes the named items, or all of them; returns a line about each. Everything is checked before anything moves.
 *
 * @throws {RangeError} If there is no such item, a quick result would take the place of a full one, or a notebook was
 * edited since it ran or has read results that are not kept.
 */
export async function keep(names: readonly string[] | "all", places: Places): Promise<readonly string[]> {
  const items = [...await results(places), ...await notebooks(places)], there = items.map(({ name }) => name);
  const unknown = names === "all" ? undefined : names.find((name) => !there.includes(name));
  if (unknown !== undefined) {
    const known = there.length > 0 ? [...new Set(there)].join(", ") : "nothing";
    throw new RangeError(`Cannot ${ACTION} as out/ must have "${unknown}": it has ${known}`);
  }
  const chosen = names === "all" ? items : items.filter(({ name }) => names.includes(name));
  const checked = await Promise.all(chosen.map((item) => objection(item, places)));
  const [against] = checked.filter((reason) => reason !== undefined);
  if (names !== "all" && against !== undefined) throw new RangeError(against);
  const lines: string[] = [];
  for (const [i, item] of chosen.entries()) {
    lines.push(checked[i] ?? await take(item) + await dropQuick(item, places));
    if (item.name !== "train-encoders" || checked[i] !== undefined) continue;
    const { made: { encoders: from }, kept: { encoders: to } } = places;
    for (const file of await filesIn(from)) await move(join(from, file), join(to, file));
  }
  return lines;
}

async function results({ made, kept }: Places): Promise<readonly Item[]> {
  const names = await filesIn(made.results), items: Item[] = [];
  for (const name of names.filter((one) => one.endsWith(".json"))) {
    const run = await readJson(join(made.results, name)) as Run, base = `${run.experiment}-${run.preset}`;
    if (name !== `${base}.json` || typeof run.date !== "string") continue;
    const files = names.filter((one) => belongs(one, base));
    items.push({ name: run.experiment, files, from: made.results, to: kept.results, base, run });
  }
  return items;
}

async function notebooks({ made, kept }: Places): Promise<readonly Item[]> {
  const names = (await filesIn(made.notebooks)).filter((one) => one.endsWith(".ipynb"));
  return names.map((file) => {
    const name = basename(file, ".ipynb");
    return { name, files: [file], from: made.notebooks, to: kept.notebooks, base: name };
  });
}

/** Why an item cannot be kept; undefined where nothing speaks against it. */
async function objection({ name, from, to, base, run }: Item, { kept }: Places): Promise<string | undefined> {
  if (run) {
    const full = (await filesIn(kept.results)).includes(`${name}-full.json`);
    if (run.preset !== "quick" || !full) return undefined;
    const task = `deno task experiment ${name} --preset full`;
    return `Cannot keep ${name} as a full result must not give way to a quick one: run \`${task}\``;
  }
  const again = `run \`deno task notebooks notebooks/${base}.ipynb\` again`, run_ = join(from, `${base}.ipynb`);
  if (!await ranFrom(join(to, `${base}.ipynb`), run_)) {
    return `Cannot keep ${name} as its cells must be those that ran: they were edited since; ${again}`;
  }
  const [, read] = new RegExp(`${NOT_KEPT}: \`deno task experiment ([\\w-]+)`).exec(await Deno.readTextFile(run_)) ??
    [];
  if (read === undefined) return undefined;
  return `Cannot keep ${name} as the results that it reads must be kept: ${read} was not; keep it and ${again}`;
}

/** Moves the files, and removes what the earlier run had beyond them. */
async function take({ name, files, from, to, base, run }: Item): Promise<string> {
  const earlier = (await filesIn(to)).filter((one) => run ? belongs(one, base) : files.includes(one));
  const replaced = run && earlier.length > 0
    ? said(await readJson(join(to, `${base}.json`)) as Partial<Run>)
    : undefined;
  for (const file of files) await move(join(from, file), join(to, file));
  for (const file of earlier) if (!files.includes(file)) await Deno.remove(join(to, file));
  const instead = earlier.length === 0 ? "new" : `in place of ${replaced ?? "the committed one"}`;
  return `Kept ${run ? `${name}, ${said(run)}` : `notebook ${name}`}: ${instead}`;
}

/** Removes the quick run beside a full one, unless a notebook reads it; says what it did. */
async function dropQuick({ name, to, run }: Item, { kept }: Places): Promise<string> {
  const quick = run?.preset === "full" ? (await filesIn(to)).filter((one) => belongs(one, `${name}-quick`)) : [];
  if (quick.length === 0) return "";
  const reads = new RegExp(`"${name}\\\\?", \\{ preset: \\\\?"quick`);
  for (const book of await filesIn(kept.notebooks)) {
    if (reads.test(await Deno.readTextFile(join(kept.notebooks, book)))) return `; the quick one stays for ${book}`;
  }
  for (const file of quick) await Deno.remove(join(to, file));
  return "; the quick one is gone";
}

async function move(from: string, to: string): Promise<void> {
  await writeAtomic(to, await Deno.readFile(from));
  await Deno.remove(from);
}

const said = ({ preset, seed, date }: Partial<Run>): string =>
  [preset, seed === undefined ? seed : `seed ${seed}`, date?.slice(0, 10) ?? "one without a date"]
    .filter((part) => part !== undefined).join(", ");

const belongs = (file: string, base: string): boolean => file === `${base}.json` || file.startsWith(`${base}-`);

async function filesIn(folder: string): Promise<readonly string[]> {
  const there = await Array.fromAsync(Deno.readDir(folder)).catch(absent) ?? [];
  return there.filter((e) => e.isFile).map(({ name }) => name).sort();
}

async function main(): Promise<void> {
  const root = join(import.meta.dirname!, "..", ".."), options = { all: { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ args: Deno.args, options, allowPositionals: true });
  const places = (part: string, books: string): Places["made"] => (
    { results: join(root, part, "results"), notebooks: join(root, books), encoders: join(root, part, "encoders") }
  );
  const from = { made: places("out", "out/notebooks"), kept: places("data", "notebooks") };
  for (const line of await keep(values.all ? "all" : positionals, from)) console.log(line);
  console.log(`Wrote the tables of ${await writeReadme(root)}`);
}

if (import.meta.main) await runTask(main);
