/** GEMM of the portable engine against three loops, and the binary behind it. */
import assert from "node:assert/strict";
import type { GemmCall } from "../lib/linalg/engine/engine.ts";
import { portableEngine } from "../lib/linalg/engine/portable.ts";
import { PLAIN, RELAXED } from "../lib/linalg/engine/wasm/binary.ts";
import { binarySource } from "../lib/linalg/engine/wasm/build.ts";
import { assembleKernels } from "../lib/linalg/engine/wasm/kernels.ts";
import { type Kernels, workspace } from "../lib/linalg/engine/wasm/load.ts";
import { type Dtype, type Floats, floats } from "../lib/linalg/matrix.ts";
import { rng } from "../lib/base/random.ts";
import { close } from "./helpers.ts";

const engine = portableEngine();

interface Shape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

const SHAPES: readonly Shape[] = [
  ...[[1, 1, 1], [3, 5, 7], [6, 8, 2], [16, 16, 16], [17, 33, 65], [1, 50, 60], [50, 1, 60], [2, 9, 300], [9, 2, 300]],
  ...[[121, 9, 5], [5, 1030, 4], [7, 9, 1030], [130, 20, 513]],
].map(([m, n, k]) => ({ m: m!, n: n!, k: k! }));

/** A call on seeded data, every row longer than it need be. */
function gemmCall({ m, n, k }: Shape, transA: boolean, transB: boolean, beta: number, dtype: Dtype): GemmCall {
  const draw = rng(`${m} ${n} ${k}`);
  const fill = (rows: number, ld: number): Floats => floats(rows * ld, dtype).map(() => draw.normal()) as Floats;
  const lda = (transA ? m : k) + 3, ldb = (transB ? k : n) + 1, ldc = n + 2;
  const a = fill(transA ? k : m, lda), b = fill(transB ? n : k, ldb), c = fill(m, ldc);
  return { m, n, k, a, lda, transA, b, ldb, transB, c, ldc, alpha: 1.5, beta };
}

/** What the call must leave in C, summed in float64 by three loops; nothing is written between the rows. */
function naive({ m, n, k, a, lda, transA, b, ldb, transB, c, ldc, alpha, beta }: GemmCall): Float64Array {
  const out = Float64Array.from(c);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) {
        sum += (transA ? a[p * lda + i]! : a[i * lda + p]!) * b[transB ? j * ldb + p : p * ldb + j]!;
      }
      out[i * ldc + j] = alpha * sum + (beta === 0 ? 0 : beta * out[i * ldc + j]!);
    }
  }
  return out;
}

for (const dtype of ["f64", "f32"] as const) {
  Deno.test(`gemm agrees with three loops on shapes × transposes × strides × beta, ${dtype}`, () => {
    for (const sizes of SHAPES) {
      for (const [transA, transB] of [[false, false], [false, true], [true, false], [true, true]] as const) {
        for (const beta of [0, 1, -0.5]) {
          const call = gemmCall(sizes, transA, transB, beta, dtype);
          const expected = naive(call);
          engine.gemm(call);
          const what = `${JSON.stringify(sizes)} ${transA} ${transB} ${beta}`;
          close(call.c, expected, dtype === "f64" ? 1e-14 * (sizes.k + 10) : 1e-5, what);
        }
      }
    }
  });
}

Deno.test("gemm with the wrong transpose flag gives another result", () => {
  const right = gemmCall({ m: 20, n: 20, k: 20 }, false, false, 0, "f64");
  for (const flag of ["transA", "transB"] as const) {
    const wrong: GemmCall = { ...right, [flag]: true, c: right.c.slice() };
    engine.gemm(wrong);
    assert.throws(() => close(wrong.c, naive(right), 1e-2), assert.AssertionError);
  }
});

Deno.test("gemm with beta = 0 overwrites NaN, with beta = 1 keeps it", () => {
  for (const sizes of [{ m: 3, n: 3, k: 3 }, { m: 30, n: 30, k: 30 }, { m: 4, n: 4, k: 0 }]) {
    for (const beta of [0, 1]) {
      const call = gemmCall(sizes, false, false, beta, "f32");
      call.c.fill(NaN);
      engine.gemm(call);
      assert.equal(Number.isNaN(call.c[0]!), beta === 1, `${sizes.k} ${beta}`);
    }
  }
});

