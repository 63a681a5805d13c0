/**
 * How Table 2's claims are judged: on every dataset, by the worse end of an interval over encoders and draws.
 *
 * δ = .6 and λ = 1e-3 were explored on MNIST and Fashion-MNIST with the small encoders: there the rows are a pilot, and
 * what is said of IRP and whitened IRP is judged on the other datasets; where there is no other it is "partly" at best.
 * Pretrained encoders are judged by the same rules, written before any of them was run.
 *
 * @module
 */
import { type Change, type Claim, FIRST, type Judged, lowest, type Measured, measuredOf } from "./shared/claims.ts";
import { type Records, rowOf, SECOND, verdictOf, withEnds } from "./shared/claims.ts";

/** Datasets on which the defaults were explored. */
export const PILOT: readonly string[] = Object.freeze(["mnist", "fashion-mnist"]);
const IMAGES = [...PILOT, "emoji drawings", "cifar-10", "flowers"];
export const PILOTED: Change = { date: SECOND, was: "judged on the datasets that chose the defaults as well" };

/** Mean accuracy of a method on a dataset with the headline's anchors. */
export const accuracyOf = (records: Records, dataset: string, method: string): Measured =>
  measuredOf(rowOf(records.headline!, { dataset, method }), "accuracy");
/** The paired difference of two methods on a dataset. */
const gain = (records: Records, dataset: string, method: string, against: string): Measured =>
  measuredOf(rowOf(records.differences!, { dataset, method, against }), "difference");
/** Accuracy as a share of the own heads'. */
export const shareOfOwn = (records: Records, dataset: string, method: string): Measured =>
  measuredOf(rowOf(records.shares!, { dataset, method }), "share");

export const datasetsOf = (
  { headline }: Records,
): readonly string[] => [...new Set(headline!.map((r) => r.dataset as string))];

/** One number a dataset: it holds if all judged ones pass, partly if some do; the value is the smallest. */
export function everywhere(
  names: readonly string[],
  measure: (dataset: string) => Measured,
  passes: (m: Measured, dataset: string) => boolean,
  { pilot }: { readonly pilot: boolean },
): Judged {
  const found = names.map((dataset) => ({ dataset, m: measure(dataset) }));
  const held = found.filter(({ m, dataset }) => passes(m, dataset)),
    isPilot = (d: string) => pilot && PILOT.includes(d);
  const judged = found.filter(({ dataset }) => !isPilot(dataset));
  const counting = judged.filter((f) => held.includes(f)).length,
    sure = judged.length > 0 && counting === judged.length;
  const sorted = found.toSorted((a, b) => a.m.value - b.m.value), [{ m }] = sorted as [typeof sorted[number]];
  const shown = sorted.map((f) => `${withEnds(f.m, 3)} (${f.dataset}${isPilot(f.dataset) ? ", pilot" : ""})`).join(
    ", ",
  );
  const range = (of: "encoders" | "seeds"): string => {
    const counts = found.map((f) => f.m[of] ?? 0);
    return [...new Set([Math.min(...counts), Math.max(...counts)])].join(" to ");
  };
  const across = `over ${range("encoders")} encoders, ${range("seeds")} seeds each`;
  const ours = `${counting} of ${judged.length} datasets: ${shown}; ${across}`;
  return { ...m, verdict: verdictOf(sure, held.length > 0), ours };
}

/** What a claim says, but for what all or many share. */
export type Words =
  & Omit<Claim, "judge" | "date" | "where" | "rule" | "paper">
  & Partial<Pick<Claim, "date" | "where" | "paper">>
  & {
    /** When a dataset counts. */
    readonly counts: string;
    /** Judged on image datasets alone. */
    readonly images?: boolean;
  };
export const worded = ({ counts, images, ...words }: Words): Omit<Claim, "judge"> => ({
  ...{ where: "Table 2", paper: "–", date: FIRST },
  rule: `${images ? "an image" : "a"} dataset counts if ${counts}: holds if all do, partly if some`,
  ...words,
});

export type Test = (m: Measured, dataset: string) => boolean;
export const atLeast = (x: number): Test => (m) => lowest(m) >= x;
export const above = (x: number): Test => (m) => lowest(m) > x;

/** A claim on the difference of two methods, on the datasets that have both. */
export function onGain(words: Words, method: string, against: string, passes: Test, pilot = true): Claim {
  return {
    ...worded(words),
    judge: (records) => {
      const have = new Set(
        records.differences!.filter((r) => r.method === method && r.against === against).map((r) => r.dataset),
      );
      const names = datasetsOf(records).filter((d) => have.has(d) && (!words.images || IMAGES.includes(d)));
      return everywhere(names, (d) => gain(records, d, method, against), passes, { pilot });
    },
  };
}
