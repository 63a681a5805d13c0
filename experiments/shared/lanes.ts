/**
 * Cells side by side: one process a lane, each with one thread of BLAS.
 *
 * At the sizes of the experiments a second thread of BLAS gains nothing, a second cell at a time nearly halves the time.
 * A process that dies (out of memory, killed) takes its cell with it and no other.
 *
 * @module
 */
import { fromJson, toJson } from "../../lib/file/json.ts";
import { linesOf } from "./lines.ts";
import { type Answer, MARK, type Order } from "./worker.ts";

const ALLOWED = ["--allow-read", "--allow-write", "--allow-env", "--allow-ffi", "--allow-sys"];
const pathOf = (name: string): string => new URL(name, import.meta.url).pathname;
const CONFIG = pathOf("../../notebooks/deno.json"), WORKER = pathOf("worker.ts");
const ONE_THREAD = { OPENBLAS_NUM_THREADS: "1", VECLIB_MAXIMUM_THREADS: "1" };

/**
 * Becomes the worker; a guard beside it kills the worker, which may be amid a long cell, when this program was killed (be it
 * that nobody has taken note of its end: in a container often nobody does).
 */
const GUARD = `worker=$$
alive() { kill -0 $1 && ! grep -q '^State:.Z' /proc/$1/status; }
(while alive $0 && alive $worker; do sleep 1; done; alive $0 || kill -9 $worker) </dev/null >/dev/null 2>&1 &
exec "$@"`;

/** What a cell found, and how long it took. */
export interface Finding {
  readonly found: unknown;
  readonly seconds: number;
}

/** How many lanes this process may have: the processors that a cluster gave it, or those of the machine. */
export function processors(): number {
  const given = Deno.env.get("SLURM_CPUS_PER_TASK") ?? Deno.env.get("SLURM_CPUS_ON_NODE");
  return Number(given) || navigator.hardwareConcurrency;
}

/**
 * Measures the cells of one experiment in `jobs` processes and hands each finding over as it comes.
 *
 * @param label Names a cell in messages.
 * @throws {Error} If a cell fails or its process dies: the sentence names the cell. No other is started then; what is
 * being measured is finished and handed over first.
 */
export async function measureCells<Cell>(
  { module, name }: Pick<Order, "module" | "name">,
  cells: readonly Cell[],
  { jobs, label, keep }: {
    readonly jobs: number;
    readonly label: (cell: Cell) => string;
    readonly keep: (cell: Cell, finding: Finding) => Promise<void>;
  },
): Promise<void> {
  const waiting = cells.slice(), failures: Error[] = [];
  const lane = async (): Promise<void> => {
    const worker = startWorker();
    try {
      for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
        const answer = await worker.ask({ module, name, cell });
        if ("failed" in answer) throw new Error(`Cannot measure the cell ${label(cell)} of ${name}: ${answer.failed}`);
        await keep(cell, answer);
      }
    } catch (error) {
      waiting.length = 0;
      failures.push(error as Error);
    } finally {
      await worker.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, cells.length) }, lane));
  if (failures.length > 0) throw failures[0];
}

interface Worker {
  ask(order: Order): Promise<Answer>;
  close(): Promise<void>;
}

function startWorker(): Worker {
  const args = ["run", "--quiet", "--no-check", `--config=${CONFIG}`, ...ALLOWED, WORKER];
  const [command, before] = Deno.build.os === "windows"
    ? [Deno.execPath(), []]
    : ["sh", ["-c", GUARD, String(Deno.pid), Deno.execPath()]];
  const child = new Deno.Command(command, {
    args: [...before, ...args],
    env: ONE_THREAD,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const orders = child.stdin.getWriter(), lines = linesOf(child.stdout);
  const died = async (): Promise<Answer> => {
    const { code, signal } = await child.status;
    return { failed: `its process died with ${signal ?? `exit code ${code}`}` };
  };
  return {
    ask: async (order) => {
      try {
        await orders.write(new TextEncoder().encode(toJson(order, 0) + "\n"));
      } catch {
        return await died();
      }
      for (let next = await lines.next(); !next.done; next = await lines.next()) {
        if (next.value.startsWith(MARK)) return fromJson(next.value.slice(MARK.length)) as Answer;
        console.error(next.value);
      }
      return await died();
    },
    close: async () => {
      await orders.close().catch(() => orders.abort());
      await lines.return();
      await child.status;
    },
  };
}
