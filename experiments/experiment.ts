/**
 * What an experiment is: independent cells, what they say together, and how its result is kept.
 *
 * @module
 */
import { join } from "node:path";
import { absent } from "../lib/file/absent.ts";
import { engineInfo } from "../lib/linalg/engine/select.ts";
import type { EngineInfo } from "../lib/linalg/engine/engine.ts";
import { writeAtomic } from "../lib/file/atomic.ts";
import { readJson, toJson } from "../lib/file/json.ts";
import { storedRun } from "../lib/notebook/results.ts";
import type { Claim } from "./shared/claims.ts";
import { PRETRAINED } from "./shared/pretrained.ts";
import { packCells } from "./shared/packed.ts";
import type { StoredCell } from "./shared/store.ts";
import { versions } from "./shared/provenance.ts";

/** What a run found. */
export interface Findings {
  /** Rows of numbers by name, as charts and notebooks read them. */
  readonly records: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  /** Vega-Lite specifications by name. */
  readonly charts: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The record set that is printed when the run ends; default the first. */
  readonly summary?: string;
}

/** What was asked for, beside the cells. */
export interface Asked<Sizes> {
  readonly sizes: Sizes;
  readonly seed: number;
}

/**
 * A figure or table of the papers, or beyond them. Its cells are measured apart, in any order and on any machine; a cell
 * and what it finds are JSON values.
 */
export interface Experiment<Sizes = unknown, Cell = unknown, Found = unknown> {
  /** Its name on the command line and of its files. */
  readonly name: string;
  /** The figure, table or section that it reproduces. */
  readonly reproduces: string;
  readonly about: string;
  /** `import.meta.url` of the module that exports it: workers load it from there. */
  readonly module: string;
  /** Sizes by name: "quick" for a look, "full" for the figures as published, "pretrained" on encoders that others trained. */
  readonly presets: Readonly<Record<string, Sizes>>;
  /** The notebook that shows it, by name; the README leads there. */
  readonly notebook?: string;
  /** What its result must show. */
  readonly claims?: readonly Claim[];
  /** What is measured. Any seed; it decides anchors, starts and whatever else is drawn. */
  cells(asked: Asked<Sizes>): readonly Cell[];
  /** Names of the data and models that a cell reads ("mnist", "mnist/cnn128"): their checksums belong to its key. */
  reads(cell: Cell): readonly string[];
  measure(cell: Cell): Found | Promise<Found>;
  /** What the cells say together, in their order. */
  findings(found: readonly Found[], asked: Asked<Sizes>): Findings | Promise<Findings>;
}

/** Findings with where they came from. */
export interface Result extends Findings {
  readonly experiment: string;
  readonly reproduces: string;
  readonly preset: string;
  readonly seed: number;
  readonly sizes: Readonly<Record<string, unknown>>;
  /** The engine, and versions of this library and of what runs it, of the machine that put the cells together. */
  readonly engine: EngineInfo;
  readonly versions: Readonly<Record<string, string>>;
  /** The version of the code that measured the cells. */
  readonly code: string;
  /** Checksums of the data and models that were read. */
  readonly inputs: Readonly<Record<string, string>>;
  /** When it ended, ISO 8601. */
  readonly date: string;
  /** What the cells took together. */
  readonly seconds: number;
}

/** What is known of the cells beside what they found. */
export interface Measured {
  readonly code: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly seconds: number;
}

/** Puts the cells of a run together and adds the provenance. */
export async function gather(
  experiment: Experiment,
  { preset, seed }: { readonly preset: string; readonly seed: number },
  cells: readonly (Measured & { readonly found: unknown })[],
): Promise<Result> {
  const sizes = experiment.presets[preset];
  const findings = await experiment.findings(cells.map(({ found }) => found), { sizes, seed });
  return Object.freeze({
    experiment: experiment.name,
    reproduces: experiment.reproduces,
    preset,
    seed,
    sizes: sizes as Readonly<Record<string, unknown>>,
    engine: engineInfo(),
    versions: await versions(),
    code: [...new Set(cells.map(({ code }) => code))].join(", "),
    inputs: Object.assign({}, ...cells.map(({ inputs }) => inputs)) as Record<string, string>,
    date: new Date().toISOString(),
    seconds: Math.round(cells.reduce((sum, c) => sum + c.seconds, 0) * 1000) / 1000,
    ...findings,
  });
}

/** Pixels of a picture a pixel of the chart: enough to read, in less than half the room that two take. */
const PIXELS = 1.1;

/**
 * Writes the result with its charts and cells (for `deno task verify`) as the one file `<name>-<preset>.json`, which takes
 * the place of an earlier one at once, and pictures of the charts beside it: those of an earlier result go first, so that
 * a run that is killed leaves none of another. Returns the paths.
 */
export async function saveResult(
  result: Result,
  cells: readonly StoredCell[],
  folder: string,
): Promise<readonly string[]> {
  const name = `${result.experiment}-${result.preset}`, path = join(folder, `${name}.json`);
  const { renderPng } = await import("../lib/chart/render.ts");
  const pictures: (readonly [string, Uint8Array])[] = [];
  for (const [chart, spec] of Object.entries(result.charts)) {
    pictures.push([join(folder, `${name}-${chart}.png`), await renderPng(spec, PIXELS)]);
  }
  const text = resultText(result, cells);
  for (const old of (await Array.fromAsync(Deno.readDir(folder)).catch(absent)) ?? []) {
    if (old.name.startsWith(`${name}-`)) await Deno.remove(join(folder, old.name));
  }
  await writeAtomic(path, text);
  for (const [picture, bytes] of pictures) await writeAtomic(picture, bytes);
  return [path, ...pictures.map(([picture]) => picture)];
}

/** The file of a result: a line for each record, chart and cell, and for what the cells after it share. */
export function resultText({ records, charts, ...head }: Result, cells: readonly StoredCell[]): string {
  const list = (rows: readonly unknown[]): string => `[\n${rows.map((row) => toJson(row, 0)).join(",\n")}\n  ]`;
  const named = <T>(of: Readonly<Record<string, T>>, write: (value: T) => string): string =>
    `{\n${Object.entries(of).map(([name, value]) => `  ${JSON.stringify(name)}: ${write(value)}`).join(",\n")}\n  }`;
  const parts = { records: named(records, list), charts: named(charts, (chart) => toJson(chart, 0)) };
  const body = { ...parts, cells: list(packCells(cells)) };
  const fields = Object.entries(body).map(([name, text]) => `,\n  "${name}": ${text}`).join("");
  return `${toJson(head).trimEnd().slice(0, -2)}${fields}\n}\n`;
}

/** A stored result: of the full preset if there is one, else of the quick one; undefined if neither is there. */
export async function storedResult(
  name: string,
  folder: string | readonly string[],
  preset?: string,
): Promise<Result | undefined> {
  const base = await storedRun(name, folder, preset);
  return base === undefined ? undefined : await readJson(`${base}.json`) as Result;
}

/** The stored results that claims are judged by: that of the preset, or of pretrained encoders and then the fullest other. */
export async function storedResults(
  name: string,
  folder: string | readonly string[],
  preset?: string,
): Promise<readonly Result[]> {
  const presets = preset === undefined ? [PRETRAINED, undefined] : [preset];
  const found = await Promise.all(presets.map((one) => storedResult(name, folder, one)));
  return found.filter((result) => result !== undefined);
}
