/**
 * Signals of the operating system as an AbortSignal.
 *
 * @module
 */

const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs `work` with a signal that aborts on SIGINT, SIGTERM or SIGHUP; these do not end the program meanwhile, so that
 * `work` can clean up.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const handlers = SIGNALS.map((name) => {
    const handler = (): void => controller.abort(new DOMException(`${name} interrupted it`, "AbortError"));
    Deno.addSignalListener(name, handler);
    return { name, handler };
  });
  try {
    return await work(controller.signal);
  } finally {
    for (const { name, handler } of handlers) Deno.removeSignalListener(name, handler);
  }
}
