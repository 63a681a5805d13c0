/** Programs that live in a folder of their own, without the project's configuration. */

/** Runs a program there and returns how it ended and what it wrote. */
export async function runOutside(
  program: string,
  flags: readonly string[],
): Promise<{ code: number; out: string; err: string }> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/main.ts`, program);
    const args = ["run", "--no-config", "--no-lock", ...flags, "main.ts"];
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: folder }).output();
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
    return { code, out: text(stdout), err: text(stderr) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
