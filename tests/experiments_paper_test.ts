/** The presets called "paper": their code path on tiny models and files of the same formats, offline. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Experiment } from "../experiments/experiment.ts";
import { EXPERIMENTS } from "../experiments/registry.ts";
import { hubModel } from "../experiments/shared/hubmodels.ts";
import { listReads } from "../experiments/shared/listing.ts";
import { PAPER } from "../experiments/shared/parts.ts";
import { spaceOf } from "../experiments/shared/spaces.ts";
import { rng } from "../lib/base/random.ts";
import { datasets, loadDataset } from "../lib/data/registry.ts";
import { jpeg, withFolders } from "./data_helper.ts";
import { writeImageModel, writeTextModel } from "./encoder_hub_helper.ts";
import { close } from "./helpers.ts";

/** N24News as its authors have it, in two sections: reddish photographs of cats and blueish ones of the sea. */
async function writeNews(data: string, change: object = {}): Promise<void> {
  for (const folder of ["news", "imgs"]) await Deno.mkdir(join(data, "n24news", folder), { recursive: true });
  for (const [part, count] of [["train", 40], ["test", 12]] as const) {
    const draw = rng(part), list: object[] = [];
    for (let i = 0; i < count; i++) {
      const sea = i % 2 === 1, image_id = `${part}${i}`, strong = 150 + draw.integer(100), weak = draw.integer(100);
      const pixel = [sea ? weak : strong, draw.integer(255), sea ? strong : weak, 255];
      const image = { width: 8, height: 8, data: Uint8ClampedArray.from({ length: 256 }, (_, p) => pixel[p % 4]!) };
      await Deno.writeFile(join(data, "n24news", "imgs", `${image_id}.jpg`), await jpeg(image));
      const words = Array.from(
        { length: 4 },
        () => (draw.integer(10) < 8) === sea ? "sea" : ["cat", "dog"][draw.integer(2)],
      );
      const [headline, abstract] = [words.slice(0, 2).join(" "), words.slice(2).join(" ")];
      list.push({ section: sea ? "Travel" : "Animals", headline, abstract, image_id, caption: "", article: "" });
    }
    if (part === "test") list[3] = { ...list[3], ...change };
    await Deno.writeTextFile(join(data, "n24news", "news", `nytimes_${part}.json`), JSON.stringify(list));
  }
}

Deno.test("N24News is read in its authors' form; what is none is named", () =>
  withFolders(async (data) => {
    await assert.rejects(loadDataset("n24news-4000"), {
      name: "MissingDataset",
      message: /nytimes_(train|test).json" as it is/,
    });
    await writeNews(data);
    const news = await loadDataset("n24news-4000");
    assert.deepEqual([news.kind, news.ids.length, news.classes], ["image+text", 52, ["Animals", "Travel"]]);
    assert.deepEqual([news.ids[39], news.ids[40], news.splits.test.length], ["train-39", "test-0", 12]);
    assert.match(news.texts![1]!, /^(sea|cat|dog)( (sea|cat|dog)){3}$/);
    const [red, , blue] = news.images!.row(0);
    assert.ok(red! > .5 && blue! < .5, `${red} ${blue}`);
    await writeNews(data, { abstract: null });
    const sentence = 'must have the text "abstract": item 3 has none';
    await assert.rejects(loadDataset("n24news-4000"), { name: "RangeError", message: new RegExp(sentence) });
    await writeNews(data, { image_id: "none" });
    await assert.rejects(
      loadDataset("n24news-4000"),
      /^MissingDataset: Cannot load "n24news\/imgs\/none.jpg" as it is not here/,
    );
    await Deno.writeTextFile(join(data, "n24news", "news", "nytimes_test.json"), "[");
    await assert.rejects(loadDataset("n24news-4000"), /nytimes_test.json as it must be a list of news: it is none/);
  }));

const IMAGES = ["hub-image:tiny/vit@3", "hub-image:tiny/clip@3"], TEXTS = ["hub:tiny/text@2", "hub:tiny/other@2"];

