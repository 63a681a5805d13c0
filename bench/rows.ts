/** What a comparison is made of. */
import type { Inputs } from "./inputs.ts";
import type { Side } from "./pair.ts";
import type { Python } from "./python.ts";

/** What a row may use to prepare its sides. */
export interface Bench {
  readonly inputs: Inputs;
  /** The peers for NumPy and SciPy, one or more. @throws {Missing} If there is none. */
  numpy(): readonly Python[];
  /** The peer for PyTorch, if there is one. */
  torch(): readonly Python[];
}

/** One line of the table. */
export interface Row {
  readonly work: string;
  readonly peer: string;
  /** The ratio of medians, ours / theirs, that this project promises on an idle machine. */
  readonly atMost: number;
  readonly precision: string;
  readonly engine: "blas" | "portable";
  /** Largest relative difference of the two results; default 1e-6. */
  readonly tolerance?: number;
  prepare(bench: Bench): Promise<Sides>;
}

/** Both sides, ready to be timed. */
export interface Sides {
  readonly ours: Side;
  readonly theirs: readonly Side[];
  /** Names of the peers where there are several. */
  readonly names?: readonly string[];
}
