/**
 * What Table 2 must show: the paper's statements, those of the two older papers, and what this library adds.
 *
 * @module
 */
import { type Claim, type Judged, SECOND, verdictOf, worseEnd } from "./shared/claims.ts";
import { RELATIVE } from "./shared/stitching.ts";
import { beyondClaims } from "./table2_beyond.claims.ts";
import { above, accuracyOf, atLeast, datasetsOf, everywhere } from "./table2_gains.claims.ts";
import { onGain, PILOTED, shareOfOwn, worded } from "./table2_gains.claims.ts";

/** The claims of Table 2, of the older papers, and beyond. */
export const table2Claims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    ...worded({
      id: "absolute-random",
      claim: "Absolute encodings stitch no better than guessing",
      paper: "comparable to random guessing",
      counts: "the zero-padded absolute accuracy is surely at most .05 above guessing",
      changes: worseEnd("within .05"),
    }),
    judge: (records) =>
      everywhere(
        datasetsOf(records),
        (d) => accuracyOf(records, d, "absolute, zero-padded"),
        ({ high, value }, d) => (high ?? value) <= accuracyOf(records, d, "random guess").value + 0.05,
        { pilot: false },
      ),
  },
  onGain(
    {
      id: "zero-shot-above-absolute",
      claim: "Zero-shot translation is far above absolute encodings",
      paper: "far above",
      counts: "IRP surely gains at least .2 on absolute",
      changes: [...worseEnd("at least .2, the interval above 0"), PILOTED],
    },
    "IRP",
    "absolute, zero-padded",
    atLeast(0.2),
  ),
  {
    ...worded({
      id: "high-accuracy",
      claim: "Zero-shot stitching is highly accurate",
      paper: "high accuracy (the cells are lost)",
      counts: "IRP (ω=16, δ=.6) surely reaches .9 of the own heads",
      changes: [...worseEnd("reaches .9"), PILOTED],
    }),
    rule: "a dataset counts if IRP (ω=16, δ=.6) surely reaches .9 of the own heads: holds if all do; partly if some, " +
      "or if completed IRP does somewhere",
    judge: (records) => {
      const of = (method: string): Judged =>
        everywhere(datasetsOf(records), (d) => shareOfOwn(records, d, method), atLeast(0.9), { pilot: true });
      const [plain, completed] = [of("IRP"), of("IRP, completed")];
      const partly = plain.verdict !== "does not hold" || completed.verdict !== "does not hold";
      const ours = `share of the own heads ${plain.ours}; completed ${completed.ours}`;
      return { ...plain, verdict: verdictOf(plain.verdict === "holds", partly), ours };
    },
  },
  onGain(
    {
      where: "Section 3.3",
      id: "subspaces-gain",
      claim: "Pruned subspaces gain on all anchors at once",
      paper: "pruning and subspaces stabilise the inverse",
      counts: "IRP (ω=16, δ=.6) surely gains at least .18 on IRP (ω=1, δ=0)",
      date: SECOND,
    },
    "IRP",
    "IRP (ω=1, δ=0)",
    atLeast(0.18),
  ),
  onGain(
    {
      where: "Relative representations",
      id: "relative-heads",
      notebook: "relative-decoders",
      claim: "Heads trained on relative representations stitch without a translation",
      paper: "stitching far above absolute",
      counts: "relative heads surely gain at least .2 on absolute",
      changes: worseEnd("at least .2, the interval above 0"),
    },
    RELATIVE,
    "absolute, zero-padded",
    atLeast(0.2),
    false,
  ),
  onGain(
    {
      id: "irp-above-relative",
      notebook: "relative-decoders",
      claim: "IRP beats relative heads",
      counts: "IRP surely gains on relative heads trained on as many rows",
      date: SECOND,
    },
    "IRP",
    RELATIVE,
    above(0),
  ),
  onGain(
    {
      where: "Semantic alignment, Table 1",
      id: "ortho-above-relative",
      notebook: "semantic-alignment",
      claim: "Orthogonal translation beats relative heads",
      paper: "CIFAR10 .93 against .80, F-MNIST .85 against .63, MNIST .91 against .50, TREC .79 against .36",
      counts: "ortho surely gains on relative heads",
      changes: [{ date: SECOND, was: "ortho with a completed null space, and an interval over pairs" }],
    },
    "ortho",
    RELATIVE,
    above(0),
    false,
  ),
  ...beyondClaims,
  onGain(
    {
      id: "pairing-matters",
      claim: "What is learned is the pairing of the anchors",
      counts: "IRP surely gains at least .1 on itself with anchors paired at random",
      date: SECOND,
    },
    "IRP",
    "IRP, permuted anchors",
    atLeast(0.1),
  ),
]);
