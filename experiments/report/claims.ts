/**
 * All claims of all experiments.
 *
 * @module
 */
import { EXPERIMENTS } from "../registry.ts";
import type { Claim } from "../shared/claims.ts";

/** Every claim with the experiment whose records it is judged by, in the order of the papers. */
export const CLAIMS: readonly (Claim & { readonly experiment: string })[] = Object.freeze(
  EXPERIMENTS.flatMap(({ name, claims = [] }) => claims.map((claim) => ({ ...claim, experiment: name }))),
);
