/** Claims as judged and shown: intervals, the table, the command line, stored results. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { CLAIMS } from "../experiments/report/claims.ts";
import { rowOf, withEnds } from "../experiments/shared/claims.ts";
import { judgeClaims, parseClaims } from "../experiments/report/claims_run.ts";
import { writeReadme } from "../experiments/report/readme.ts";
import { inFolder } from "./notebook_helper.ts";
import { EXPERIMENTS } from "../experiments/registry.ts";
import { writeJson } from "../lib/file/json.ts";

Deno.test("claims have one id each, a rule, and a registered experiment", () => {
  assert.equal(new Set(CLAIMS.map((c) => c.id)).size, CLAIMS.length);
  for (const { id, rule, experiment } of CLAIMS) {
    assert.match(rule, /holds|partly/, id);
    assert.ok(EXPERIMENTS.some((e) => e.name === experiment), experiment);
  }
});

Deno.test("intervals, rows and cells", () => {
  assert.throws(
    () => rowOf([{ a: 1 }], { a: 2 }),
    /^RangeError: Cannot judge a claim as there must be a row with \{"a":2\}: there is none$/,
  );
  assert.equal(withEnds({ value: 0.5, low: 0.4, high: 0.6 }), "0.50 [0.40, 0.60]");
  assert.equal(withEnds({ value: 0.5 }, 1), "0.5");
  assert.equal(withEnds({ value: -0.001, low: -0.02, high: 0.001 }), "0.00 [-0.02, 0.00]");
});

Deno.test("the command line", () => {
  const { seed, preset, only } = parseClaims(["--seed", "12", "--preset", "full", "--only", "fig3,fig6"]);
  assert.deepEqual([seed, preset, only], [12, "full", ["fig3", "fig6"]]);
  assert.deepEqual([parseClaims([]).seed, parseClaims([]).preset], [undefined, undefined]);
  assert.throws(
    () => parseClaims(["--seed", "x"]),
    /^RangeError: Cannot judge the claims as --seed must be an integer/,
  );
  assert.throws(() => parseClaims(["--sed", "1"]), TypeError);
});

Deno.test("stored results are judged, missing ones are said to be missing", async () => {
  const out = await Deno.makeTempDir();
  const base = { experiment: "fig2", seed: 4, preset: "quick" };
  await writeJson(join(out, "fig2-quick.json"), {
    ...base,
    records: { models: [{ model: "cnn", steady: 2, layers: 2 }] },
  });
  const rows = await judgeClaims({ from: out, out });
  assert.equal(rows.length, CLAIMS.length);
  const [judged] = rows.filter((r) => r.id === "inner-layers"), missing = rows.filter((r) => r.verdict === "not run");
  assert.deepEqual([judged!.verdict, judged!.seed], ["partly", 4]);
  assert.equal(missing.length, CLAIMS.length - 1);
  assert.match(String(missing[0]!.ours), /deno task experiment (own-heads|fig3)/);
  await writeJson(join(out, "fig2-pretrained.json"), {
    ...{ ...base, preset: "pretrained" },
    records: { models: [{ model: "a", steady: 0, layers: 2 }] },
  });
  const both = (await judgeClaims({ from: out, out, only: ["fig2"] })).map((r) => [r.preset, r.verdict]);
  assert.deepEqual(both, [["pretrained", "does not hold"], ["quick", "partly"]]);
  await Deno.writeTextFile(join(out, "fig2-quick.json"), "{");
  await assert.rejects(judgeClaims({ from: out, out }), /must be JSON/);
  await Deno.remove(out, { recursive: true });
});

Deno.test("the README's generated parts are those of what is kept", async () => {
  await inFolder(async (root) => {
    const project = join(import.meta.dirname!, "..");
    await Deno.symlink(join(project, "notebooks"), join(root, "notebooks"));
    const before = await Deno.readTextFile(join(project, "README.md"));
    await Deno.writeTextFile(join(root, "README.md"), before);
    await writeReadme(root);
    assert.equal(await Deno.readTextFile(join(root, "README.md")), before, "run `deno task keep --all`");
  });
});
