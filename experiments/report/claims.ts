/**
 * All claims of all experiments, and their table.
 *
 * @module
 */
import { EXPERIMENTS } from "../registry.ts";
import type { Claim } from "../shared/claims.ts";
import type { Row } from "../shared/summary.ts";

/** Every claim with the experiment whose records it is judged by, in the order of the papers. */
export const CLAIMS: readonly (Claim & { readonly experiment: string })[] = Object.freeze(
  EXPERIMENTS.flatMap(({ name, claims = [] }) => claims.map((claim) => ({ ...claim, experiment: name }))),
);

/** A Markdown table of judged claims. */
export function claimsMarkdown(rows: readonly Row[]): string {
  const cells = rows.map((r) => `| ${r.where} | ${r.claim} | ${r.paper} | ${r.ours} | **${r.verdict}** |`);
  return ["| Where | Claim | The paper | Ours | Verdict |", "| --- | --- | --- | --- | --- |", ...cells].join("\n");
}
