import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type * as Pngjs from "npm:pngjs@7.0.0";
import { lazy } from "../lib/base/lazy.ts";
import { published } from "../lib/data/checked.ts";
import { type Dataset, datasetChecksum, makeDataset } from "../lib/data/dataset.ts";
import {
  type Annotations,
  cutSheet,
  describeEmoji,
  emojiDataset,
  type EmojiRecord,
  usableEmoji,
} from "../lib/data/emoji.ts";
import { fashionDataset, loadFashion } from "../lib/data/fashion.ts";
import { decodeIdx } from "../lib/data/idx.ts";
import { fillMessage, loadMessages, messagesDataset, parseMessages } from "../lib/data/messages.ts";
import { mnistDataset } from "../lib/data/mnist.ts";
import { decodePng } from "../lib/data/png.ts";
import { datasets, loadDataset, loadEmoji } from "../lib/data/registry.ts";
import { splitRows } from "../lib/data/split.ts";
import { capClasses, parseGlosses, wordnetDataset } from "../lib/data/wordnet.ts";
import { Matrix } from "../lib/linalg/matrix.ts";

const small: Dataset = {
  name: "small",
  kind: "text",
  ids: ["a", "b"],
  labels: Int32Array.of(1, 0),
  classes: ["no", "yes"],
  texts: ["x", "y"],
  splits: { train: Int32Array.of(1), test: Int32Array.of(0) },
};

Deno.test("a dataset is frozen and keeps what it was made of", () => {
  const made = makeDataset(small);
  assert.deepEqual(made, small);
  for (const part of [made, made.ids, made.classes, made.texts, made.splits]) assert.ok(Object.isFrozen(part));
  assert.ok(!Object.isFrozen(small.ids));
});

Deno.test("a dataset whose parts disagree gets one sentence", () => {
  const images = Matrix.zeros(2, 3, "f32");
  const cases: [Partial<Dataset>, string, string][] = [
    [{ ids: ["a", "a"] }, "TypeError", 'ids must be unique: "a" repeats at row 1'],
    [{ labels: Int32Array.of(0) }, "TypeError", "labels must have 2 entries: it has 1"],
    [{ texts: ["x"] }, "TypeError", "texts must have 2 entries: it has 1"],
    [{ labels: Int32Array.of(0, 2) }, "RangeError", "labels must be in [0, 2): row 1 is 2"],
    [
      { images, imageShape: { height: 2, width: 2, channels: 1 } },
      "TypeError",
      "images must be 2 × 4: the shape is 2 × 3",
    ],
  ];
  for (const [part, name, reason] of cases) {
    const message = `Cannot make dataset "small" as ${reason}`;
    assert.throws(() => makeDataset({ ...small, ...part }), { name, message });
  }
});

Deno.test("a data set of one's own needs a name, items and labels", () => {
  const texts = ["rain", "snow", "goal", "match"], labels = ["weather", "weather", "sport", "sport"];
  const made = makeDataset({ name: "news", texts, labels });
  assert.deepEqual([made.kind, made.ids, made.classes], ["text", ["0", "1", "2", "3"], ["sport", "weather"]]);
  assert.deepEqual([[...made.labels], made.splits.train.length], [[1, 1, 0, 0], 3]);
  assert.deepEqual(makeDataset({ name: "n", texts, labels: [0, 2, 1, 1] }).classes, ["0", "1", "2"]);
  const make = (parts: object) => () => makeDataset({ name: "n", texts, labels, ...parts });
  const images = Matrix.from([[0, 1], [1, 0], [0, 0], [1, 2]]), imageShape = { height: 1, width: 2, channels: 1 };
  const hole = Matrix.from([[0, 1], [1, NaN], [0, 0], [1, 1]]);
  const cases: [object, RegExp][] = [
    [{ texts: undefined }, /as its items must be images or texts: there are none/],
    [{ texts: ["a", "b", null, "d"] }, /as texts must be strings: row 2 is null/],
    [{ labels: [0, 1, .5, 1] }, /as labels must be in \[0, 2\): row 2 is 0.5/],
    [{ labels: [0, 1, -1, NaN] }, /as labels must be in \[0, 2\): row 2 is -1/],
    [{ classes: ["sport"] }, /as labels must be in \[0, 1\): row 0 is weather/],
    [{ images, imageShape }, /as pixels must be in \[0, 1\]: row 3, column 1 is 2/],
    [{ images: hole, imageShape }, /as images must be finite: row 1, column 1 is NaN/],
    [{ images }, /as images need imageShape/],
    [
      { splits: { train: Int32Array.of(0, 4), test: Int32Array.of(1) } },
      /every row of the split must be an integer in/,
    ],
    [{ splits: { train: Int32Array.of(0, 1), test: Int32Array.of(1) } }, /must share no row: both 1/],
    [{ splits: { train: 1.5, seed: 0 } }, /the share to train on must be a number in \[0, 1\]: it is 1.5/],
  ];
  for (const [parts, message] of cases) assert.throws(make(parts), message);
});

