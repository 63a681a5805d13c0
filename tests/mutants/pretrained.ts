/**
 * Mutations of the figures on encoders that others trained.
 *
 * @module
 */
import { type Mutant, mutantsOf } from "./mutant.ts";

const TESTS = ["tests/experiments_pretrained_test.ts"], PAPER = ["tests/experiments_paper_test.ts"];

/** Of the presets "pretrained" and "paper". */
export const PRETRAINED_MUTANTS: readonly Mutant[] = Object.freeze([
  ...mutantsOf("experiments/shared/spaces.ts", TESTS, [
    ["heads see anchors", "filter((i) => !anchors.has(space.ids[i]!))", "filter(() => anchors.size >= 0)"],
    ["heads see all rows", "return free.slice(0, rows);", "return free;"],
    ["items keep other labels", "(i) => dataset.labels[i]!)", "(_, i) => dataset.labels[i]!)"],
  ]),
  ...mutantsOf("experiments/shared/pretrained.ts", TESTS, [
    ["as many anchors as dimensions are enough", "=> k <= d", "=> k < d"],
  ]),
  ...mutantsOf("experiments/fig3_findings.ts", TESTS, [
    ["the trend keeps what the anchors do not span", 'c.rank !== "k ≤ d"', 'c.rank !== "k > d"'],
  ]),
  ...mutantsOf("experiments/fig3.claims.ts", TESTS, [
    [
      "one of the two trends is enough",
      "found.every((m) => highest(m) <= -0.9)",
      "found.some((m) => highest(m) <= -0.9)",
    ],
  ]),
  ...mutantsOf("experiments/fig2_blocks.ts", TESTS, [
    ["depthwise convolutions end blocks", "!single(node)) return false;\n", "single(node)) return false;\n"],
    ["a branch ends a block before it is added", 'some(({ op }) => op !== "Add")', "length > 0"],
  ]),
  ...mutantsOf("experiments/fig2_onnx.ts", TESTS, [
    ["α is the norm itself", "alpha * meanNorm, { over }", "alpha, { over }"],
    ["what fills up a batch is counted", "Math.min(window, tokens!(text).length)", "window"],
    [
      "labels are not read",
      "accuracy(head.predict(await encode(model)), items.labels)",
      "accuracy(items.labels, items.labels)",
    ],
  ]),
  ...mutantsOf("experiments/fig4.ts", TESTS, [
    ["biases start at zero", "...(biases !== undefined && { biases })", "...(biases !== undefined && { biases: 0 })"],
  ]),
  ...mutantsOf("experiments/shared/hubmodels.ts", PAPER, [
    ["image models read texts", 'kind: image ? "image" : "text"', 'kind: "text"'],
    ["rows have another name than the preset's", "folder: hubFolder() }), name })", "folder: hubFolder() }) })"],
    ["an export is said to be on the hub", "known?.onnx ?", "known ?"],
  ]),
  ...mutantsOf("experiments/shared/listing.ts", PAPER, [
    ["all models are here", "there !== undefined", "true"],
  ]),
  ...mutantsOf("lib/data/n24news.ts", PAPER, [
    ["the test part is the train part", "lists[part]!.slice(0, count)", "lists[0]!.slice(0, count)"],
    ["an item may lack a field", "if (bad < 0) return list", "if (bad < 4) return list"],
  ]),
]);
