/**
 * What own heads must show: that the encoders are worth translating between.
 *
 * @module
 */
import { type Claim, type Judged, SECOND, verdictOf } from "./shared/claims.ts";
import type { Row } from "./shared/summary.ts";

const TRAINED = ["supervised", "autoencoder"];

/** Half as many errors as guessing the most frequent class makes. */
const halved = ({ accuracy, majority }: Row): boolean => 1 - (accuracy as number) <= (1 - (majority as number)) / 2;

/** Heads on encoders that others trained; those that are trained or fitted here are left out. */
function onPretrained(heads: readonly Row[]): Judged {
  const rows = heads.filter((r) => r.origin === "pretrained"), good = rows.filter(halved).length;
  const least = rows.reduce((a, b) => (b.accuracy as number) < (a.accuracy as number) ? b : a);
  const value = good / rows.length, lowest = (least.accuracy as number).toFixed(3);
  const ours = `${good} of ${rows.length} heads, the lowest ${lowest} (${least.encoder} on ${least.dataset})`;
  return { value, verdict: verdictOf(value === 1, value >= 0.9), ours };
}

/** The claim on own heads. */
export const ownHeadsClaims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    id: "encoders-work",
    date: SECOND,
    where: "Own heads",
    claim: "The encoders carry the classes: those that we train on MNIST, and those that others trained on other data",
    paper: "–",
    rule:
      "holds if supervised encoders reach .93 and autoencoders .88 under a head of their own, partly from .8; where " +
      "there is none of them, if every pretrained encoder's head errs at most half as often as the most frequent class, " +
      "partly if nine in ten do",
    judge: ({ heads }) => {
      const rows = heads!.filter((r) => r.dataset === "mnist" && TRAINED.includes(r.origin as string));
      if (rows.length === 0) return onPretrained(heads!);
      const gaps = rows.map((r) => (r.accuracy as number) - (r.origin === "autoencoder" ? 0.88 : 0.93));
      const lowest = rows.reduce((a, b) => (b.accuracy as number) < (a.accuracy as number) ? b : a);
      const value = lowest.accuracy as number;
      const ours = `${rows.length} encoders, the lowest ${value.toFixed(3)} (${lowest.encoder})`;
      return { value, verdict: verdictOf(Math.min(...gaps) >= 0, value >= 0.8), ours };
    },
  },
]);
