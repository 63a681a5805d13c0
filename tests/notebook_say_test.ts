import assert from "node:assert/strict";
import { sentence } from "../lib/notebook/say.ts";

const say = (texts: TemplateStringsArray, ...values: (number | string | undefined)[]): string =>
  sentence(texts, values);

Deno.test("numbers in sentences have three significant digits, and integers all of theirs", () => {
  assert.equal(say`${0.91236} ${0.1} ${12.345} ${99.96} ${1234.5} ${300} ${3000}`, "0.912 0.1 12.3 100 1235 300 3000");
  assert.equal(say`${-0.05} ${0.00042} ${-3e7} ${2.5e9}`, "−0.05 4.2 · 10⁻⁴ −3.0 · 10⁷ 2.5 · 10⁹");
  assert.equal(say`${Infinity} ${-Infinity} ${NaN} ${0} ${"word"}`, "∞ −∞ NaN 0 word");
});

Deno.test("a sentence loses the indentation of its code and refuses a missing value", () => {
  assert.equal(
    say`One
      two.

      Three.`,
    "One\ntwo.\n\nThree.",
  );
  assert.throws(() => say`${1} ${undefined}`, {
    name: "TypeError",
    message: "Cannot say a sentence as value 2 must be known: it is missing",
  });
});
