import assert from "node:assert/strict";
import { seedFlag, wholeFlag } from "../tools/task.ts";

const ACTION = "run a task";

Deno.test("a number on the command line is a number: an empty text is no zero", () => {
  assert.equal(seedFlag(undefined, ACTION), 1);
  assert.equal(seedFlag("0", ACTION), 0);
  assert.throws(() => seedFlag("", ACTION), { message: 'Cannot run a task as --seed must be an integer: it is ""' });
  assert.throws(() => seedFlag(" ", ACTION), /--seed must be an integer/);
  assert.throws(() => seedFlag("1.5", ACTION), /--seed must be an integer in \[0, \d+\]: it is 1.5/);
  assert.throws(() => wholeFlag("nine", 0, 9, "--port", ACTION), /--port must be an integer in \[0, 9\]: it is NaN/);
});
