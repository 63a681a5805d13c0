/**
 * Every translation of the three papers, and their regularised forms, over the sides of `methods.ts`.
 *
 * @module
 */
import { fitAffine } from "../../lib/method/affine.ts";
import { type Method as Candidate, METHODS as CANDIDATES } from "../../lib/method/methods.ts";
import { type AffineMap, applyMap } from "../../lib/method/map.ts";
import { unitMap } from "../../lib/method/irp.ts";
import { invertSpectrum, matmul, scaleRows } from "../../lib/linalg/linalg.ts";
import { Matrix } from "../../lib/linalg/matrix.ts";
import { partialMap } from "../../lib/method/partial.ts";
import { cosineSimilarity } from "../../lib/measure/similarity.ts";
import { ridgeFrom } from "../../lib/method/ridge.ts";
import { directMap, isometry } from "../../lib/method/direct.ts";
import { type Method, METHODS, type Side } from "./methods.ts";

/** λ that ridge IRP tries on the anchors it holds out, relative to σ²max. */
const RIDGES: readonly number[] = Object.freeze([1e-4, 1e-3, 1e-2, 3e-2, 1e-1]);

/** Directions that the anchors do not span are dropped: completing them is arbitrary, and differs between engines. */
const DROP = { nullSpace: "drop" } as const;

const method = (name: string, independent: boolean, fit: Method["fit"]): Method =>
  Object.freeze({ name, independent, fit });
const known = (name: string): Method => METHODS.find((m) => m.name === name)!;

/** The source's coordinates as they are: cut, or padded with zeros, to the target's dimension. */
export const padded: Method = method("absolute, zero-padded", true, ({ unit: x }, { unit: y }) => {
  const [rows, cols] = [x.mean.length, y.mean.length], weights = Matrix.zeros(rows, cols);
  for (let i = 0; i < Math.min(rows, cols); i++) weights.data[i * cols + i] = 1;
  const [before, after] = [new Float64Array(rows), new Float64Array(cols)];
  return { before, weights, after, norm: "none", sourceNorm: 1, targetNorm: 1 };
});

/** The target's whole pseudo-inverse with a Tikhonov term λ: ω = 1, δ = 0. */
function ridgeIrp(x: Side, y: Side, lambda: number): AffineMap {
  const { u, s, vt } = y.unitSvd(), projected = matmul(x.unit.unit, u, { transA: true });
  const weights = matmul(projected, scaleRows(vt, invertSpectrum(s, 0, lambda)));
  return unitMap(x.unit, y.unit, weights, "mean");
}

/** Ridge IRP with the λ that is best on the anchors held out; that look at both sides couples them. */
export const ridge: Method = method("ridge IRP", false, (x, y) => {
  const scores = RIDGES.map((lambda) => heldScore(x, y, (a, b) => ridgeIrp(a, b, lambda)));
  return ridgeIrp(x, y, RIDGES[scores.indexOf(Math.max(...scores))]!);
});

/** The polar factor of the folded map: a Parseval frame. */
export const polarIrp: Method = method("IRP, polar", false, (x, y) => {
  const { weights } = known("IRP").fit(x, y);
  return unitMap(x.unit, y.unit, isometry(weights, DROP), "mean");
});

/** The polar factor of the linear map (l-ortho). */
export const linearOrtho: Method = method("l-ortho", false, (x, y) => {
  const { weights } = ridgeFrom(x.scaledSvd(), y.scaled, 0);
  return directMap(x.standard, y.standard, isometry(weights, DROP));
});

/** Half whitened on either side: the canonical rotation. */
export const partial: Method = method(
  "partial whitening (p=½)",
  true,
  (x, y) => unitMap(x.unit, y.unit, partialMap(x.unitSvd(), y.unitSvd(), 0.5, 1e-3), "mean"),
);

/** A linear map with a bias by gradient descent: the dearest fit by far, so tables draw it less often. */
export const affine: Method = method("affine", false, (x, y) => fitAffine(x.rows, y.rows).affine);

/** Centred cosine similarity on the anchors held out, of a map fitted on the others. */
export function heldScore(x: Side, y: Side, fit: Method["fit"]): number {
  const [a, b] = [x.held(), y.held()];
  return cosineSimilarity(applyMap(fit(a.side, b.side), a.rows), b.rows, { center: b.side.unit.mean }).mean;
}

/** What the selector chooses among here: of the library's candidates one or two a kind. */
const CHOICES: readonly Candidate[] = CANDIDATES.filter(({ name }) =>
  [
    ...["ortho", "IRP, δ=0.6, polar", "ridge linear", "whitened, λ=0.001", "whitened, λ=0.01"],
    ...["partial, p=0.5", "ridge IRP, λ=0.01", "IRP, δ=0.6", "IRP, δ=0.6, completed"],
  ].includes(name)
);

/** The candidate that maps a quarter of the anchors nearest to their targets, fitted again on all anchors. */
export const selector: Method = method(
  "selector",
  false,
  (x, y) => chooseCandidate(x, y).fit({ source: x.candidate(), target: y.candidate() }).affine,
);

/** The selector's choice for a pair. */
export function chooseCandidate(x: Side, y: Side): Candidate {
  const scores = CHOICES.map(({ fit }) =>
    heldScore(x, y, (a, b) => fit({ source: a.candidate(), target: b.candidate() }).affine)
  );
  return CHOICES[scores.indexOf(Math.max(...scores))]!;
}

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
]);
