/** The mutation check: every mutation can be applied, and a sample is the seed's. */
import assert from "node:assert/strict";
import { chosen, MUTANTS, staleness } from "./mutants/run.ts";

Deno.test("every mutation has its place in its file, a name of its own, and tests that are there", async () => {
  assert.ok(MUTANTS.length >= 80 && MUTANTS.filter((m) => m.file.startsWith("experiments/")).length >= 50);
  assert.equal(new Set(MUTANTS.map((m) => `${m.file}: ${m.name}`)).size, MUTANTS.length);
  const reasons = await Promise.all(MUTANTS.map((m) => staleness(m)));
  assert.deepEqual(reasons.filter((reason) => reason !== undefined), []);
  const files = (await Array.fromAsync(Deno.readDir("tests"))).map(({ name }) => `tests/${name}`);
  for (const test of new Set(MUTANTS.flatMap((m) => m.tests))) {
    const [start, end] = test.split("*");
    assert.ok(files.some((f) => end === undefined ? f === test : f.startsWith(start!) && f.endsWith(end)), test);
  }
});

Deno.test("a sample is seeded and leaves equivalent mutations out", () => {
  assert.deepEqual(chosen(MUTANTS, { sample: 10, seed: 1 }), chosen(MUTANTS, { sample: 10, seed: 1 }));
  assert.notDeepEqual(chosen(MUTANTS, { sample: 10, seed: 1 }), chosen(MUTANTS, { sample: 10, seed: 2 }));
  assert.equal(chosen(MUTANTS, { sample: 10, seed: 1 }).length, 10);
  assert.ok(chosen(MUTANTS, { seed: 1 }).every((m) => m.equivalent === undefined));
});
