/**
 * The conversation with a kernel: requests matched to replies, output handed to whoever listens.
 *
 * @module
 */

import { type Message, openWire } from "./wire.ts";
import type { Socket } from "./zmtp.ts";

/** Receives every message that carries output, in the order of arrival. */
export type Sink = (message: Message) => void;

/** An open conversation. */
export interface Session {
  /** Sends a request; resolves with its reply once the kernel has also called itself idle again. */
  readonly ask: (type: string, content: unknown) => Promise<Message>;
  /** Directs output to `sink` from now on, whichever request the kernel names as its parent. */
  readonly listen: (sink: Sink) => void;
  /** Rejects when the kernel ended or said what the protocol does not allow. */
  readonly failed: Promise<never>;
  /** Resolves once both sockets have fallen silent for good, which the end of the kernel does. */
  readonly silent: Promise<unknown>;
}

/** Opens the conversation over connected sockets; `ended` rejects with the reason why the kernel is gone. */
export function openSession(shell: Socket, iopub: Socket, key: string, ended: Promise<never>): Session {
  const wire = openWire(key);
  const waiting = new Map<string, Sink>();
  let sink: Sink = () => {};
  const pump = async (socket: Socket): Promise<never> => {
    for (let frames = await socket.receive(); frames; frames = await socket.receive()) {
      const message = wire.decode(frames);
      const answers = message.type === "status" || message.type.endsWith("_reply");
      (answers ? waiting.get(message.parent ?? "") : sink)?.(message);
    }
    return ended;
  };
  const ask: Session["ask"] = async (type, content) => {
    const { id, frames } = wire.encode(type, content);
    const { promise, resolve } = Promise.withResolvers<Message>();
    let reply: Message | undefined, idle = false;
    waiting.set(id, (message) => {
      if (message.type !== "status") reply = message;
      else idle ||= message.content.execution_state === "idle";
      if (reply && idle && waiting.delete(id)) resolve(reply);
    });
    await shell.send(frames).catch(() => ended); // A broken pipe says less than the reason why the kernel ended.
    return promise;
  };
  const pumps = [pump(shell), pump(iopub)];
  const failed = Promise.race([ended, ...pumps]);
  return Object.freeze({ ask, listen: (next: Sink) => sink = next, failed, silent: Promise.allSettled(pumps) });
}

/** Asks who the kernel is until its status is heard as well: a subscription takes a moment to reach the kernel. */
export async function awaitKernel({ ask, failed }: Session): Promise<Message> {
  const { promise, resolve, reject } = Promise.withResolvers<Message>();
  const again = (): void => void ask("kernel_info_request", {}).then(resolve, reject);
  const timer = setInterval(again, 200);
  again();
  try {
    return await Promise.race([failed, promise]);
  } finally {
    clearInterval(timer);
  }
}

/** Runs code and gives the kernel's reply; all output of the code has reached `sink` by then. */
export async function execute(session: Session, code: string, sink: Sink): Promise<Message> {
  session.listen(sink);
  const reply = await session.ask("execute_request", request(code, false));
  await flush(session, sink);
  return reply;
}

function request(code: string, silent: boolean): Record<string, unknown> {
  return { code, silent, store_history: !silent, user_expressions: {}, allow_stdin: false, stop_on_error: true };
}

/**
 * Waits for output that the kernel sends after it called itself idle: marks sent on both of its paths, stream and
 * broadcast, arrive behind everything that the cell sent on them.
 */
async function flush({ ask, listen }: Session, sink: Sink): Promise<void> {
  const mark = `flushed ${crypto.randomUUID()}`;
  const { promise, resolve } = Promise.withResolvers<void>();
  const missing = new Set(["stream", mark]);
  listen((message) => {
    const text = message.type === "stream" ? String(message.content.text) : "";
    if (message.type !== mark && !text.includes(mark)) return sink(message);
    const rest = text.replace(`${mark}\n`, "");
    if (rest !== "") sink({ ...message, content: { ...message.content, text: rest } });
    missing.delete(message.type);
    if (missing.size === 0) resolve();
  });
  const code = `console.log("${mark}"); await Deno.jupyter.broadcast("${mark}", {});`;
  await ask("execute_request", request(code, true));
  await promise;
  listen(sink);
}
