import assert from "node:assert/strict";
import {
  accuracyOverAnchors,
  barIntervals,
  grid,
  heatmap,
  layerFactorHeatmap,
  normDensities,
  normHistogram,
  PALETTE,
  rescalingLines,
  scatterCorrelation,
  spaceViews,
  stitchingMatrix,
} from "../lib/chart/mod.ts";

const cell = { title: "Figure 3", measure: "Similarity" };

Deno.test("records that cannot be drawn are refused with one sentence", () => {
  const title = "Figure";
  const line = { alpha: 1, accuracy: 0.5, series: "ReLU" };
  const point = { x: 1, y: 1 };
  const bar = { name: "IRP", value: 1 };
  const many = Array.from({ length: PALETTE.length + 1 }, (_, i) => ({ ...line, series: `s${i}` }));
  const none = /records must be a list of at least 1 record: there is none/;
  const empty = [heatmap, layerFactorHeatmap, stitchingMatrix].map((draw) => () => draw([], { title, measure: "m" }));
  const cases: [() => unknown, typeof TypeError, RegExp][] = [
    ...empty.map((draw): [() => unknown, typeof TypeError, RegExp] => [draw, TypeError, none]),
    [() => rescalingLines([], { title }), TypeError, none],
    [() => accuracyOverAnchors([], { title }), TypeError, none],
    [() => normDensities([], { title }), TypeError, none],
    [() => spaceViews([], { title }), TypeError, none],
    [() => barIntervals([], { title, measure: "m" }), TypeError, none],
    [() => scatterCorrelation([], { title, x: "x", y: "y", r: 0 }), TypeError, none],
    [() => grid([], { title }), TypeError, /it must have at least 1 chart: it has 0/],
    [
      () => heatmap([{ omega: NaN, delta: 0, value: 1 }], cell),
      RangeError,
      /omega of record 0 must be a finite number: it is NaN/,
    ],
    [
      () => heatmap([{ omega: 1, delta: 0, value: "1" as unknown as number }], cell),
      TypeError,
      /value of record 0 must be a number: it is 1/,
    ],
    [
      () => heatmap([{ omega: 1, delta: 0, value: -1 }], { ...cell, log: true }),
      RangeError,
      /lower end must be a number in/,
    ],
    [
      () => rescalingLines([line, { ...line, accuracy: NaN }], { title }),
      RangeError,
      /accuracy of record 1 must be a finite/,
    ],
    [
      () => rescalingLines([{ ...line, series: "" }], { title }),
      TypeError,
      /series of record 0 must be a text that is not empty/,
    ],
    [
      () => rescalingLines(many, { title }),
      RangeError,
      /number of values of "series" must be an integer in \[1, 10\]: it is 11/,
    ],
    [
      () => rescalingLines([line], { title, marks: [{ at: NaN, label: "mean" }] }),
      RangeError,
      /position of "mean" must be/,
    ],
    [
      () => accuracyOverAnchors([{ anchors: 0, value: 1, series: "IRP" }], { title }),
      RangeError,
      /anchors of record 0 must be a finite number above 0/,
    ],
    [
      () => scatterCorrelation([point], { title, x: "x", y: "y", r: 1.2 }),
      RangeError,
      /r must be a number in \[-1, 1\]: it is 1.2/,
    ],
    [
      () => scatterCorrelation([{ x: 0, y: 1 }], { title, x: "x", y: "y", r: 1, logX: true }),
      RangeError,
      /x of record 0 must be a finite number above 0/,
    ],
    [
      () => normDensities([{ encoder: "cnn", edges: [0], counts: [1] }], { title }),
      TypeError,
      /edges of cnn must have 2 entries: it has 1/,
    ],
    [() => normHistogram("cnn", []), TypeError, /list of norms/],
    [() => normHistogram("cnn", [1, 2], { bins: 0 }), RangeError, /number of bins must be an integer/],
    [
      () => barIntervals([{ ...bar, low: 0.5 }], { title, measure: "m" }),
      TypeError,
      /record 0 must have both low and high/,
    ],
    [
      () => barIntervals([{ ...bar, low: 0.5, high: 0.4 }], { title, measure: "m" }),
      RangeError,
      /low of record 0 must be/,
    ],
    [() => barIntervals([bar], { title: " ", measure: "m" }), TypeError, /title must be a text that is not empty/],
    [
      () => barIntervals([bar], { title, measure: "m", width: 10 }),
      RangeError,
      /width must be a number in \[240, 2000\]: it is 10/,
    ],
    [
      () => grid([heatmap([{ omega: 1, delta: 0, value: 1 }], cell)], { title, columns: 2 }),
      RangeError,
      /columns must be/,
    ],
  ];
  for (const [draw, name, message] of cases) {
    assert.throws(
      draw,
      (error: Error) => error instanceof name && /^Cannot /.test(error.message) && message.test(error.message),
      `${message}`,
    );
  }
});
