import assert from "node:assert/strict";
import { addOutput, insertAfter, outputNames, tensorNames } from "../lib/file/onnx.ts";
import { makeOnnx } from "../lib/file/onnxmodel.ts";
import { concat } from "../lib/base/bytes.ts";
import { decodeFields, encodeFields, message, text, textOf, whole } from "../lib/file/protobuf.ts";
import { height } from "./file_helper.ts";

/** y = relu(x · w), z = y + b, with x n × 2. */
const model = makeOnnx({
  inputs: [{ name: "x", type: "float", dims: ["n", 2] }],
  outputs: ["z"],
  initializers: [
    { name: "w", dims: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
    { name: "b", dims: [2], data: Float32Array.of(10, 20) },
  ],
  nodes: [
    { op: "MatMul", inputs: ["x", "w"], outputs: ["xw"] },
    { op: "Relu", inputs: ["xw"], outputs: ["y"] },
    { op: "Add", inputs: ["y", "b"], outputs: ["z"] },
  ],
});
const negate = (from: string, to: string) => ({ nodes: [{ op: "Neg", inputs: [from], outputs: [to] }] });

Deno.test("protocol buffers: fields survive the way to bytes and back", () => {
  const fields = [
    whole(1, 300),
    whole(2, -1),
    whole(536870911, 0),
    text(3, "é"),
    message(4, [text(1, "in"), whole(2, 2n ** 63n)]),
    { number: 5, wire: 5, value: Uint8Array.of(1, 2, 3, 4) } as const,
    { number: 6, wire: 1, value: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) } as const,
  ];
  assert.deepEqual(decodeFields(encodeFields(fields)), fields);
  assert.deepEqual([...encodeFields([whole(1, 300)])], [8, 172, 2], "as the specification of the format has it");
  assert.equal(textOf(fields[3]!), "é");
  assert.equal(textOf(fields[0]!), "");
});

Deno.test("protocol buffers: bytes that end early, or have no field 0 or unknown kind, are refused", () => {
  const message = (at: number): string =>
    `Cannot read a message as every field must be whole: the one that ends at byte ${at} is not`;
  for (const [bytes, at] of [[[10, 5, 1], 2], [[2, 0], 2], [[11], 1], [[13, 0], 1]] as const) {
    assert.throws(() => decodeFields(Uint8Array.from(bytes)), { name: "RangeError", message: message(at) });
  }
  const unending = { name: "RangeError", message: /as a number must end within ten bytes: byte \d+ does not$/ };
  assert.throws(() => decodeFields(Uint8Array.of(8, 255)), unending);
  assert.throws(() => decodeFields(new Uint8Array(12).fill(255)), unending);
});

Deno.test("an ONNX model: the names of its tensors and outputs, constants left out", () => {
  assert.deepEqual(tensorNames(model), ["x", "xw", "y", "z"]);
  assert.deepEqual(outputNames(model), ["z"]);
});

Deno.test("an ONNX model: an inner tensor becomes an output once", () => {
  const before = model.slice(), more = addOutput(addOutput(model, "xw"), "y");
  assert.deepEqual(outputNames(more), ["z", "xw", "y"]);
  assert.deepEqual(tensorNames(more), tensorNames(model));
  assert.equal(addOutput(more, "y"), more);
  assert.equal(addOutput(model, "z"), model);
  assert.deepEqual(model, before, "the bytes given are not changed");
});

Deno.test("an ONNX model: inserted nodes stand between a tensor and its readers", () => {
  assert.deepEqual(tensorNames(insertAfter(model, "y", negate)), ["x", "xw", "y/before", "y", "z"]);
  assert.deepEqual(outputNames(insertAfter(model, "z", negate)), ["z"]);
  const twice = insertAfter(addOutput(model, "y"), "y", (from, to) => ({
    nodes: [{ op: "Add", inputs: [from, "shift"], outputs: ["moved"] }, ...negate("moved", to).nodes],
    initializers: [{ name: "shift", dims: [1], data: Float32Array.of(1) }],
  }));
  assert.deepEqual(tensorNames(twice), ["x", "xw", "y/before", "moved", "y", "z"]);
  assert.deepEqual(outputNames(twice), ["z", "y"]);
});