Deno.test("equal items are never on both sides of a drawn split", () => {
  const texts = Array.from({ length: 200 }, (_, i) => `text ${i % 60}`), labels = texts.map(() => 0);
  const { splits: { train, test } } = makeDataset({ name: "twins", texts, labels, splits: { train: .5, seed: 1 } });
  const seen = new Set(Array.from(train, (i) => texts[i]));
  assert.ok(test.length > 0 && test.every((i) => !seen.has(texts[i])));
  assert.equal(new Set([...train, ...test]).size, 200);
  const apart = makeDataset({ name: "all", texts: texts.map((t, i) => t + i), labels, splits: { train: .5, seed: 1 } });
  assert.deepEqual(apart.splits, splitRows(200, .5, 1), "without twins nothing moves");
});

Deno.test("the checksum of a data set follows every part that an encoder may read", () => {
  const images = Matrix.from([[0, 1], [1, 0]], "f32"), imageShape = { height: 1, width: 2, channels: 1 };
  const both = { ...small, images, imageShape };
  const sums = [
    {},
    { texts: ["x", "z"] },
    { ids: ["a", "c"] },
    { labels: Int32Array.of(1, 1) },
    { splits: { train: Int32Array.of(0), test: Int32Array.of(1) } },
    { images: Matrix.from([[0, 1], [1, .5]], "f32") },
    { images, imageShape: { height: 2, width: 1, channels: 1 } },
  ].map((part) => datasetChecksum(makeDataset({ ...both, ...part })));
  assert.equal(new Set(sums).size, sums.length);
  assert.equal(datasetChecksum(makeDataset({ ...both, name: "other" })), sums[0]);
});

Deno.test("damaged packages are refused: MNIST, WordNet, messages", () => {
  const fine = Array<number>(784).fill(0), digit = (values: unknown) => [values as number[], ...Array(9).fill(fine)];
  assert.throws(() => mnistDataset(digit([...fine.slice(1), 9999]), 0), {
    name: "RangeError",
    message: "Cannot read the images of digit 0 as pixels must be numbers in [0, 1]: entry 783 is 9999",
  });
  assert.throws(() => mnistDataset(digit([null, ...fine.slice(1)]), 0), /pixels must be numbers .*: entry 0 is null/);
  assert.throws(() => mnistDataset(digit([]), 0), /whole images of 784 pixels: there are 0 numbers/);
  assert.throws(() => mnistDataset(digit(undefined), 0), /whole images of 784 pixels: there are undefined/);
  assert.throws(() => parseGlosses(""), /data.noun as it must have noun synsets: it has none/);
  assert.throws(() => published("other", "0".repeat(64), "x"), {
    message:
      /^Cannot load x as its SHA-256 must be 0{64}: it is d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa$/,
  });
  const english = [{ key: "A_1", category: "Error", text: "a" }];
  assert.throws(() => messagesDataset("fr", english, { A_1: null as unknown as string }, 0), {
    message: 'Cannot read messages in "fr" as "A_1" must be a text: it is null',
  });
});

