import assert from "node:assert/strict";
import { join } from "node:path";
import { keep, type Places } from "../experiments/report/keep.ts";
import { NOT_KEPT } from "../lib/notebook/results.ts";
import { inFolder, write } from "./notebook_helper.ts";

const run = (preset: string, seed: number): string =>
  JSON.stringify({ experiment: "toy", preset, seed, date: `2026-01-0${seed}T00:00:00Z` });

/** Runs `body` with folders of what was made and what is kept; `put` and `list` take paths inside. */
async function withPlaces(
  body: (places: Places, put: (path: string, text: string) => Promise<void>, list: () => Promise<string[]>) => Promise<
    void
  >,
): Promise<void> {
  await inFolder(async (root) => {
    const at = (part: string): Places["made"] => {
      const [results, notebooks, encoders] = ["results", "notebooks", "encoders"].map((name) => join(root, part, name));
      return { results: results!, notebooks: notebooks!, encoders: encoders! };
    };
    const places = { made: at("out"), kept: at("kept") };
    for (const folders of [places.made, places.kept]) {
      for (const folder of Object.values(folders)) await Deno.mkdir(folder, { recursive: true });
    }
    const put = (path: string, text: string): Promise<void> => Deno.writeTextFile(join(root, path), text);
    const list = async (): Promise<string[]> => {
      const found: string[] = [];
      for (const folder of ["out/results", "out/notebooks", "kept/results", "kept/notebooks"]) {
        for await (const { name } of Deno.readDir(join(root, folder))) found.push(`${folder}/${name}`);
      }
      return found.sort();
    };
    await body(places, put, list);
  });
}

Deno.test("a result moves with its charts, takes the place of the earlier one whole, and says of what", () =>
  withPlaces(async (places, put, list) => {
    await put("kept/results/toy-quick.json", run("quick", 1));
    await put("kept/results/toy-quick-old.png", "old");
    await put("kept/results/toy-two-quick.json", "another's");
    await put("out/results/toy-quick.json", run("quick", 2));
    await put("out/results/toy-quick-new.png", "new");
    assert.deepEqual(await keep(["toy"], places), [
      "Kept toy, quick, seed 2, 2026-01-02: in place of quick, seed 1, 2026-01-01",
    ]);
    assert.deepEqual(await list(), [
      "kept/results/toy-quick-new.png",
      "kept/results/toy-quick.json",
      "kept/results/toy-two-quick.json",
    ]);
    assert.equal(await Deno.readTextFile(join(places.kept.results, "toy-quick.json")), run("quick", 2));
    assert.deepEqual(await keep("all", places), []);
  }));

Deno.test("what is kept without a preset or a date is no undefined", () =>
  withPlaces(async (places, put) => {
    await put("kept/results/times-blas.json", "{}");
    await put("out/results/times-blas.json", '{"experiment":"times","preset":"blas","date":"2026-01-02T00:00:00Z"}');
    assert.deepEqual(await keep(["times"], places), [
      "Kept times, blas, 2026-01-02: in place of one without a date",
    ]);
  }));

Deno.test("a full result takes its quick twin away, unless a notebook reads that", () =>
  withPlaces(async (places, put, list) => {
    const kept = ["toy-quick.json", "toy-quick-chart.png", "toy-two-quick.json"];
    for (const name of kept) await put(`kept/results/${name}`, run("quick", 1));
    const reading = JSON.stringify({ source: ['await readResult("toy", { preset: "quick" });'] });
    await put("kept/notebooks/a.ipynb", reading);
    await put("out/results/toy-full.json", run("full", 2));
    assert.deepEqual(await keep(["toy"], places), [
      "Kept toy, full, seed 2, 2026-01-02: new; the quick one stays for a.ipynb",
    ]);
    assert.equal((await list()).filter((path) => path.includes("quick")).length, 3);
    await put("kept/notebooks/a.ipynb", reading.replace("toy", "toys"));
    await put("out/results/toy-full.json", run("full", 3));
    assert.match((await keep(["toy"], places))[0]!, /in place of full, seed 2, 2026-01-02; the quick one is gone$/);
    assert.deepEqual((await list()).filter((path) => path.includes("results")), [
      "kept/results/toy-full.json",
      "kept/results/toy-two-quick.json",
    ]);
  }));

Deno.test("a quick result never takes the place of a full one, and nothing moves when one name cannot", () =>
  withPlaces(async (places, put, list) => {
    await put("kept/results/toy-full.json", run("full", 1));
    await put("out/results/toy-quick.json", run("quick", 2));
    const before = await list();
    await assert.rejects(keep(["toy"], places), {
      name: "RangeError",
      message: "Cannot keep toy as a full result must not give way to a quick one: " +
        "run `deno task experiment toy --preset full`",
    });
    await assert.rejects(keep(["toy", "tie"], places), {
      message: 'Cannot keep what was made as out/ must have "tie": it has toy',
    });
    assert.deepEqual(await list(), before);
    await put("out/results/toy-full.json", run("full", 3));
    assert.deepEqual((await keep("all", places)).map((line) => line.slice(0, 20)), [
      "Kept toy, full, seed",
      "Cannot keep toy as a",
    ]);
  }));

Deno.test("a notebook moves if its cells are as they ran and it read kept results alone", () =>
  withPlaces(async (places, put, list) => {
    await write(places.kept.notebooks, ["1"], "a.ipynb");
    await write(places.made.notebooks, ["2"], "a.ipynb");
    await assert.rejects(keep(["a"], places), { message: /^Cannot keep a as its cells must be those that ran/ });
    await write(places.made.notebooks, ["1"], "a.ipynb");
    const text = await Deno.readTextFile(join(places.made.notebooks, "a.ipynb"));
    const output = {
      output_type: "display_data",
      data: { "text/markdown": `${NOT_KEPT}: \`deno task experiment toy\`` },
    };
    const reads = JSON.parse(text);
    reads.cells[0].outputs = [output];
    await put("out/notebooks/a.ipynb", JSON.stringify(reads));
    await assert.rejects(keep(["a"], places), { message: /as the results that it reads must be kept: toy was not/ });
    await put("out/notebooks/a.ipynb", text);
    assert.deepEqual(await keep(["a"], places), ["Kept notebook a: in place of the committed one"]);
    assert.deepEqual(await list(), ["kept/notebooks/a.ipynb"]);
  }));

Deno.test("trained weights come with the result of their training, and with no other", () =>
  withPlaces(async (places, put) => {
    await put("kept/encoders/m.safetensors", "old");
    await put("out/encoders/m.safetensors", "new");
    await put("out/encoders/m.json", "card");
    await put("out/results/toy-quick.json", run("quick", 1));
    await keep("all", places);
    assert.equal(await Deno.readTextFile(join(places.kept.encoders, "m.safetensors")), "old");
    await put("out/results/train-encoders-quick.json", run("quick", 1).replace("toy", "train-encoders"));
    await keep(["train-encoders"], places);
    assert.equal(await Deno.readTextFile(join(places.kept.encoders, "m.safetensors")), "new");
    assert.equal(await Deno.readTextFile(join(places.kept.encoders, "m.json")), "card");
    assert.deepEqual(await Array.fromAsync(Deno.readDir(places.made.encoders)), []);
  }));
