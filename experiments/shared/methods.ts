/**
 * The translations of the vision table; their sides are the library's, so that what belongs to one side is made once for
 * all partners of that side.
 *
 * @module
 */
import { fitLinear, fitOrtho } from "../../lib/method/direct.ts";
import { fitIrp, fitWhitened } from "../../lib/method/irp.ts";
import type { Method } from "../../lib/method/methods.ts";

/** A method under the name that tables give it. */
export function named(name: string, fit: Method["fit"]): Method {
  return Object.freeze({ name, family: name, fit });
}

/** The methods of the vision table, in its order: ω = 16 and δ = .6 unless named. */
export const METHODS: readonly Method[] = Object.freeze([
  named("IRP (ω=1, δ=0)", (x, y) => fitIrp(x, y, { subspaces: 1, delta: 0 })),
  named("IRP", (x, y, seed) => fitIrp(x, y, { seed })),
  named("IRP, completed", (x, y, seed) => fitIrp(x, y, { seed, completion: "per-subset" })),
  named("whitened", (x, y) => fitWhitened(x, y)),
  named("whitened, λ auto", (x, y) => fitWhitened(x, y, { lambda: "auto" })),
  named("ridge linear", (x, y) => fitLinear(x, y, { lambda: "auto" })),
  named("linear", (x, y) => fitLinear(x, y)),
  named("ortho", (x, y) => fitOrtho(x, y)),
]);