Deno.test("a split shares no row, loses none and depends on its seed alone", () => {
  for (const [n, fraction] of [[10, 0.7], [101, 0.75], [1, 1]] as const) {
    const { train, test } = splitRows(n, fraction, 3);
    assert.equal(train.length, Math.round(n * fraction));
    assert.deepEqual([...train, ...test].sort((a, b) => a - b), Array.from({ length: n }, (_, i) => i));
  }
  assert.deepEqual(splitRows(100, 0.5, 1), splitRows(100, 0.5, 1));
  assert.notDeepEqual(splitRows(100, 0.5, 1), splitRows(100, 0.5, 2));
});

Deno.test("the registry lists frozen cards with distinct names", () => {
  const cards = datasets();
  assert.equal(new Set(cards.map((card) => card.name)).size, cards.length);
  for (const card of cards) {
    assert.ok(Object.isFrozen(card));
    assert.deepEqual(Object.keys(card), ["name", "kind", "size", "classes", "licence", "source", "splits"]);
  }
});

Deno.test("an unknown dataset or seed gets one sentence, with the known names", async () => {
  const known = datasets().map((card) => `"${card.name}"`).join(", ");
  await assert.rejects(loadDataset("mnits"), {
    name: "RangeError",
    message: `Cannot load a dataset as its name must be one of ${known}: it is "mnits"`,
  });
  await assert.rejects(loadDataset("mnist", { seed: 0.5 }), {
    name: "RangeError",
    message: "Cannot load a dataset as seed must be an integer in [0, 9007199254740991]: it is 0.5",
  });
});

Deno.test("idx: bytes keep their shape; anything else gets one sentence", () => {
  const bytes = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);
  const { shape, data } = decodeIdx(bytes, "x");
  assert.deepEqual([shape, [...data]], [[2, 3], [1, 2, 3, 4, 5, 6]]);
  assert.throws(() => decodeIdx(bytes.subarray(0, 15), "x"), {
    name: "RangeError",
    message: "Cannot read x as [2,3] must be 6 bytes: it has 3",
  });
  for (const bad of [bytes.subarray(0, 10), new Uint8Array(0), Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 0)]) {
    assert.throws(() => decodeIdx(bad, "x"), {
      name: "RangeError",
      message: "Cannot read x as it must be an idx file of unsigned bytes",
    });
  }
});

const idxNames = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"];

