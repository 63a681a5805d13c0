import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import config from "../deno.json" with { type: "json" };
import { commitOf } from "../tools/commit.ts";
import { numberFlag, seedFlag, wholeFlag } from "../tools/task.ts";
import { inFolder } from "./notebook_helper.ts";

const ACTION = "run a task";

Deno.test("a number on the command line is a number: an empty text is no zero", () => {
  assert.equal(seedFlag(undefined, ACTION), 1);
  assert.equal(seedFlag("0", ACTION), 0);
  assert.throws(() => seedFlag("", ACTION), { message: 'Cannot run a task as --seed must be an integer: it is ""' });
  assert.throws(() => seedFlag(" ", ACTION), /--seed must be an integer/);
  assert.throws(() => seedFlag("1.5", ACTION), /--seed must be an integer in \[0, \d+\]: it is 1.5/);
  assert.throws(() => wholeFlag("nine", 0, 9, "--port", ACTION), /--port must be an integer: it is "nine"/);
  assert.equal(numberFlag(".5", 0, 1, "--share", ACTION), 0.5);
  assert.throws(() => numberFlag("", 0, 1, "--share", ACTION), /--share must be a number: it is ""/);
  assert.throws(() => numberFlag("2", 0, 1, "--share", ACTION), /--share must be a number in \[0, 1\]: it is 2/);
});

Deno.test("tasks ask for what they need: tests alone for everything, few for the network, and those that write a table for files alone", () => {
  const flags = (name: keyof typeof config.tasks): string[] =>
    Array.from(config.tasks[name].command.matchAll(/--allow-([\w-]+)/g), ([, what]) => what!).sort();
  const names = Object.keys(config.tasks) as (keyof typeof config.tasks)[];
  assert.deepEqual(names.filter((name) => flags(name).includes("all")), ["test", "picture"]); // both read in /proc
  assert.deepEqual(names.filter((name) => flags(name).includes("net")), ["notebooks", "serve"]);
  for (const name of ["keep", "merge", "kernels"] as const) assert.deepEqual(flags(name), ["read", "write"], name);
  assert.deepEqual(flags("status"), ["env", "read"]);
});

Deno.test("a user's mistake gets one sentence from every task, without a trace", async () => {
  const [root, lock] = ["..", "../notebooks/deno.json"].map((path) => new URL(path, import.meta.url).pathname);
  const mistakes = [
    ["bench/main.ts", "--nonsense"],
    ["experiments/run.ts", "fig3", "--out="],
    ["experiments/run.ts", "fig3", "--seed="],
    ["experiments/report/claims_run.ts", "--seed", "one"],
    ["experiments/report/keep.ts", "nothing-of-this-name"],
    ["experiments/report/merge.ts", "/nowhere"],
    ["experiments/report/reproduce.ts", "--nonsense"],
    ["experiments/report/status.ts", "--nonsense"],
    ["experiments/report/verify.ts", "--seed="],
    ["experiments/report/verify.ts", "--share="],
    ["tests/mutants.ts", "--every="],
    ["tests/mutants/run.ts", "--sample="],
    ["tools/kernel.ts", "--nonsense"],
    ["tools/notebooks.ts", "--jobs="],
    ["tools/site/cli.ts", "--port", "no"],
  ];
  await Promise.all(mistakes.map(async (args) => {
    const options = { args: ["run", "--quiet", "--no-check", `--config=${lock}`, "-A", ...args], cwd: root! };
    const { code, stderr } = await new Deno.Command(Deno.execPath(), { ...options, env: { NO_COLOR: "1" } }).output();
    const said = new TextDecoder().decode(stderr).trim();
    assert.ok(code !== 0 && said.split("\n").length === 1 && !said.includes("file://"), `${args.join(" ")}: ${said}`);
  }));
});

Deno.test("the commit of a checkout: on a branch, packed, detached, in a worktree, and none without a repository", () =>
  inFolder(async (root) => {
    const [one, two] = ["1".repeat(40), "2".repeat(40)],
      put = async (path: string, text: string): Promise<void> => {
        await Deno.mkdir(dirname(join(root, path)), { recursive: true });
        await Deno.writeTextFile(join(root, path), text);
      };
    assert.equal(await commitOf(root), undefined);
    await put(".git/HEAD", "ref: refs/heads/main\n");
    await put(".git/packed-refs", `# pack-refs\n${two} refs/heads/other\n${one} refs/heads/main\n`);
    assert.equal(await commitOf(root), one.slice(0, 12));
    await put(".git/refs/heads/main", `${two}\n`);
    assert.equal(await commitOf(root), two.slice(0, 12));
    await put(".git/worktrees/w/HEAD", "ref: refs/heads/main\n");
    await put(".git/worktrees/w/commondir", "../..\n");
    await put("w/.git", "gitdir: ../.git/worktrees/w\n");
    assert.equal(await commitOf(join(root, "w")), two.slice(0, 12));
    await put(".git/HEAD", one);
    assert.equal(await commitOf(root), one.slice(0, 12));
  }));
