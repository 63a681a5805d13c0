/**
 * Deno's own tools.
 *
 * @module
 */

/**
 * Runs Deno and returns what it prints. Needs `--allow-run` for Deno.
 *
 * @throws {Error} If it does not succeed: with what it says.
 */
export async function deno(args: readonly string[]): Promise<string> {
  const env = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
  const command = new Deno.Command(Deno.execPath(), { args: [...args], env, stdin: "null" });
  const { success, stdout, stderr } = await command.output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(`Cannot build as \`deno ${args[0]}\` must succeed:\n${new TextDecoder().decode(stderr)}`);
}
