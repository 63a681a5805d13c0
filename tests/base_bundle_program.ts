/** What the library computes wherever it runs: numbers of fits, measures and heads on the portable engine. */
import {
  cosineSimilarity,
  engineInfo,
  fitHead,
  fitIrp,
  fitLinear,
  fitOrtho,
  fitWhitened,
  Matrix,
  retrieval,
} from "../mod.ts";
import { fitInverse, fitRelative } from "../mod.ts";
import { accuracyOf } from "../lib/head/stitch.ts";
import { eigh, pinv, rng, svd } from "../lib/linalg/mod.ts";
import { cka } from "../lib/measure/mod.ts";

function draws(rows: number, cols: number, seed: string): Matrix {
  const draw = rng(seed);
  return new Matrix(rows, cols, Float64Array.from({ length: rows * cols }, () => draw.normal()));
}

/** Two views of the same factors; of the labels, the sign of the first factor. */
function views(rows: number): { readonly x: Matrix; readonly y: Matrix; readonly labels: Int32Array } {
  const factors = draws(rows, 6, "factors"), [a, b] = [draws(6, 24, "a"), draws(6, 16, "b")];
  const mix = (m: Matrix): Matrix =>
    new Matrix(
      rows,
      m.cols,
      Float64Array.from({ length: rows * m.cols }, (_, p) => {
        const [i, j] = [Math.floor(p / m.cols), p % m.cols];
        return Array.from({ length: 6 }, (_, f) => factors.at(i, f) * m.at(f, j)).reduce((s, v) => s + v) +
          0.01 * (p % 7);
      }),
    );
  return { x: mix(a), y: mix(b), labels: Int32Array.from({ length: rows }, (_, i) => Number(factors.at(i, 0) > 0)) };
}

/** The same numbers on every runtime, to rounding. */
export function numbers(): number[] {
  const { x, y, labels } = views(60);
  const maps = [
    fitIrp(x, y, { seed: 1 }),
    fitWhitened(x, y, { lambda: 1e-3 }),
    fitOrtho(x, y),
    fitLinear(x, y, { lambda: 1e-3 }),
  ];
  const images = maps.map((map) => map.apply(x));
  const z = fitRelative(x).apply(x);
  const head = fitHead(y, labels, { classes: 2, seed: 1 });
  return [
    ...images.flatMap((image) => Array.from(image.data.subarray(0, 16))),
    ...images.map((image) => cosineSimilarity(image, y).mean),
    ...images.map((image) => retrieval(image, y).mrr),
    cka(x, y),
    ...Array.from(z.data.subarray(0, 8)),
    ...Array.from(fitInverse(y).apply(z).data.subarray(0, 8)),
    accuracyOf(head, images[1]!, labels),
    ...svd(x).s,
    ...eigh(draws(9, 9, "eigen")).values,
    ...Array.from(pinv(y).data.subarray(0, 8)),
  ];
}

const told = { engine: engineInfo().engine, core: engineInfo().core, numbers: numbers() };
const page = (globalThis as { document?: { title: string; body: { textContent: string } } }).document;
if (page !== undefined) page.body.textContent = JSON.stringify(told);
else console.log(JSON.stringify(told));