Deno.test("gemm without depth or with alpha = 0 scales C; without rows or columns it does nothing", () => {
  const empty = gemmCall({ m: 5, n: 4, k: 0 }, false, false, -0.5, "f64");
  const expected = naive(empty);
  engine.gemm(empty);
  assert.deepEqual(Array.from(empty.c), Array.from(expected));
  const muted: GemmCall = { ...gemmCall({ m: 20, n: 20, k: 20 }, false, false, 2, "f64"), alpha: 0 };
  const doubled = naive(muted);
  engine.gemm(muted);
  assert.deepEqual(Array.from(muted.c), Array.from(doubled));
  for (const sizes of [{ m: 0, n: 9, k: 9 }, { m: 9, n: 0, k: 9 }]) {
    const call = gemmCall(sizes, false, false, 0, "f64"), before = call.c.slice();
    engine.gemm(call);
    assert.deepEqual(call.c, before);
  }
});

Deno.test("gemm gives the same bits before and after the kernels are optimised, and leaves its operands alone", () => {
  const call = gemmCall({ m: 90, n: 90, k: 90 }, false, true, 0, "f32");
  const [a, b] = [call.a.slice(), call.b.slice()];
  engine.gemm(call);
  const first = call.c.slice();
  for (let i = 0; i < 200; i++) engine.gemm(call);
  assert.deepEqual(call.c, first);
  assert.deepEqual([call.a, call.b], [a, b]);
});

Deno.test("the engine is a frozen value that says what it is", () => {
  const { engine: name, library, threads } = engine.info;
  assert.deepEqual([name, library, threads], ["portable", "WebAssembly SIMD", 1]);
  assert.ok(Object.isFrozen(engine) && Object.isFrozen(engine.info));
});

Deno.test("rebuilding the kernels gives the committed binary, and one kernel more or less would not", async () => {
  const committed = await Deno.readTextFile(new URL("../lib/linalg/engine/wasm/binary.ts", import.meta.url));
  assert.equal(binarySource(), committed);
  for (const [lines, relaxed] of [[RELAXED, true], [PLAIN, false]] as const) {
    assert.deepEqual(Uint8Array.fromBase64(lines.join("")), assembleKernels(relaxed));
    assert.notDeepEqual(Uint8Array.fromBase64(lines.join("")), assembleKernels(!relaxed));
  }
});

Deno.test("kernels without the relaxed multiply-add give the same to rounding", () => {
  const load = (relaxed: boolean): Kernels =>
    new WebAssembly.Instance(new WebAssembly.Module(assembleKernels(relaxed))).exports as unknown as Kernels;
  const results = [true, false].map((relaxed) => {
    const kernels = load(relaxed), draw = rng("plain"), size = 4096;
    const doubles = new Float64Array(kernels.memory.buffer, 0, size).map(() => draw.normal());
    new Float64Array(kernels.memory.buffer).set(doubles);
    new Float32Array(kernels.memory.buffer).set(Float32Array.from(doubles), 2 * size);
    kernels.tileF64(0, 8 * 600, 8 * 1600, 2, 40);
    kernels.axpy(301, 0.7, 8 * 1000, 8 * 2000);
    kernels.tileF32(4 * 2 * size, 4 * (2 * size + 600), 4 * (2 * size + 2000), 2, 40);
    new Int32Array(kernels.memory.buffer).set([0], 2 * 2900);
    new Float64Array(kernels.memory.buffer).set([0.8, 0.6], 2901);
    kernels.rotate(8 * 2900, 1, 8 * 3000);
    const dot = kernels.dot(77, 8 * 100, 8 * 2100);
    return {
      doubles: new Float64Array(kernels.memory.buffer, 0, size).slice(),
      singles: new Float32Array(kernels.memory.buffer, 8 * size, size).slice(),
      dot,
    };
  });
  const [relaxed, plain] = results as [typeof results[0], typeof results[0]];
  close(plain.doubles, relaxed.doubles, 1e-14);
  close(plain.singles, relaxed.singles, 1e-5);
  close([plain.dot], [relaxed.dot], 1e-14);
  assert.notDeepEqual(plain.doubles, new Float64Array(4096));
});

Deno.test("a workspace beyond WebAssembly's memory is refused", () => {
  assert.throws(() => workspace(5e9), {
    name: "RangeError",
    message: "Cannot compute on the portable engine as the workspace must be under 4 GB: it is 5000000000 B",
  });
});
