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

/** The text with what is between `<!-- claims -->` and `<!-- /claims -->` replaced. @throws {RangeError} If either is missing. */
export function betweenMarkers(text: string, table: string): string {
  const [start, end] = ["<!-- claims -->", "<!-- /claims -->"], [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) {
    throw new RangeError(`Cannot write the claims as the text must have ${start} and then ${end}: it has not`);
  }
  return `${text.slice(0, from + start.length)}\n\n${table}\n\n${text.slice(to)}`;
}
