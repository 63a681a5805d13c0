/** `deno task check`: one gate for everything a machine can check. Runs every step and names those that failed. */
import config from "../deno.json" with { type: "json" };

const UNDER_LOCK = "--config=notebooks/deno.json", EXPORTS = Object.values(config.exports);
const FILES = ["mod.ts", "cli", "lib", "experiments", "tools", "tests", "bench"];
/** The types of tfjs cannot be ours to document; every other type that an export speaks of is exported, with words. */
const TOLERATED =
  /^error\[private-type-ref\]: .* references private type '(core|layers|LayersModel|Optimizer|Scalar|Tensor\d?D?)'$/;
/** Those of a list run one after the other, the lists side by side. */
const STEPS: readonly (readonly (readonly [string, readonly string[]])[])[] = [
  [
    ["formatting", ["fmt", "--check"]],
    ["lints", ["lint"]],
    ["words on every export", ["doc", "--lint", ...EXPORTS]],
    ["import directions", ["test", UNDER_LOCK, "--no-check", "--allow-read", "tests/imports_test.ts"]],
    ["publishing", ["publish", "--dry-run", "--allow-dirty", "--no-check"]],
    ["types of notebooks", ["task", "notebooks", "--check"]],
  ],
  [
    ["types", ["check", "--quiet", UNDER_LOCK, ...FILES]],
    ["documentation examples", ["test", UNDER_LOCK, "--doc", "-A", "mod.ts", "lib"]],
  ],
];

const failed: string[] = [];

async function run(name: string, args: readonly string[]): Promise<void> {
  const env = { NO_COLOR: "1" }, started = performance.now();
  const ended = await new Deno.Command(Deno.execPath(), { args: [...args], env }).output();
  const said = [ended.stdout, ended.stderr].map((bytes) => new TextDecoder().decode(bytes).trimEnd());
  const errors = said.join("\n").match(/^error\[.*/gm) ?? [];
  const tolerable = args[0] === "doc" && errors.length > 0 && errors.every((error) => TOLERATED.test(error));
  const success = ended.success || tolerable;
  console.log(`${success ? "ok    " : "FAILED"} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (success) return;
  failed.push(name);
  for (const text of said) console.log(text);
}

await Promise.all(STEPS.map(async (steps) => {
  for (const [name, args] of steps) await run(name, args);
}));
if (failed.length > 0) {
  console.error(`Check failed: ${failed.join(", ")}`);
  Deno.exit(1);
}
