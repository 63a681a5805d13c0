/** The comparison with the peers: measures every row and returns the report. */
import { inputsIn } from "./inputs.ts";
import { measurePair, type Ratio } from "./pair.ts";
import { Missing, type Python, startPython } from "./python.ts";
import { line, report, type Result } from "./report.ts";
import type { Bench, Row } from "./rows.ts";
import { fitRows } from "./rows_fits.ts";
import { linearRows } from "./rows_linear.ts";
import { measureStream, startRow } from "./rows_process.ts";
import { trainingRows } from "./rows_training.ts";

/** What to compare and with whom. */
export interface PeerOptions {
  /** Python with NumPy and SciPy, and Python with PyTorch; they may be the same program. */
  readonly numpy: string;
  readonly torch: string;
  readonly threads: number;
  readonly runs: number;
  /** Only rows whose work contains this. */
  readonly only: string;
  /** Rows of the file to which a map is applied; 0 leaves that out. */
  readonly rows: number;
}

/** Runs the comparison; rows whose peer is absent are skipped with a message. */
export async function comparePeers(options: PeerOptions): Promise<string> {
  const { threads, runs, only, rows } = options;
  Deno.env.set("OPENBLAS_NUM_THREADS", String(threads));
  const before = Deno.loadavg()[0]!;
  const folder = await Deno.makeTempDir(), inputs = inputsIn(folder);
  const numpy = await open(options.numpy, threads);
  const torch = options.torch === options.numpy ? numpy : await open(options.torch, threads);
  try {
    const bench: Bench = { inputs, numpy: () => present(numpy), torch: () => present(torch) };
    const results: Result[] = [];
    for (
      const row of [...linearRows, ...fitRows, ...trainingRows, startRow].filter(({ work }) => work.includes(only))
    ) {
      results.push({ row, outcome: await outcomeOf(row, bench, runs) });
      console.error(line(results.at(-1)!));
    }
    const stream = rows > 0 ? await measureStream(inputs, rows) : "not asked for";
    const peers = [["NumPy and SciPy", numpy], ["PyTorch", torch]] as const;
    return report(results, {
      date: new Date().toISOString().slice(0, 10),
      threads,
      load: [before, Deno.loadavg()[0]!],
      peers: peers.map(([name, peer]) => `${name}: ${describe(peer)}`),
      stream,
    });
  } finally {
    for (const peer of new Set([numpy, torch])) if (!(peer instanceof Missing)) await peer.stop();
    await Deno.remove(folder, { recursive: true });
  }
}

async function outcomeOf(row: Row, bench: Bench, runs: number): Promise<Ratio | string> {
  try {
    const { ours, theirs } = await row.prepare(bench);
    return await measurePair(ours, theirs, runs, row.tolerance ?? 1e-6);
  } catch (error) {
    if (error instanceof Missing) return error.message;
    throw error;
  }
}

async function open(program: string, threads: number): Promise<Python | Missing> {
  try {
    return await startPython(program, threads);
  } catch (error) {
    if (error instanceof Missing) return error;
    throw error;
  }
}

function present(peer: Python | Missing): Python {
  if (peer instanceof Missing) throw peer;
  return peer;
}

function describe(peer: Python | Missing): string {
  if (peer instanceof Missing) return peer.message;
  return Object.entries(peer.about).map(([name, value]) => `${name} ${value}`).join(", ");
}
