/**
 * What a TFLite file holds: tensors, operations, and the quantisation of each.
 *
 * @module
 */
import { rootTable, type Table } from "../file/flatbuffer.ts";

/** Names of the operations by number, for messages. */
const NAMES: Readonly<Record<number, string>> = {
  ...("ADD AVERAGE_POOL_2D CONCATENATION CONV_2D DEPTHWISE_CONV_2D DEPTH_TO_SPACE DEQUANTIZE EMBEDDING_LOOKUP FLOOR " +
    "FULLY_CONNECTED HASHTABLE_LOOKUP L2_NORMALIZATION L2_POOL_2D LOCAL_RESPONSE_NORMALIZATION LOGISTIC LSH_PROJECTION " +
    "LSTM MAX_POOL_2D MUL RELU RELU_N1_TO_1 RELU6 RESHAPE RESIZE_BILINEAR RNN SOFTMAX SPACE_TO_DEPTH SVDF TANH").split(
      " ",
    ),
  ...{ 34: "PAD", 40: "MEAN", 43: "SQUEEZE", 114: "QUANTIZE", 117: "HARD_SWISH" },
};
const CUSTOM = 32;

/** A tensor of the model. */
export interface Value {
  readonly shape: readonly number[];
  readonly type: number;
  readonly data: Uint8Array<ArrayBuffer>;
  /** One, or one a channel; none where the file has no quantisation. */
  readonly scales: readonly number[];
  readonly zeros: readonly number[];
}

/** One operation. */
export interface Step {
  readonly op: string;
  readonly inputs: readonly number[];
  readonly output: number;
  readonly options: Table | undefined;
}

/** Reads a model. @throws {RangeError} If the bytes are no whole TFLite model with operations. */
export function readModel(
  bytes: Uint8Array<ArrayBuffer>,
  source: string,
): { values: Value[]; steps: Step[]; input: number } {
  const root = rootTable(bytes, "TFL3", source), [graph] = root.tables(2), buffers = root.tables(4);
  const codes = root.tables(1).map((code) => {
    const number = Math.max(code.number(0, "i8"), code.number(3, "i32"));
    const own = number === CUSTOM && new TextDecoder().decode(code.bytes(1));
    return own || (NAMES[number] ?? `operation ${number}`);
  });
  const values = (graph?.tables(0) ?? []).map((tensor): Value => {
    const quantisation = tensor.table(4), data = buffers[tensor.number(2, "u32")]?.bytes(0) ?? new Uint8Array();
    const [scales, zeros] = [quantisation?.numbers(2, "f32") ?? [], quantisation?.numbers(3, "i64") ?? []];
    return { shape: tensor.numbers(0, "i32"), type: tensor.number(1, "i8"), data, scales, zeros };
  });
  const steps = (graph?.tables(3) ?? []).map((step): Step => ({
    op: codes[step.number(0, "u32")] ?? "an unknown operation",
    inputs: step.numbers(1, "i32"),
    output: step.numbers(2, "i32")[0]!,
    options: step.table(4),
  }));
  if (steps.length > 0) return { values, steps, input: graph!.numbers(1, "i32")[0]! };
  throw new RangeError(`Cannot read ${source} as it must have operations: it has none`);
}
