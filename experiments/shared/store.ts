/**
 * Finished cells on disk, one file each: `<folder>/<experiment>/<key>.json`.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { absent } from "../../lib/file/absent.ts";
import { sha256 } from "../../lib/file/cache.ts";
import { canonicalJson, readJson } from "../../lib/file/json.ts";
import { writeAtomic } from "../../lib/file/atomic.ts";
import type { EngineInfo } from "../../lib/linalg/engine/engine.ts";
import { engineInfo } from "../../lib/linalg/engine/select.ts";
import type { Experiment } from "../experiment.ts";
import type { Finding } from "./lanes.ts";
import { checksumsOf, codeVersion, versions } from "./provenance.ts";

/** Everything that determines what a cell finds. */
export interface CellKey {
  readonly experiment: string;
  readonly cell: unknown;
  /** Checksums of the data and models that it reads. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The version of the code that measures. */
  readonly code: string;
}

/** A finished cell. */
export interface StoredCell extends CellKey, Finding {
  readonly engine: EngineInfo;
  readonly versions: Readonly<Record<string, string>>;
  readonly date: string;
  /** Of what it found, as canonical JSON. */
  readonly sha256: string;
}

const digest = async (value: unknown): Promise<string> => await sha256(new TextEncoder().encode(canonicalJson(value)));

/** The key of a cell of an experiment. */
export async function keyOf(experiment: Experiment, cell: unknown): Promise<CellKey> {
  const [inputs, code] = await Promise.all([checksumsOf(experiment.reads(cell)), codeVersion(experiment.module)]);
  return { experiment: experiment.name, cell, inputs, code };
}

/** Where a cell of this key is kept. */
export async function cellPath(folder: string, { experiment, cell, inputs, code }: CellKey): Promise<string> {
  return join(folder, experiment, `${(await digest({ experiment, cell, inputs, code })).slice(0, 16)}.json`);
}

/** A cell in a few words: its plain parameters. */
export function cellLabel(cell: unknown): string {
  const plain = Object.entries(cell as object).filter(([, v]) => ["string", "number"].includes(typeof v));
  return `"${plain.sort().map(([name, value]) => `${name} ${value}`).join(", ")}"`;
}

/** Keeps what a cell found, at once. */
export async function keepCell(folder: string, key: CellKey, finding: Finding): Promise<void> {
  const date = new Date().toISOString(), sum = await digest(finding.found);
  const made = { engine: engineInfo(), versions: await versions(), date };
  const stored: StoredCell = { ...key, ...finding, ...made, sha256: sum };
  await writeAtomic(await cellPath(folder, key), canonicalJson(stored) + "\n");
}

/**
 * The cell at a path; undefined if there is none.
 *
 * @throws {Error} If it is no cell, not the one that its name says, or what it found does not have its checksum: the
 * sentence names it.
 */
export async function readCell(path: string): Promise<StoredCell | undefined> {
  try {
    const cell = await readJson(path) as StoredCell;
    if (await cellPath(dirname(dirname(path)), cell) === path && cell.sha256 === await digest(cell.found)) return cell;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (!(error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError)) throw error;
  }
  throw new Error(`Cannot read the cell ${path} as it must be what a run kept there: it is damaged or was altered`);
}

/** Paths of all cells of a folder, by experiment and key. */
export async function cellPaths(folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const experiment of await entries(folder)) {
    for (const name of await entries(join(folder, experiment))) {
      if (name.endsWith(".json")) paths.push(join(folder, experiment, name));
    }
  }
  return paths.sort();
}

async function entries(folder: string): Promise<readonly string[]> {
  return (await Array.fromAsync(Deno.readDir(folder)).catch(absent) ?? []).map(({ name }) => name);
}
