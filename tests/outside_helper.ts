/** Programs that live in a folder of their own, without the project's configuration. */

/** How a program ended and what it wrote. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program there; with "check" as the verb it is type-checked only. */
export async function runOutside(
  program: string,
  flags: readonly string[],
  verb: "run" | "check" = "run",
): Promise<Ended> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/main.ts`, program);
    const args = [verb, "--quiet", "--no-config", "--no-lock", ...flags, "main.ts"];
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: folder }).output();
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
    return { code, out: text(stdout), err: text(stderr) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
