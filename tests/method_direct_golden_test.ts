/** Direct translation and partial whitening against NumPy. */
import { fitAffine, fitOrtho, Matrix, type Translation } from "anchorage";
import { fitLOrtho, fitPartial } from "anchorage/method";
import { descend } from "../lib/linalg/affinefit.ts";
import { scaledPair } from "../lib/method/direct.ts";
import { close, forEachEngine } from "./helpers.ts";
import golden from "./golden/translators.json" with { type: "json" };

for (const [i, c] of golden.cases.entries()) {
  const [source, target, samples] = [c.source, c.target, c.samples].map((rows) => Matrix.from(rows)) as [
    Matrix,
    Matrix,
    Matrix,
  ];
  const agree = (map: Translation, expected: number[][] | null, what: string): void => {
    if (expected !== null) close(map.apply(samples).data, expected.flat(), 1e-8, what);
  };

  forEachEngine(`NumPy golden ${i}: affine in closed form and by gradient descent`, () => {
    agree(fitAffine(source, target, { solver: "closed" }), c.affine, "closed form");
    const { x: { rows: A }, y: { rows: B } } = scaledPair(source, target, {}, "test");
    const first = { weights: Matrix.from(c.first.weights), bias: Float64Array.from(c.first.bias) };
    const { weights, bias } = descend(A, B, first, 40, 0.01);
    close(weights.data, c.adam.weights.flat(), 1e-8, "weights");
    close(bias, c.adam.bias, 1e-8, "bias");
  });

  forEachEngine(`NumPy golden ${i}: orthogonal maps of zero-padded spaces, with and without the null space`, () => {
    agree(fitOrtho(source, target, { nullSpace: "complete" }), c.ortho, "ortho");
    agree(fitLOrtho(source, target, { nullSpace: "complete" }), c.lOrtho, "l-ortho");
    agree(fitOrtho(source, target), c.orthoDrop, "ortho on the span");
    agree(fitLOrtho(source, target), c.lOrthoDrop, "l-ortho on the span");
  });

  forEachEngine(`NumPy golden ${i}: partial whitening`, () => {
    for (const { p, lambda, samples: expected } of c.partial) {
      agree(fitPartial(source, target, { p, lambda }), expected, `p = ${p}, λ = ${lambda}`);
    }
  });
}
