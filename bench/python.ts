/** The Python peer: one process that stays, asked line by line, so that no start-up is timed. */
import { linesOf } from "../experiments/shared/lines.ts";
import type { Timed } from "./pair.ts";

/** A running peer. */
export interface Python {
  /** Its versions and the BLAS kernels that it uses. */
  readonly about: Readonly<Record<string, string>>;
  /** One timed run of a case of `peers/`. @throws {Missing} If it needs a module that is not installed. */
  run(name: string, folder: string, repeat: number): Promise<Timed>;
  stop(): Promise<void>;
}

/** A peer lacks what a case needs. */
export class Missing extends Error {}

/** Starts a Python with so many threads. @throws {Missing} If there is no such program or it has no NumPy. */
export async function startPython(program: string, threads: number): Promise<Python> {
  const limits = Object.fromEntries(["OMP", "OPENBLAS", "MKL"].map((name) => [`${name}_NUM_THREADS`, `${threads}`]));
  const script = new URL("peers/peer.py", import.meta.url).pathname;
  const process = spawn(program, script, { ...limits, PYTHONDONTWRITEBYTECODE: "1" });
  const writer = process.stdin.getWriter(), lines = linesOf(process.stdout);
  const answer = async (): Promise<Record<string, unknown>> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`Cannot measure as ${program} must answer: it ended with ${(await process.status).code}`);
    return JSON.parse(value);
  };
  const about = await answer() as Record<string, string>;
  if (about.numpy === undefined) throw new Missing(`${program} has no NumPy`);
  return {
    about,
    run: async (name, folder, repeat) => {
      await writer.write(new TextEncoder().encode(JSON.stringify({ case: name, folder, repeat }) + "\n"));
      const reply = await answer();
      if (reply.missing !== undefined) throw new Missing(String(reply.missing));
      return reply as unknown as Timed;
    },
    stop: async () => {
      await writer.close();
      await process.status;
    },
  };
}

function spawn(program: string, script: string, env: Record<string, string>): Deno.ChildProcess {
  try {
    return new Deno.Command(program, { args: [script], env, stdin: "piped", stdout: "piped" }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new Missing(`there is no ${program}`);
    throw error;
  }
}
