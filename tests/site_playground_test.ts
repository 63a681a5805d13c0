import assert from "node:assert/strict";
import { withEngine } from "../lib/linalg/engine/select.ts";
import { portableEngine } from "../lib/linalg/engine/portable.ts";
import type { Network } from "../lib/nn/network.ts";
import { itemsOf, weightsFile } from "../tools/site/playground/assets.ts";
import { type Choice, draw, fit, headOfSide, type MethodName, METHODS, sideOf } from "../tools/site/playground/core.ts";
import { decodeItems, decodeNetwork, encodeItems, type SetName, SETS } from "../tools/site/playground/sets.ts";
import { meansOf } from "../tools/site/playground/anchors.ts";
import { views } from "../tools/site/playground/views.ts";
import { weightsPath } from "../lib/encoder/trained.ts";
import { cosineSimilarity } from "../lib/measure/similarity.ts";
import { sliceRows } from "../lib/linalg/matrix.ts";
import { encodeImages } from "../lib/nn/infer.ts";
import { loadNetwork } from "../lib/nn/network.ts";
import { fromAddress, toAddress } from "../tools/site/playground/state.ts";
import { DRAWN, fromText, rasterize, toText } from "../tools/site/playground/strokes.ts";

const network = async (name: string, set: SetName = "digits"): Promise<Network> =>
  decodeNetwork(name, await weightsFile(set, name));
const digits = decodeItems(encodeItems((await itemsOf("digits"))!), "digits");
const largest = (list: Float32Array): number => list.indexOf(Math.max(...list));
const first = fromAddress("");

Deno.test("strokes become a digit as those of MNIST are: in a box of 20 pixels, its mass in the middle", () => {
  for (const [digit, strokes] of DRAWN.entries()) {
    const image = rasterize(strokes), mass = image.reduce((sum, v) => sum + v, 0);
    const middle = (along: (i: number) => number): number => image.reduce((sum, v, i) => sum + v * along(i), 0) / mass;
    assert.ok(
      Math.abs(middle((i) => i % 28) - 13.5) < 0.3 && Math.abs(middle((i) => i / 28 | 0) - 13.5) < 0.3,
      `${digit}`,
    );
    const rows = new Set([...image.keys()].filter((i) => image[i]! > 0.5).map((i) => i / 28 | 0));
    assert.ok(rows.size >= 18 && rows.size <= 24, `${digit} is ${rows.size} pixels high`);
    assert.ok(image.every((v) => v >= 0 && v <= 1));
  }
  const shifted = DRAWN[3]!.map((one) => one.map(([x, y]) => [x / 2 + 0.4, y / 2 + 0.1] as const));
  const there = rasterize(DRAWN[3]!);
  assert.ok(
    rasterize(shifted).every((v, i) => Math.abs(v - there[i]!) < 1e-4),
    "place and size do not matter",
  );
  assert.ok(rasterize([]).every((v) => v === 0));
  assert.ok(rasterize([[[0.5, 0.5]]]).some((v) => v > 0.9), "a dot is a dot");
});

Deno.test("an address keeps every choice and the strokes; what is wrong in it is as at first", () => {
  const { strokes, ...rest } = first;
  assert.equal(toAddress(first), "#");
  const state = {
    ...{
      ...rest,
      items: "garments" as const,
      a: "mlp256",
      b: "mlpae64",
      method: "irp" as const,
      count: 40,
      pick: "prototypes" as const,
      delta: 0.35,
    },
    ...{ omega: 4, lambda: -4.5, seed: 7, shuffled: true, toggled: [3, 999], strokes: DRAWN[8]! },
  };
  const { strokes: back, ...again } = fromAddress(toAddress(state)), { strokes: drawn, ...given } = state;
  assert.deepEqual(again, given);
  assert.equal(toText(back), toText(drawn));
  assert.equal(fromAddress(toAddress({ ...first, item: 12 })).item, 12);
  assert.deepEqual(fromAddress(toAddress({ ...first, strokes: [] })).strokes, [], "a cleared board stays cleared");
  for (
    const wrong of ["a=x", "count=1e9", "count=2.5", "count=", "delta=NaN", "seed=-1", "method=__proto__", "item=1e3"]
  ) {
    assert.deepEqual(fromAddress(`#${wrong}`), first, wrong);
  }
  assert.deepEqual(fromText("<!>-A-3"), []);
  assert.equal(fromText(toText(strokes)).length, strokes.length);
});

