/**
 * The kernel as a child process: started with a connection file, watched, and ended for certain.
 *
 * @module
 */

import { spawnGuarded } from "./guard.ts";

/** Where a kernel listens, in the words of the connection file. */
export interface Ports {
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

/** A running kernel process; `ended` only ever rejects, with the reason why the process is gone. */
export interface KernelProcess {
  readonly ports: Ports;
  readonly key: string;
  readonly ended: Promise<never>;
  readonly kill: () => Promise<void>;
}

const KEPT_STDERR = 4000;

/** Five local ports that nobody listens on at this moment. */
export function freePorts(): Ports {
  const listeners = Array.from({ length: 5 }, () => Deno.listen({ hostname: "127.0.0.1", port: 0 }));
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = listeners.map((l) => l.addr.port);
  for (const listener of listeners) listener.close();
  return {
    shell_port: shell_port!,
    iopub_port: iopub_port!,
    stdin_port: stdin_port!,
    control_port: control_port!,
    hb_port: hb_port!,
  };
}

/**
 * Starts `deno jupyter --kernel` in `folder`, whose `deno.json` it finds by itself. The process is killed when `signal`
 * aborts, when this program ends, and by `kill`.
 */
export async function spawnKernel(folder: string, signal: AbortSignal, ports: Ports): Promise<KernelProcess> {
  signal.throwIfAborted();
  const key = crypto.randomUUID();
  const file = await Deno.makeTempFile({ prefix: "kernel-", suffix: ".json" });
  const connection = { transport: "tcp", ip: "127.0.0.1", ...ports, key, signature_scheme: "hmac-sha256" };
  await Deno.writeTextFile(file, JSON.stringify(connection));
  const { child, release } = spawnGuarded({
    args: ["jupyter", "--quiet", "--kernel", "--conn", file],
    cwd: folder,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdout: "null",
    stderr: "piped",
  }, [file]);
  const stderr = tail(child.stderr);
  let alive = true;
  const kill = (): void => {
    if (alive) child.kill("SIGKILL");
  };
  globalThis.addEventListener("unload", kill);
  signal.addEventListener("abort", kill);
  const gone = child.status.then(async (status) => {
    alive = false;
    globalThis.removeEventListener("unload", kill);
    signal.removeEventListener("abort", kill);
    await release();
    await Deno.remove(file);
    const said = await stderr();
    const how = status.signal ? `was ended by ${status.signal}` : `exited with code ${status.code}`;
    return new Error(`the kernel ${how}${said && `\n\n${said}`}`);
  });
  const ended = gone.then((reason) => Promise.reject(signal.aborted ? signal.reason : reason));
  ended.catch(() => {}); // Nobody has to watch: whoever waits for the kernel races with this promise.
  return Object.freeze({ ports, key, ended, kill: () => (kill(), gone.then(() => {})) });
}

/** Keeps the end of a stream; asking for it ends the reading, as a grandchild may hold the stream open for ever. */
function tail(stream: ReadableStream<Uint8Array<ArrayBuffer>>): () => Promise<string> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let kept = "";
  const drained = (async () => {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      kept = (kept + next.value).slice(-KEPT_STDERR);
    }
  })();
  return async () => {
    const late = setTimeout(() => reader.cancel(), 200);
    await drained;
    clearTimeout(late);
    return kept.trim();
  };
}
