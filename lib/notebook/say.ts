/**
 * Sentences with computed numbers.
 *
 * @module
 */
import { broadcast, inKernel } from "./display.ts";

/** What a sentence may hold; a field that turns out to be missing is refused. */
export type Value = number | string | undefined;

/**
 * Shows Markdown whose numbers were computed: a template in which numbers are written to three significant digits.
 * Outside a notebook it prints the text. Await it, so that outputs keep their order.
 *
 * @throws {TypeError} If a value is missing.
 * @example
 * ```ts
 * import { say } from "anchorage/notebook";
 *
 * const accuracy = 0.91236;
 * await say`The translated samples reach **${accuracy}** with ${256} anchors.`;
 * ```
 */
export async function say(texts: TemplateStringsArray, ...values: readonly Value[]): Promise<void> {
  const text = sentence(texts, values);
  if (!inKernel()) return console.log(text);
  await broadcast({ "text/markdown": text, "text/plain": text });
}

/** The text of a template; lines lose the indentation that the template has in code. */
export function sentence(texts: TemplateStringsArray, values: readonly Value[]): string {
  const filled = texts.map((text, i) => i < values.length ? text + inWords(values[i], i) : text).join("");
  return filled.split("\n").map((line) => line.trim()).join("\n").trim();
}

/** Integers whole, other numbers to three significant digits, large and tiny ones as powers of ten. */
function inWords(value: Value, index: number): string {
  if (typeof value === "string") return value;
  if (value === undefined) {
    throw new TypeError(`Cannot say a sentence as value ${index + 1} must be known: it is missing`);
  }
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const digits = Number.isInteger(value) && size < 1e6 ? String(value) : rounded(value, size);
  return digits.replace("-", "−");
}

function rounded(value: number, size: number): string {
  if (size >= 100 && size < 1e6) return String(Math.round(value));
  if (size >= 1e-3 && size < 100) {
    return value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(size)))).replace(/0+$/, "")
      .replace(/\.$/, "");
  }
  const [digits, power] = value.toExponential(1).split("e");
  const raised = [...String(Number(power))].map((sign) => sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)]).join("");
  return `${digits} · 10${raised}`;
}
