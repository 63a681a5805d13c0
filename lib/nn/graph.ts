/**
 * Graphs as sparse matrices: who is linked to whom, and how a layer mixes a node with its neighbours.
 *
 * @module
 */
import { integer } from "../base/check.ts";
import { type Csr, csrFrom } from "../linalg/csr.ts";

/** Pairs of node numbers; a link has no direction. */
export type Links = readonly (readonly [number, number])[];

/** Nodes with features, and links between them. */
export interface Graph {
  /** n × w, one row a node. */
  readonly features: Csr;
  /** Which nodes are linked. */
  readonly links: Links;
}

/**
 * A + I: 1 where nodes are linked and on the diagonal (n × n); repeated links count once.
 *
 * @throws {RangeError} If a link names a node outside [0, n).
 */
export function adjacency(links: Links, nodes: number): Csr {
  const rows = Array.from({ length: nodes }, (_, i) => new Map([[i, 1]]));
  for (const [a, b] of links) {
    for (const node of [a, b]) integer(node, 0, nodes - 1, "every node of a link", "read a graph");
    rows[a]!.set(b, 1);
    rows[b]!.set(a, 1);
  }
  return csrFrom(rows, nodes);
}

/** The matrix with entry (i, j) times `factor(i, j)`. */
export function weighted(a: Csr, factor: (row: number, column: number) => number): Csr {
  const values = a.values.slice();
  for (let i = 0; i < a.rows; i++) {
    for (let p = a.starts[i]!; p < a.starts[i + 1]!; p++) values[p]! *= factor(i, a.columns[p]!);
  }
  return Object.freeze({ ...a, values });
}

/** Entries of row i: of `adjacency`, the node's links and itself. */
export const entriesOf = ({ starts }: Csr, i: number): number => starts[i + 1]! - starts[i]!;

/**
 * D^(−½) · (A + I) · D^(−½) with D the row sums (Kipf and Welling 2017, equation 2), n × n and symmetric.
 *
 * @throws {RangeError} If a node has no link: nothing would reach it, nor would anything learn from it.
 */
export function propagation(links: Links, nodes: number): Csr {
  const a = adjacency(links, nodes);
  const alone = Array.from({ length: nodes }, (_, i) => i).find((i) => entriesOf(a, i) === 1);
  if (alone === undefined) return weighted(a, (i, j) => (entriesOf(a, i) * entriesOf(a, j)) ** -.5);
  throw new RangeError(`Cannot propagate over the graph as every node must have a link: node ${alone} has none`);
}
