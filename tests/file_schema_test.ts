import assert from "node:assert/strict";
import {
  among,
  anything,
  fields,
  flag,
  fromSchema,
  listOf,
  real,
  recordOf,
  string,
  whole,
} from "../lib/file/schema.ts";

const card = fields(
  { name: string, dim: whole(1), scale: real(0, 1), norm: among("l2", "none"), on: flag, means: listOf(real(), 2) },
  { notes: recordOf(string), extra: anything },
);
const good = { name: "a", dim: 3, scale: 0.5, norm: "l2", on: true, means: [1, -2] };

Deno.test("a schema gives back what is as it must be, and what it gives cannot be changed", () => {
  assert.deepEqual(fromSchema(good, card, "card.json"), good);
  const whole = { ...good, notes: { a: "b" }, extra: [null] }, read = fromSchema(whole, card, "card.json");
  assert.deepEqual(read, whole);
  assert.ok(Object.isFrozen(read) && Object.isFrozen(read.means) && Object.isFrozen(read.notes));
});

Deno.test("a schema's sentence names file and field", () => {
  const { name: _, ...nameless } = good;
  const cases: [unknown, string, string][] = [
    [[good], "TypeError", "it must be an object: it is a list of 1"],
    [null, "TypeError", "it must be an object: it is null"],
    [nameless, "TypeError", "name must be there: it is missing"],
    [{ ...good, colour: "red" }, "TypeError", "colour must be absent: it is red"],
    [{ ...good, name: 3 }, "TypeError", "name must be text: it is 3"],
    [{ ...good, dim: 0 }, "RangeError", "dim must be an integer of at least 1: it is 0"],
    [{ ...good, dim: 2.5 }, "RangeError", "dim must be an integer of at least 1: it is 2.5"],
    [{ ...good, dim: "3" }, "TypeError", "dim must be an integer: it is 3"],
    [{ ...good, scale: 2 }, "RangeError", "scale must be a finite number in [0, 1]: it is 2"],
    [{ ...good, norm: "carrry" }, "RangeError", 'norm must be one of "l2", "none": it is carrry'],
    [{ ...good, on: 1 }, "TypeError", "on must be true or false: it is 1"],
    [{ ...good, means: [1] }, "TypeError", "means must be a list of 2: it is a list of 1"],
    [{ ...good, means: [1, NaN] }, "RangeError", "means[1] must be a finite number: it is NaN"],
    [{ ...good, notes: { a: [] } }, "TypeError", "notes.a must be text: it is a list of 0"],
  ];
  for (const [value, name, reason] of cases) {
    assert.throws(() => fromSchema(value, card, "card.json"), {
      name,
      message: `Cannot read card.json as ${reason}`,
    });
  }
  assert.throws(() => fromSchema(JSON.parse('{"__proto__": 1}'), fields({}), "x"), /__proto__ must be absent/);
});
