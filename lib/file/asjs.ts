/**
 * A map as a JavaScript module without dependencies, and as plain JSON.
 *
 * @module
 */
import type { AffineMap } from "../linalg/affinemap.ts";

/** What y is, said in every export: f is a number for each row, by the norm. */
const FORMULA = "y = f * ((x - before) . weights) + after";
/** The last step of norm "unit". */
const UNIT = "; then y / norm of y";
const FACTORS = Object.freeze({
  none: "f = targetNorm",
  mean: "f = targetNorm / norm of the product",
  carry: "f = targetNorm / norm of the product * norm of (x - before) / sourceNorm",
  raw: "f = targetNorm / norm of (x - before)",
});

/** The map's numbers with their meaning; `weights` has a list for each source dimension. */
export function mapAsJson(map: AffineMap): Readonly<Record<string, unknown>> {
  const { before, after, weights, norm, unit, sourceNorm, targetNorm } = map;
  const rows = Array.from({ length: weights.rows }, (_, i) => Array.from(weights.row(i)));
  const meaning = `${FORMULA}; ${FACTORS[norm]} (0 where that norm is 0)${unit ? UNIT : ""}`;
  return {
    format: "anchorage-map-1",
    meaning,
    norm,
    unit,
    sourceNorm,
    targetNorm,
    before: [...before],
    after: [...after],
    weights: rows,
  };
}

/** The text of an ES module that exports `translate(vectors)`: rows one after another in, the same out, float32. */
export function mapAsJs(map: AffineMap): string {
  const { weights: { rows: from, cols: to, data }, before, after, norm, unit, sourceNorm, targetNorm } = map;
  const over = norm === "none" ? "" : `const size = ${norm === "raw" ? "length(c)" : "length(y)"};\n    `;
  const f = {
    none: `${targetNorm}`,
    mean: `size > 0 ? ${targetNorm} / size : 0`,
    carry: `size > 0 ? ${targetNorm} / size * length(c) / ${sourceNorm} : 0`,
    raw: `size > 0 ? ${targetNorm} / size : 0`,
  }[norm];
  const own = unit
    ? `
    const norm = length(out.subarray(r * TO, (r + 1) * TO));
    for (let j = 0; j < TO; j++) if (norm > 0) out[r * TO + j] /= norm;`
    : "";
  return `// ${FORMULA}; ${FACTORS[norm]}${unit ? UNIT : ""}
const floats = (text) => new Float32Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
const length = (v) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
const before = floats("${base64(before)}");
const after = floats("${base64(after)}");
const weights = floats("${base64(data)}");

/** Dimensions of the old and the new model's vectors. */
export const FROM = ${from}, TO = ${to};

/** Translates vectors of ${from} numbers each, one after another, to vectors of ${to}. */
export function translate(vectors) {
  if (vectors.length % FROM !== 0) {
    throw new TypeError(\`Cannot translate as vectors must be of \${FROM} numbers each: there are \${vectors.length}\`);
  }
  const rows = vectors.length / FROM, out = new Float32Array(rows * TO);
  for (let r = 0; r < rows; r++) {
    const c = Float64Array.from(before, (mean, i) => vectors[r * FROM + i] - mean), y = new Float64Array(TO);
    for (let i = 0; i < FROM; i++) for (let j = 0; j < TO; j++) y[j] += c[i] * weights[i * TO + j];
    ${over}const f = ${f};
    for (let j = 0; j < TO; j++) out[r * TO + j] = f * y[j] + after[j];${own}
  }
  return out;
}
`;
}

/** Little-endian float32 in base64. */
function base64(values: ArrayLike<number>): string {
  return new Uint8Array(Float32Array.from(values).buffer).toBase64();
}
