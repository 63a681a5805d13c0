/**
 * What the playground computes: pure, the same in a browser's worker and in Deno.
 *
 * @module
 */
import { fitHead, type Head } from "../../../lib/head/head.ts";
import { accuracyOf } from "../../../lib/head/stitch.ts";
import { softmax } from "../../../lib/head/temperature.ts";
import { condition, defaultRcond, svd } from "../../../lib/linalg/linalg.ts";
import { Matrix, sliceRows } from "../../../lib/linalg/matrix.ts";
import { cosineSimilarity } from "../../../lib/measure/similarity.ts";
import { fitLinear, fitOrtho } from "../../../lib/method/direct.ts";
import { fitInverse } from "../../../lib/method/inverse.ts";
import { compose, fitIrp, fitWhitened } from "../../../lib/method/irp.ts";
import { fitRelative } from "../../../lib/method/relative.ts";
import type { Translation } from "../../../lib/method/translation.ts";
import { decodeLatents, encodeImages } from "../../../lib/nn/infer.ts";
import type { Network } from "../../../lib/nn/network.ts";
import { fitPrincipal, type Principal } from "../../../lib/space/principal.ts";
import {
  chooseAnchors,
  type Group,
  meansOf,
  pairedGroups,
  type Pick,
  type Prototypes,
  prototypesOf,
} from "./anchors.ts";
import type { SetName } from "./sets.ts";

/** Everything that the reader chooses. */
export interface Choice {
  readonly items: SetName;
  /** The encoding network, and the autoencoder whose decoder draws. */
  readonly a: string;
  readonly b: string;
  readonly method: MethodName;
  readonly count: number;
  readonly pick: Pick;
  readonly seed: number;
  readonly delta: number;
  readonly omega: number;
  /** log₁₀ of λ. */
  readonly lambda: number;
  /** Whether the pairing of the anchors is shuffled, so that nothing can be learned. */
  readonly shuffled: boolean;
  /** Items of the pool that were added to the anchors or taken out by hand. */
  readonly toggled: readonly number[];
}

/** Items in the order of their file: `pool` of which anchors are taken, then as many to measure on. */
export interface Items {
  readonly images: Matrix;
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  readonly pool: number;
}

/** A network on the items. */
export interface Side {
  readonly network: Network;
  readonly pool: Matrix;
  readonly test: Matrix;
  /** The principal axes of the items to measure on. */
  readonly axes: Principal;
  /** Clusters of the pool. */
  readonly prototypes: Prototypes;
}

/** How each method fits; those that are coupled look at both sides at once. */
export const METHODS = Object.freeze({
  irp: (x: Matrix, y: Matrix, c: Choice): Translation =>
    fitIrp(x, y, { delta: c.delta, subspaces: Math.min(c.omega, x.rows), seed: c.seed }),
  completed: (x: Matrix, y: Matrix, c: Choice): Translation =>
    fitIrp(x, y, {
      ...{ delta: c.delta, subspaces: Math.min(c.omega, x.rows), seed: c.seed, completion: "per-subset" },
    }),
  whitened: (x: Matrix, y: Matrix, c: Choice): Translation => fitWhitened(x, y, { lambda: 10 ** c.lambda }),
  parseval: (x: Matrix, y: Matrix): Translation =>
    compose(fitRelative(x, { projection: "parseval" }), fitInverse(y, { projection: "parseval" })),
  ridge: (x: Matrix, y: Matrix, c: Choice): Translation => fitLinear(x, y, { lambda: 10 ** c.lambda }),
  ortho: (x: Matrix, y: Matrix): Translation => fitOrtho(x, y),
});

/** The name of a method. */
export type MethodName = keyof typeof METHODS;

/** A network's encodings of the items. */
export function sideOf(network: Network, { images, pool }: Items): Side {
  const encoded = encodeImages(network, images);
  const test = sliceRows(encoded, pool, images.rows);
  const first = sliceRows(encoded, 0, pool);
  return { network, pool: first, test, axes: fitPrincipal(test), prototypes: prototypesOf(first) };
}

/** The classifier of a space: linear, on the encodings of the pool. */
export function headOfSide(side: Side, { labels, pool, classes }: Items): Head {
  return fitHead(side.pool, labels.slice(0, pool), { classes: classes.length, seed: 1 });
}

/** A translation and what it is worth on the items to measure on. */
export interface Fitted {
  readonly translation: Translation;
  readonly anchors: readonly Group[];
  /** Of the map: its largest singular value over the smallest that is not zero to rounding. */
  readonly condition: number;
  readonly similarity: number;
  readonly accuracy: number;
  /** The target's own encodings under the same classifier. */
  readonly own: number;
  /** As they are, cut or padded with zeros. */
  readonly untranslated: number;
  readonly seconds: number;
}

/** Fits what was chosen and measures it. @throws {RangeError} If the choice cannot be fitted, in one sentence. */
export function fit(choice: Choice, a: Side, b: Side, head: Head, { labels, pool }: Items): Fitted {
  const started = performance.now();
  const anchors = chooseAnchors(choice, b), source = pairedGroups(choice, anchors);
  const translation = METHODS[choice.method](meansOf(a.pool, source), meansOf(b.pool, anchors), choice);
  const seconds = (performance.now() - started) / 1000;
  const moved = translation.apply(a.test), truth = labels.slice(pool), { s } = svd(translation.affine.weights);
  return {
    ...{ translation, anchors, seconds },
    condition: condition(s, defaultRcond(a.pool.cols, b.pool.cols)).effective,
    similarity: cosineSimilarity(moved, b.test, { center: translation.affine.after }).mean,
    accuracy: accuracyOf(head, moved, truth),
    own: accuracyOf(head, b.test, truth),
    untranslated: accuracyOf(head, resized(a.test, b.test.cols), truth),
  };
}

/** Four pictures of one item, and what the target's classifier says of each code. */
export interface Drawn {
  readonly pictures: Readonly<Record<"input" | "own" | "raw" | "translated", Float32Array<ArrayBuffer>>>;
  readonly says: Readonly<Record<"own" | "raw" | "translated", Float32Array<ArrayBuffer>>>;
}

/** Reads one image (28 × 28, in [0, 1]) with both networks and draws it with the second's decoder. */
export function draw(image: Float32Array<ArrayBuffer>, { translation }: Fitted, a: Side, b: Side, head: Head): Drawn {
  const x = new Matrix(1, image.length, image), code = encodeImages(a.network, x);
  const codes = {
    own: encodeImages(b.network, x),
    raw: resized(code, b.pool.cols),
    translated: translation.apply(code),
  };
  const each = (of: (m: Matrix) => Matrix): Drawn["says"] => {
    const row = (m: Matrix): Float32Array<ArrayBuffer> => Float32Array.from(of(m).data);
    return { own: row(codes.own), raw: row(codes.raw), translated: row(codes.translated) };
  };
  return {
    pictures: { input: image, ...each((m) => decodeLatents(b.network, m)) },
    says: each((m) => softmax(head.logits(m))),
  };
}

/** Rows cut to, or padded with zeros to, a width. */
export function resized(x: Matrix, cols: number): Matrix {
  const out = Matrix.zeros(x.rows, cols, "f32");
  for (let i = 0; i < x.rows; i++) out.row(i).set(x.row(i).subarray(0, cols));
  return out;
}
