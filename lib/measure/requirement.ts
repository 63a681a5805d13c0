/**
 * The gate: requirements on scores, decided by the worse end of their intervals.
 *
 * @module
 */
import type { Interval } from "./bootstrap.ts";
import type { MigrationScore } from "./migration.ts";

/** "recall@10>=.9". */
export interface Requirement {
  /** As given. */
  readonly text: string;
  /** The score's. */
  readonly name: string;
  /** At least or at most. */
  readonly relation: ">=" | "<=";
  /** The number. */
  readonly bound: number;
}

/** How a requirement came out. */
export interface Judgment {
  /** Its text. */
  readonly requirement: string;
  /** Whether it is met. */
  readonly holds: boolean;
  /** The end of the interval that decided. */
  readonly worst: number;
  /** The score's 95 % interval. */
  readonly interval: Interval;
}

/** What to do. */
export type Verdict = "use it" | "use it in two stages" | "re-embed";

/** Scores that can be below 0. */
const LOWEST: Readonly<Record<string, number>> = Object.freeze({ cosine: -1, cka: -1 });

/** Reads a requirement: a score's name, >= or <=, a number. @throws {TypeError} If it is none. @throws {RangeError} If no score can be so. */
export function parseRequirement(text: string): Requirement {
  const [, name, relation, given] = /^\s*([a-z]+(?:@\d+)?)\s*(>=|<=)\s*(\S+)\s*$/.exec(text) ?? [];
  if (name === undefined || given === undefined || !Number.isFinite(Number(given))) {
    throw new TypeError(`Cannot require "${text}" as it must be a score, >= or <=, and a number: "recall@10>=.9", say`);
  }
  const bound = Number(given), low = LOWEST[name] ?? 0;
  if (!(bound >= low && bound <= 1)) {
    throw new RangeError(
      `Cannot require "${text}" as the number must be in [${low}, 1], as the score is: it is ${given}`,
    );
  }
  return Object.freeze({ text, name, relation: relation as ">=" | "<=", bound });
}

/**
 * Judges a requirement on the map alone or on its use in two stages (a score that a search in two stages does not have is
 * the map's).
 *
 * @throws {RangeError} If there is no such score; the sentence lists those there are.
 */
export function judge(scores: readonly MigrationScore[], required: Requirement, stages: 1 | 2 = 1): Judgment {
  const found = scores.find(({ name }) => name === required.name);
  if (!found) {
    const known = scores.map(({ name }) => name).join(", ");
    throw new RangeError(
      `Cannot require "${required.text}" as the score must be one of ${known}: it is "${required.name}"`,
    );
  }
  const interval = stages === 2 ? found.twoStage ?? found.map : found.map;
  const atLeast = required.relation === ">=", worst = atLeast ? interval.low : interval.high;
  return {
    requirement: required.text,
    holds: atLeast ? worst >= required.bound : worst <= required.bound,
    worst,
    interval,
  };
}

/** The verdict on requirements judged one-stage and, where there is one, two-stage. */
export function verdictOf(one: readonly Judgment[], two?: readonly Judgment[]): Verdict {
  if (one.every(({ holds }) => holds)) return "use it";
  return two?.every(({ holds }) => holds) ? "use it in two stages" : "re-embed";
}

/** Whether a map fitted on shuffled pairs finds the right rows as well ("mrr"): then the map has learned nothing. */
export function learnedNothing(scores: readonly MigrationScore[]): boolean {
  const control = scores.find(({ name }) => name === "mrr")?.shuffled;
  return control !== undefined && !(control.difference.low > 0);
}