Deno.test("translated drawings are read right where untranslated ones are not; a shuffled pairing teaches nothing", async () => {
  const b = sideOf(await network("convae128"), digits), a = sideOf(await network("cnn128"), digits);
  const head = headOfSide(b, digits);
  const tried = (choice: Partial<Choice>): ReturnType<typeof fit> => fit({ ...first, ...choice }, a, b, head, digits);
  const whitened = tried({ method: "whitened", count: 256 });
  const read = DRAWN.map((strokes) => draw(rasterize(strokes), whitened, a, b, head).says);
  const right = read.filter(({ translated }, digit) => largest(translated) === digit).length;
  const gained =
    read.filter(({ translated, raw }, digit) => largest(translated) === digit && largest(raw) !== digit).length;
  assert.ok(right >= 9, `${right} of 10 are read right`);
  assert.ok(
    gained >= 9,
    `${gained} of 10 only when translated: ${
      read.map(({ translated, raw }) => [largest(translated), largest(raw)]).join(" ")
    }`,
  );
  for (const method of Object.keys(METHODS) as MethodName[]) {
    const { accuracy, untranslated, translation } = tried({ method }), shuffled = tried({ method, shuffled: true });
    assert.ok(
      accuracy > 0.85 && untranslated < 0.2 && shuffled.accuracy < 0.25,
      `${method}: ${accuracy} ${shuffled.accuracy}`,
    );
    assert.equal(translation.independent, ["irp", "whitened", "parseval"].includes(method), method);
  }
  const some = tried({ count: 20 }).anchors.flat(), other = some[1]!;
  assert.deepEqual(
    tried({ count: 20, toggled: [other] }).anchors.flat().sort(),
    some.filter((row) => row !== other).sort(),
  );
  assert.throws(() => tried({ count: 2, toggled: [tried({ count: 2 }).anchors[0]![0]!] }), {
    message: "Cannot translate as there must be at least 2 anchors: there are 1",
  });
  const portable = withEngine(portableEngine(), () => tried({}));
  assert.ok(Math.abs(portable.similarity - tried({}).similarity) < 1e-6);
});

Deno.test("prototypes are means of clusters on both sides; an item toggled by hand stands beside them", async () => {
  const b = sideOf(await network("convae128"), digits), a = sideOf(await network("cnn128"), digits);
  const head = headOfSide(b, digits), choice = { ...first, pick: "prototypes" as const, count: 30 };
  const fitted = fit(choice, a, b, head, digits), { anchors, accuracy } = fitted;
  assert.ok(anchors.length === 30 && anchors.flat().length === digits.pool, "every item is in one cluster");
  assert.ok(accuracy > fit({ ...first, count: 30 }, a, b, head, digits).accuracy, "30 means say more than 30 items");
  const means = meansOf(b.pool, anchors), group = anchors.find(({ length }) => length > 2)!;
  const mean = group.reduce((sum, row) => sum + b.pool.at(row, 5), 0) / group.length;
  assert.ok(Math.abs(means.at(anchors.indexOf(group), 5) - mean) < 1e-5);
  assert.deepEqual(fit({ ...choice, toggled: [group[0]!] }, a, b, head, digits).anchors.at(-1), [group[0]]);
  const { kinds, rows, labels, pictures } = views(fitted, a, b, digits, 40, 20);
  assert.ok(kinds.filter((kind) => kind === 3).length > 20 && kinds[0] === 0 && kinds[40] === 1);
  assert.deepEqual([rows[0], rows[40], rows.at(-1)], [digits.pool, 0, -1]);
  assert.deepEqual([labels[3], pictures.length], [digits.labels[digits.pool + 3], 784 * rows.length]);
});

Deno.test("weights rounded to bytes encode as the network's own do, for garments too", async () => {
  for (const set of ["digits", "garments"] as const) {
    const items = await itemsOf(set);
    if (items === undefined) continue;
    for (const name of ["cnn128", "mlpae64"]) {
      const images = sliceRows(items.images, 0, 100), few = decodeItems(encodeItems({ ...items, images }), set).images;
      const exact = encodeImages(await loadNetwork(weightsPath(SETS[set], name)), images);
      const rounded = encodeImages(await network(name, set), few);
      assert.ok(cosineSimilarity(rounded, exact).mean > 0.999, `${set} ${name}`);
    }
  }
});
