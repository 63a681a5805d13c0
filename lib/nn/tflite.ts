/**
 * TFLite models of quantised convolutional networks as ONNX: what the integers stand for, computed in float32.
 *
 * @module
 */
import { type Convolution, convolve, IMAGE, type OnnxBuilder, onnxBuilder, permuted, resized } from "./convert.ts";
import { readModel, type Step, type Value } from "./tflitemodel.ts";

const UINT8 = 3, INT32 = 2, INT8 = 9;

/**
 * The ONNX model of a TFLite image network: input "image" (n × 3 × h × w, red, green, blue in [0, 1], any h and w,
 * resized to `side`), outputs "embedding" (n × d, what the average pool gives) and, where a classifier follows, "logits".
 *
 * After each operation the values are clipped to what the quantised range of its output can say, as the integers would
 * be; they are not rounded.
 *
 * @param source What the bytes are, for error messages.
 * @throws {RangeError} If the bytes are no TFLite model, it has an operation that is not converted (it is named), or no
 * average pool.
 */
export function tfliteToOnnx(bytes: Uint8Array, side: number, source: string): Uint8Array<ArrayBuffer> {
  const { values, steps, input } = readModel(bytes, source), model = onnxBuilder(IMAGE);
  const quantised =
    values[steps[0]!.op === "QUANTIZE" && values[input]!.scales.length === 0 ? steps[0]!.output : input]!;
  const scale = quantised.scales[0]!, zero = quantised.zeros[0]! + (quantised.type === INT8 ? 128 : 0);
  const scaled = model.node("Mul", [resized(model, side), model.constant([255 * scale], [])]);
  const names = new Map([[input, model.node("Sub", [scaled, model.constant([zero * scale], [])])]]),
    outputs: string[] = [];
  for (const step of steps) {
    const operation = OPERATIONS[step.op];
    if (!operation) {
      const known = Object.keys(OPERATIONS).join(", ");
      throw new RangeError(`Cannot convert ${source} as its operations must be among ${known}: it has ${step.op}`);
    }
    const name = operation({ model, step, values, names });
    names.set(step.output, name);
    if (pools(step)) outputs.push(model.node("Flatten", [name], { axis: 1n }, "embedding"));
  }
  if (outputs.length === 0) {
    throw new RangeError(`Cannot convert ${source} as it must have an average pool: it has none`);
  }
  const last = steps.findLast(({ op }) => op === "FULLY_CONNECTED" || op === "CONV_2D");
  if (last && steps.indexOf(last) > steps.findIndex(pools)) {
    outputs.push(model.node("Flatten", [names.get(last.output)!], { axis: 1n }, "logits"));
  }
  return model.build(outputs);
}

const pools = ({ op }: Step): boolean => op === "AVERAGE_POOL_2D" || op === "MEAN";

interface Context {
  readonly model: OnnxBuilder;
  readonly step: Step;
  readonly values: readonly Value[];
  readonly names: ReadonlyMap<number, string>;
}

const same = ({ names, step }: Context): string => names.get(step.inputs[0]!)!;
const pool = (context: Context): string => context.model.node("GlobalAveragePool", [same(context)]);

const OPERATIONS: Readonly<Record<string, (context: Context) => string>> = Object.freeze({
  CONV_2D: (context: Context) => convolution(context, false),
  DEPTHWISE_CONV_2D: (context: Context) => convolution(context, true),
  FULLY_CONNECTED: fullyConnected,
  ADD: (context: Context) => {
    const { model, names, step } = context;
    return clipped(context, model.node("Add", step.inputs.map((i) => names.get(i)!)), 0);
  },
  AVERAGE_POOL_2D: pool,
  MEAN: pool,
  QUANTIZE: same,
  RESHAPE: same,
  SQUEEZE: same,
  SOFTMAX: same,
});

function convolution(context: Context, depthwise: boolean): string {
  const { model, step, values } = context, [x, w, b] = step.inputs, kernel = values[w!]!, options = step.options!;
  const dims = kernel.shape as [number, number, number, number], [first, height, width, last] = dims;
  const skip = depthwise ? 1 : 0; // the depth multiplier stands before the activation and the dilations
  const c: Convolution = {
    dims: depthwise ? [last, 1, height, width] : [first, last, height, width],
    weight: permuted(real(kernel, depthwise ? 3 : 0), dims, depthwise ? [3, 0, 1, 2] : [0, 3, 1, 2]),
    bias: biasOf(values[b!], depthwise ? last : first),
    groups: depthwise ? last : 1,
    strides: [options.number(2, "i32", 1), options.number(1, "i32", 1)],
    dilations: [options.number(5 + skip, "i32", 1), options.number(4 + skip, "i32", 1)],
    padding: options.number(0, "i8") === 0 ? "SAME" : "VALID",
  };
  return clipped(context, convolve(model, context.names.get(x!)!, c), options.number(3 + skip, "i8"));
}

/** A matrix as a convolution of one pixel. */
function fullyConnected(context: Context): string {
  const { model, step, values } = context, [x, w, b] = step.inputs, kernel = values[w!]!;
  const [outputs, inputs] = kernel.shape as [number, number];
  const c = {
    weight: real(kernel, 0),
    bias: biasOf(values[b!], outputs),
    groups: 1,
    strides: [1, 1],
    padding: "SAME",
  } as const;
  const y = convolve(model, context.names.get(x!)!, { ...c, dims: [outputs, inputs, 1, 1] });
  return clipped(context, y, step.options?.number(0, "i8") ?? 0);
}

/** The values clipped to the activation (0 none, 1 ReLU, 3 ReLU6) and to what the output's integers can say. */
function clipped({ model, step, values }: Context, y: string, activation: number): string {
  const { scales: [scale], zeros: [zero], type } = values[step.output]!;
  if (scale === undefined) return activation === 1 ? model.node("Relu", [y]) : y;
  const [least, most] = type === UINT8 ? [0, 255] : [-128, 127],
    low = (least - zero!) * scale,
    high = (most - zero!) * scale;
  const bounds = [activation > 0 ? Math.max(0, low) : low, activation === 3 ? Math.min(6, high) : high];
  return model.node("Clip", [y, ...bounds.map((bound) => model.constant([bound], []))]);
}

/** The real values of a quantised constant, whose channels are on `axis`. */
function real({ type, data, shape, scales, zeros }: Value, axis: number): Float32Array<ArrayBuffer> {
  const integers = type === UINT8 ? data : new Int8Array(data.buffer, data.byteOffset, data.length);
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1), channels = shape[axis]!;
  return Float32Array.from(integers, (value, p) => {
    const c = scales.length === 1 ? 0 : Math.floor(p / inner) % channels;
    return (value - zeros[c]!) * scales[c]!;
  });
}

function biasOf(value: Value | undefined, length: number): Float32Array<ArrayBuffer> {
  if (value === undefined || value.type !== INT32) return new Float32Array(length);
  const { data, scales } = value, view = new DataView(data.buffer, data.byteOffset, data.length);
  return Float32Array.from({ length }, (_, i) => view.getInt32(4 * i, true) * scales[scales.length === 1 ? 0 : i]!);
}
