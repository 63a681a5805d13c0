/**
 * What relative heads must show.
 *
 * @module
 */
import {
  type Change,
  type Claim,
  highest,
  type Judged,
  listed,
  lowest,
  measuredOf,
  over,
  type Records,
  verdictOf,
} from "./shared/claims.ts";
import type { Row } from "./shared/summary.ts";

const where = "Relative representations, heads", date = "2026-11-29";
const changes: readonly Change[] = [{
  date,
  was: "no rule: written when runs of the quick and pretrained sizes were known",
}];

/** What a value must be: at least a number, or at most. */
type Bound = { readonly least: number } | { readonly most: number };

/** Judges a value on every dataset: "holds" if it is surely so on all, "partly" if it is by the mean on some. */
function onEvery(rows: readonly Row[], field: string, bound: Bound): Judged {
  const { least, most } = { least: -Infinity, most: Infinity, ...bound };
  const found = rows.map((row) => ({ dataset: row.dataset as string, ...measuredOf(row, field) }));
  const worst = found.reduce((a, b) => ("least" in bound ? b.value < a.value : b.value > a.value) ? b : a);
  const sure = found.every((f) => lowest(f) >= least && highest(f) <= most);
  const some = found.some(({ value }) => value >= least && value <= most), { dataset: _, ...value } = worst;
  const ours = listed(found) + over(worst);
  return { ...value, verdict: verdictOf(sure, some), ours };
}

/** How a projection does against cosine, a row a dataset. */
const against = ({ differences }: Records, method: string): readonly Row[] =>
  differences!.filter((r) => r.method === method);

/** The claims on relative heads. */
export const relativeDecodersClaims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    ...{ where, date, changes },
    id: "relative-heads-stitch",
    claim: "A head on relative representations of one space reads those of others",
    paper: "zero-shot stitching performs as the end-to-end model, nearly",
    rule:
      "holds if on every dataset such heads (cosine, 256 anchors) surely keep .9 of their accuracy on their own space; " +
      "partly if on some by the mean",
    judge: ({ shares }) => onEvery(shares!.filter((r) => r.method === "cosine"), "share", { least: .9 }),
  },
  {
    ...{ where, date, changes },
    id: "relative-cosine",
    claim: "Angles are carried over better than distances",
    paper: "takes cosines",
    rule:
      "holds if on every dataset Euclidean and L1 distances are both surely below cosine, partly if on some by the mean",
    judge: (records) => {
      const rows = ["euclidean", "l1"].flatMap((method) =>
        against(records, method).map((r) => ({ ...r, dataset: `${r.dataset}, ${method}` }))
      );
      return onEvery(rows, "difference", { most: 0 });
    },
  },
  {
    ...{ where, date, changes },
    id: "relative-no-best",
    claim: "No one projection is the best everywhere",
    paper: "the projection to take depends on the data and the networks (From Bricks to Bridges)",
    rule:
      "holds if whitened coordinates are surely above cosine on one dataset and surely below it on another, partly by the mean",
    judge: (records) => {
      const found = against(records, "whitened").map((r) => ({ dataset: r.dataset, ...measuredOf(r, "difference") }));
      const both = (low: typeof lowest, high: typeof highest): boolean =>
        found.some((f) => low(f) > 0) && found.some((f) => high(f) < 0);
      const [first] = found as [typeof found[0]], mean = (m: { value: number }): number => m.value;
      const ours = `whitened − cosine: ${listed(found)}${over(first)}`;
      const value = Math.max(...found.map(mean)) - Math.min(...found.map(mean));
      return { value, verdict: verdictOf(both(lowest, highest), both(mean, mean)), ours };
    },
  },
  {
    ...{ where, date, changes },
    id: "relative-pairing",
    claim: "What relative heads read is the pairing of the anchors",
    paper: "–",
    rule:
      "holds if on every dataset anchors paired at random surely cost .25 of accuracy or more, partly if on some by the mean",
    judge: (records) => onEvery(against(records, "cosine, permuted anchors"), "difference", { most: -.25 }),
  },
]);
