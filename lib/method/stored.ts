/**
 * Translations and halves on disk: one safetensors file each, with a versioned header that is read back strictly. Loading
 * executes nothing; a file that was changed after it was written is refused.
 *
 * @module
 */
import { writeAtomic } from "../file/atomic.ts";
import { decodeSealed, encodeSealed, readSealed, type Seal, type Sealed, writeSealed } from "../file/sealed.ts";
import { among, fields, flag, real, string } from "../file/schema.ts";
import { tensorOf, type Tensors } from "../file/tensor.ts";
import { Matrix } from "../linalg/matrix.ts";
import { type InverseHalf, inverseHalf, INVERTIBLE } from "./inverse.ts";
import { NORMS } from "../linalg/affinemap.ts";
import { DISTANCES } from "../linalg/distances.ts";
import { distanceHalf, LINEAR, linearHalf, type RelativeHalf } from "./relative.ts";
import { CONDITION, DIAGNOSTICS, ENGINE, INVERTED, PARAMETERS, SPACE } from "./storedfields.ts";
import { type Translation, translation } from "./translation.ts";

/** Version of the layout; a file of another one is refused. */
const FORMAT = "anchorage-map-1";

type Kind = "translation" | "relative" | "inverse";
const seal = (kind: Kind): Seal => ({ format: FORMAT, kind });
const HALF = { library: string, space: SPACE, meanNorm: real(0) };
const SEEN = fields({ engine: ENGINE }, { lambda: real(0), condition: CONDITION });
const RELATIVE = fields({ ...HALF, projection: among(...LINEAR, ...DISTANCES), diagnostics: SEEN });
const INVERSE = fields({ ...HALF, projection: among(...INVERTIBLE), norm: among(...NORMS), diagnostics: INVERTED });
const TRANSLATION = fields({
  ...{ library: string, method: string, independent: flag, source: SPACE, target: SPACE, parameters: PARAMETERS },
  ...{ norm: among("mean", "carry", "raw", "none"), unit: flag, sourceNorm: real(0), targetNorm: real(0) },
  diagnostics: DIAGNOSTICS,
});

/**
 * Saves a translation of any method, atomically: `before`, `weights` and `after` as tensors, the rest as metadata (both
 * spaces with their names, dimensions and anchors' key, method, parameters, held-out scores, the library's version).
 *
 * @throws {Error} If the path cannot be written; an older file there is then unharmed.
 * @example
 * ```ts
 * import { fitWhitened, loadTranslation, Matrix, saveTranslation } from "anchorage";
 * const x = Matrix.from([[1, 0], [0, 2], [-3, -2]]), y = Matrix.from([[0, 1], [-2, 0], [2, -3]]);
 * const path = await Deno.makeTempFile();
 * await saveTranslation(path, fitWhitened(x, y, { lambda: "auto" }));
 * console.log((await loadTranslation(path)).method); // whitened
 * ```
 */
export async function saveTranslation(path: string, map: Translation): Promise<void> {
  await writeAtomic(path, await encodeTranslation(map));
}

/** The bytes that `saveTranslation` writes: for a place that is no file, such as a download in a page. */
export async function encodeTranslation(map: Translation): Promise<Uint8Array<ArrayBuffer>> {
  const { before, weights, after, ...scalars } = map.affine;
  const { method, independent, source, target, parameters, diagnostics } = map;
  const state = { method, independent, source, target, parameters, ...scalars, diagnostics };
  return await encodeSealed(
    seal("translation"),
    { before: row(before), weights: tensorOf(weights), after: row(after) },
    state,
  );
}

/**
 * The translation of a file.
 *
 * @throws {TypeError} If the file holds something else, or a field of another kind.
 * @throws {RangeError} If a field is out of range, or the contents are not those that were written.
 */
export async function loadTranslation(path: string): Promise<Translation> {
  return translationOf(await readSealed(path, seal("translation"), TRANSLATION));
}

