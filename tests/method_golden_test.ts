import assert from "node:assert/strict";
import {
  compose,
  fitInverse,
  fitIrp,
  fitLinear,
  fitOrtho,
  fitRelative,
  fitWhitened,
  Matrix,
  pruneAnchors,
} from "anchorage";
import { pinv } from "anchorage/linalg";
import { unitAnchors } from "../lib/space/scaling.ts";
import { close, forEachEngine } from "./helpers.ts";
import golden from "./golden/method.json" with { type: "json" };

const TOLERANCE = 1e-8;
const matrix = (rows: number[][]): Matrix => Matrix.from(rows);
const agree = (actual: Matrix, expected: number[][] | null, what: string): void => {
  if (expected !== null) close(actual.data, expected.flat(), TOLERANCE, what);
};

for (const [i, c] of golden.cases.entries()) {
  const [source, target, samples] = [matrix(c.source), matrix(c.target), matrix(c.samples)];
  const options = { subspaces: c.starts.length, starts: c.starts, delta: 0.4 };

  forEachEngine(`NumPy golden ${i}: relative projection, pruning order and pseudo-inverse`, () => {
    agree(fitRelative(source).apply(samples), c.relative, "relative");
    for (const [j, delta] of [0, 0.3, 0.6].entries()) {
      assert.deepEqual(Array.from(pruneAnchors(target, { delta, start: 3 })), c.order[j]);
    }
    agree(pinv(unitAnchors(target, "test").unit), c.pinv, "pinv");
  });

  forEachEngine(`NumPy golden ${i}: IRP, in one call and from two halves, and with completion`, () => {
    agree(fitIrp(source, target, options).apply(samples), c.irp, "irp");
    agree(compose(fitRelative(source), fitInverse(target, options)).apply(samples), c.irp, "composed");
    agree(fitIrp(source, target, { subspaces: 1, starts: [0], delta: 0 }).apply(samples), c.irpAll, "all anchors");
    agree(fitIrp(source, target, { ...options, completion: "per-subset" }).apply(samples), c.completed, "completed");
  });

  forEachEngine(`NumPy golden ${i}: whitened, ridge and Procrustes`, () => {
    agree(fitWhitened(source, target).apply(samples), c.whitened, "whitened");
    const halves = compose(
      fitRelative(source, { projection: "whitened" }),
      fitInverse(target, { projection: "whitened" }),
    );
    agree(halves.apply(samples), c.whitened, "whitened halves");
    agree(fitLinear(source, target, { lambda: 1e-2 }).apply(samples), c.ridge, "ridge");
    agree(fitOrtho(source, target).apply(samples), c.procrustes, "procrustes");
  });
}
