/**
 * Halves on disk: fitted apart, saved apart, composed later by whoever has both files.
 *
 * @module
 */
import { oneOf } from "./check.ts";
import { fromJson, toJson } from "./file/json.ts";
import { readSafetensors, writeSafetensors } from "./file/safetensors.ts";
import { matrixOf, tensorOf } from "./file/tensor.ts";
import type { Norm } from "./fold.ts";
import { type InverseDiagnostics, type InverseHalf, inverseHalf } from "./inverse.ts";
import { Matrix } from "./matrix.ts";
import { type Projection, type RelativeHalf, relativeHalf } from "./relative.ts";
import type { AnchorKey } from "./space.ts";

/** Version of the layout; a file of another one is refused. */
const FORMAT = "anchorage-half-1";

/**
 * Saves an encoding or decoding half as safetensors, atomically: `weights` and `mean` as tensors, the rest as metadata.
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
  const { weights, mean, apply: _, ...rest } = half;
  const tensors = { weights: tensorOf(weights), mean: tensorOf(new Matrix(1, mean.length, mean)) };
  await writeSafetensors(path, tensors, { format: FORMAT, half: half.half, state: toJson(rest, 0) });
}

/** The encoding half of a file. @throws {TypeError} If the file holds something else. */
export async function loadRelative(path: string): Promise<RelativeHalf> {
  const { weights, mean, state } = await load(path, "relative");
  const { anchors, meanNorm } = state;
  const projection = state.projection as Projection;
  const diagnostics = state.diagnostics as RelativeHalf["diagnostics"];
  return relativeHalf({ projection, anchors, mean, meanNorm, weights }, diagnostics);
}

/** The decoding half of a file. @throws {TypeError} If the file holds something else. */
export async function loadInverse(path: string): Promise<InverseHalf> {
  const { weights, mean, state } = await load(path, "inverse");
  const { anchors, meanNorm } = state;
  const projection = state.projection as Projection, norm = state.norm as Norm;
  const diagnostics = state.diagnostics as InverseDiagnostics;
  return inverseHalf({ projection, anchors, mean, meanNorm, norm, weights }, diagnostics);
}

interface State {
  readonly anchors: AnchorKey;
  readonly meanNorm: number;
  readonly projection: string;
  readonly norm?: string;
  readonly diagnostics: unknown;
}

async function load(path: string, half: "relative" | "inverse"): Promise<{
  readonly weights: Matrix;
  readonly mean: Float64Array<ArrayBuffer>;
  readonly state: State;
}> {
  const { tensors, metadata } = await readSafetensors(path);
  if (metadata.format !== FORMAT) {
    throw new TypeError(`Cannot load a half from ${path} as its format must be ${FORMAT}: it is ${metadata.format}`);
  }
  oneOf(metadata.half ?? "", [half], "its kind", `load a half from ${path}`);
  const state = fromJson(metadata.state ?? "") as State;
  return { weights: matrixOf(tensors, "weights"), mean: Float64Array.from(matrixOf(tensors, "mean").data), state };
}
