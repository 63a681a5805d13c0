/**
 * TFLite models of quantised convolutional networks as ONNX: what the integers stand for, computed in float32.
 *
 * @module
 */
import { type Axes, convolve, IMAGE, type OnnxBuilder, onnxBuilder, permuted, resized } from "./convert.ts";
import { readModel, type Step, type Value } from "./tflitemodel.ts";

/** Numbers of constants by their type in the schema. */
const TYPES = { 0: Float32Array, 2: Int32Array, 3: Uint8Array, 9: Int8Array } as const;
/** What integers of a type can say. */
const RANGES: Readonly<Record<number, readonly [number, number]>> = { 3: [0, 255], 9: [-128, 127] };

/**
 * The ONNX model of a TFLite image network: input "image" (n × 3 × h × w, red, green, blue in [0, 1], any h and w,
 * resized to `side`), outputs "embedding" (n × d, what the average pool gives) and, where a classifier follows, "logits".
 *
 * After each operation the values are clipped to what the quantised range of its output can say, as the integers would
 * be; they are not rounded.
 *
 * @param source What the bytes are, for error messages.
 * @throws {RangeError} If the bytes are no TFLite model, it has an operation or a type of weights that is not converted
 * (it is named), or no average pool.
 */
export function tfliteToOnnx(bytes: Uint8Array<ArrayBuffer>, side: number, source: string): Uint8Array<ArrayBuffer> {
  const { values, steps, input } = readModel(bytes, source), model = onnxBuilder(IMAGE);
  const quantised =
    values[steps[0]!.op === "QUANTIZE" && values[input]!.scales.length === 0 ? steps[0]!.output : input]!;
  const scale = quantised.scales[0]!, low = (quantised.zeros[0]! - RANGES[quantised.type]![0]) * scale;
  const scaled = model.node("Mul", [resized(model, side), model.constant([255 * scale], [])]);
  const names = new Map([[input, model.node("Sub", [scaled, model.constant([low], [])])]]), outputs: string[] = [];
  for (const step of steps) {
    const operation = OPERATIONS[step.op];
    if (!operation) {
      const known = Object.keys(OPERATIONS).join(", ");
      throw new RangeError(`Cannot convert ${source} as its operations must be among ${known}: it has ${step.op}`);
    }
    names.set(step.output, operation({ model, step, values, inputs: step.inputs.map((i) => names.get(i)!), source }));
    if (operation === pool) outputs.push(model.node("Flatten", [names.get(step.output)!], { axis: 1n }, "embedding"));
  }
  const pooled = steps.findIndex(({ op }) => OPERATIONS[op] === pool);
  if (pooled < 0) throw new RangeError(`Cannot convert ${source} as it must have an average pool: it has none`);
  const last = steps.slice(pooled).findLast(({ op }) => op === "FULLY_CONNECTED" || op === "CONV_2D");
  if (last) outputs.push(model.node("Flatten", [names.get(last.output)!], { axis: 1n }, "logits"));
  return model.build(outputs);
}

interface Context {
  readonly model: OnnxBuilder;
  readonly step: Step;
  readonly values: readonly Value[];
  /** Names of what the operation reads; undefined of constants. */
  readonly inputs: readonly string[];
  readonly source: string;
}

/** How weights become ONNX's (outputs × inputs × height × width), and where the options have the activation. */
interface Layout {
  readonly order: Axes;
  readonly activation: number;
  /** Every channel on its own. */
  readonly grouped?: boolean;
  /** The options have strides, dilations (behind the activation) and the padding. */
  readonly moved?: boolean;
}

const pool = ({ model, inputs }: Context): string => model.node("GlobalAveragePool", [inputs[0]!]);
const same = ({ inputs }: Context): string => inputs[0]!;
const layer = (layout: Layout) => (context: Context): string => convolution(context, layout);

const OPERATIONS: Readonly<Record<string, (context: Context) => string>> = Object.freeze({
  CONV_2D: layer({ order: [0, 3, 1, 2], activation: 3, moved: true }),
  DEPTHWISE_CONV_2D: layer({ order: [3, 0, 1, 2], activation: 4, grouped: true, moved: true }),
  FULLY_CONNECTED: layer({ order: [0, 3, 1, 2], activation: 0 }),
  ADD: (context: Context) => clipped(context, context.model.node("Add", context.inputs), 0),
  AVERAGE_POOL_2D: pool,
  MEAN: pool,
  QUANTIZE: same,
  RESHAPE: same,
  SQUEEZE: same,
  SOFTMAX: same,
});

/** A convolution; a matrix is one of one pixel. */
function convolution(context: Context, { order, activation, grouped, moved }: Layout): string {
  const { model, step: { inputs: [, w, b], options }, values, inputs, source } = context, kernel = values[w!]!;
  const { shape } = kernel, from = (shape.length === 2 ? [shape[0], 1, 1, shape[1]] : shape) as unknown as Axes;
  const dims = order.map((axis) => from[axis]) as unknown as Axes, bias = values[b!];
  const number = (field: number): number => moved ? options!.number(field, "i32", 1) : 1;
  const y = convolve(model, inputs[0]!, {
    ...{ dims, weight: permuted(real(kernel, order[0], source), from, order), groups: grouped ? dims[0] : 1 },
    bias: bias ? real(bias, 0, source) : new Float32Array(dims[0]),
    ...{ strides: [number(2), number(1)], dilations: [number(activation + 2), number(activation + 1)] },
    padding: moved && options!.number(0, "i8") !== 0 ? "VALID" : "SAME",
  });
  return clipped(context, y, options?.number(activation, "i8") ?? 0);
}

/** The values clipped to the activation (0 none, 1 ReLU, 3 ReLU6) and to what the output's integers can say. */
function clipped({ model, step, values }: Context, y: string, activation: number): string {
  const { scales: [scale], zeros: [zero], type } = values[step.output]!;
  if (scale === undefined) return activation === 1 ? model.node("Relu", [y]) : y;
  const [low, high] = RANGES[type]!.map((integer) => (integer - zero!) * scale) as [number, number];
  const bounds = [activation > 0 ? Math.max(0, low) : low, activation === 3 ? Math.min(6, high) : high];
  return model.node("Clip", [y, ...bounds.map((bound) => model.constant([bound], []))]);
}

/** What the numbers of a constant stand for; where there is a scale a channel, the channels are on `axis`. */
function real({ type, data, shape, scales, zeros }: Value, axis: number, source: string): Float32Array<ArrayBuffer> {
  const Numbers = TYPES[type as keyof typeof TYPES];
  if (!Numbers) {
    throw new RangeError(
      `Cannot convert ${source} as its constants must be of type ${Object.keys(TYPES)}: one is of ${type}`,
    );
  }
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1), channels = shape[axis]!;
  return Float32Array.from(new Numbers(data.slice().buffer), (value, p) => {
    const c = scales.length > 1 ? Math.floor(p / inner) % channels : 0;
    return (value - (zeros[c] ?? 0)) * (scales[c] ?? 1);
  });
}
