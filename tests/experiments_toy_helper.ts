/** A toy experiment whose cells take some milliseconds, and a program that runs it into a folder. */
import type { Asked, Experiment, Result } from "../experiments/experiment.ts";
import { type Command, measureRun } from "../experiments/run.ts";
import { rng } from "../lib/base/random.ts";

interface Cell {
  readonly value: number;
  readonly seed: number;
}

/** Squares with noise; the cell "13" fails, "14" ends its process, "15" has a mistake. */
export const toy: Experiment<readonly number[], Cell, { readonly square: number }> = Object.freeze({
  name: "toy",
  reproduces: "nothing",
  about: "Squares, with noise that the seed draws.",
  module: import.meta.url,
  presets: {
    quick: Array.from({ length: 12 }, (_, i) => i),
    failing: [1, 13, 2],
    dying: [1, 14, 2],
    mistaken: [1, 15, 2],
    busy: Array.from({ length: 8 }, (_, i) => 100 + i),
  },
  cells: ({ sizes, seed }: Asked<readonly number[]>) => sizes.map((value) => ({ value, seed })),
  reads: () => [],
  measure: ({ value, seed }: Cell) => {
    if (value === 13) throw new RangeError("Cannot square as the value must not be 13: it is");
    if (value === 14) Deno.kill(Deno.pid, "SIGKILL");
    if (value === 15) (undefined as unknown as { mistake(): void }).mistake();
    const draw = rng(`${seed}/${value}`);
    let noise = 0;
    for (let i = 0; i < (value >= 100 ? 2e7 : 3e5); i++) noise += draw.normal();
    return { square: value ** 2 + noise };
  },
  findings: (found: readonly { readonly square: number }[]) => ({ records: { squares: found }, charts: {} }),
});

/** The toy's command for a folder. */
export const toyCommand = (out: string, options: Partial<Command> = {}): Command => ({
  ...{ name: "toy", preset: "quick", seed: 1, out, part: { i: 1, n: 1 }, jobs: 2, force: false, dryRun: false },
  ...options,
});

/** The toy measured into a folder, silently. */
export const runToy = (out: string, options: Partial<Command> = {}): Promise<Result | undefined> =>
  measureRun(toyCommand(out, options), { experiments: [toy], progress: () => () => {} }).then((m) => m?.result);

if (import.meta.main) await runToy(Deno.args[0]!);
