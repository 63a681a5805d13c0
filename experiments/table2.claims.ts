/**
 * What Table 2 must show: the paper's statements, those of the two older papers, and what this library adds.
 *
 * @module
 */
import { type Claim, type Judged, type Measured, type Records, rowOf, verdictOf, withEnds } from "./shared/claims.ts";
import { RANDOM, RELATIVE } from "./shared/stitching.ts";
import type { Row } from "./shared/summary.ts";

/** Mean accuracy of a method on a dataset with 256 anchors. */
function accuracyOf(records: Records, dataset: unknown, method: string): Measured {
  const { accuracy, low, high } = rowOf(records.headline!, { dataset, method });
  return { value: accuracy as number, low: low as number, high: high as number };
}

const datasetsOf = (
  records: Records,
): readonly string[] => [...new Set(records.headline!.map((r) => r.dataset as string))];

/** One number a dataset: it holds if all pass, partly if some do; the value is the worst. */
function everywhere(
  names: readonly string[],
  measure: (dataset: string) => Measured,
  passes: (m: Measured, dataset: string) => boolean,
  worst: "smallest" | "largest" = "smallest",
): Judged {
  const found = names.map((dataset) => ({ dataset, ...measure(dataset) }));
  const held = found.map((m) => passes(m, m.dataset));
  const sorted = found.toSorted((a, b) => worst === "smallest" ? a.value - b.value : b.value - a.value);
  const { dataset: _, ...value } = sorted[0]!;
  const shown = found.length <= 2 ? found : [sorted[0]!, sorted.at(-1)!];
  const ends = shown.map((m) => `${withEnds(m, 3)} (${m.dataset})`).join(found.length <= 2 ? ", " : " to ");
  const ours = `${held.filter(Boolean).length} of ${found.length} datasets: ${ends}`;
  return { ...value, verdict: verdictOf(held.every(Boolean), held.some(Boolean)), ours };
}

/** The paired difference of two methods on a dataset. */
function gain(records: Records, dataset: string, method: string, against: string): Measured {
  const { difference, low, high } = rowOf(records.differences!, { dataset, method, against });
  return { value: difference as number, low: low as number, high: high as number };
}

/** Accuracy as a share of the own heads'. */
function shareOfOwn(records: Records, dataset: string, method: string): Measured {
  const own = accuracyOf(records, dataset, "own head").value,
    { value, low, high } = accuracyOf(records, dataset, method);
  return { value: value / own, low: low! / own, high: high! / own };
}

/** Methods measured on every pair and seed, other than the bounds and the selector itself. */
const single = (r: Row): boolean =>
  !["own head", RANDOM, RELATIVE, "selector", "absolute", "affine"].includes(r.method as string);

const IMAGES = ["mnist", "fashion-mnist"];

/** The claims of Table 2, of the older papers, and beyond. */
export const table2Claims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    where: "Table 2",
    id: "absolute-random",
    claim: "Absolute encodings stitch no better than guessing",
    paper: "comparable to random guessing",
    rule:
      "a dataset counts if the zero-padded absolute accuracy is within .05 of guessing: holds if all do, partly if some",
    judge: (records) =>
      everywhere(
        datasetsOf(records),
        (d) => accuracyOf(records, d, "absolute, zero-padded"),
        (m, d) => Math.abs(m.value - accuracyOf(records, d, RANDOM).value) <= 0.05,
        "largest",
      ),
  },
  {
    where: "Table 2",
    id: "zero-shot-above-absolute",
    claim: "Zero-shot translation is far above absolute encodings",
    paper: "far above",
    rule:
      "a dataset counts if IRP gains at least .2 on absolute, its interval above 0: holds if all do, partly if some",
    judge: (records) =>
      everywhere(
        datasetsOf(records),
        (d) => gain(records, d, "IRP", "absolute, zero-padded"),
        (m) => m.value >= 0.2 && m.low! > 0,
      ),
  },
  {
    where: "Table 2",
    id: "high-accuracy",
    claim: "Zero-shot stitching is highly accurate",
    paper: "high accuracy (the cells are lost)",
    rule:
      "a dataset counts if IRP (ω=16, δ=.6) reaches .9 of the own heads: holds if all do; partly if some, or if completed IRP does somewhere",
    judge: (records) => {
      const of = (method: string): Judged =>
        everywhere(datasetsOf(records), (d) => shareOfOwn(records, d, method), (m) => m.value >= 0.9);
      const [plain, completed] = [of("IRP"), of("IRP, completed")];
      const partly = plain.verdict !== "does not hold" || completed.verdict !== "does not hold";
      const ours = `share of the own heads ${plain.ours}; completed ${completed.ours}`;
      return { ...plain, verdict: verdictOf(plain.verdict === "holds", partly), ours };
    },
  },
  {
    where: "Relative representations",
    id: "relative-heads",
    notebook: "relative-decoders",
    claim: "Heads trained on relative representations stitch without a translation",
    paper: "stitching far above absolute",
    rule:
      "a dataset counts if relative heads gain at least .2 on absolute, the interval above 0: holds if all do, partly if some",
    judge: (records) =>
      everywhere(
        datasetsOf(records),
        (d) => gain(records, d, RELATIVE, "absolute, zero-padded"),
        (m) => m.value >= 0.2 && m.low! > 0,
      ),
  },
  {
    where: "Semantic alignment, Table 1",
    id: "ortho-above-relative",
    notebook: "semantic-alignment",
    claim: "Orthogonal translation beats relative heads",
    paper: "CIFAR10 .93 against .80, F-MNIST .85 against .63, MNIST .91 against .50, TREC .79 against .36",
    rule:
      "a dataset counts if ortho gains on relative heads with its interval above 0: holds if all do, partly if some",
    judge: (records) => everywhere(datasetsOf(records), (d) => gain(records, d, "ortho", RELATIVE), (m) => m.low! > 0),
  },
  {
    where: "Beyond the paper",
    id: "whitened-near-own",
    notebook: "beyond-the-paper",
    claim: "On images whitened IRP is near the own heads",
    paper: "–",
    rule: "MNIST and Fashion-MNIST count if whitened loses at most .06: holds if both do, partly if one",
    judge: (records) => everywhere(IMAGES, (d) => gain(records, d, "whitened", "own head"), (m) => m.value >= -0.06),
  },
  {
    where: "Beyond the paper",
    id: "completion-gains",
    notebook: "beyond-the-paper",
    claim: "On images completion gains on plain IRP",
    paper: "–",
    rule: "MNIST and Fashion-MNIST count if completed IRP gains at least .05: holds if both do, partly if one",
    judge: (records) => everywhere(IMAGES, (d) => gain(records, d, "IRP, completed", "IRP"), (m) => m.value >= 0.05),
  },
  {
    where: "Beyond the paper",
    id: "selector",
    notebook: "beyond-the-paper",
    claim: "The selector is near the best single method and above plain IRP",
    paper: "–",
    rule:
      "a dataset counts if the selector is within .01 of the best single method and above IRP: holds if all do, partly if some",
    judge: (records) =>
      everywhere(datasetsOf(records), (d) => {
        const rows = records.headline!.filter((r) => r.dataset === d && single(r));
        const best = Math.max(...rows.map((r) => r.accuracy as number));
        return { value: accuracyOf(records, d, "selector").value - best };
      }, (m, d) => m.value >= -0.01 && gain(records, d, "selector", "IRP").value > 0),
  },
]);