/** The translation of a file's bytes. @throws As `loadTranslation`, with `file` in the sentence. */
export async function decodeTranslation(bytes: Uint8Array, file = "a translation"): Promise<Translation> {
  return translationOf(await decodeSealed(bytes, file, seal("translation"), TRANSLATION));
}

function translationOf({ matrix, state }: Sealed<ReturnType<typeof TRANSLATION>>): Translation {
  const { method, independent, source, target, parameters, diagnostics, norm, unit, sourceNorm, targetNorm } = state;
  const weights = matrix("weights", source.dim, target.dim),
    [before, after] = [vector("before", source.dim), vector("after", target.dim)];
  function vector(name: string, length: number): Float64Array<ArrayBuffer> {
    return Float64Array.from(matrix(name, 1, length).data);
  }
  const affine = Object.freeze({ before, weights, after, norm, unit, sourceNorm, targetNorm });
  const parts = { method, independent, affine, source, target, parameters };
  return translation(parts as Parameters<typeof translation>[0], diagnostics as Translation["diagnostics"]);
}

/**
 * Saves an encoding or decoding half, atomically: its matrix (`weights`, or the `points` of distances) and `mean` as
 * tensors, the rest as metadata.
 *
 * @throws {Error} If the path cannot be written; an older file there is then unharmed.
 * @example
 * ```ts
 * import { fitRelative, loadRelative, Matrix, saveHalf } from "anchorage";
 * const path = await Deno.makeTempFile();
 * await saveHalf(path, fitRelative(Matrix.from([[1, 0], [-1, 0]])));
 * console.log((await loadRelative(path)).projection); // cosine
 * ```
 */
export async function saveHalf(path: string, half: RelativeHalf | InverseHalf): Promise<void> {
  const { space, meanNorm, projection, diagnostics, mean } = half;
  const norm = half.half === "inverse" ? { norm: half.norm } : {};
  const matrix: Tensors = "points" in half ? { points: tensorOf(half.points) } : { weights: tensorOf(half.weights) };
  await writeSealed(path, seal(half.half), { ...matrix, mean: row(mean) }, {
    space,
    meanNorm,
    projection,
    ...norm,
    diagnostics,
  });
}

/** The encoding half of a file. @throws As `loadTranslation`. */
export async function loadRelative(path: string): Promise<RelativeHalf> {
  const { matrix, state } = await readSealed(path, seal("relative"), RELATIVE);
  const { space, meanNorm, projection } = state, mean = Float64Array.from(matrix("mean", 1, space.dim).data);
  const diagnostics = state.diagnostics as RelativeHalf["diagnostics"], base = { space, mean, meanNorm };
  const distance = DISTANCES.find((known) => known === projection);
  if (distance) {
    const points = matrix("points", space.anchors.count, space.dim);
    return distanceHalf({ ...base, projection: distance, points } as Parameters<typeof distanceHalf>[0], diagnostics);
  }
  const weights = matrix("weights", space.dim, space.anchors.count);
  return linearHalf({ ...base, projection, weights } as Parameters<typeof linearHalf>[0], diagnostics);
}

/** The decoding half of a file. @throws As `loadTranslation`. */
export async function loadInverse(path: string): Promise<InverseHalf> {
  const { matrix, state } = await readSealed(path, seal("inverse"), INVERSE);
  const { space, meanNorm, projection, norm } = state, mean = Float64Array.from(matrix("mean", 1, space.dim).data);
  const weights = matrix("weights", space.anchors.count, space.dim),
    parts = { space, mean, meanNorm, projection, norm };
  return inverseHalf(
    { ...parts, weights } as Parameters<typeof inverseHalf>[0],
    state.diagnostics as InverseHalf["diagnostics"],
  );
}

const row = (v: Float64Array<ArrayBuffer>): Tensors[string] => tensorOf(new Matrix(1, v.length, v));
