/**
 * What an experiment is, and how its result is kept: numbers with their provenance, and charts.
 *
 * @module
 */
import { engineInfo } from "../lib/linalg/engine/select.ts";
import type { EngineInfo } from "../lib/linalg/engine/engine.ts";
import { readJson, writeJson } from "../lib/file/json.ts";
import { storedRun } from "../lib/notebook/results.ts";
import config from "../deno.json" with { type: "json" };

/** Sizes of a run: "quick" for a look, "full" for the figures as published. */
export type Preset = "quick" | "full";

/** How a run is asked for. */
export interface RunOptions {
  readonly preset: Preset;
  /** Any number; decides anchors, starts and whatever else is drawn. */
  readonly seed: number;
  /** Starts a progress line of `total` steps; the function it gives is called after each step. */
  readonly progress: (label: string, total: number) => () => void;
}

/** What a run found. */
export interface Findings {
  /** The sizes that produced it: datasets, encoders, k, rows. */
  readonly sizes: Readonly<Record<string, unknown>>;
  /** Rows of numbers by name, as charts and notebooks read them. */
  readonly records: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  /** Vega-Lite specifications by name. */
  readonly charts: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The record set that is printed when the run ends; default the first. */
  readonly summary?: string;
}

/** A figure or table of the papers, or beyond them. */
export interface Experiment {
  /** Its name on the command line and of its files. */
  readonly name: string;
  /** The figure, table or section that it reproduces. */
  readonly reproduces: string;
  readonly about: string;
  run(options: RunOptions): Promise<Findings>;
}

/** Findings with where they came from. */
export interface Result extends Findings {
  readonly experiment: string;
  readonly reproduces: string;
  readonly preset: Preset;
  readonly seed: number;
  readonly engine: EngineInfo;
  readonly versions: Readonly<Record<string, string>>;
  /** When it ended, ISO 8601. */
  readonly date: string;
  readonly seconds: number;
}

/** Runs an experiment and adds the provenance. */
export async function runExperiment(experiment: Experiment, options: RunOptions): Promise<Result> {
  const started = performance.now();
  const findings = await experiment.run(options);
  return Object.freeze({
    experiment: experiment.name,
    reproduces: experiment.reproduces,
    preset: options.preset,
    seed: options.seed,
    engine: engineInfo(),
    versions: { anchorage: config.version, deno: Deno.version.deno, v8: Deno.version.v8 },
    date: new Date().toISOString(),
    seconds: Math.round(performance.now() - started) / 1000,
    ...findings,
  });
}

/** Writes `<name>-<preset>.json` and each chart as JSON, SVG and PNG into the folder; returns the paths. */
export async function saveResult(result: Result, folder: string): Promise<readonly string[]> {
  const base = `${folder}/${result.experiment}-${result.preset}`;
  const { charts, ...numbers } = result;
  await writeJson(`${base}.json`, numbers);
  const { saveChart } = await import("../lib/chart/render.ts");
  const paths = [`${base}.json`];
  for (const [name, spec] of Object.entries(charts)) {
    await saveChart(spec, `${base}-${name}`);
    paths.push(`${base}-${name}.png`, `${base}-${name}.svg`);
  }
  return paths;
}

/**
 * A stored result, of the first folder that has one: of the full preset if there is one, else of the quick one; undefined
 * if neither is there.
 */
export async function storedResult(name: string, folder: string | readonly string[]): Promise<Result | undefined> {
  const base = await storedRun(name, folder);
  return base === undefined ? undefined : await readJson(`${base}.json`) as Result;
}
