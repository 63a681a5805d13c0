/**
 * The playground's files: items, weights, the scripts of page, worker and service worker.
 *
 * @module
 */
import { basename, join } from "node:path";
import { fontFiles } from "../../../lib/chart/font.ts";
import { loadDataset } from "../../../lib/data/registry.ts";
import { weightsPath } from "../../../lib/encoder/trained.ts";
import { takeRows } from "../../../lib/linalg/matrix.ts";
import { architectureNames } from "../../../lib/nn/models.ts";
import { loadNetwork } from "../../../lib/nn/network.ts";
import { deno } from "../../deno.ts";
import type { Items } from "./core.ts";
import { playgroundPage } from "./page.ts";
import { encodeItems, encodeWeights, type SetName, SETS } from "./sets.ts";

/** Items to take anchors from, and as many to measure on. */
export const POOL = 1000;

const HERE = import.meta.dirname ?? ".";

/** Writes `playground.html` and `playground/` into the draft of the site; garments where Fashion-MNIST is at hand. */
export async function writePlayground(draft: string): Promise<void> {
  const folder = join(draft, "playground"), files: string[] = [], sets: SetName[] = [];
  await Deno.mkdir(folder);
  for (const set of Object.keys(SETS) as SetName[]) {
    const items = await itemsOf(set);
    if (items === undefined) continue;
    sets.push(set);
    const named = [
      [set, encodeItems(items)],
      ...await Promise.all(
        architectureNames.map(async (name) => [`${set}-${name}`, await weightsFile(set, name)]),
      ),
    ] as [string, Uint8Array][];
    for (const [name, bytes] of named) {
      files.push(`playground/${name}.safetensors`);
      await Deno.writeFile(join(draft, files.at(-1)!), bytes);
    }
  }
  await Deno.copyFile(join(HERE, "playground.css"), join(draft, "playground.css"));
  for (const name of ["client", "worker"]) await bundle(name, join(folder, `${name}.js`));
  await Deno.writeTextFile(join(draft, "playground.html"), playgroundPage(sets, files));
  await bundle("offline", join(draft, "playground-offline.js"));
  const shell = ["playground.html", "playground.css", "playground/client.js", "playground/worker.js"];
  const rest = ["style.css", "site.js", "icon.svg", ...fontFiles.map(({ pathname }) => basename(pathname))];
  const script = await Deno.readTextFile(join(draft, "playground-offline.js"));
  await Deno.writeTextFile(
    join(draft, "playground-offline.js"),
    `const SHELL = ${JSON.stringify([...shell, ...rest])};\n${script}`,
  );
}

async function bundle(name: string, output: string): Promise<void> {
  const how = ["--platform=browser", "--format=iife", "--minify", `--output=${output}`];
  await deno(["bundle", ...how, join(HERE, `${name}.ts`)]);
}

/** The bytes of a network's file. */
export async function weightsFile(set: SetName, name: string): Promise<Uint8Array<ArrayBuffer>> {
  return encodeWeights((await loadNetwork(weightsPath(SETS[set], name))).weights);
}

/** Items evenly from those to train on, then from those held out; undefined where their dataset is not here. */
export async function itemsOf(set: SetName): Promise<Items | undefined> {
  const data = await loadDataset(SETS[set]).catch((error: Error) => {
    if (!["MissingDataset", "NotCapable"].includes(error.name)) throw error;
    console.log(`The playground has no ${set}: ${error.message}`);
  });
  if (data === undefined) return undefined;
  const { images, labels, splits, classes } = data;
  const rows = [splits.train, splits.test].flatMap((all) =>
    Array.from({ length: POOL }, (_, i) => all[Math.floor(i * all.length / POOL)]!)
  );
  return { images: takeRows(images!, rows), labels: Int32Array.from(rows, (row) => labels[row]!), classes, pool: POOL };
}
