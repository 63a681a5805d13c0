import assert from "node:assert/strict";
import { join } from "node:path";
import { canonicalJson, fromJson, parseJson, readJson, toJson, writeJson } from "../lib/file/json.ts";
import { inTemp } from "./file_helper.ts";

Deno.test("json: every number survives the round trip", () =>
  inTemp(async (folder) => {
    const value = { a: [1, NaN, -Infinity, { b: Infinity }], text: "NaN", nothing: null };
    assert.deepEqual(fromJson(toJson(value)), value);
    assert.deepEqual(fromJson(toJson(new Float64Array([1, NaN]))), [1, NaN]);
    assert.equal(toJson([Infinity], 0), '[{"$number":"Infinity"}]');
    await writeJson(join(folder, "r", "a.json"), value);
    assert.deepEqual(await readJson(join(folder, "r", "a.json")), value);
  }));

Deno.test("json: the mark of a number is not mistaken for data", async () => {
  assert.throws(() => toJson({ $number: "NaN" }), {
    name: "TypeError",
    message: 'Cannot write JSON as no object may have the key "$number": it marks NaN and the infinities',
  });
  assert.throws(() => fromJson('{"$number":"seven"}'), {
    name: "RangeError",
    message: 'Cannot read JSON as "$number" must be "NaN", "Infinity" or "-Infinity": it is seven',
  });
  await inTemp(async (folder) => {
    const path = join(folder, "bad.json");
    await Deno.writeTextFile(path, "{");
    await assert.rejects(readJson(path), {
      name: "SyntaxError",
      message: /^Cannot read .*bad\.json as it must be JSON: /,
    });
  });
});

Deno.test("json: canonical text ignores the order of keys and nothing else", () => {
  assert.equal(canonicalJson({ b: [1, NaN], a: { d: 1, c: 2 } }), canonicalJson({ a: { c: 2, d: 1 }, b: [1, NaN] }));
  assert.notEqual(canonicalJson({ a: [1, 2] }), canonicalJson({ a: [2, 1] }));
  assert.notEqual(canonicalJson({ a: NaN }), canonicalJson({ a: null }));
});

Deno.test("json: a key twice, depths beyond use and numbers beyond range are refused, near misses are not", () => {
  const refused: [string, string, string][] = [
    ['{"a":1,"b":{"c":1,"c" : 2}}', "SyntaxError", 'Cannot read x as no object may have a key twice: "c" is'],
    ['{"a":1,"\\u0061":2}', "SyntaxError", 'Cannot read x as no object may have a key twice: "a" is'],
    ["[".repeat(10_000) + "]".repeat(10_000), "SyntaxError", "Cannot read x as it must be at most 100 levels deep"],
    ["[1e999]", "RangeError", "Cannot read x as a number must be below 1.8e308: it is larger"],
  ];
  for (const [text, name, message] of refused) assert.throws(() => fromJson(text, "x"), { name, message });
  assert.throws(() => parseJson('{"a":1,"a":1}'), /key twice/);
  assert.throws(() => parseJson('{"a":'), { name: "SyntaxError", message: /^Cannot read JSON as it must be JSON: / });
  assert.throws(() => parseJson('{"a":"'), { name: "SyntaxError" });
  const fine = '[{"a":"a","b":["a","a",{"a":"\\\\"},{"a":"\\"a\\":"}],"":1},{"a":1}]';
  assert.deepEqual(parseJson(fine), JSON.parse(fine));
  const deep = "[".repeat(100) + "]".repeat(100);
  assert.deepEqual(parseJson(deep), JSON.parse(deep));
});
