/** The command's own framework: help, errors and exit codes. */
import assert from "node:assert/strict";
import { command, UsageError } from "../cli/command.ts";
import { choice, nearest, needed, real, text, texts, toggle, whole, withDefault } from "../cli/flags.ts";
import { COMMANDS } from "../cli/main.ts";
import { inFolder, run, turned } from "./cli_helper.ts";

const toy = command({
  name: "toy",
  about: "Do nothing",
  operands: { "file…": "files" },
  flags: {
    out: needed(text("file", "where to")),
    count: withDefault(whole("n", "how many", 1, 9), 3),
    share: real("x", "a share", 0, 1),
    kind: choice(["red", "green"], "which"),
    add: texts("x", "more"),
    fast: toggle("quickly"),
  },
  examples: ["toy a --out b"],
  run: (given, ...files) => ({ text: "", data: { ...given, files } }),
});

Deno.test("a command gets its flags by type and its operands in order", async () => {
  const { data, json } = await toy.run(["a", "--out=b", "--add", "1", "c", "--add", "2", "--share", ".5", "--json"]);
  const kind = undefined;
  assert.deepEqual(data, {
    out: "b",
    count: 3,
    share: .5,
    kind,
    add: ["1", "2"],
    fast: false,
    json: true,
    files: ["a", "c"],
  });
  assert.equal(json, true);
});

Deno.test("what a command does not take is refused in a sentence", async () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["a", /--out must be given/],
    ["--out b", /takes <file…>: given none/],
    ["a --out b --cuont 2", /no flag --cuont: --count\?/],
    ["a --out b --zzzzzzzzzzz", /no flag --zzzzzzzzzzz: it takes --out, --count/],
    ["a --out b -x", /no flag -x/],
    ["a --out b --count 10", /--count must be an integer in \[1, 9\]: it is 10/],
    ["a --out b --count two", /--count must be an integer/],
    ["a --out b --share 2", /--share must be a number in \[0, 1\]/],
    ["a --out b --kind blue", /--kind must be one of "red", "green"/],
    ["a --out b --out c", /--out must be given once/],
    ["a --out", /--out must have a value/],
    ["a --out b --fast=yes", /--fast takes no value/],
  ];
  for (const [line, wanted] of cases) {
    await assert.rejects(toy.run(line.split(" ")), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, wanted, line);
      return true;
    });
  }
});

Deno.test("the nearest name is found, and none for another word", () => {
  assert.equal(nearest("evalute", ["evaluate", "export"]), "evaluate");
  assert.equal(nearest("xyzzy", ["evaluate", "export"]), undefined);
});

Deno.test("every command has help with an example that names it and flags that exist", async () => {
  for (const [name, load] of Object.entries(COMMANDS)) {
    const { help, name: own } = await load(), { code, out } = await run(...name.split(" "), "--help");
    assert.equal(own, name);
    assert.equal(code, 0);
    assert.equal(out, help);
    const examples = help.split("Examples:\n")[1]!.split("\n");
    assert.ok(examples.length > 0 && examples.every((line) => line.startsWith(`  anchorage ${name} `)), name);
    for (const [flag] of examples.join("\n").matchAll(/--[a-z-]+/g)) {
      assert.ok(help.includes(`\n  ${flag} `) || help.includes(`\n  ${flag}\n`), `${name}: ${flag}`);
    }
  }
});

Deno.test("exit codes: 0 for help, 2 for a wrong command, flag or file", async () => {
  assert.equal((await run()).code, 0);
  assert.equal(
    (await run("--version")).out,
    (await import("../deno.json", { with: { type: "json" } })).default.version,
  );
  const wrong = await run("evalute");
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /no such command: evaluate\?/);
  assert.equal((await run("inspect", "--jsn", "x")).code, 2);
  assert.equal((await run("inspect", "no-such-file.npy")).code, 2);
});

Deno.test("inspect says what files hold, as text and as JSON", () =>
  inFolder(async (folder) => {
    const { x } = await turned(folder, 40, 3), { code, out } = await run("inspect", x);
    assert.equal(code, 0);
    assert.match(out, /rows: 40\n {2}cols: 3\n {2}dtype: f32/);
    const [{ facts }] = JSON.parse((await run("inspect", x, "--json")).out);
    assert.deepEqual([facts.rows, facts.duplicates, facts.unit], [40, 0, false]);
  }));
