/**
 * The horizontal axis of line charts: logarithmic, or symmetric about 0 where signs are mixed, with a little air at both
 * ends, and the rules that mark values on it.
 *
 * @module
 */

import { extent, round } from "./records.ts";
import { INK, type Spec } from "./theme.ts";

/** A vertical rule with its label. */
export interface Mark {
  /** Where on the horizontal axis. */
  readonly at: number;
  /** What stands there, e.g. "mean scale" or "d = 256". */
  readonly label: string;
}

/** A scale, and where a value stands on it, from 0 (left) to 1 (right). */
export interface LogAxis {
  readonly scale: Spec;
  position(value: number): number;
}

/** The axis that holds all `values`; mixed signs make it linear within the smallest |value| that is not 0. */
export function logAxis(values: readonly number[]): LogAxis {
  const positive = values.every((v) => v > 0);
  const sizes = values.filter((v) => v !== 0).map(Math.abs);
  const constant = positive || sizes.length === 0 ? 1 : Math.min(...sizes);
  const forth = positive ? Math.log : (v: number): number => Math.sign(v) * Math.log1p(Math.abs(v) / constant);
  const back = positive ? Math.exp : (t: number): number => Math.sign(t) * Math.expm1(Math.abs(t)) * constant;
  const [low, high] = extent(values.map(forth));
  const air = low === high ? 1 : (high - low) * 0.03;
  const domain = [round(back(low - air)), round(back(high + air))];
  const kind = positive ? { type: "log" } : { type: "symlog", constant };
  return {
    scale: { ...kind, domain, nice: false },
    position: (value) => (forth(value) - low + air) / (high - low + 2 * air),
  };
}

/** Powers of ten of both signs between the least and the largest of `values`, and 0 where the axis crosses it. */
export function powers(values: readonly number[]): number[] {
  const [least, most] = extent(values);
  const [low, high] = extent(values.filter((v) => v !== 0).map((v) => Math.floor(Math.log10(Math.abs(v)))));
  const tens = Array.from({ length: high - low + 2 }, (_, i) => round(10 ** (low + i)));
  return [...tens.map((t) => -t).reverse(), 0, ...tens].filter((t) => t >= least && t <= most);
}

/** Rules and their labels above the plot, a label a line higher where it would run into the one before. */
export function rules(marks: readonly Mark[], x: Spec, place: (at: number) => number): Spec[] {
  const ends: number[] = [];
  return marks.toSorted((a, b) => a.at - b.at).flatMap(({ at, label }) => {
    const half = label.length * 3.2 + 4;
    const free = ends.findIndex((end) => end < place(at) - half);
    const level = free < 0 ? ends.length : free;
    ends[level] = place(at) + half;
    const data = { values: [{ at: round(at), label }] };
    const channel = { ...x, field: "at" };
    return [
      { data, mark: { type: "rule", strokeDash: [4, 3], color: INK.quiet, tooltip: null }, encoding: { x: channel } },
      {
        data,
        mark: { type: "text", baseline: "bottom", dy: -7 - 13 * level, color: INK.quiet, tooltip: null },
        encoding: { x: channel, y: { value: 0 }, text: { field: "label" } },
      },
    ];
  });
}
