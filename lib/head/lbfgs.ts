/**
 * Limited-memory BFGS for smooth convex losses: deterministic, full batch, no step size to choose.
 *
 * @module
 */
import { dot } from "../linalg/rows.ts";

type Vector = Float64Array<ArrayBuffer>;

/** A differentiable loss: returns its value at `point` and writes the gradient into `gradient`. */
export type Loss = (point: Vector, gradient: Vector) => number;

/** When to stop. */
export interface LbfgsOptions {
  /** Iterations at most. */
  readonly iterations: number;
  /** Stops when the gradient's largest entry is below this share of its first value (default 1e-3). */
  readonly tolerance?: number;
}

/** A remembered step s, change of gradient y and 1 / (s · y). */
interface Pair {
  readonly s: Vector;
  readonly y: Vector;
  readonly rho: number;
}

const MEMORY = 10;
const HALVINGS = 30;

/**
 * Minimises `loss` from `start` (Nocedal and Wright, algorithm 7.5, with backtracking on Armijo's condition).
 *
 * Returns the point, its loss, the iterations done and whether the tolerance was reached. Weak where the loss is not convex: pairs of negative curvature
 * are skipped, so that it then behaves like gradient descent.
 */
export function lbfgs(
  loss: Loss,
  start: Vector,
  options: LbfgsOptions,
): { point: Vector; value: number; steps: number; converged: boolean } {
  const { iterations, tolerance = 1e-3 } = options;
  let point = start.slice();
  let gradient = new Float64Array(start.length);
  let value = loss(point, gradient);
  const enough = tolerance * largest(gradient);
  const pairs: Pair[] = [];
  let steps = 0;
  for (; steps < iterations && largest(gradient) > enough; steps++) {
    const direction = descent(gradient, pairs);
    const first = pairs.length === 0 ? Math.min(1, 1 / largest(gradient)) : 1;
    const next = backtrack(loss, { point, gradient, value }, direction, first);
    if (next === undefined) break;
    remember(pairs, difference(next.point, point), difference(next.gradient, gradient));
    ({ point, gradient, value } = next);
  }
  return { point, value, steps, converged: largest(gradient) <= enough };
}

interface State {
  readonly point: Vector;
  readonly gradient: Vector;
  readonly value: number;
}

/** The first of t, t/2, t/4 … that lowers the loss enough; undefined where none does (rounding has the word). */
function backtrack(loss: Loss, at: State, direction: Vector, first: number): State | undefined {
  const slope = dot(at.gradient, direction);
  const gradient = new Float64Array(direction.length);
  for (let i = 0, t = first; i < HALVINGS; i++, t /= 2) {
    const point = at.point.map((x, j) => x + t * direction[j]!);
    const value = loss(point, gradient);
    if (value <= at.value + 1e-4 * t * slope) return { point, gradient, value };
  }
  return undefined;
}

/** The two-loop recursion: minus the inverse Hessian's estimate times the gradient. */
function descent(gradient: Vector, pairs: readonly Pair[]): Vector {
  const q = gradient.map((g) => -g);
  const alphas = pairs.map(() => 0);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { s, y, rho } = pairs[i]!;
    alphas[i] = rho * dot(s, q);
    add(q, y, -alphas[i]!);
  }
  const last = pairs.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let j = 0; j < q.length; j++) q[j]! *= scale;
  }
  for (const [i, { s, y, rho }] of pairs.entries()) add(q, s, alphas[i]! - rho * dot(y, q));
  return q;
}

function remember(pairs: Pair[], s: Vector, y: Vector): void {
  const curvature = dot(s, y);
  if (!(curvature > 1e-10 * dot(y, y))) return;
  pairs.push({ s, y, rho: 1 / curvature });
  if (pairs.length > MEMORY) pairs.shift();
}

function add(target: Vector, x: Vector, scale: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += scale * x[i]!;
}

function difference(a: Vector, b: Vector): Vector {
  return a.map((x, i) => x - b[i]!);
}

function largest(a: Vector): number {
  let max = 0;
  for (let i = 0; i < a.length; i++) max = Math.max(max, Math.abs(a[i]!));
  return max;
}
