/**
 * What the playground computes: pure, the same in a browser's worker and in Deno.
 *
 * @module
 */
import { fitHead, type Head } from "../../../lib/head/head.ts";
import { accuracyOf } from "../../../lib/head/stitch.ts";
import { softmax } from "../../../lib/head/temperature.ts";
import { Matrix, sliceRows, takeRows } from "../../../lib/linalg/matrix.ts";
import { cosineSimilarity } from "../../../lib/measure/similarity.ts";
import { fitLinear, fitOrtho } from "../../../lib/method/direct.ts";
import { fitInverse } from "../../../lib/method/inverse.ts";
import { compose, fitIrp, fitWhitened } from "../../../lib/method/irp.ts";
import { fitRelative } from "../../../lib/method/relative.ts";
import type { Translation } from "../../../lib/method/translation.ts";
import { decodeLatents, encodeImages } from "../../../lib/nn/infer.ts";
import type { Network } from "../../../lib/nn/network.ts";
import { fitPrincipal } from "../../../lib/space/principal.ts";
import { chooseAnchors, pairedRows, type Pick } from "./anchors.ts";

/** Everything that the reader chooses. */
export interface Choice {
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

/** Digits in the order of the file: `pool` of which anchors are taken, then as many to measure on. */
export interface Digits {
  readonly images: Matrix;
  readonly labels: Int32Array;
  readonly pool: number;
}

/** A network on the digits. */
export interface Side {
  readonly network: Network;
  readonly pool: Matrix;
  readonly test: Matrix;
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

/** A network's encodings of the digits. */
export function sideOf(network: Network, { images, pool }: Digits): Side {
  const encoded = encodeImages(network, images);
  return { network, pool: sliceRows(encoded, 0, pool), test: sliceRows(encoded, pool, images.rows) };
}

/** The classifier of a space: linear, on the encodings of the pool. */
export function headOfSide(side: Side, { labels, pool }: Digits): Head {
  return fitHead(side.pool, labels.slice(0, pool), { classes: 10, seed: 1 });
}

/** A translation and what it is worth on the digits to measure on. */
export interface Fitted {
  readonly translation: Translation;
  readonly anchors: readonly number[];
  readonly condition: number | undefined;
  readonly similarity: number;
  readonly accuracy: number;
  /** The target's own encodings under the same classifier. */
  readonly own: number;
  /** As they are, cut or padded with zeros. */
  readonly untranslated: number;
  readonly seconds: number;
}

/** Fits what was chosen and measures it. @throws {RangeError} If the choice cannot be fitted, in one sentence. */
export function fit(choice: Choice, a: Side, b: Side, head: Head, { labels, pool }: Digits): Fitted {
  const started = performance.now();
  const anchors = chooseAnchors(choice, b.pool), source = pairedRows(choice, anchors);
  const translation = METHODS[choice.method](takeRows(a.pool, source), takeRows(b.pool, anchors), choice);
  const seconds = (performance.now() - started) / 1000;
  const moved = translation.apply(a.test), truth = labels.slice(pool);
  const { conditionNumbers } = translation.diagnostics;
  return {
    ...{ translation, anchors, seconds },
    condition: conditionNumbers && conditionNumbers.reduce((sum, x) => sum + x, 0) / conditionNumbers.length,
    similarity: cosineSimilarity(moved, b.test, { center: translation.affine.after }).mean,
    accuracy: accuracyOf(head, moved, truth),
    own: accuracyOf(head, b.test, truth),
    untranslated: accuracyOf(head, resized(a.test, b.test.cols), truth),
  };
}

/** Four pictures of one digit, and what the target's classifier says of each code. */
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
  const each = (of: (m: Matrix) => Matrix): Record<keyof typeof codes, Float32Array<ArrayBuffer>> => {
    const { own, raw, translated } = codes,
      row = (m: Matrix): Float32Array<ArrayBuffer> => Float32Array.from(of(m).data);
    return { own: row(own), raw: row(raw), translated: row(translated) };
  };
  return {
    pictures: { input: image, ...each((m) => decodeLatents(b.network, m)) },
    says: each((m) => softmax(head.logits(m))),
  };
}

/** Both spaces in the plane of the first two principal axes: the source in its own, the rest in the target's. */
export interface Views {
  readonly source: Float32Array<ArrayBuffer>;
  readonly translated: Float32Array<ArrayBuffer>;
  readonly target: Float32Array<ArrayBuffer>;
  /** Rows of the digits that are drawn: those to measure on, then some of the pool. */
  readonly rows: Int32Array;
}

/** The views of the first `measured` digits to measure on and the first `pooled` of the pool. */
export function views(fitted: Fitted, a: Side, b: Side, { pool }: Digits, measured = 300, pooled = 200): Views {
  const some = (side: Side): Matrix => {
    const [test, first] = [sliceRows(side.test, 0, measured), sliceRows(side.pool, 0, pooled)];
    return new Matrix(measured + pooled, test.cols, Float32Array.from([...test.data, ...first.data]));
  };
  const [from, to] = [some(a), some(b)], [axesA, axesB] = [fitPrincipal(a.test), fitPrincipal(b.test)];
  const plane = (m: Matrix): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length: 2 * m.rows }, (_, i) => m.at(i >> 1, i & 1));
  const rows = Int32Array.from({ length: measured + pooled }, (_, i) => i < measured ? pool + i : i - measured);
  return {
    source: plane(axesA.apply(from)),
    translated: plane(axesB.apply(fitted.translation.apply(from))),
    target: plane(axesB.apply(to)),
    rows,
  };
}

/** Rows cut to, or padded with zeros to, a width. */
export function resized(x: Matrix, cols: number): Matrix {
  const out = Matrix.zeros(x.rows, cols, "f32");
  for (let i = 0; i < x.rows; i++) out.row(i).set(x.row(i).subarray(0, cols));
  return out;
}
