/**
 * Halves on disk: fitted apart, saved apart, composed later by whoever has both files.
 *
 * @module
 */
import { oneOf } from "../base/check.ts";
import { fromJson, toJson } from "../file/json.ts";
import { readSafetensors, writeSafetensors } from "../file/safetensors.ts";
import { matrixOf, tensorOf, type Tensors } from "../file/tensor.ts";
import type { Norm } from "./map.ts";
import { type InverseDiagnostics, type InverseHalf, inverseHalf } from "./inverse.ts";
import { Matrix } from "../linalg/matrix.ts";
import { DISTANCES } from "./projection.ts";
import { distanceHalf, type LinearHalf, linearHalf, type RelativeHalf } from "./relative.ts";
import type { AnchorKey } from "../space/space.ts";

/** Version of the layout; a file of another one is refused. */
const FORMAT = "anchorage-half-1";

/**
 * Saves an encoding or decoding half as safetensors, atomically: its matrix (`weights`, or the `points` of distances)
 * and `mean` as tensors, the rest as metadata.
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
  const { anchors, meanNorm, projection, diagnostics, mean } = half;
  const norm = half.half === "inverse" ? { norm: half.norm } : {};
  const matrix: Tensors = "points" in half ? { points: tensorOf(half.points) } : { weights: tensorOf(half.weights) };
  const state: State = { anchors, meanNorm, projection, diagnostics, ...norm };
  const tensors = { ...matrix, mean: tensorOf(new Matrix(1, mean.length, mean)) };
  await writeSafetensors(path, tensors, { format: FORMAT, half: half.half, state: toJson(state, 0) });
}

/** The encoding half of a file. @throws {TypeError} If the file holds something else. */
export async function loadRelative(path: string): Promise<RelativeHalf> {
  const { tensors, mean, state } = await load(path, "relative");
  const { anchors, meanNorm } = state, diagnostics = state.diagnostics as RelativeHalf["diagnostics"];
  const distance = DISTANCES.find((known) => known === state.projection);
  if (distance) {
    const parts = { projection: distance, anchors, mean, meanNorm, points: matrixOf(tensors, "points") };
    return distanceHalf(parts, diagnostics);
  }
  const projection = state.projection as LinearHalf["projection"];
  return linearHalf({ projection, anchors, mean, meanNorm, weights: matrixOf(tensors, "weights") }, diagnostics);
}

/** The decoding half of a file. @throws {TypeError} If the file holds something else. */
export async function loadInverse(path: string): Promise<InverseHalf> {
  const { tensors, mean, state } = await load(path, "inverse");
  const { anchors, meanNorm } = state, weights = matrixOf(tensors, "weights");
  const projection = state.projection as InverseHalf["projection"], norm = state.norm as Norm;
  return inverseHalf({ projection, anchors, mean, meanNorm, norm, weights }, state.diagnostics as InverseDiagnostics);
}

interface State {
  readonly anchors: AnchorKey;
  readonly meanNorm: number;
  readonly projection: string;
  readonly norm?: string;
  readonly diagnostics: unknown;
}

async function load(path: string, half: "relative" | "inverse"): Promise<{
  readonly tensors: Tensors;
  readonly mean: Float64Array<ArrayBuffer>;
  readonly state: State;
}> {
  const { tensors, metadata } = await readSafetensors(path);
  if (metadata.format !== FORMAT) {
    throw new TypeError(`Cannot load a half from ${path} as its format must be ${FORMAT}: it is ${metadata.format}`);
  }
  oneOf(metadata.half ?? "", [half], "its kind", `load a half from ${path}`);
  const state = fromJson(metadata.state ?? "") as State;
  return { tensors, mean: Float64Array.from(matrixOf(tensors, "mean").data), state };
}
