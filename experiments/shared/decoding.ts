/**
 * One autoencoder's encodings through another's decoder: translations, and decoders that read relative representations.
 *
 * @module
 */
import { Matrix, takeRows } from "../../lib/linalg/matrix.ts";
import { rng } from "../../lib/base/random.ts";
import { fitRelative } from "../../lib/method/relative.ts";
import { fitLinear } from "../../lib/method/direct.ts";
import type { Autoencoder } from "./autoencoders.ts";
import type { Method } from "../../lib/method/methods.ts";
import { type Side, side } from "../../lib/method/side.ts";
import { translation } from "../../lib/method/translation.ts";
import { named } from "./methods.ts";
import type { StripRow } from "./strip.ts";
import type { Row } from "./summary.ts";
import { padded, permuted, TRANSLATIONS } from "./translations.ts";

/** Rows that the methods may see (anchors are drawn from them), and that relative decoders are trained on. */
export const TRAIN = 4000;
/** Names of what is no translation. */
export const OWN = "own decoder", RELATIVE = "relative decoder", MEAN = "the mean image";

/** Norms carried over: what a decoder needs that a classifier does not. */
const carrying = (name: string): Method => {
  const { fit } = TRANSLATIONS.find((m) => m.name === name)!;
  return named(`${name}, norm carried`, (x, y, seed) => {
    const map = fit(x, y, seed);
    return translation({ ...map, affine: { ...map.affine, norm: "carry" } }, map.diagnostics);
  });
};
/** Methods of the strip. */
const STRIP = ["absolute, zero-padded", "IRP", "IRP, norm carried", "whitened, norm carried", "ortho"];
const METHODS: readonly Method[] = [
  padded,
  ...["IRP", "whitened", "IRP, completed"].flatMap((n) => [TRANSLATIONS.find((m) => m.name === n)!, carrying(n)]),
  ...["linear", "ridge linear", "ortho"].map((n) => TRANSLATIONS.find((m) => m.name === n)!),
  permuted(carrying("whitened")),
];

/** One draw of anchors. */
export interface Draw {
  readonly k: number;
  readonly seed: number;
}

const anchorRows = ({ k, seed }: Draw): Int32Array => rng(seed).fork("anchors").permutation(TRAIN).subarray(0, k);

/** Mean squared error of every method on every ordered pair. */
export function* stitchDecoders(models: readonly Autoencoder[], truth: Matrix, draw: Draw): Generator<Row> {
  const sides = models.map(({ train }) => side(takeRows(train, anchorRows(draw))));
  const relative = models.map((m) => relativeDecoder(m, draw));
  for (const [s, source] of models.entries()) {
    for (const [t, target] of models.entries()) {
      if (s === t) continue;
      const base = { dataset: "mnist", ...draw, source: source.name, target: target.name };
      const measure = (method: string, apart: boolean, images: Matrix): Row => (
        { ...base, method, apart, error: meanSquare(images, truth) }
      );
      yield measure(OWN, true, target.decode(target.test));
      yield measure(MEAN, true, meanImage(truth));
      for (const { name, fit } of METHODS) {
        const map = fit(sides[s]!, sides[t]!, draw.seed);
        yield measure(name, map.independent, target.decode(map.apply(source.test)));
      }
      yield measure(RELATIVE, true, relative[t]!.decode(relative[s]!.encode(source.test)));
    }
  }
}

/** The first images of one ordered pair: as they are, and by each way to decode them. */
export function stripRows(
  [source, target]: readonly [Autoencoder, Autoencoder],
  truth: Matrix,
  draw: Draw,
): readonly StripRow[] {
  const [x, y] = [source, target].map(({ train }) => side(takeRows(train, anchorRows(draw)))) as [
    Side,
    Side,
  ];
  const few = takeRows(source.test, Array.from({ length: 8 }, (_, i) => i));
  const made = METHODS.filter(({ name }) => STRIP.includes(name)).map(({ name, fit }) => (
    { name, images: target.decode(fit(x, y, draw.seed).apply(few)) }
  ));
  const relative = relativeDecoder(target, draw).decode(relativeDecoder(source, draw).encode(few));
  return [
    { name: "image", images: truth },
    { name: OWN, images: target.decode(target.test) },
    ...made,
    { name: RELATIVE, images: relative },
  ];
}

/** A decoder that reads relative representations: one linear layer learned on the model's own, then its decoder. */
function relativeDecoder(model: Autoencoder, draw: Draw): {
  encode(x: Matrix): Matrix;
  decode(z: Matrix): Matrix;
} {
  const { apply } = fitRelative(takeRows(model.train, anchorRows(draw)));
  const layer = fitLinear(apply(model.train), model.train, { lambda: 1e-3 });
  return { encode: apply, decode: (z) => model.decode(layer.apply(z)) };
}

/** Mean squared error over all pixels. */
export function meanSquare(a: Matrix, b: Matrix): number {
  let sum = 0;
  for (let i = 0; i < b.data.length; i++) sum += (a.data[i]! - b.data[i]!) ** 2;
  return sum / b.data.length;
}

/** The mean of the images in every row: what knowing nothing costs. */
function meanImage(truth: Matrix): Matrix {
  const mean = new Float64Array(truth.cols);
  for (let i = 0; i < truth.rows; i++) truth.row(i).forEach((v, j) => mean[j]! += v / truth.rows);
  return new Matrix(
    truth.rows,
    truth.cols,
    Float64Array.from({ length: truth.data.length }, (_, p) => mean[p % truth.cols]!),
  );
}
