import assert from "node:assert/strict";
import { join } from "node:path";
import { byKey } from "../lib/base/once.ts";
import { withEngine } from "../lib/linalg/engine/select.ts";
import { portableEngine } from "../lib/linalg/engine/portable.ts";
import { weightsPath } from "../lib/encoder/trained.ts";
import type { Network } from "../lib/nn/network.ts";
import { writeAssets } from "../tools/site/build.ts";
import { digitsFile, writePlayground } from "../tools/site/playground/assets.ts";
import { type Choice, draw, fit, headOfSide, type MethodName, METHODS, sideOf } from "../tools/site/playground/core.ts";
import { readDigits, readNetwork } from "../tools/site/playground/load.ts";
import { fromAddress, toAddress } from "../tools/site/playground/state.ts";
import { serveFolder } from "../tools/site/serve.ts";
import { inFolder } from "./notebook_helper.ts";
import { chromium, inBrowser } from "./site_browser_helper.ts";
import type { Seen } from "./site_playground_visit.ts";
import { DRAWN, fromText, rasterize, toText } from "../tools/site/playground/strokes.ts";

const network = (name: string): Network => readNetwork(name, Deno.readFileSync(weightsPath("mnist", name)));
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
      a: "mlp256",
      b: "mlpae64",
      method: "irp" as const,
      count: 40,
      pick: "farthest" as const,
      delta: 0.35,
    },
    ...{ omega: 4, lambda: -4.5, seed: 7, shuffled: true, toggled: [3, 999], strokes: DRAWN[8]! },
  };
  const { strokes: back, ...again } = fromAddress(toAddress(state)), { strokes: drawn, ...given } = state;
  assert.deepEqual(again, given);
  assert.equal(toText(back), toText(drawn));
  assert.equal(fromAddress(toAddress({ ...first, item: 12 })).item, 12);
  for (
    const wrong of ["a=x", "count=1e9", "count=2.5", "count=", "delta=NaN", "seed=-1", "method=__proto__", "item=1e3"]
  ) {
    assert.deepEqual(fromAddress(`#${wrong}`), first, wrong);
  }
  assert.deepEqual(fromText("<!>-A-3"), []);
  assert.equal(fromText(toText(strokes)).length, strokes.length);
});

Deno.test("translated drawings are read right where untranslated ones are not; a shuffled pairing teaches nothing", async () => {
  const digits = readDigits(await digitsFile()),
    b = sideOf(network("convae128"), digits),
    a = sideOf(network("cnn128"), digits);
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
  const some = tried({ count: 20 }).anchors, other = some.find((row) => row !== some[0])!;
  assert.deepEqual(
    [...tried({ count: 20, toggled: [other] }).anchors].sort(),
    some.filter((row) => row !== other).sort(),
  );
  assert.throws(() => tried({ count: 2, toggled: [tried({ count: 2 }).anchors[0]!] }), {
    message: "Cannot translate as there must be at least 2 anchors: there are 1",
  });
  const portable = withEngine(portableEngine(), () => tried({}));
  assert.ok(Math.abs(portable.similarity - tried({}).similarity) < 1e-6);
});

/** What a reader sees of a playground that is served alone. */
async function used(...how: readonly string[]): Promise<readonly Seen[]> {
  return await inFolder(async (folder) => {
    await writeAssets(folder);
    await writePlayground(folder);
    const files = (await Array.fromAsync(Deno.readDir(join(folder, "playground")))).map(({ name }) => name);
    const sizes = await Promise.all(
      files.map(async (name) => (await Deno.stat(join(folder, "playground", name))).size),
    );
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 6e6);
    const server = serveFolder(folder, { port: 0 }), base = `http://127.0.0.1:${server.addr.port}/`;
    const { seen, wrong } = await inBrowser<{ seen: readonly Seen[]; wrong: readonly string[] }>(
      "site_playground_visit.ts",
      [base, ...how],
    ).finally(() => server.shutdown());
    assert.deepEqual(wrong, []);
    return seen;
  });
}

/** The page's numbers are those of the portable engine here; `slack` is of the accuracy. */
async function agree(seen: readonly Seen[], steps: readonly string[], slack = 0): Promise<void> {
  const digits = readDigits(await digitsFile());
  const side = byKey((name: string) => sideOf(network(name), digits));
  withEngine(portableEngine(), () => {
    const head = byKey((name: string) => headOfSide(side(name), digits));
    for (const { step, hash, ...found } of seen.filter(({ step }) => steps.includes(step))) {
      const choice = fromAddress(hash), { a, b } = choice;
      const { similarity, accuracy } = fit(choice, side(a), side(b), head(b), digits);
      assert.ok(Math.abs(similarity - found.similarity) < 1e-6, `${step}: ${similarity} ${found.similarity}`);
      assert.ok(Math.abs(accuracy - found.accuracy) <= slack, `${step}: ${accuracy} ${found.accuracy}`);
    }
  });
}

Deno.test({
  name: "a reader draws, changes networks, method and anchors, and sends it round; nothing leaves the page",
  ignore: chromium === undefined,
  fn: async () => {
    const seen = await used(), of = (name: string): Seen => seen.find(({ step }) => step === name)!;
    for (const name of ["opened", "drawn by hand", "decoder", "method"]) {
      const [own, raw, translated] = of(name).says;
      assert.deepEqual([own, raw === 3, translated], [3, false, 3], name);
    }
    assert.match(of("opened").fitted, /relaxed/);
    assert.equal(of("drawn by key").says[2], 7);
    assert.match(of("anchors").hash, /method=irp&count=250/);
    assert.match(of("toggled").hash, /toggled=199/);
    assert.match(of("toggled").hover, /^A \d, (an anchor|not an anchor)$/);
    assert.ok(of("shuffled").accuracy < 0.25);
    const lasting = (
      { hash, says, accuracy, similarity, halves }: Seen,
    ): unknown => [hash, says, accuracy, similarity, halves];
    assert.deepEqual(lasting(of("reloaded")), lasting(of("shuffled")));
    for (const { step, over } of seen) assert.ok(over <= 0, `${step}: wider than the window by ${over} px`);
    assert.match(of("own").hover, /^.+: on 400 rows held out the mean cosine is .+ own partner first/);
    assert.equal(of("own, ragged").hover, "Cannot read A/a.csv as every line must have 2 cells: line 2 has 1");
    await agree(seen, ["opened", "decoder", "method", "anchors", "toggled", "shuffled"]);
  },
});

Deno.test({
  name: "the playground computes the same without relaxed SIMD",
  ignore: chromium === undefined,
  fn: async () => {
    const seen = await used("plain");
    assert.match(seen[0]!.fitted, /plain/);
    await agree(seen, ["opened"], 0.002); // products that round otherwise may turn a digit or two
  },
});
