/**
 * `deno task verify --seeds 5,6,7`: whether other seeds find what is stored, within what the draws say of themselves.
 *
 * Every number of a cell is grouped over the draws of a run: cells that differ in what the seed decides alone are one
 * group, and instances of one encoder count as draws too. The group's variance is pooled over the stored draws and the new
 * ones; its mean must lie within three standard errors of the stored mean. A standard error from few draws is itself
 * unsure, so three are counted as Student's t with n - 2 degrees of freedom, for n draws in all, has them: as many as
 * hold what three of a normal hold, 99.73 % (4.9 for eight draws). How many lie within three plain ones is said beside
 * it, with the share that t expects. Numbers that no seed moves are not counted.
 *
 * Weakness: draws of one run share encoders and data, so this asks what the seed does and nothing else. With four draws
 * in all only what is 19 standard errors off is noticed: give more seeds. A number with a floor (the accuracy of a head
 * that calls everything one class) has no spread where it stands on it, and is not normal: such are the farthest off.
 *
 * @module
 */
import { measureRun, RESULTS } from "../run.ts";
import { studentWithin } from "../shared/student.ts";
import { meanSd } from "../shared/summary.ts";
import type { StoredCell } from "../shared/store.ts";
import { TIMES, TOLERANCE } from "./tolerance.ts";
import type { StoredRun } from "./stored.ts";

/** A cell with what it found. */
export interface FoundCell {
  readonly cell: unknown;
  readonly found: unknown;
}

/** How many numbers agree. */
export interface Agreement {
  /** Those that the seed moves. */
  readonly numbers: number;
  /** Within three standard errors as Student's t counts them. */
  readonly within: number;
  /** Within three plain ones, and the share that t expects there. */
  readonly plain: number;
  readonly expected: number;
  /** The least likely number: where it is, how many standard errors off, and the degrees of freedom. */
  readonly worst: { readonly at: string; readonly off: number; readonly degrees: number };
}

/** What a normal holds within three standard deviations. */
const THREE = 0.9973002039367398;

interface Draws {
  readonly stored: number[];
  readonly anew: number[];
}

/** Says of every run which share of its numbers other seeds find too. @throws {Error} If of all less than 99 % are. */
export async function otherSeeds(runs: readonly StoredRun[], seeds: readonly number[], jobs: number): Promise<void> {
  let [all, within] = [0, 0];
  for (const { experiment: { name }, result: { preset, seed: storedSeed }, cells } of runs) {
    if (seeds.includes(storedSeed)) {
      throw new RangeError(
        `Cannot verify as --seeds must be others than that of ${name} ${preset}: ${storedSeed} is it`,
      );
    }
    const others: (readonly StoredCell[])[] = [];
    for (const seed of seeds) {
      const command = { name, preset, seed, out: RESULTS, part: { i: 1, n: 1 }, jobs, force: false, dryRun: false };
      others.push((await measureRun(command))!.cells);
    }
    const found = compareSeeds(cells, others), { numbers, plain, expected, worst } = found;
    [all, within] = [all + numbers, within + found.within];
    const share = (x: number): string => `${(100 * x).toFixed(2)} %`, byT = share(found.within / numbers);
    console.log([
      `${name} ${preset}: ${byT} of ${numbers} numbers that the seed moves within three standard errors as t has them`,
      `(${share(THREE)} expected), ${share(plain / numbers)} within three plain ones (${share(expected)} expected);`,
      `least likely, ${worst.off.toFixed(1)} off at ${worst.degrees} degrees: ${worst.at.slice(0, 300)}`,
    ].join(" "));
  }
  const said = `${within} of ${all} numbers, seeds ${seeds.join(", ")}`;
  console.log(said);
  if (within < 0.99 * all) throw new Error(`Cannot call it verified as at least 99 % must agree: ${said}`);
}

/** Compares the cells of a stored run with those of runs with other seeds, in the same order each. */
export function compareSeeds(stored: readonly FoundCell[], others: readonly (readonly FoundCell[])[]): Agreement {
  const drawn = drawnFields(stored, others[0]!), groups = new Map<string, Draws>();
  const add = (side: keyof Draws, { cell, found }: FoundCell): void => {
    for (const [path, value] of numbersOf(found, drawn)) {
      const key = `${groupOf(cell, drawn)} ${path}`, group = groups.get(key) ?? { stored: [], anew: [] };
      group[side].push(value);
      groups.set(key, group);
    }
  };
  for (const cell of stored) add("stored", cell);
  for (const run of others) for (const cell of run) add("anew", cell);
  const judged = [...groups].filter(([, { stored: a, anew: b }]) => a.length > 0 && b.length > 0 && moved([...a, ...b]))
    .map(([at, draws]) => ({ at, off: distance(draws), degrees: draws.stored.length + draws.anew.length - 2 }))
    .filter(({ degrees }) => degrees > 0);
  if (judged.length === 0) {
    throw new RangeError("Cannot compare seeds as there must be three draws of a number: give more");
  }
  const likely = ({ off, degrees }: typeof judged[number]): number => 1 - studentWithin(off, degrees);
  const expected = judged.reduce((sum, { degrees }) => sum + studentWithin(3, degrees), 0) / judged.length;
  const worst = judged.reduce((least, one) => likely(one) < likely(least) ? one : least);
  const count = (is: (one: typeof judged[number]) => boolean): number => judged.filter(is).length;
  const within = count((one) => likely(one) >= 1 - THREE), plain = count(({ off }) => off <= 3);
  return { numbers: judged.length, within, plain, expected, worst };
}

/** Whether they differ by more than the digits that are stored. */
const moved = ([first, ...more]: readonly number[]): boolean =>
  more.some((v) => Math.abs(v - first!) > 1e-6 * Math.abs(v));

/** Fields of cells that another seed changes. */
function drawnFields(stored: readonly FoundCell[], other: readonly FoundCell[]): ReadonlySet<string> {
  const pairs = stored.map(({ cell }, i) =>
    [cell, other[i]!.cell] as [Record<string, unknown>, Record<string, unknown>]
  );
  const differs = ([a, b]: typeof pairs[number]): string[] =>
    Object.keys(a).filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
  return new Set(pairs.flatMap(differs));
}

/** A cell without what is drawn; "mlp256~2" is an instance of mlp256. */
function groupOf(cell: unknown, drawn: ReadonlySet<string>): string {
  return JSON.stringify(cell, (name, value) => drawn.has(name) ? undefined : value).replaceAll(/~\d+/g, "");
}

/** The finite numbers in a value with their places, but for fields that the seed names. */
function* numbersOf(value: unknown, drawn: ReadonlySet<string>, path = ""): Iterable<readonly [string, number]> {
  if (typeof value === "number" && Number.isFinite(value)) yield [path, value];
  if (typeof value !== "object" || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    if (!drawn.has(name) && !TIMES.includes(name)) yield* numbersOf(part, drawn, `${path}.${name}`);
  }
}

/** How many pooled standard errors apart the means are, beyond what rounding moves. */
function distance({ stored, anew }: Draws): number {
  const [a, b] = [meanSd(stored), meanSd(anew)], [n, m] = [stored.length, anew.length];
  const apart = Math.max(0, Math.abs(a.mean - b.mean) - TOLERANCE.absolute - TOLERANCE.relative * Math.abs(a.mean));
  const pooled = ((n - 1) * a.sd ** 2 + (m - 1) * b.sd ** 2) / Math.max(1, n + m - 2);
  return apart === 0 ? 0 : apart / Math.sqrt(pooled * (1 / n + 1 / m));
}
