/** Files that were valid before something happened to them, and how a reader takes it. */
import { type Rng, rng } from "../lib/base/random.ts";
import { forgetPeak, height, memory } from "./file_helper.ts";

/** A reader, a valid file of its form, and what it gives. */
export interface Subject {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Reads the file; what it gives is told to `judge` where there is an independent reader. */
  readonly read: (path: string, bytes: Uint8Array<ArrayBuffer>) => unknown;
}

/** What came of one file. */
export interface Outcome {
  readonly path: string;
  readonly value?: unknown;
  readonly error?: Error;
}

const PIECES = [
  ...'NaN|1e999|-1|0x5|1e1|,,|{|}|[|]|"|\\|\'|:|null|true|\n|\t| |\0|()|"id":1,|"shape":[9],|99999999999999999999'
    .split("|"),
];
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 10, 32, 0x7b, 0x22];

/** The bytes after one to three things that happen to files. */
export function mutated(bytes: Uint8Array, draw: Rng): Uint8Array<ArrayBuffer> {
  let out = Uint8Array.from(bytes);
  const at = (n: number): number => Math.floor(draw.uniform() * Math.max(1, n));
  // Most of what can be misread stands at the start or the end.
  const place = (): number => {
    const n = out.length, near = Math.min(n, 1 + at(128));
    return [at(n), near - 1, Math.max(0, n - near)][at(3)]!;
  };
  const splice = (from: number, to: number, ...between: Uint8Array[]): void => {
    out = Uint8Array.from([...out.subarray(0, from), ...between.flatMap((part) => [...part]), ...out.subarray(to)]);
  };
  for (let times = 1 + at(3); times > 0; times--) {
    const i = place(), j = Math.min(out.length, i + 1 + at(24)), kind = at(9);
    if (kind === 0) out[i] = out[i]! ^ 1 << at(8);
    else if (kind === 1) out[i] = EDGES[at(EDGES.length)]!;
    else if (kind === 2) splice(i, j);
    else if (kind === 3) splice(i, i, out.slice(i, j));
    else if (kind === 4) splice(i, i, new TextEncoder().encode(PIECES[at(PIECES.length)]));
    else if (kind === 5) out = out.slice(0, i);
    else if (kind === 6) out.fill(EDGES[at(EDGES.length)]!, i, Math.min(j, i + 8));
    else if (kind === 7) splice(i, j, out.slice(place(), place() + 12));
    else out[i] = 0x30 + at(10);
  }
  return out;
}

/** Ours say "Cannot X as Y must be Z": those of the engine begin alike. */
const SENTENCE = /^Cannot [^]{3,1000} as [^]{5,1000}$/;
const KINDS = ["TypeError", "RangeError", "SyntaxError", "Error"];
const MB = 1 << 20;

/** Reads `count` mutated files; says of each what came of it, and what was wrong with how it was taken. */
export async function fuzz(
  subject: Subject,
  count: number,
  folder: string,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly faults: readonly string[] }> {
  const draw = rng(`fuzz ${subject.name}`), outcomes: Outcome[] = [], faults: string[] = [];
  forgetPeak();
  let high = memory("VmHWM");
  for (let i = 0; i < count; i++) {
    const bytes = mutated(subject.bytes, draw), path = `${folder}/${i}-${subject.name}`;
    await Deno.writeFile(path, bytes);
    const fault = (what: string): number => faults.push(`${subject.name} ${i}: ${what}`);
    let outcome: Outcome = { path }, started = performance.now();
    const read = async (): Promise<void> => {
      started = performance.now();
      try {
        outcome = { path, value: await subject.read(path, bytes.slice()) };
      } catch (error) {
        outcome = { path, error: error as Error };
      }
    };
    const limit = 8 + 4 * bytes.length / MB;
    await read();
    let megabytes = memory("VmHWM") - high;
    high += Math.max(0, megabytes);
    const milliseconds = performance.now() - started;
    // Memory that the collector has not looked at yet is not taken: only what is taken every time is.
    for (let again = 0; again < 3 && megabytes > limit && megabytes < 8 * limit; again++) {
      megabytes = await height(read);
    }
    if (megabytes > limit) fault(`${megabytes.toFixed(1)} MB for ${bytes.length} bytes`);
    if (milliseconds > 1000) fault(`${milliseconds.toFixed(0)} ms`);
    const { error } = outcome;
    if (error && !(KINDS.includes(error.name) && SENTENCE.test(error.message))) {
      fault(`${error.name}: ${error.message}`);
    }
    if (error) await Deno.remove(path);
    outcomes.push(outcome);
  }
  return { outcomes, faults };
}
