/** `deno task check`: one gate for everything a machine can check. Runs every step and names those that failed. */
const FILES = ["mod.ts", "lib", "experiments", "tools", "cli", "tests", "bench"];
const STEPS: readonly (readonly [string, readonly string[]])[] = [
  ["formatting", ["fmt", "--check"]],
  ["lints", ["lint"]],
  ["types", ["check", ...FILES]],
  ["types of notebooks", ["task", "notebooks", "--check"]],
  ["documentation examples", ["test", "--doc", "-A", "mod.ts", "lib"]],
  ["import directions", ["test", "--allow-read", "tests/imports_test.ts"]],
  ["publishing", ["publish", "--dry-run", "--allow-dirty", "--no-check"]],
];

const failed: string[] = [];
for (const [name, args] of STEPS) {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args: [...args] }).output();
  console.log(`${success ? "ok    " : "FAILED"} ${name}`);
  if (success) continue;
  failed.push(name);
  for (const bytes of [stdout, stderr]) console.log(new TextDecoder().decode(bytes).trimEnd());
}
if (failed.length > 0) {
  console.error(`Check failed: ${failed.join(", ")}`);
  Deno.exit(1);
}
