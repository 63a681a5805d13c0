/** The playground in headless Chromium, used as a reader would. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { byKey } from "../lib/base/once.ts";
import { portableEngine } from "../lib/linalg/engine/portable.ts";
import { withEngine } from "../lib/linalg/engine/select.ts";
import { writeAssets } from "../tools/site/build.ts";
import { itemsOf, weightsFile, writePlayground } from "../tools/site/playground/assets.ts";
import { fit, headOfSide, sideOf } from "../tools/site/playground/core.ts";
import { decodeItems, decodeNetwork, encodeItems, type SetName } from "../tools/site/playground/sets.ts";
import { fromAddress } from "../tools/site/playground/state.ts";
import { serveFolder } from "../tools/site/serve.ts";
import { inFolder } from "./notebook_helper.ts";
import { chromium, inBrowser } from "./site_browser_helper.ts";
import type { Seen } from "./site_playground_visit.ts";

/** What a reader sees of a playground that is served alone. */
async function used(...how: readonly string[]): Promise<readonly Seen[]> {
  return await inFolder(async (folder) => {
    await writeAssets(folder);
    await writePlayground(folder);
    const files = (await Array.fromAsync(Deno.readDir(join(folder, "playground")))).map(({ name }) => name);
    const weights = files.filter((name) => /-.*\.safetensors$/.test(name));
    const sizes = await Promise.all(
      weights.map(async (name) => (await Deno.stat(join(folder, "playground", name))).size),
    );
    assert.ok(sizes.length >= 5 && sizes.reduce((sum, size) => sum + size, 0) < 6e6);
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
  const itemsFor = byKey(async (set: SetName) => decodeItems(encodeItems((await itemsOf(set))!), set));
  for (const { step, hash, ...found } of seen.filter(({ step }) => steps.includes(step))) {
    const choice = fromAddress(hash), items = await itemsFor(choice.items);
    const [a, b] = await Promise.all(
      [choice.a, choice.b].map(async (name) => decodeNetwork(name, await weightsFile(choice.items, name))),
    );
    const { similarity, accuracy, condition } = withEngine(portableEngine(), () => {
      const target = sideOf(b!, items);
      return fit(choice, sideOf(a!, items), target, headOfSide(target, items), items);
    });
    assert.ok(Math.abs(similarity - found.similarity) < 1e-6, `${step}: ${similarity} ${found.similarity}`);
    assert.ok(Math.abs(accuracy - found.accuracy) <= slack, `${step}: ${accuracy} ${found.accuracy}`);
    if (slack === 0) assert.ok(Math.abs(condition / found.condition - 1) < 1e-6, `${step}: ${condition}`);
  }
}

Deno.test({
  name: "a reader draws, chooses, sends it round and cuts the network; nothing leaves the page",
  ignore: chromium === undefined,
  fn: async () => {
    const seen = await used(), of = (name: string): Seen => seen.find(({ step }) => step === name)!;
    for (const name of ["opened", "drawn by hand", "decoder", "method"]) {
      const [own, raw, translated] = of(name).says;
      assert.deepEqual([own, raw === 3, translated], [3, false, 3], name);
    }
    assert.match(of("opened").status, /^Your drawing: B's classifier reads 3 translated, [^3] as it is\.$/);
    assert.match(of("opened").fitted, /relaxed/);
    assert.equal(of("drawn by key").says[2], 7);
    assert.match(of("anchors").hash, /method=irp&count=250/);
    assert.match(of("toggled").hash, /toggled=199/);
    assert.match(of("toggled").hover, /^\d, (an anchor|not an anchor)$/);
    assert.ok(of("shuffled").accuracy < 0.25);
    const lasting = (
      { hash, says, accuracy, similarity, halves }: Seen,
    ): unknown => [hash, says, accuracy, similarity, halves];
    assert.deepEqual(lasting(of("reloaded")), lasting(of("shuffled")));
    for (const { step, over } of seen) assert.ok(over <= 0, `${step}: wider than the window by ${over} px`);
    const garments = of("garments");
    if (garments) assert.ok(/^A test item, Ankle boot/.test(garments.status) && garments.accuracy > 0.6);
    for (const name of ["own", "own, npz and safetensors"]) {
      assert.match(of(name).own, /^.+: on 400 rows held out the mean cosine is .+ own partner first/);
    }
    const said = { ragged: /line 2 has 1$/, NaN: /row 1, column 0 is NaN/, "other lengths": /they have 2 and 1$/ };
    for (const [name, message] of Object.entries(said)) assert.match(of(`own, ${name}`).own, message);
    assert.match(of("own, dropped").own, /there must be at least 20 pairs of rows: there are 1$/);
    assert.deepEqual(lasting(of("offline")), lasting(of("1600 px")));
    assert.match(of("offline, not loaded").status, /^Cannot load digits-mlp256 as it must have been loaded before/);
    assert.match(of("offline, all kept").kept, /^Kept/);
    assert.match(of("offline, all kept").hash, /a=mlp256&b=mlpae64/);
    const fits = ["opened", "decoder", "method", "anchors", "toggled", "shuffled", "prototypes", "garments"];
    await agree(seen, [...fits, "offline, all kept"]);
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