/** What an experiment finds with its "paper" preset cut down to tiny models and sizes. */
async function measured(name: string, cut: (cell: object) => object, part?: string): Promise<unknown> {
  const experiment = EXPERIMENTS.find((e) => e.name === name)! as Experiment;
  const cells = experiment.cells({ sizes: experiment.presets.paper, seed: 1 });
  const cell = (cells as { part?: string }[]).find((one) => part === undefined || one.part === part);
  return await experiment.measure(cut(cell!));
}

Deno.test("the paper presets run on tiny models and news of the same formats", () =>
  withFolders(async (data) => {
    await writeNews(data);
    await writeImageModel(join(data, "hub", "tiny", "vit"), "pooler_output");
    await writeImageModel(join(data, "hub", "tiny", "clip"), "image_embeds");
    for (const model of ["text", "other"]) await writeTextModel(join(data, "hub", "tiny", model));
    const [vit, text] = await Promise.all(
      ["hub-image:tiny/vit@3", "hub:tiny/text@2"].map((one) => spaceOf(`n24news-4000/${one}`)),
    );
    assert.deepEqual([vit!.encoder.kind, vit!.vectors.cols, text!.encoder.kind, text!.vectors.cols], [
      "image",
      3,
      "text",
      2,
    ]);
    const small = { train: 36, rows: 10, heads: 16, dataset: "n24news-4000" };
    for (const [part, encoders] of [["cifar-100", IMAGES], ["trec", TEXTS]] as const) {
      const cut = (cell: object): object => ({ ...cell, ...small, encoders, k: 20, prototypes: false });
      const { rows } = await measured("table2", cut, part) as { rows: { method: string; accuracy: number }[] };
      const own = rows.filter((r) => r.method === "own head");
      assert.ok(own.length > 0 && own.every((r) => r.accuracy >= .8), JSON.stringify(own));
    }
    const grid = (encoders: readonly string[]) => (cell: object): object => (
      { ...cell, ...small, encoders, target: encoders[0], anchors: 20, apart: { count: 20, seed: 1 } }
    );
    const [fig3, fig6] = await Promise.all([measured("fig3", grid(IMAGES)), measured("fig6", grid(TEXTS))]);
    for (const rows of [fig3, fig6] as { similarity: number }[][]) {
      assert.ok(rows.length > 20 && rows.every((r) => Math.abs(r.similarity) <= 1 + 1e-9));
    }
    close([Math.max(...(fig3 as { similarity: number }[]).map((r) => r.similarity))], [1], 1e-3);
  }));

Deno.test("the paper's models and data are named with their sizes and addresses, and whether they are here", () =>
  withFolders(async (data) => {
    const names = Object.values(PAPER).flatMap(({ dataset, encoders }) => encoders.map((name) => `${dataset}/${name}`));
    assert.ok(names.every((name) => hubModel(name)));
    for (const { dataset } of Object.values(PAPER)) assert.ok(datasets().some(({ name }) => name === dataset), dataset);
    await writeTextModel(join(data, "hub", "albert", "albert-base-v2"));
    const lines = await listReads([...names, "mnist/hog", "ag-news/use-lite", "sib-200/hub:tiny/x@2"]);
    const found = (pattern: RegExp): void =>
      assert.equal(lines.filter((line) => pattern.test(line)).length, 1, `${pattern}`);
    found(/^data {7}trec: 5952 items, .*0\.4 MB/);
    found(/^data {7}sib-200: 1004 items/);
    found(/^model {6}hub:albert\/albert-base-v2@768: 45 MB, here$/);
    found(
      /^model {6}hub-image:Xenova\/vit-\S+@768: 343 MB, not here: put the files of https:\S+ into \S+Xenova\/vit-\S+$/,
    );
    found(/^model {6}hub-image:timm\/rexnet_100.nav_in1k@1280: 19 MB, not here: put \S+ its features exported to onnx/);
    found(/^model {6}use-lite: an npm package of 28 MB$/);
    assert.ok(!lines.some((line) => line.includes("hog")));
  }));
