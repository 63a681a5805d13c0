/**
 * How alike two networks are, by what each makes of the same anchors and nodes.
 *
 * @module
 */
import { rng } from "../lib/base/random.ts";
import { center } from "../lib/linalg/blocks.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import { type Matrix, takeRows } from "../lib/linalg/matrix.ts";
import { columnMeans, unitRows } from "../lib/linalg/rows.ts";
import { cka } from "../lib/measure/cka.ts";
import { cosineSimilarity } from "../lib/measure/similarity.ts";
import { side } from "../lib/method/side.ts";
import { padded } from "./shared/translations.ts";

/** What is compared: encodings of the anchors, and of the nodes to test on. */
export interface View {
  readonly anchors: Matrix;
  readonly test: Matrix;
}
/** A network that classifies well, and the same after one pass over the graph: the control. */
export interface Reference {
  readonly good: View;
  readonly poor: View;
}

/** Cosines of every row with every anchor, as the paper has them; a zero row has none but zeros. */
const relative = ({ anchors, test }: View): Matrix => matmul(unitRows(test), unitRows(anchors), { transB: true });
/** The same seen from the anchors' mean, as IRP sees it. */
const centred = ({ anchors, test }: View): Matrix => {
  const mean = columnMeans(anchors);
  return relative({ anchors: center(anchors, mean), test: center(test, mean) });
};

/** What measures likeness, the paper's first; the last two are controls. */
export const MEASURES = [
  ...["relative", "relative, centred", "CKA", "absolute"] as const,
  ...["relative, permuted anchors", "relative, poor reference"] as const,
];
export type Measure = typeof MEASURES[number];

/**
 * How alike a network's space and a reference's are, in [-1, 1], by every measure: the mean cosine of relative
 * coordinates, as in the paper, with its controls; of absolute ones; and linear CKA. A network that encodes every node
 * as zero is like none.
 */
export function similarities(view: View, { good, poor }: Reference, seed: number): Readonly<Record<Measure, number>> {
  const alike = (a: Matrix, b: Matrix): number => cosineSimilarity(a, b).mean, own = relative(view);
  const order = rng(seed).fork("permuted anchors").permutation(view.anchors.rows);
  const shuffled = { anchors: takeRows(view.anchors, order), test: view.test };
  const absolute = (): Matrix => padded.fit(side(view.anchors), side(good.anchors), seed).apply(view.test);
  const dead = [view.anchors, view.test].every(({ data }) => data.every((v) => v === 0));
  const measures: Readonly<Record<Measure, () => number>> = {
    "relative": () => alike(own, relative(good)),
    "relative, centred": () => alike(centred(view), centred(good)),
    "CKA": () => cka(view.test, good.test),
    "absolute": () => alike(absolute(), good.test),
    "relative, permuted anchors": () => alike(relative(shuffled), relative(good)),
    "relative, poor reference": () => alike(own, relative(poor)),
  };
  return Object.fromEntries(MEASURES.map((name) => [name, dead ? 0 : measures[name]()])) as Record<Measure, number>;
}
