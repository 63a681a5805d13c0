/**
 * Who is still in the running, who leads, and how long it will take.
 *
 * @module
 */
import { matmul } from "../linalg/linalg.ts";
import { Matrix } from "../linalg/matrix.ts";
import { average } from "../linalg/rows.ts";
import type { Method } from "./methods.ts";
import type { Side } from "./side.ts";

/** What one fold says of one method. */
export interface Scored {
  readonly score: number;
  /** Held-out rows' cosines; none for a score of one's own. */
  readonly rows: ArrayLike<number>;
}

/** Standard errors by which a method must be behind to be left out: about 1 in 30,000 by chance. */
const SURE = 4;
/** Floating-point operations of a fit per k · d · min(k, d) and method, decompositions shared: measured, to a factor of 2. */
const WORK = 6;

type Seen = ReadonlyMap<Method, readonly Scored[]>;

/** The methods not surely behind the leader, in their order. */
export function stillOpen(open: readonly Method[], seen: Seen): readonly Method[] {
  const rows = new Map(open.map((m) => [m, seen.get(m)!.flatMap((s) => Array.from(s.rows))]));
  const leader = open.reduce((a, b) => average(rows.get(b)!) > average(rows.get(a)!) ? b : a), best = rows.get(leader)!;
  return open.filter((method) => {
    const gaps = rows.get(method)!.map((value, i) => best[i]! - value).filter(Number.isFinite);
    const mean = average(gaps),
      variance = gaps.reduce((sum, g) => sum + (g - mean) ** 2, 0) / Math.max(1, gaps.length - 1);
    return method === leader || !(mean > SURE * Math.sqrt(variance / gaps.length));
  });
}

/** Methods that saw most folds first, then by mean score; equal ones in their order. */
export function ranked(methods: readonly Method[], seen: Seen): readonly Method[] {
  const tried = methods.filter((m) => seen.get(m)!.length > 0),
    score = (m: Method): number => average(seen.get(m)!.map((s) => s.score));
  return tried.toSorted((a, b) => seen.get(b)!.length - seen.get(a)!.length || score(b) - score(a));
}

/** Seconds that so many fits may take, by the sizes and the time of a small product; right to a factor of about 3. */
export function expectedSeconds(a: Side, b: Side, fits: number): number {
  const n = 192, one = new Matrix(n, n, new Float64Array(n * n).fill(0.5));
  matmul(one, one);
  const started = performance.now();
  matmul(one, one);
  const rate = 2 * n ** 3 / Math.max(performance.now() - started, 1e-3) * 1000, k = a.rows.rows;
  const d = Math.max(a.rows.cols, b.rows.cols);
  return fits * WORK * k * d * Math.min(k, d) / rate;
}
