/**
 * Child processes that do not outlive this program, however it ends.
 *
 * @module
 */

/** A guarded child. */
export interface Guarded {
  readonly child: Deno.ChildProcess;
  /** Lets the guard go once the child has ended. */
  readonly release: () => Promise<void>;
}

/**
 * Starts Deno; when this program ends without a word (SIGKILL, a crash), the child is killed and `files` are removed at
 * once. A shell forks a guard, which waits on a pipe that only this program holds, and then becomes the child. Needs
 * `--allow-run` for Deno and `sh`. On Windows there is no guard.
 */
export function spawnGuarded(options: Deno.CommandOptions, files: readonly string[]): Guarded {
  const { args = [], ...rest } = options;
  if (Deno.build.os === "windows") {
    const child = new Deno.Command(Deno.execPath(), { ...rest, args, stdin: "null" }).spawn();
    return { child, release: () => Promise.resolve() };
  }
  const script = `exec 3<&0 </dev/null
(read _ <&3 || { rm -f ${files.map(quoted).join(" ")}; kill -9 $$; }) >/dev/null 2>&1 &
exec "$@" 3<&-`;
  const command = ["-c", script, "sh", Deno.execPath(), ...args];
  const child = new Deno.Command("sh", { ...rest, args: command, stdin: "piped" }).spawn();
  return { child, release: () => release(child.stdin) };
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}

async function release(stdin: WritableStream<Uint8Array>): Promise<void> {
  const writer = stdin.getWriter();
  await writer.write(Uint8Array.of(10));
  await writer.close();
}
