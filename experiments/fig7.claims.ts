/**
 * What Figure 7 must show. Every rule was written before the first run; what is judged is plain IRP as the paper sets it
 * (1,000 anchors, ω = 16, δ = .8) unless a rule names another method.
 *
 * A share is the accuracy of a stitched pair over that of the decoder's head on its own encodings. Shares are compared,
 * not accuracies, where the heads of the two sides differ: heads on texts are the better ones.
 *
 * @module
 */
import { type Claim, highest, type Judged, lowest, type Measured, measuredOf, over, SECOND } from "./shared/claims.ts";
import { type Records, verdictOf, withEnds } from "./shared/claims.ts";
import { RANDOM } from "./shared/stitching.ts";
import type { Row } from "./shared/summary.ts";

const where = "Figure 7", date = SECOND;
/** The parts that rules ask for; the smaller one with emoji2vec is shown beside them. */
export const JUDGED: readonly string[] = Object.freeze(["emoji", "photos"]);
const PART = "holds if so on both emoji and photos, partly if on one of them";

/** One number a judged part, from the rows with these fields: it holds if both are there and pass, partly if one does. */
function onBoth(
  rows: readonly Row[],
  fields: Row,
  field: string,
  passes: (m: Measured, part: string) => boolean,
): Judged {
  const found = JUDGED.flatMap((part) => {
    const row = rows.find((r) => r.part === part && Object.entries(fields).every(([name, value]) => r[name] === value));
    return row === undefined ? [] : [{ part, m: measuredOf(row, field) }];
  });
  if (found.length === 0) {
    const one = JUDGED.map((part) => `"${part}"`).join(" or ");
    throw new RangeError(`Cannot judge Figure 7 as it must have a row of ${one}: it has none`);
  }
  const held = found.filter(({ part, m }) => passes(m, part)), [{ m }] = found as [typeof found[number]];
  const ours = found.map(({ part, m }) => `${withEnds(m)} on ${part}${over(m)}`).join("; ");
  return { ...m, verdict: verdictOf(held.length === JUDGED.length, held.length > 0), ours };
}

const across = { direction: "text → image" };
/** The claim that a method's mean share over pairs from texts to images surely reaches a bound. */
const reaches = (id: string, method: string, bounds: Readonly<Record<string, number>>, claim: string): Claim => ({
  ...{ where, date, id, claim, paper: "satisfactory results even across modalities (the cells are lost)" },
  rule: `the mean share over pairs from texts to images (${method}) is surely at least ` +
    `${Object.entries(bounds).map(([part, bound]) => `${bound} on ${part}`).join(", ")}: ${PART}`,
  judge: ({ shares }: Records) =>
    onBoth(shares!, { ...across, method }, "share", (m, part) => lowest(m) >= bounds[part]!),
});

/** The claims of Figure 7. */
export const fig7Claims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    ...{ where, date, id: "text-stronger" },
    claim: "Texts are the stronger source for images than images for texts",
    paper: "language models as source are stronger than the vision encoders",
    rule:
      "for each pair of a text and an image encoder, the share (IRP) from the text to the image less that from the " +
      `image to the text; the mean is surely above 0: ${PART}`,
    judge: ({ sources }) => onBoth(sources!, { method: "IRP", statistic: "share" }, "difference", (m) => lowest(m) > 0),
  },
  {
    ...{ where, date, id: "text-margins" },
    claim: "Text encoders reach more than image encoders over all decoders",
    paper: "the marginal bars of the language models are the higher ones",
    rule: "the mean accuracy (IRP) of text encoders over all other decoders, of both modalities, less that of image " +
      `encoders; surely above 0: ${PART}`,
    judge: ({ sources }) =>
      onBoth(sources!, { method: "IRP", statistic: "margin" }, "difference", (m) => lowest(m) > 0),
  },
  reaches("across-irp", "IRP", { emoji: .5, photos: .5 }, "IRP carries texts to images: half of the own heads or more"),
  reaches("across-whitened", "whitened", { emoji: .75, photos: .85 }, "Whitened IRP carries texts to images"),
  {
    ...{ where, date, id: "across-pairing", paper: "–" },
    claim: "It is the pairing that carries texts to images",
    rule:
      "the mean share over pairs from texts to images (IRP, permuted anchors) is surely at most .2, and so is that " +
      `of whitened: ${PART}`,
    judge: ({ shares }) => {
      const of = (method: string): Judged =>
        onBoth(shares!, { ...across, method: `${method}, permuted anchors` }, "share", (m) => highest(m) <= .2);
      const [irp, whitened] = [of("IRP"), of("whitened")], both = [irp.verdict, whitened.verdict];
      const verdict = verdictOf(both.every((v) => v === "holds"), both.some((v) => v !== "does not hold"));
      const guess = onBoth(shares!, { ...across, method: RANDOM }, "share", () => true).ours;
      return { ...irp, verdict, ours: `${irp.ours}; whitened ${whitened.ours}; a random guess ${guess}` };
    },
  },
]);
