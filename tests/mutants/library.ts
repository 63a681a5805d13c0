/**
 * Mutations of the library: the method, its measures and heads.
 *
 * @module
 */
import { type Mutant, mutantsOf } from "./mutant.ts";

/** The tests of a room. */
const room = (...names: readonly string[]): readonly string[] => names.map((name) => `tests/${name}_*_test.ts`);
const METHOD = ["tests/method_edges_test.ts", ...room("method")],
  HEAD = ["tests/head_edges_test.ts", ...room("head"), "tests/head_test.ts"],
  MEASURE = room("measure");
const LINALG = ["tests/method_edges_test.ts", ...room("linalg", "method")];

/** Of `lib/`. */
export const LIBRARY_MUTANTS: readonly Mutant[] = Object.freeze([
  ...mutantsOf("lib/method/anchors.ts", METHOD, [
    [
      "farthest points stop only below δ",
      "gaps.findIndex((g, i) => i > 0 && g < delta)",
      "gaps.findIndex((g, i) => i > 0 && g <= delta)",
    ],
    ["the distance has a sign", "Math.max(0, 1 - Math.abs(cosines[j]!))", "Math.max(0, 1 - cosines[j]!)"],
    [
      "both sides are the larger distance",
      "out[j] = Math.min(out[j]!, other[j]!)",
      "out[j] = Math.max(out[j]!, other[j]!)",
    ],
    ["ties go to the highest index", "if (nearest[j]! > gap)", "if (nearest[j]! >= gap)"],
    ["starts ignore the seed", 'rng(options.seed ?? 0).fork("starts")', 'rng(0).fork("starts")'],
  ]),
  ...mutantsOf("lib/linalg/clusters.ts", LINALG, [
    ["no Lloyd step", "centers = means(centered, clusters, centers);", ""],
    [
      "k-means++ draws evenly",
      "nearest[i] = taken.has(i) ? 0 : Math.min(nearest[i]!, gaps[i]!)",
      "nearest[i] = taken.has(i) ? 0 : 1",
    ],
  ]),
  ...mutantsOf("lib/space/scaling.ts", METHOD, [
    ["a nearly constant column of 1e-3", "const CONSTANT_COLUMN = 1e-7;", "const CONSTANT_COLUMN = 1e-3;"],
    [
      "anchors are not centred",
      'const unit = center(asDtype(anchors, "f64"), mean);',
      'const unit = center(asDtype(anchors, "f64"), mean.map(() => 0));',
    ],
  ]),
  ...mutantsOf("lib/linalg/affinemap.ts", LINALG, [
    ["the target's mean is left out", "    shiftRows(c, after);\n", ""],
    [
      "norms are not carried",
      'norm === "carry" ? factors.map((f, i) => f * norms[i]! / sourceNorm) : factors',
      "factors",
    ],
    ["norms are carried without the source's mean", "f * norms[i]! / sourceNorm", "f * norms[i]!"],
    ["unit rows are not asked for", "if (affine.unit)", "if (!affine)"],
  ]),
  ...mutantsOf("lib/method/completion.ts", METHOD, [
    ["completion is not divided by ω", "out[i]! += map.data[i]! / maps.length", "out[i]! += map.data[i]!"],
    ["completion of the first subset", "for (const map of maps) for", "for (const map of maps.slice(0, 1)) for"],
  ]),
  ...mutantsOf("lib/method/irp.ts", METHOD, [
    [
      "pruning on the source looks at both",
      'on === "source" ? x.distances()',
      'on === "other" as string ? x.distances()',
    ],
    [
      "completion is called independent",
      'pruneOn === "target" && completion === "none" && !polar',
      'pruneOn === "target" && !polar',
    ],
    [
      "λ of whitening is ignored",
      "fitRidge(x.unitRows(), y.unit().unit, lambda)",
      "fitRidge(x.unitRows(), y.unit().unit, 1e-3)",
    ],
  ]),
  ...mutantsOf("lib/linalg/ridge.ts", LINALG, [
    ["leave-one-out without leverages", "Math.max(1 - 1 / rows - leverages[i]!, Number.EPSILON) ** 2", "1"],
    ["the worst λ", "errors.indexOf(Math.min(...errors))", "errors.indexOf(Math.max(...errors))"],
    ["λ is absolute", "const shift = lambda * squares.at(-1)!;", "const shift = lambda;"],
  ]),
  ...mutantsOf("lib/method/partial.ts", METHOD, [
    ["p is mirrored", "power(x, 1 - 2 * p, lambda)", "power(x, 2 * p - 1, lambda)"],
  ]),
  ...mutantsOf("lib/method/selector.ts", METHOD, [
    [
      "the held-out score is of fitted rows",
      "rest: order.filter((_, i) => i % folds !== f).sort()",
      "rest: order.filter((_, i) => i % folds !== f || f >= 0).sort()",
    ],
    ["the folds ignore the seed", 'rng(seed).fork("hold out")', 'rng(0).fork("hold out")'],
    [
      "the winner is not fitted again",
      "map = winner.fit(x, y, seed)",
      "map = winner.fit(x.part(folds[0]!.rest), y.part(folds[0]!.rest), seed)",
    ],
  ]),
  ...mutantsOf("lib/head/invariance.ts", HEAD, [
    [
      "the tolerance is one-sided",
      "Math.abs(point.accuracy - baseline) <= tolerance",
      "baseline - point.accuracy <= tolerance",
    ],
    ["the range may have a hole", "const end = same.indexOf(false, at);", "const end = same.lastIndexOf(true) + 1;"],
  ]),
  ...mutantsOf("lib/head/head.ts", HEAD, [
    [
      "the probe's spread is dropped",
      "const gain = spread / (meanNorm * Math.sqrt(2 / x.cols));",
      "const gain = 1 / (meanNorm * Math.sqrt(2 / x.cols));",
    ],
    [
      "the scale of the rows is dropped",
      "const gain = spread / (meanNorm * Math.sqrt(2 / x.cols));",
      "const gain = spread;",
    ],
  ]),
  ...mutantsOf("lib/head/argmax.ts", HEAD, [
    [
      "the last of equal scores",
      "data[i * cols + j]! > data[i * cols + best[i]!]!",
      "data[i * cols + j]! >= data[i * cols + best[i]!]!",
    ],
  ]),
  ...mutantsOf("lib/head/temperature.ts", HEAD, [
    ["the temperature multiplies", "(row[j]! - top) / temperature", "(row[j]! - top) * temperature"],
  ]),
  ...mutantsOf("lib/nn/rescale.ts", ["tests/nn_inject_test.ts"], [
    ["α's unit is ignored", 'unit === "mean" ? factor * meanNorm : factor', "factor"],
    ["zero rows count in the mean norm", "/ (count - zeroRows)", "/ count"],
  ]),
  ...mutantsOf("lib/measure/retrieval.ts", MEASURE, [
    ["ties favour the match", "1 + above + tied / 2", "1 + above"],
    ["the rank is from 0", "1 + above + tied / 2", "above + tied / 2"],
  ]),
  ...mutantsOf("lib/measure/similarity.ts", MEASURE, [
    ["the centre is taken off one side", "v = y[p]! - c;", "v = y[p]!;"],
    ["rows of zero norm are left out", "mean: sum / a.rows", "mean: sum / (a.rows - zeroRows)"],
  ]),
  ...mutantsOf("lib/measure/bootstrap.ts", MEASURE, [
    [
      "the interval ignores the level",
      "const tail = (1 - open(level, action)) / 2;",
      "const tail = (1 - open(level, action)) / 4;",
    ],
    ["ties count as wins", "differences.filter((x) => x > tie)", "differences.filter((x) => x >= -tie)"],
  ]),
  ...mutantsOf("lib/measure/correlation.ts", MEASURE, [
    ["equal values have no common rank", "out[order[i]!] = (start + 1 + end) / 2", "out[order[i]!] = i + 1"],
  ]),
  ...mutantsOf("lib/nn/gcn.ts", ["tests/nn_gcn_test.ts"], [
    ["the seed is ignored", 'rng(seed).fork("gcn")', 'rng(1).fork("gcn")'],
    ["nothing is left out", "if (share > 0)", "if (share > 1)"],
    ["a layer too few mixes neighbours", "return csrTimes(mix, x);", "return x;"],
    ["a class without a node passes", "if (missing === undefined)", "if (missing !== -1)"],
  ]),
  ...mutantsOf("lib/nn/graph.ts", ["tests/nn_gcn_test.ts"], [
    ["links have a direction", "    rows[b]!.set(a, 1);\n", ""],
    ["a node without a link passes", "entriesOf(a, i) === 1)", "entriesOf(a, i) === 0)"],
    ["rows are not scaled", "(entriesOf(a, i) * entriesOf(a, j)) ** -.5", "entriesOf(a, j) ** -.5"],
  ]),
  ...mutantsOf("lib/nn/sparse.ts", ["tests/nn_gcn_test.ts"], [
    ["the gradient is that of twice the product", "product(back, dy)", "tf.mul(product(back, dy), 2)"],
  ]),
  ...mutantsOf("lib/data/hypernyms.ts", ["tests/data_hypernyms_test.ts"], [
    ["hyponyms are read too", "/ @i? (\\d{8}) n /g", "/ [@~]i? (\\d{8}) n /g"],
    ["what is no item ends the way up", ": nearest(other));", ": []);"],
  ]),
]);
