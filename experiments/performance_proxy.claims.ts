/**
 * What likeness to a good network must tell of accuracy.
 *
 * @module
 */
import {
  type Claim,
  highest,
  type Judged,
  lowest,
  type Measured,
  measuredOf,
  type Records,
  verdictOf,
  withEnds,
} from "./shared/claims.ts";
import type { Row } from "./shared/summary.ts";

const where = "Relative representations, performance proxy", date = "2026-11-29";
const ALL = "all", PAPER = "relative";

/** Measures that stand beside the paper's since a first run found them to tell more: shown, not judged. */
const BESIDE = ["relative, centred", "CKA"];

/** Judges a field on every graph by the rows that have these values; the value is that of the worst graph. */
function onEvery(
  rows: readonly Row[],
  fields: Row,
  field: string,
  { holds, partly, small = false }: {
    readonly holds: (found: Measured) => boolean;
    readonly partly: (found: Measured) => boolean;
    /** Whether the claim is that the value is small. */
    readonly small?: boolean;
  },
): Judged {
  const of = (more: Row): readonly Row[] =>
    rows.filter((row) => Object.entries({ ...fields, ...more }).every(([name, value]) => row[name] === value));
  const found = of({}), beside = fields.measure === PAPER ? BESIDE : [];
  const also = beside.flatMap((measure) =>
    of({ measure }).map((row) => (
      `; ${measure} ${withEnds(measuredOf(row, field))} (${row.dataset})`
    ))
  ).join("");
  const each = found.map((row) => ({ row, of: measuredOf(row, field) }));
  const sign = small ? -1 : 1, worst = each.reduce((a, b) => sign * (b.of.value - a.of.value) < 0 ? b : a);
  const { groups, references } = worst.row;
  const ours = each.map(({ row, of }) => `${withEnds(of)} (${row.dataset})`).join(", ");
  const verdict = verdictOf(each.every(({ of }) => holds(of)), each.every(({ of }) => partly(of)));
  const over = `over ${groups} groups of settings, ${references} references`;
  return { ...worst.of, verdict, ours: `${ours}, ${over}${also}` };
}

/** Surely at least `holds`; partly from `partly` by the mean. */
const atLeast = (holds: number, partly: number) => ({
  holds: (found: Measured) => lowest(found) >= holds,
  partly: ({ value }: Measured) => value >= partly,
});
const difference = (against: string, above: number): (records: Records) => Judged => ({ differences }) =>
  onEvery(differences!, { measure: against, over: ALL }, "difference", {
    holds: (found) => lowest(found) > above,
    partly: ({ value }) => value > above,
  });

/** The claims on similarity as a stand-in for accuracy. */
export const performanceProxyClaims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    where,
    date,
    id: "proxy-networks",
    claim: "The nearer a network's relative space is to that of a good network, the better it classifies",
    paper: "shown for about 2,000 networks on Cora, no number",
    rule: "holds if Pearson's r over networks of all settings, each at its best epoch, of the mean cosine with the " +
      "reference's relative coordinates and test accuracy is surely at least .7 on every graph; partly from .5",
    judge: ({ correlations }) => onEvery(correlations!, { measure: PAPER, over: ALL }, "pearson", atLeast(.7, .5)),
  },
  {
    where,
    date,
    id: "proxy-training",
    claim: "While a network trains, both rise together",
    paper: "a high correlation over networks that reach .5 (a figure)",
    rule: "holds if the mean over networks that reach .5 on validation nodes of Pearson's r over epochs is surely at " +
      "least .9 on every graph; partly from .7",
    judge: ({ training }) => onEvery(training!, { measure: PAPER }, "pearson", atLeast(.9, .7)),
  },
  {
    where,
    date,
    id: "proxy-absolute",
    claim: "Relative coordinates tell accuracy better than absolute ones do",
    paper: "–",
    rule: "holds if r of relative coordinates is surely more than .1 above that of absolute ones (padded with zeros " +
      "where widths differ) on every graph; partly by the mean",
    judge: difference("absolute", .1),
  },
  {
    where,
    date,
    id: "proxy-reference",
    claim: "It is the good reference that tells: the same after one pass over the graph tells less",
    paper: "–",
    rule: "holds if r is surely higher than with the network of one pass as the reference, on every graph; partly by " +
      "the mean",
    judge: difference("relative, poor reference", 0),
  },
  {
    where,
    date,
    id: "proxy-choice",
    claim: "The network most like a good one, of those of other depths, is nearly the best of them",
    paper: "proposed as a use",
    rule:
      "holds if the best of these networks is surely at most .02 better in test accuracy than the most similar, on " +
      "every graph; partly if at most .05 by the mean",
    judge: ({ choices }) =>
      onEvery(choices!, { measure: PAPER }, "lost", {
        holds: (found) => highest(found) <= .02,
        partly: ({ value }) => value <= .05,
        small: true,
      }),
  },
]);
