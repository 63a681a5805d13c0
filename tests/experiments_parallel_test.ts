/** Parts of an experiment in worker threads. */
import assert from "node:assert/strict";
import { inParallel } from "../experiments/shared/parallel.ts";

const module = import.meta.resolve("./experiments_worker_helper.ts");

Deno.test("results come in the order of the jobs, and every step is counted", async () => {
  let steps = 0;
  const jobs = [5, 1, 4, 2, 3].map((value) => ({ value }));
  const found = await inParallel({ module, name: "squared" }, jobs, () => void steps++);
  assert.deepEqual(found, jobs.map(({ value }) => ({ square: value ** 2 })));
  assert.equal(steps, 15);
  assert.deepEqual(await inParallel({ module, name: "squared" }, [], () => {}), []);
});

Deno.test("a job that fails ends the run with its own sentence", async () => {
  const jobs = [1, 13, 2].map((value) => ({ value }));
  await assert.rejects(
    inParallel({ module, name: "squared" }, jobs, () => {}),
    /RangeError: Cannot square as the value must not be 13: it is/,
  );
  await assert.rejects(inParallel({ module, name: "cubed" }, jobs, () => {}), /is not a function/);
  await assert.rejects(inParallel({ module: "file:///absent.ts", name: "squared" }, jobs, () => {}), /absent\.ts/);
});
