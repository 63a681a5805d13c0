/** The comparison with the peers: measures every row and returns the report. */
import { inputsIn } from "./inputs.ts";
import { measurePair } from "./pair.ts";
import { Missing, type Python, startPython } from "./python.ts";
import { line, report, type Result } from "./report.ts";
import type { Bench, Row } from "./rows.ts";
import { fitRows } from "./rows_fits.ts";
import { linearRows } from "./rows_linear.ts";
import { measureStream, startRow } from "./rows_process.ts";
import { portableRows } from "./rows_portable.ts";
import { searchRows } from "./rows_search.ts";
import { trainingRows } from "./rows_training.ts";

/** What to compare and with whom. */
export interface PeerOptions {
  /** Pythons with NumPy and SciPy, separated by commas: the fastest counts; and Python with PyTorch, perhaps the same. */
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
  const programs = options.numpy.split(","), pythons = await Promise.all(programs.map((one) => open(one, threads)));
  const torch = programs.includes(options.torch)
    ? pythons[programs.indexOf(options.torch)]!
    : await open(options.torch, threads);
  const hasTorch = torch instanceof Missing ? false : torch.about.torch !== undefined;
  try {
    const bench: Bench = { inputs, numpy: () => present(pythons), torch: () => hasTorch ? present([torch]) : [] };
    const results: Result[] = [];
    for (
      const row of [...linearRows, ...fitRows, ...searchRows, ...trainingRows, ...portableRows, startRow].filter((
        { work },
      ) => work.includes(only))
    ) {
      results.push(await resultOf(row, bench, runs));
      console.error(line(results.at(-1)!));
    }
    const stream = rows > 0 ? await measureStream(inputs, rows, programs, threads, runs) : "not asked for";
    const peers = [
      ...pythons.map((one) => ["Python", one] as const),
      ["PyTorch", hasTorch ? torch : new Missing("none")] as const,
    ];
    return report(results, {
      date: new Date().toISOString().slice(0, 10),
      threads,
      load: [before, Deno.loadavg()[0]!],
      peers: peers.map(([name, peer]) => `${name}: ${describe(peer)}`),
      stream,
    });
  } finally {
    for (const peer of new Set([...pythons, torch])) if (!(peer instanceof Missing)) await peer.stop();
    await Deno.remove(folder, { recursive: true });
  }
}

/** A row measured; where it has several peers, it names the fastest. */
async function resultOf(row: Row, bench: Bench, runs: number): Promise<Result> {
  try {
    const { ours, theirs, names } = await row.prepare(bench);
    const outcome = await measurePair(ours, theirs, runs, row.tolerance ?? 1e-6), name = names?.[outcome.peer];
    return { row: name === undefined ? row : { ...row, peer: `${row.peer} (${name})` }, outcome };
  } catch (error) {
    if (error instanceof Missing) return { row, outcome: error.message };
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

/** Those that run. @throws {Missing} If there is none. */
function present(peers: readonly (Python | Missing)[]): readonly Python[] {
  const running = peers.flatMap((peer) => peer instanceof Missing ? [] : [peer]);
  if (running.length === 0) throw peers[0];
  return running;
}

function describe(peer: Python | Missing): string {
  if (peer instanceof Missing) return peer.message;
  return Object.entries(peer.about).map(([name, value]) => `${name} ${value}`).join(", ");
}