Deno.test("bytes that are not an ONNX model are refused in one sentence", () => {
  const expected = (length: number) => ({
    name: "RangeError",
    message: `Cannot read notes.txt as it must be an ONNX model: its ${length} bytes hold no graph`,
  });
  for (
    const bytes of [
      new TextEncoder().encode("hello"),
      new Uint8Array(),
      encodeFields([whole(1, 8)]),
      model.subarray(0, 90),
    ]
  ) {
    assert.throws(() => tensorNames(bytes, "notes.txt"), expected(bytes.length));
    assert.throws(() => addOutput(bytes, "y", "notes.txt"), expected(bytes.length));
    assert.throws(() => insertAfter(bytes, "y", negate, "notes.txt"), expected(bytes.length));
  }
});

Deno.test("an output tensor that does not exist is refused with the list of those that do", () => {
  const listed = 'as the tensor must be one that a node computes: it is "nope", not "xw", "y", "z"';
  assert.throws(() => addOutput(model, "nope", "net.onnx"), {
    name: "RangeError",
    message: `Cannot add an output to net.onnx ${listed}`,
  });
  assert.throws(() => insertAfter(model, "nope", negate, "net.onnx"), {
    name: "RangeError",
    message: `Cannot insert nodes into net.onnx ${listed}`,
  });
  const outputs = Array.from({ length: 50 }, (_, i) => `t${i}`);
  const long = makeOnnx({ inputs: [], outputs: [], nodes: [{ op: "Split", inputs: ["x"], outputs }] });
  assert.throws(() => addOutput(long, "nope"), /"t39" and 10 more, which tensorNames lists$/);
});

Deno.test("inserted nodes that do not compute the tensor, and constants of another size, are refused", () => {
  assert.throws(() => insertAfter(model, "y", (from) => negate(from, "elsewhere")), {
    name: "RangeError",
    message: 'Cannot insert nodes into the model as the last node must compute "y": it does not',
  });
  const initializers = [{ name: "w", dims: [2, 3], data: new Float32Array(5) }];
  assert.throws(() => makeOnnx({ inputs: [], outputs: [], nodes: [], initializers }), {
    name: "TypeError",
    message: 'Cannot write tensor "w" as [2,3] must be 6 entries: it has 5',
  });
});

Deno.test("nodes are inserted at one tensor twice, and no name is defined twice", () => {
  const twice = insertAfter(insertAfter(model, "y", negate), "y", negate);
  assert.deepEqual(tensorNames(twice), ["x", "xw", "y/before", "y/before2", "y", "z"]);
  for (const name of ["x", "w", "xw", "y/before"]) {
    const clash = (from: string, to: string) => ({
      nodes: [{ op: "Neg", inputs: [from], outputs: [name] }, { op: "Neg", inputs: [name], outputs: [to] }],
    });
    const message = `Cannot insert nodes into the model as they must compute new names: "${name}" is taken`;
    assert.throws(() => insertAfter(insertAfter(model, "y", negate), "z", clash), { name: "RangeError", message });
  }
  const both = (from: string, to: string) => ({
    nodes: [{ op: "Add", inputs: [from, "c"], outputs: ["c"] }, { op: "Neg", inputs: ["c"], outputs: [to] }],
    initializers: [{ name: "c", dims: [1], data: Float32Array.of(1) }],
  });
  assert.throws(() => insertAfter(model, "y", both), /must compute new names: "c" is taken$/);
});

Deno.test("a model of millions of tiny fields takes little more memory than its bytes", async () => {
  const tiny = new Uint8Array(8_000_000);
  for (let i = 0; i < tiny.length; i += 2) tiny[i] = 0x12;
  const large = concat([model, encodeFields([{ number: 7, wire: 2, value: tiny }])]);
  const megabytes = await height(() => assert.equal(insertAfter(large, "y", negate).length > tiny.length, true));
  assert.ok(megabytes < 4 * 8 + 8, `${megabytes} MB`);
});

Deno.test("a graph of more parts than any model has is refused before they are read again and again", () => {
  const nodes = new Uint8Array(2 * 300_000);
  for (let i = 0; i < nodes.length; i += 2) nodes[i] = 0x0a; // an empty node
  const graph = (value: Uint8Array): Uint8Array => concat([model, encodeFields([{ number: 7, wire: 2, value }])]);
  const message = /^Cannot read the model as its graph must have at most 262144 parts and names: it has more$/;
  assert.throws(() => tensorNames(graph(nodes)), { name: "RangeError", message });
  assert.throws(() => insertAfter(graph(nodes), "y", negate), { message });
  const outputs = nodes.map((byte) => byte && 0x12), node = encodeFields([{ number: 1, wire: 2, value: outputs }]);
  assert.throws(() => tensorNames(graph(node)), { message });
  assert.deepEqual(tensorNames(graph(nodes.subarray(0, 2000))), tensorNames(model));
});
