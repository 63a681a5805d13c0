/** Interleaved measurement of two sides: ours, theirs, ours, theirs … so that a drifting machine hits both. */

/** One timed run. */
export interface Timed {
  readonly seconds: number;
  /** A few numbers of the result, which both sides must agree on; empty where the work is random. */
  readonly probe: readonly number[];
}

/** One side, prepared and warm. */
export type Side = () => Timed | Promise<Timed>;

/** What a pair of sides gave. */
export interface Ratio {
  readonly runs: number;
  /** Median seconds of each side. */
  readonly ours: number;
  readonly theirs: number;
  /** Which of the peers that is: the fastest by its median. */
  readonly peer: number;
  /** Least of ours over least of theirs, and the same of the medians. */
  readonly least: number;
  readonly median: number;
}

/** Native threads spin for a while after a call: each side starts after they have gone to sleep. */
const REST = 150;

/** Measures ours and every peer `runs` times, in turn; the fastest peer counts. @throws {Error} If their results differ by more than `tolerance`. */
export async function measurePair(
  ours: Side,
  theirs: readonly Side[],
  runs: number,
  tolerance: number,
): Promise<Ratio> {
  const own: number[] = [], others: number[][] = theirs.map(() => []);
  for (let run = 0; run < runs; run++) {
    await rest();
    const a = await ours();
    own.push(a.seconds);
    for (const [i, side] of theirs.entries()) {
      await rest();
      const b = await side();
      agree(a.probe, b.probe, tolerance);
      others[i]!.push(b.seconds);
    }
  }
  const medians = others.map(median), best = Math.min(...medians), peer = medians.indexOf(best), mine = median(own);
  const least = Math.min(...own) / Math.min(...others[peer]!);
  return { runs, ours: mine, theirs: best, peer, least, median: mine / best };
}

/** Times a body; its result is not looked at inside. */
export function timed<T>(body: () => T, probe: (result: T) => readonly number[] = () => [], repeat = 1): Timed {
  const start = performance.now();
  let result = body();
  for (let i = 1; i < repeat; i++) result = body();
  return { seconds: (performance.now() - start) / 1000 / repeat, probe: probe(result) };
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b), half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function agree(a: readonly number[], b: readonly number[], tolerance: number): void {
  const scale = Math.max(...b.map(Math.abs));
  const apart = a.length !== b.length || a.some((value, i) => !(Math.abs(value - b[i]!) <= tolerance * scale));
  if (apart) throw new Error(`Cannot compare times as the results must agree: ${a.join(", ")} against ${b.join(", ")}`);
}

const rest = (): Promise<void> => new Promise((done) => setTimeout(done, REST));
