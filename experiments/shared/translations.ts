/**
 * Every translation of the three papers, and their regularised forms.
 *
 * @module
 */
import { rng } from "../../lib/base/random.ts";
import { Matrix } from "../../lib/linalg/matrix.ts";
import { engineInfo } from "../../lib/linalg/engine/select.ts";
import { fitAffine } from "../../lib/method/affine.ts";
import { fitLOrtho } from "../../lib/method/direct.ts";
import { compose, fitIrp } from "../../lib/method/irp.ts";
import { fitInverse } from "../../lib/method/inverse.ts";
import { type Method, METHODS as CANDIDATES } from "../../lib/method/methods.ts";
import { fitPartial } from "../../lib/method/partial.ts";
import { fitRelative } from "../../lib/method/relative.ts";
import { type Selection, selection } from "../../lib/method/selector.ts";
import { type Side } from "../../lib/method/side.ts";
import { translation } from "../../lib/method/translation.ts";
import { METHODS, named } from "./methods.ts";

/** λ that ridge IRP tries on the anchors it holds out, relative to σ²max. */
const RIDGES: readonly number[] = Object.freeze([1e-4, 1e-3, 1e-2, 3e-2, 1e-1]);

const known = (name: string): Method => METHODS.find((m) => m.name === name)!;

/** The source's coordinates as they are: cut, or padded with zeros, to the target's dimension. */
export const padded: Method = named("absolute, zero-padded", (x, y) => {
  const [rows, cols] = [x.rows.cols, y.rows.cols], weights = Matrix.zeros(rows, cols);
  for (let i = 0; i < Math.min(rows, cols); i++) weights.data[i * cols + i] = 1;
  const [before, after] = [new Float64Array(rows), new Float64Array(cols)];
  const affine = { before, weights, after, norm: "none", unit: false, sourceNorm: 1, targetNorm: 1 } as const;
  const parts = { method: "absolute", independent: true, affine, source: x.key, target: y.key, parameters: {} };
  return translation(parts, { engine: engineInfo() });
});

/** Ridge IRP with the λ that is best on anchors held out; that look at both sides couples them. */
export const ridge: Method = named("ridge IRP", (x, y, seed) =>
  choose(
    x,
    y,
    RIDGES.map((lambda) => named(`λ=${lambda}`, (a, b) => fitPartial(a, b, { p: 0, lambda }))),
    seed,
  ));

/** The polar factor of the map: a Parseval frame. */
export const polarIrp: Method = named("IRP, polar", (x, y, seed) => fitIrp(x, y, { seed, polar: true }));

/** The polar factor of the linear map (l-ortho). */
export const linearOrtho: Method = named("l-ortho", (x, y) => fitLOrtho(x, y));

/** Parseval frames on either side (PFE, arXiv 2507.17835): partial whitening at p = ½, from halves fitted apart. */
export const partial: Method = named("Parseval frames", (x, y) => {
  const projection = "parseval";
  return compose(fitRelative(x, { projection }), fitInverse(y, { projection }));
});

/** The control: the same anchors, paired at random. A method that ties with its own control has learned nothing. */
export function permuted(method: Method): Method {
  return named(`${method.name}, permuted anchors`, (x, y, seed) => {
    const order = rng(seed).fork("permuted anchors").permutation(x.rows.rows);
    return method.fit(x.part(order), y, seed);
  });
}

/** A linear map with a bias by gradient descent: the dearest fit by far, so tables draw it less often. */
export const affine: Method = named("affine", (x, y) => fitAffine(x, y));

/** What the selector chooses among here: of the library's methods one or two a kind. */
const CHOICES: readonly Method[] = CANDIDATES.filter(({ name }) =>
  [
    ...["ortho", "IRP, δ=0.6, polar", "ridge linear", "whitened, λ=0.001", "whitened, λ=0.01"],
    ...["partial, p=0.5", "ridge IRP, λ=0.01", "IRP, δ=0.6", "IRP, δ=0.6, completed"],
  ].includes(name)
);

/** The library's selector over these. */
export const selector: Method = named("selector", (x, y, seed) => choose(x, y, CHOICES, seed));

/** The library's choice, without its pauses. */
export function choose(x: Side, y: Side, methods: readonly Method[], seed: number): Selection {
  const steps = selection(x, y, { methods, seed });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Two methods on anchors that are paired at random. */
export const CONTROLS: readonly Method[] = Object.freeze([known("IRP"), known("whitened")].map(permuted));

/** Every method but those with heads of their own, in the order of the tables. */
export const TRANSLATIONS: readonly Method[] = Object.freeze([
  padded,
  known("IRP (ω=1, δ=0)"),
  known("IRP"),
  ridge,
  known("IRP, completed"),
  polarIrp,
  partial,
  known("whitened"),
  known("linear"),
  known("ridge linear"),
  linearOrtho,
  known("ortho"),
  selector,
  ...CONTROLS,
]);