Deno.test("Fashion-MNIST: absent files name the three ways, other bytes are refused", async () => {
  await assert.rejects(loadFashion({ folders: ["/no/such/folder"] }), (error: Error) => {
    assert.equal(error.name, "MissingDataset");
    for (const way of ["ANCHORAGE_DATA", "dataset-fashion-mnist", "ANCHORAGE_FASHION_URL"]) {
      assert.ok(error.message.includes(way));
    }
    return true;
  });
  const folder = await Deno.makeTempDir();
  try {
    const write = (name: string, bytes: Uint8Array): Promise<void> => Deno.writeFile(join(folder, name), bytes);
    for (const name of idxNames) await write(`${name}-ubyte.gz`, gzipSync("other"));
    await assert.rejects(loadFashion({ folders: [folder] }), {
      message:
        /^Cannot load .*-ubyte as its SHA-256 must be [0-9a-f]{64}: it is d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa$/,
    });
    for (const name of idxNames) await write(`${name}-ubyte.gz`, gzipSync("other").subarray(0, 12));
    await assert.rejects(loadFashion({ folders: [folder] }), {
      message: /^Cannot load .*-ubyte\.gz as it must be a whole gzip file: /,
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("Fashion-MNIST: a download with the wrong checksum is refused and not kept", async () => {
  const folder = await Deno.makeTempDir();
  const before = Deno.env.get("ANCHORAGE_CACHE");
  Deno.env.set("ANCHORAGE_CACHE", folder);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(Uint8Array.from(gzipSync("other"))),
  );
  try {
    const url = `http://127.0.0.1:${server.addr.port}/fashion`;
    await assert.rejects(loadFashion({ folders: [], url }), {
      message: /^Cannot download .*\/fashion\/train-images-idx3-ubyte\.gz as its SHA-256 must be c59f468a/,
    });
    assert.deepEqual([...Deno.readDirSync(join(folder, "fashion-mnist"))], []);
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
    if (before === undefined) Deno.env.delete("ANCHORAGE_CACHE");
    else Deno.env.set("ANCHORAGE_CACHE", before);
  }
});

const nouns = [
  "  1 This software and database is being provided to you",
  '00001740 03 n 01 entity 0 003 ~ 00001930 n 0000 | that which is; "an example; with a semicolon"  ',
  '00002137 05 n 01 dog 0 000 | a pet: "the dog"; "a dog"  ',
  "00003553 05 n 01 hound 0 000 | a pet  ",
  "00003993 20 n 01 oak 0 000 | a tree; tall and strong  ",
  "",
].join("\n");

Deno.test("WordNet: definitions lose their examples and repeats", () => {
  assert.deepEqual(parseGlosses(nouns), [
    { id: "00001740", label: "Tops", text: "that which is" },
    { id: "00002137", label: "animal", text: "a pet" },
    { id: "00003993", label: "plant", text: "a tree; tall and strong" },
  ]);
  assert.throws(() => parseGlosses(`${nouns}0000 truncated`), {
    name: "RangeError",
    message: 'Cannot read data.noun as line 6 must be a noun synset: "0000 truncated"',
  });
});

Deno.test("WordNet: classes are capped, the order of the file is kept", () => {
  const glosses = Array.from({ length: 20 }, (_, i) => ({ id: `${i}`, label: i % 4 ? "act" : "time", text: `${i}` }));
  const capped = capClasses(glosses, ["act", "time"], 6);
  assert.equal(capped.filter((gloss) => gloss.label === "act").length, 6);
  assert.equal(capped.filter((gloss) => gloss.label === "time").length, 5);
  assert.deepEqual(capped, glosses.filter((gloss) => capped.includes(gloss)));
  assert.ok(capClasses(glosses, ["time"], 6).every((gloss) => gloss.label === "time"));
});

Deno.test("messages: the compiler's source gives keys, categories and texts", () => {
  const source = `
    Unterminated: diag(1002, 1 /* Error */, "Unterminated_1002", "Unterminated \\"string\\"."),
    Did_you_mean_0: diag(2, 3 /* Message */, "Did_you_mean_0_2", "Did you mean '{0}' or {1}?", /*reports*/ true),`;
  const messages = parseMessages(source);
  assert.deepEqual(messages, [
    { key: "Unterminated_1002", category: "Error", text: 'Unterminated "string".' },
    { key: "Did_you_mean_0_2", category: "Message", text: "Did you mean '{0}' or {1}?" },
  ]);
  assert.equal(fillMessage(messages[1]!.text), "Did you mean 'X' or X?");
  assert.equal(fillMessage("'{' expected, {} kept"), "'{' expected, {} kept");
  assert.throws(() => parseMessages("nothing"), {
    name: "RangeError",
    message: "Cannot read the compiler's messages as its source has none",
  });
});

Deno.test("messages: an unknown language lists the known ones", async () => {
  const known = ["en", "cs", "de", "es", "fr", "it", "ja", "ko", "pl", "pt-br", "ru", "tr", "zh-cn", "zh-tw"];
  const listed = datasets().map(({ name }) => name).filter((name) => name.startsWith("messages/"));
  assert.deepEqual(listed, known.map((language) => `messages/${language}`));
  await assert.rejects(loadDataset("messages/xx"), (error: Error) => {
    assert.equal(error.name, "RangeError");
    return listed.every((name) => error.message.includes(`"${name}"`)) && error.message.endsWith('"messages/xx"');
  });
});

const record = (unified: string, x: number, more: Partial<EmojiRecord> = {}): EmojiRecord => ({
  unified,
  category: "Symbols",
  subcategory: "arrow",
  sheet_x: x,
  sheet_y: 0,
  has_img_google: true,
  has_img_twitter: true,
  ...more,
});

/** A sheet of two cells of 2 × 2 pixels: red with the second pixel transparent; then black, half transparent. */
function sheet(): { width: number; height: number; data: Uint8Array } {
  const data = new Uint8Array(8 * 4 * 4).fill(77);
  const set = (x: number, y: number, pixel: number[]): void => data.set(pixel, 4 * (y * 8 + x));
  for (const [x, y] of [[1, 1], [1, 2], [2, 2]] as const) set(x, y, [255, 0, 0, 255]);
  set(2, 1, [9, 9, 9, 0]);
  for (const [x, y] of [[5, 1], [6, 1], [5, 2], [6, 2]] as const) set(x, y, [0, 0, 0, 51]);
  return { width: 8, height: 4, data };
}

Deno.test("emoji: cells are cut without their border, on white", () => {
  const images = cutSheet(sheet(), [record("31", 0), record("32", 1)], 2);
  const red = [1, 0, 0];
  assert.deepEqual([...images.row(0)], [...red, 1, 1, 1, ...red, ...red]);
  assert.deepEqual([...images.row(1)], Array(12).fill(Math.fround(0.8)));
  assert.throws(() => cutSheet(sheet(), [record("33", 2)], 2), {
    name: "RangeError",
    message: "Cannot cut emoji 33 as its sheet must reach column 2, row 0: 8 × 4",
  });
});

Deno.test("emoji: components and signs that one hand lacks are left out", () => {
  const records = [
    record("31", 0),
    record("32", 1, { category: "Component" }),
    record("33", 2, { has_img_google: false }),
    record("34", 3, { has_img_twitter: false }),
  ];
  assert.deepEqual(usableEmoji(records), records.slice(0, 1));
});

Deno.test("emoji: a sign is described by name and keywords, with or without U+FE0F, or not at all", () => {
  const annotations: Annotations = { "☀": { tts: ["sun"], default: ["bright", "rays"] }, "☀️☀": { tts: ["two suns"] } };
  assert.equal(describeEmoji("2600-FE0F", annotations), "sun: bright, rays");
  assert.equal(describeEmoji("2600-FE0F-2600", annotations), "two suns: ");
  assert.equal(describeEmoji("2601", annotations), "");
});

Deno.test("emoji: an unknown drawing or labels get one sentence", async () => {
  await assert.rejects(loadEmoji({ drawing: "apple" as "google" }), {
    name: "RangeError",
    message: 'Cannot load emoji as the drawing must be one of "google", "twitter": it is "apple"',
  });
  await assert.rejects(loadEmoji({ labels: "class" as "group" }), {
    name: "RangeError",
    message: 'Cannot load emoji as the labels must be one of "group", "subgroup": it is "class"',
  });
});

Deno.test("png: pixels survive, a truncated file gets one sentence", async () => {
  const { PNG } = await lazy<typeof Pngjs>("pngjs");
  const png = new PNG({ width: 8, height: 4 });
  png.data = Buffer.from(sheet().data);
  const bytes = new Uint8Array(PNG.sync.write(png));
  const found = await decodePng(bytes, "x");
  assert.deepEqual([found.width, found.height, new Uint8Array(found.data)], [8, 4, sheet().data]);
  for (const end of [0, 20, bytes.length >> 1, bytes.length - 4]) {
    await assert.rejects(decodePng(bytes.subarray(0, end), "x"), {
      name: "RangeError",
      message: /^Cannot read x as it must be a (PNG or JPEG|whole PNG) file: /,
    });
  }
});

Deno.test("MNIST: the bytes behind the rounded pixels come back, and only the split depends on the seed", () => {
  const pixels = Array.from(
    { length: 10 },
    (_, digit) => [digit + 10, digit].flatMap((byte) => Array<number>(784).fill(Number((byte / 255).toFixed(3)))),
  );
  const a = mnistDataset(pixels, 1);
  assert.deepEqual([a.images!.rows, a.images!.cols, a.images!.dtype], [20, 784, "f32"]);
  assert.equal(a.images!.at(7, 5), Math.fround(3 / 255));
  assert.deepEqual([a.ids[7], a.labels[7], a.splits.train.length, a.splits.test.length], ["digit-3-1", 3, 14, 6]);
  const b = mnistDataset(pixels, 2);
  assert.deepEqual({ ...b, splits: null }, { ...a, splits: null });
  assert.notDeepEqual(b.splits, a.splits);
});

Deno.test("Fashion-MNIST: the authors' order and split stay", () => {
  const made = fashionDataset([
    new Uint8Array(784 * 2).fill(255),
    Uint8Array.of(3, 9),
    new Uint8Array(784),
    Uint8Array.of(0),
  ]);
  assert.deepEqual([made.ids, [...made.labels]], [["train-0", "train-1", "test-0"], [3, 9, 0]]);
  assert.deepEqual([made.images!.at(1, 783), made.images!.at(2, 0)], [1, 0]);
  assert.deepEqual(made.splits, { train: Int32Array.of(0, 1), test: Int32Array.of(2) });
});

Deno.test("WordNet: labels are classes of 8 or of 26", () => {
  const glosses = parseGlosses(nouns);
  const eight = wordnetDataset(glosses, 8, 0);
  assert.deepEqual([eight.ids, [...eight.labels].map((l) => eight.classes[l])], [["00002137", "00003993"], [
    "animal",
    "plant",
  ]]);
  assert.deepEqual([...wordnetDataset(glosses, 26, 0).labels], [0, 2, 17]);
});

Deno.test("messages: translations share ids, labels and split, and untranslated messages are left out", () => {
  const english = ["a {0}", "b", "c"].map((text) => ({ key: text, category: "Message", text }));
  const translated = { "c": "c fr", "a {0}": "a fr {0}" };
  const en = messagesDataset("en", english, translated, 5);
  const fr = messagesDataset("fr", english, translated, 5);
  assert.deepEqual([en.texts, fr.texts], [["a X", "c"], ["a fr X", "c fr"]]);
  assert.deepEqual({ ...fr, name: "", texts: [] }, { ...en, name: "", texts: [] });
});

Deno.test("emoji: both hands share ids, texts and split; subgroups are other labels", () => {
  const white = { width: 68, height: 34, data: new Uint8Array(68 * 34 * 4) };
  const records = [record("1F600", 0), record("1F601", 1, { subcategory: "other" })];
  const options = { seed: 3 };
  const google = emojiDataset(records, white, {}, options);
  const twitter = emojiDataset(records, white, {}, { ...options, drawing: "twitter" });
  assert.deepEqual([google.ids, google.classes, google.images!.cols], [["1f600", "1f601"], ["Symbols"], 3072]);
  assert.deepEqual({ ...twitter, name: "" }, { ...google, name: "" });
  const finer = emojiDataset(records, white, {}, { labels: "subgroup" });
  assert.deepEqual([finer.name, finer.classes, [...finer.labels]], ["emoji-subgroups", ["arrow", "other"], [0, 1]]);
});

// Fetches every package of the registry, so it runs only when asked: ANCHORAGE_REAL_DATA=1.
Deno.test({
  name: "real data: every dataset has the size and the classes that its card says",
  ignore: !Deno.env.get("ANCHORAGE_REAL_DATA"),
  fn: async () => {
    for (const card of datasets()) {
      const made = await loadDataset(card.name).catch((error: Error) => {
        if (error.name !== "MissingDataset") throw error;
      });
      if (!made) continue;
      assert.deepEqual([made.name, made.kind, made.ids.length], [card.name, card.kind, card.size]);
      assert.equal(new Set(made.labels).size, card.classes);
      assert.ok(!made.images || made.images.data.every((x) => x >= 0 && x <= 1));
      assert.ok(!made.texts || made.texts.every((t) => t.length > 0));
    }
    await assert.rejects(loadEmoji({ language: "xx" }), {
      name: "RangeError",
      message:
        'Cannot load emoji as the language must be a CLDR locale with annotations, such as "en", "fr" or "ja": ' +
        'it is "xx"',
    });
    await assert.rejects(loadMessages("xx", 0), {
      name: "RangeError",
      message: 'Cannot load messages in "xx" as their package must have lib/xx/diagnosticMessages.generated.json: ' +
        "it has none",
    });
  },
});
