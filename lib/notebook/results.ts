/**
 * Stored results of experiments, as notebooks read them.
 *
 * @module
 */
import { dirname, join } from "node:path";
import type { Spec } from "../chart/theme.ts";
import { oneOf } from "../base/check.ts";
import { absent } from "../file/absent.ts";
import { readJson } from "../file/json.ts";
import { readStored, type Stored } from "./storedresult.ts";

/** A row of a record set. */
export type ResultRow = Readonly<Record<string, number | string>>;

/** The fields that a row must have. */
export type Where = Readonly<Record<string, number | string | readonly (number | string)[]>>;

/** One stored run of an experiment. */
export interface StoredResult {
  /** The name of the experiment. */
  readonly experiment: string;
  /** Its sizes. */
  readonly preset: string;
  /** Seconds that the run took. */
  readonly seconds: number;
  /** The sizes of the run: datasets, encoders, anchors, seeds. */
  readonly sizes: Readonly<Record<string, unknown>>;
  /** One line of Markdown: how the numbers came about. */
  readonly provenance: string;
  /** The rows of a record set, those with the given fields if any; a list of values allows each of them. */
  rows(set: string, where?: Where): readonly ResultRow[];
  /** The only row with the given fields. */
  row(set: string, where: Where): ResultRow;
  /** The row with the largest value of a field among those with the given fields; the first of equals. */
  best(set: string, field: string, where?: Where): ResultRow;
  /** The row with the smallest value of a field among those with the given fields; the first of equals. */
  least(set: string, field: string, where?: Where): ResultRow;
  /** A number of the only row with the given fields. */
  value(set: string, field: string, where: Where): number;
  /** A chart of the run by name. */
  chart(name: string): Promise<Spec>;
}

/** Where to look. */
export interface ReadOptions {
  /** By default the full run if there is one, else the quick one; "pretrained" is that on encoders that others trained. */
  readonly preset?: "quick" | "full" | "pretrained";
  /** The folder of results; by default the project's own: what this checkout made, else what is kept with it. */
  readonly folder?: string;
}

const [MADE, KEPT] = ["out", "data"].map((part) => join(import.meta.dirname ?? ".", "..", "..", part, "results"));

/** Where the results are: those that runs of this checkout made, and those that `deno task keep` keeps. */
export const RESULT_FOLDERS: { readonly made: string; readonly kept: string } = Object.freeze({
  made: MADE!,
  kept: KEPT!,
});

/** What is said of a result that this checkout made and did not keep; `deno task keep` knows notebooks that read one by it. */
export const NOT_KEPT = "Run in this checkout, not kept";

/**
 * Reads what `deno task experiment <name>` stored.
 *
 * @throws {Error} If it is not there; the sentence names the task that makes it.
 * @throws {RangeError} From the methods, if a set or field is unknown, or no row or several rows fit.
 * @example
 * ```ts ignore
 * import { readResult } from "anchorage/notebook";
 * const fig3 = await readResult("fig3");
 * console.log(fig3.best("grid", "similarity", { setting: "inter" }));
 * ```
 */
export async function readResult(name: string, options: ReadOptions = {}): Promise<StoredResult> {
  const { made, kept } = RESULT_FOLDERS, folders = options.folder === undefined ? [made, kept] : [options.folder];
  const base = await findRun(name, folders, options.preset);
  const stored = await readStored(`${base}.json`), { experiment, preset, seconds, sizes } = stored;
  const rows = (set: string, where: Where = {}): readonly ResultRow[] => rowsOf(stored, set, where);
  const row = (set: string, where: Where): ResultRow => {
    const found = rows(set, where);
    if (found.length === 1) return found[0]!;
    throw new RangeError(`Cannot read "${set}" of ${name} as one row must have ${text(where)}: ${found.length} have`);
  };
  return Object.freeze({
    ...{ experiment, preset, seconds, sizes, provenance: provenance(stored, dirname(base) === made), rows, row },
    best: (set: string, field: string, where: Where = {}) => first(rows(set, where), field, 1, `${set} of ${name}`),
    least: (set: string, field: string, where: Where = {}) => first(rows(set, where), field, -1, `${set} of ${name}`),
    value: (set: string, field: string, where: Where) => numberOf(row(set, where), field, `${set} of ${name}`),
    chart: async (chart: string) => stored.charts?.[chart] ?? await readJson(`${base}-${chart}.json`) as Spec,
  });
}

async function findRun(name: string, folders: readonly string[], preset?: string): Promise<string> {
  const base = await storedRun(name, folders, preset);
  if (base !== undefined) return base;
  const task = `deno task experiment ${name}${preset === undefined || preset === "quick" ? "" : ` --preset ${preset}`}`;
  throw new Error(`Cannot read the result of ${name} as it must be in ${folders.at(-1)}: run \`${task}\` to make it`);
}

/**
 * Where a run is stored, without ".json": the full one if a folder has it, else the quick one, in the first of the
 * folders that has it; undefined if there is none.
 */
export async function storedRun(
  name: string,
  folders: string | readonly string[],
  preset?: string,
): Promise<string | undefined> {
  const presets = preset === undefined ? ["full", "quick"] : [preset];
  const bases = presets.flatMap((one) => [folders].flat().map((folder) => join(folder, `${name}-${one}`)));
  for (const base of bases) {
    if (await Deno.stat(`${base}.json`).catch(absent)) return base;
  }
  return undefined;
}

function rowsOf({ experiment, records }: Stored, set: string, where: Where): readonly ResultRow[] {
  const action = `read the result of ${experiment}`;
  const all = records[oneOf(set, Object.keys(records), "the record set", action)]!;
  for (const field of Object.keys(where)) oneOf(field, Object.keys(all[0] ?? {}), "the field", action);
  return all.filter((row) => Object.entries(where).every(([field, value]) => [value].flat().includes(row[field]!)));
}

/** The row with the largest value, or with `sign` −1 the smallest. */
function first(rows: readonly ResultRow[], field: string, sign: number, where: string): ResultRow {
  if (rows.length === 0) throw new RangeError(`Cannot find the best row in ${where} as some row must fit: none does`);
  const of = (row: ResultRow): number => sign * numberOf(row, field, where);
  return rows.reduce((best, row) => of(row) > of(best) ? row : best);
}

function numberOf(row: ResultRow, field: string, where: string): number {
  const value = row[field];
  if (typeof value === "number") return value;
  throw new RangeError(`Cannot read ${where} as "${field}" must be a number: it is ${JSON.stringify(value)}`);
}

function provenance({ experiment, preset, seed, seconds, date, engine }: Stored, made: boolean): string {
  const command = `deno task experiment ${experiment}${preset === "quick" ? "" : ` --preset ${preset}`}`;
  const run = `${made ? NOT_KEPT : "Stored run"}: \`${command}\`, seed ${seed}, ${date.slice(0, 10)}`;
  return `${run}, ${Math.round(seconds)} s on the ${engine.engine} engine.`;
}

function text(where: Where): string {
  return Object.entries(where).map(([field, value]) => `${field} = ${value}`).join(", ");
}
