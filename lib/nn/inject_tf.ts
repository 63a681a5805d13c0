/**
 * Rescale injection in tf.layers models: their graph is walked layer by layer, so that nothing is rebuilt or changed.
 *
 * @module
 */
import type { LayersModel, Tensor } from "./tfjs.ts";
import { columns } from "../base/check.ts";
import { asDtype, Matrix } from "../linalg/matrix.ts";
import { useBackend } from "./backend/use.ts";
import { type Rescaled, rescaleInPlace, type RescaleOptions } from "./rescale.ts";

/** "input", then every layer that computes. */
export function layersModelNames(model: LayersModel): readonly string[] {
  const computing = model.layers.filter((layer) => layer.getClassName() !== "InputLayer");
  return ["input", ...computing.map((layer) => layer.name)];
}

/** Runs the model on rows of inputs with a rescaling after a layer. @throws {TypeError} If it has no weights. */
export function injectLayersModel(
  model: LayersModel,
  layer: string,
  alpha: number,
  options: RescaleOptions,
): (x: Matrix) => Promise<Rescaled> {
  const action = `rescale inside ${model.name}`;
  if (model.weights.length === 0) throw new TypeError(`Cannot ${action} as it must have weights: it has none`);
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    const found = `${model.inputs.length} inputs and ${model.outputs.length} outputs`;
    throw new TypeError(`Cannot ${action} as it must have one input and one output: it has ${found}`);
  }
  const shape = model.inputs[0]!.shape.slice(1) as number[];
  return async (x) => {
    columns(x, shape.reduce((a, b) => a * b, 1), "the input", action);
    const tf = await useBackend();
    let found = { zeroRows: 0, meanNorm: 0 };
    const tap = (name: string, y: Tensor): Tensor => {
      if (name !== layer) return y;
      const data = Float32Array.from(y.dataSync());
      found = rescaleInPlace(data, vectorLength(y.shape), alpha, options);
      return tf.tensor(data, y.shape);
    };
    const [values, cols] = tf.tidy(() => {
      const y = walk(model, tap, tf.tensor(asDtype(x, "f32").data, [x.rows, ...shape]));
      return [Float32Array.from(y.dataSync()), y.size / x.rows] as const;
    });
    return Object.freeze({ values: new Matrix(x.rows, cols, values), ...found });
  };
}

/** Entries of what is normalised: a token of a sequence, else a whole sample. */
function vectorLength(shape: readonly number[]): number {
  return shape.length === 3 ? shape[2]! : shape.slice(1).reduce((a, b) => a * b, 1);
}

/** Applies every layer to tensors once its inputs are known; `tap` sees each output and may replace it. */
function walk(model: LayersModel, tap: (name: string, y: Tensor) => Tensor, x: Tensor): Tensor {
  const known = new Map<number, Tensor>([[model.inputs[0]!.id, tap("input", x)]]);
  const output = model.outputs[0]!.id;
  const nodes = model.layers.flatMap((layer) => layer.inboundNodes.map((node) => ({ layer, node })));
  for (let before = -1; !known.has(output) && known.size > before;) {
    before = known.size;
    for (const { layer, node } of nodes) {
      const to = node.outputTensors[0]!.id;
      const inputs = node.inputTensors.map((input) => known.get(input.id));
      const ready = inputs.filter((input) => input !== undefined);
      if (known.has(to) || inputs.length === 0 || ready.length < inputs.length) continue;
      const y = layer.apply(ready.length === 1 ? ready[0]! : ready) as Tensor;
      known.set(to, tap(layer.name, y));
    }
  }
  return known.get(output)!;
}
