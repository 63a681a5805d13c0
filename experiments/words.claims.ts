/**
 * What word vectors must show.
 *
 * @module
 */
import {
  type Claim,
  highest,
  type Judged,
  listed,
  lowest,
  measuredOf,
  type Records,
  SECOND,
  verdictOf,
} from "./shared/claims.ts";

const where = "Relative representations, word embeddings", date = SECOND;

/** Judges a number of one method on every list of words. */
function onEvery(
  rows: Records[string],
  field: string,
  fits: (found: ReturnType<typeof measuredOf>, bound: "sure" | "mean") => boolean,
): Judged {
  const found = rows.map((r) => ({ dataset: `${r.dataset}, ${r.encoders} encoders`, ...measuredOf(r, field) }));
  const verdict = verdictOf(found.every((f) => fits(f, "sure")), found.every((f) => fits(f, "mean")));
  const { dataset: _, ...first } = found[0]!;
  return { ...first, verdict, ours: `${listed(found, 3)}, over ${first.seeds} draws of anchors` };
}

const of = (records: Records, set: string, method: string, against?: string): Records[string] =>
  records[set]!.filter((r) => r.method === method && (against === undefined || r.against === against));

/** The claims on words. */
export const wordsClaims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    where,
    date,
    id: "words-absolute",
    claim: "In absolute coordinates word spaces look unrelated",
    paper: "MRR .00, Jaccard .00, cosine .01",
    rule: "holds if the mean reciprocal rank of the same word is surely at most .01 on every list, partly by the mean",
    judge: (records) =>
      onEvery(of(records, "mrr", "absolute"), "mrr", (f, bound) => (bound === "sure" ? highest(f) : f.value) <= .01),
  },
  {
    where,
    date,
    id: "words-relative",
    claim: "In relative coordinates the same word is nearest",
    paper: "MRR .93 (FastText → Word2Vec), .97 (back)",
    rule: "holds if the mean reciprocal rank is surely at least .9 on every list, partly from .2 by the mean",
    judge: (records) =>
      onEvery(of(records, "mrr", "relative"), "mrr", (f, bound) => bound === "sure" ? lowest(f) >= .9 : f.value >= .2),
  },
  {
    where,
    date,
    id: "words-centred",
    claim: "Seen from the anchors' mean, relative coordinates find it more often",
    paper: "does not centre",
    rule:
      "holds if the mean reciprocal rank with centring is surely at least .1 higher on every list, partly by the mean",
    changes: [{ date, was: "no rule: written after a look at one draw over 1,500 words" }],
    judge: (records) =>
      onEvery(
        of(records, "differences", "relative, centred", "relative"),
        "difference",
        (f, bound) => (bound === "sure" ? lowest(f) : f.value) >= .1,
      ),
  },
  {
    where,
    date,
    id: "words-whitened",
    claim: "Whitened IRP finds the same word more often than relative coordinates do",
    paper: "–",
    rule: "holds if its mean reciprocal rank is surely higher on every list, partly by the mean",
    judge: (records) =>
      onEvery(
        of(records, "differences", "whitened", "relative"),
        "difference",
        (f, bound) => (bound === "sure" ? lowest(f) : f.value) > 0,
      ),
  },
  {
    where,
    date,
    id: "words-pairing",
    claim: "What is learned is the pairing of the anchors",
    paper: "–",
    rule:
      "holds if with permuted anchors the mean reciprocal rank in relative coordinates is surely at most .01 on every " +
      "list, partly by the mean",
    judge: (records) =>
      onEvery(
        of(records, "mrr", "relative, permuted anchors"),
        "mrr",
        (f, bound) => (bound === "sure" ? highest(f) : f.value) <= .01,
      ),
  },
]);
