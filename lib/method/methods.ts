/**
 * The ways to translate that can be chosen among, with their own δ and λ, over sides that share their decompositions.
 *
 * @module
 */
import { fitLinear, fitLOrtho, fitOrtho } from "./direct.ts";
import { fitIrp, fitWhitened } from "./irp.ts";
import { fitPartial } from "./partial.ts";
import type { Side } from "./side.ts";
import type { Translation } from "./translation.ts";

/** A way to translate, with all its choices made, to be fitted. */
export interface Method {
  /** Its name in tables. */
  readonly name: string;
  /** Which methods are of one kind: the reason names the best of another kind. */
  readonly family: string;
  /** The seed is that of the subspaces' starts. */
  fit(source: Side, target: Side, seed: number): Translation;
}

const DELTAS = [0.3, 0.4, 0.5, 0.6, 0.7], RIDGES = [1e-4, 1e-3, 1e-2, 1e-1], POWERS = [0.25, 0.5, 0.75];

/**
 * The methods that `selectTranslation` has unless told, each after those whose decompositions it can use: orthogonal maps
 * ("ortho" on standard-scaled and on unit rows, "l-ortho", the polar factor of IRP), ridge and plain linear maps,
 * whitened and partly whitened IRP over λ, ridge IRP, IRP over δ with and without completion.
 */
export const METHODS: readonly Method[] = Object.freeze([
  method("ortho", "orthogonal", (x, y) => fitOrtho(x, y)),
  method("ortho, unit rows", "orthogonal", (x, y) => fitOrtho(x, y, { scaling: "l2" })),
  method("l-ortho", "orthogonal", (x, y) => fitLOrtho(x, y)),
  method("ridge linear", "linear", (x, y) => fitLinear(x, y, { lambda: "auto" })),
  method("linear", "linear", (x, y) => fitLinear(x, y)),
  ...(["auto", ...RIDGES] as const).map((lambda) =>
    method(`whitened, λ=${lambda}`, "whitened", (x, y) => fitWhitened(x, y, { lambda }))
  ),
  ...POWERS.map((p) => method(`partial, p=${p}`, "whitened", (x, y) => fitPartial(x, y, { p, lambda: 1e-2 }))),
  ...RIDGES.map((lambda) => method(`ridge IRP, λ=${lambda}`, "IRP", (x, y) => fitPartial(x, y, { p: 0, lambda }))),
  method("IRP, δ=0.6, polar", "orthogonal", (x, y, seed) => fitIrp(x, y, { delta: 0.6, seed, polar: true })),
  ...DELTAS.flatMap((delta) => [
    method(`IRP, δ=${delta}`, "IRP", (x, y, seed) => fitIrp(x, y, { delta, seed })),
    method(
      `IRP, δ=${delta}, completed`,
      "IRP",
      (x, y, seed) => fitIrp(x, y, { delta, seed, completion: "per-subset" }),
    ),
  ]),
]);

function method(name: string, family: string, fit: Method["fit"]): Method {
  return Object.freeze({ name, family, fit });
}
