/**
 * What own heads must show: that the encoders are worth translating between.
 *
 * @module
 */
import { type Claim, SECOND, verdictOf } from "./shared/claims.ts";

const TRAINED = ["supervised", "autoencoder"];

/** The claim on own heads. */
export const ownHeadsClaims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    id: "encoders-work",
    date: SECOND,
    where: "Own heads",
    claim: "The encoders that we train on MNIST carry its classes",
    paper: "–",
    rule: "holds if supervised encoders reach .93 and autoencoders .88 under a head of their own, partly from .8",
    judge: ({ heads }) => {
      const rows = heads!.filter((r) => r.dataset === "mnist" && TRAINED.includes(r.origin as string));
      const gaps = rows.map((r) => (r.accuracy as number) - (r.origin === "autoencoder" ? 0.88 : 0.93));
      const lowest = rows.reduce((a, b) => (b.accuracy as number) < (a.accuracy as number) ? b : a);
      const value = lowest.accuracy as number;
      const ours = `${rows.length} encoders, the lowest ${value.toFixed(3)} (${lowest.encoder})`;
      return { value, verdict: verdictOf(Math.min(...gaps) >= 0, value >= 0.8), ours };
    },
  },
]);
