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
    condition: condition !== undefined && Number.isFinite(condition) ? condition.toPrecision(3) : "–",
    anchors: String(anchors.length),
    independent: independent ? "apart" : "coupled",
    seconds: `${Math.round(1000 * seconds)} ms (${kernels} SIMD)`,
  };
  for (const [name, text] of Object.entries(texts)) document.querySelector(`#m-${name}`)!.textContent = text;
  for (const name of ["accuracy", "similarity"] as const) {
    document.querySelector<HTMLElement>(`#m-${name}`)!.dataset["value"] = String(rest[name]);
  }
}
