import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type * as Pngjs from "npm:pngjs@7.0.0";
import type * as ResvgJs from "npm:@resvg/resvg-js@2.6.2";
import {
  barIntervals,
  heatmap,
  renderPng,
  renderSvg,
  saveChart,
  type Spec,
  stitchingMatrix,
} from "../lib/chart/mod.ts";
import { lazy } from "../lib/base/lazy.ts";
import { fontFiles, parseFace } from "../lib/chart/font.ts";
import { samples } from "./chart_samples.ts";

const bars = barIntervals([{ name: "IRP", value: 0.9 }], { title: "Table 2", measure: "Accuracy" });

interface Image {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

async function decode(png: Uint8Array): Promise<Image> {
  const { PNG } = await lazy<typeof Pngjs>("pngjs");
  return PNG.sync.read(Buffer.from(png));
}

/** Number of dark pixels in the upper left corner, where the title is. */
function darkTitle({ data, width }: Image): number {
  let dark = 0;
  for (let y = 0; y < 56; y++) {
    for (let x = 0; x < Math.min(width, 400); x++) if (data[4 * (y * width + x)]! < 90) dark++;
  }
  return dark;
}

Deno.test("every chart draws without a complaint, with its title in the image, in under 200 kB", async (t) => {
  for (const [name, spec] of Object.entries(samples())) {
    await t.step(name, async () => {
      const png = await renderPng(spec);
      assert.ok(png.length < 200_000, `${png.length} bytes`);
      assert.ok(darkTitle(await decode(png)) > 300);
      const blank = { ...(spec["title"] as object), color: "white" };
      assert.equal(darkTitle(await decode(await renderPng({ ...spec, title: blank }))), 0, "the twin without ink");
    });
  }
});

Deno.test("the image has `scale` pixels a pixel of the chart, and the same bytes each time", async () => {
  const [once, twice] = [await renderPng(bars, 1), await renderPng(bars, 2)];
  assert.equal((await decode(twice)).width, 2 * (await decode(once)).width);
  assert.deepEqual(await renderPng(bars, 2), twice);
});

Deno.test("the widths that lay out text are those that the rasteriser draws", async () => {
  const { Resvg } = await lazy<typeof ResvgJs>("@resvg/resvg-js");
  const texts = ["Reconstruction similarity", "Pruning threshold δ", "1,000 anchors; α ≤ 10²", "WWWW", "iiii"];
  for (const [i, weight] of [400, 600].entries()) {
    const face = parseFace(await Deno.readFile(fontFiles[i]!));
    const files = fontFiles.map((url) => decodeURIComponent(url.pathname));
    const drawn = (text: string): number => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1900" height="90">` +
        `<text x="10" y="60" font-family="Inter" font-weight="${weight}" font-size="80">|${text}|</text></svg>`;
      return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: files } }).innerBBox()!.width;
    };
    for (const text of texts) {
      const [found, expected] = [drawn(text) - drawn(""), 80 * face.width(text)];
      assert.ok(Math.abs(found - expected) < 0.02 * expected + 2, `${text}: ${found} against ${expected}`);
    }
    assert.equal(face.width(""), 0);
    assert.ok(face.width("WW") > 2 * face.width("ii"));
    assert.deepEqual(face.missing("αδωλσ∞×±≤≥−Ελληνικά é 日本"), ["日", "本"]);
  }
});

Deno.test("gap signs are drawn where values are not finite, and only there", async () => {
  const draw = (value: number): Promise<string> =>
    renderSvg(
      heatmap([{ omega: 1, delta: 0, value }, { omega: 2, delta: 0, value: 0.25 }], { title: "t", measure: "m" }),
    );
  const rectangles = (svg: string): number =>
    svg.match(/role-mark layer_0_marks[\s\S]*?<\/g>/)![0].split("<path").length - 1;
  const [gap, whole] = [await draw(Infinity), await draw(0.75)];
  assert.match(gap, />∞</);
  assert.doesNotMatch(whole, />∞</);
  assert.equal(rectangles(gap), 1);
  assert.equal(rectangles(whole), 2);
});

Deno.test("means beside a stitching matrix leave gaps out", async () => {
  const records = [["a", "a", 0.9], ["a", "b", NaN], ["b", "a", 0.5], ["b", "b", 0.7]] as const;
  const svg = await renderSvg(
    stitchingMatrix(records.map(([encoder, decoder, value]) => ({ encoder, decoder, value })), {
      title: "t",
      measure: "m",
      format: ".3f",
    }),
  );
  for (const mean of ["0.900", "0.600", "0.700"]) assert.match(svg, new RegExp(`>${mean}<`));
});

Deno.test("a spec that Vega-Lite warns about is refused with its words", async () => {
  const spec: Spec = {
    data: { values: [{ x: 1 }] },
    mark: "nosuchmark",
    encoding: { x: { field: "x", type: "quantitative" } },
  };
  await assert.rejects(renderSvg(spec), Error);
  const dropped: Spec = {
    ...spec,
    mark: "point",
    encoding: { x: { field: "x", type: "quantitative", scale: { type: "log", zero: true } } },
  };
  await assert.rejects(renderSvg(dropped), /^RangeError: Cannot draw a chart as its spec must be sound: .*zero/);
});

Deno.test("a character that the font lacks is refused, not dropped", async () => {
  const spec = barIntervals([{ name: "日本", value: 1 }], { title: "t", measure: "m" });
  await assert.rejects(
    renderPng(spec),
    /^RangeError: Cannot draw a chart as its font must have every character: it lacks 日 本/,
  );
  await assert.rejects(
    renderPng(bars, 0),
    /^RangeError: Cannot draw a chart as scale must be a number in \[0.1, 8\]: it is 0/,
  );
});

Deno.test("a font without a format 4 character map is refused", () => {
  assert.throws(
    () => parseFace(new Uint8Array(64)),
    /^TypeError: Cannot read a font as its character map must be of format 4/,
  );
});

Deno.test("saving writes the three files and nothing else; a chart that cannot be drawn writes nothing", async () => {
  const folder = await Deno.makeTempDir();
  await saveChart(bars, `${folder}/sub/table2`);
  const names = [...Deno.readDirSync(`${folder}/sub`)].map((entry) => entry.name).sort();
  assert.deepEqual(names, ["table2.json", "table2.png", "table2.svg"]);
  assert.deepEqual(JSON.parse(await Deno.readTextFile(`${folder}/sub/table2.json`)), structuredClone(bars));
  assert.equal((await Deno.readTextFile(`${folder}/sub/table2.svg`)).trim(), await renderSvg(bars));
  const lacking = barIntervals([{ name: "日本", value: 1 }], { title: "t", measure: "m" });
  await assert.rejects(saveChart(lacking, `${folder}/bad`), RangeError);
  assert.deepEqual([...Deno.readDirSync(folder)].map((entry) => entry.name), ["sub"]);
  await Deno.remove(folder, { recursive: true });
});
