/** Maps on disk. */
import { fromJson, toJson } from "../lib/file/json.ts";
import { readSafetensors, writeSafetensors } from "../lib/file/safetensors.ts";
import { matrixOf, tensorOf } from "../lib/file/tensor.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { type Translation, translation } from "../lib/method/translation.ts";

export async function saveTranslation(path: string, map: Translation): Promise<void> {
  const { before, weights, after, ...rest } = map.affine;
  const row = (v: Float64Array<ArrayBuffer>) => tensorOf(new Matrix(1, v.length, v));
  const tensors = { before: row(before), weights: tensorOf(weights), after: row(after) };
  const state = { ...rest, method: map.method, independent: map.independent, diagnostics: map.diagnostics };
  await writeSafetensors(path, tensors, { state: toJson(state, 0) });
}

export async function loadTranslation(path: string): Promise<Translation> {
  const { tensors, metadata } = await readSafetensors(path);
  // deno-lint-ignore no-explicit-any
  const { method, independent, diagnostics, ...rest } = fromJson(metadata.state ?? "") as any;
  const vector = (name: string) => Float64Array.from(matrixOf(tensors, name).data);
  const affine = { before: vector("before"), weights: matrixOf(tensors, "weights"), after: vector("after"), ...rest };
  return translation({ method, independent, affine }, diagnostics);
}
