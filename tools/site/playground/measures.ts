/**
 * The numbers of a fit.
 *
 * @module
 */
/// <reference lib="dom" />
import type { Measures } from "./worker.ts";

const share = (x: number): string => x.toFixed(3);

/** Writes them into their places. */
export function showMeasures({ condition, anchors, independent, seconds, kernels, ...rest }: Measures): void {
  const texts: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, share(value)])),
    condition: condition < 1e12 ? Number(condition.toPrecision(3)).toLocaleString("en") : "∞",
    anchors: String(anchors),
    independent: independent ? "apart" : "coupled",
    seconds: `${Math.round(1000 * seconds)} ms (${kernels} SIMD)`,
  };
  for (const [name, text] of Object.entries(texts)) document.querySelector(`#m-${name}`)!.textContent = text;
  for (const [name, value] of Object.entries({ ...rest, condition })) {
    document.querySelector<HTMLElement>(`#m-${name}`)!.dataset["value"] = String(value);
  }
}
