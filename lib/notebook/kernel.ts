/**
 * A client of Deno's Jupyter kernel that loses no output.
 *
 * @module
 */

import { freePorts, type KernelProcess, type Ports, spawnKernel } from "./process.ts";
import { awaitKernel, execute, openSession, type Sink } from "./session.ts";
import type { Message } from "./wire.ts";
import { connect, type Socket } from "./zmtp.ts";

/** A kernel that is ready. `language` describes it in the words of nbformat's `language_info`. */
export interface Kernel {
  readonly language: unknown;
  /** Runs one cell and gives the content of its reply; rejects after `seconds` or when the kernel ends. */
  readonly execute: (code: string, sink: Sink, seconds: number) => Promise<Message["content"]>;
  /** Ends the process; resolves once it is gone. */
  readonly stop: () => Promise<void>;
}

const START_SECONDS = 60;
const ATTEMPTS = 3;

/**
 * Starts a kernel in `folder`; when another program takes one of its ports in the meantime, tries other ports.
 *
 * @throws {Error} when the kernel does not start
 */
export async function startKernel(
  folder: string,
  signal: AbortSignal,
  ports: () => Ports = freePorts,
): Promise<Kernel> {
  for (let attempt = 1;; attempt++) {
    const process = await spawnKernel(folder, signal, ports());
    try {
      return await within(
        open(process),
        START_SECONDS,
        `the kernel must be ready within ${START_SECONDS} s: it was not`,
      );
    } catch (error) {
      await process.kill();
      if (!(error instanceof Error && error.message.includes("AddrInUse"))) throw error;
      if (attempt === ATTEMPTS) {
        throw new Error(`the kernel's ports must be free: they were busy ${ATTEMPTS} times in a row`);
      }
    }
  }
}

/** Rejects with `late` unless `work` settles within `seconds`. */
async function within<T>(work: Promise<T>, seconds: number, late: string): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new DOMException(late, "TimeoutError")), seconds * 1000);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function open({ ended, key, ports, kill }: KernelProcess): Promise<Kernel> {
  const [shell, iopub] = await Promise.all([
    dial(ports.shell_port, "DEALER", ended),
    dial(ports.iopub_port, "SUB", ended),
  ]);
  const session = openSession(shell, iopub, key, ended);
  const info = await awaitKernel(session);
  const run: Kernel["execute"] = async (code, sink, seconds) => {
    const reply = Promise.race([session.failed, execute(session, code, sink)]);
    return (await within(reply, seconds, `it must end within ${seconds} s: it was stopped`)).content;
  };
  const stop = async (): Promise<void> => {
    await kill();
    await session.silent;
  };
  return Object.freeze({ language: info.content.language_info, execute: run, stop });
}

/** Connects once the kernel listens. A stranger who listens in its place makes the kernel end, with the better reason. */
async function dial(port: number, type: "DEALER" | "SUB", ended: Promise<never>): Promise<Socket> {
  for (;;) {
    try {
      return await Promise.race([ended, connect(port, type, ended)]);
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) throw error;
      await pause(20, ended);
    }
  }
}

/** Waits for some milliseconds, or until the kernel ended. */
async function pause(milliseconds: number, ended: Promise<never>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  await Promise.race([ended, promise]).finally(() => clearTimeout(timer));
}
