/**
 * The papers' claims as predicates over results. The rule of every verdict is written before the results.
 *
 * @module
 */
import { inversionClaims } from "./claims_inversion.ts";
import type { Claim } from "./claims_judge.ts";
import { scaleClaims } from "./claims_scale.ts";
import { stitchingClaims } from "./claims_stitching.ts";
import type { Row } from "../shared/summary.ts";

/** Every claim, in the order of the papers. */
export const CLAIMS: readonly Claim[] = Object.freeze([...inversionClaims, ...scaleClaims, ...stitchingClaims]);

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
