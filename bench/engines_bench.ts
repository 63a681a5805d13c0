/** Micro-benchmarks: the same work on every engine of this machine. */
import { fitIrp, fitOrtho, fitScaling, Matrix } from "anchorage";
import { matmul, pinv, svd } from "anchorage/linalg";
import { cka, nearestNeighbors } from "anchorage/measure";
import { portableEngine } from "../lib/linalg/engine/portable.ts";
import { nativeEngine, withEngine } from "../lib/linalg/engine/select.ts";
import { normal } from "./inputs.ts";

const native = nativeEngine();
const engines = native === undefined ? [portableEngine()] : [native, portableEngine()];

/** One group, one benchmark an engine. */
function each(group: string, body: () => unknown): void {
  for (const [i, engine] of engines.entries()) {
    Deno.bench({ name: `${group} [${engine.info.engine}]`, group, baseline: i === 0 }, () => {
      withEngine(engine, body);
    });
  }
}

const [f32, f64] = [normal(512, 512, "bench", "f32"), normal(512, 512, "bench")];
const [x, y] = [normal(256, 128, "x"), normal(256, 128, "y")];
const samples = normal(10_000, 128, "samples", "f32");
const map = fitIrp(x, y, { seed: 1 });
const small = new Matrix(256, 256, f64.data.slice(0, 256 * 256));

each("gemm 512, f32", () => matmul(f32, f32));
each("gemm 512, f64", () => matmul(f64, f64));
each("svd 256", () => svd(small));
each("pinv 256 × 128", () => pinv(x));
each("IRP fit, 256 anchors, d = 128, ω = 16", () => fitIrp(x, y, { seed: 1 }));
each("Procrustes, 256 anchors, d = 128", () => fitOrtho(x, y));
each("standard scaling, 10,000 × 128", () => fitScaling(samples, "standard").apply(samples));
each("apply, 10,000 × 128 → 128, f32", () => map.apply(samples));
each("linear CKA, 256 × 128", () => cka(x, y));
each("10 nearest of 256, 10,000 × 128", () => nearestNeighbors(samples, x, { k: 10 }));
