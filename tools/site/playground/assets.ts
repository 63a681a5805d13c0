/**
 * The playground's files: digits, weights, the scripts of page and worker.
 *
 * @module
 */
import { join } from "node:path";
import { loadDataset } from "../../../lib/data/registry.ts";
import { weightsPath } from "../../../lib/encoder/trained.ts";
import { takeRows } from "../../../lib/linalg/matrix.ts";
import { architectureNames } from "../../../lib/nn/models.ts";
import { deno } from "../deno.ts";
import { playgroundPage } from "./page.ts";

/** Digits to take anchors from, and as many to measure on. */
export const POOL = 1000;

const HERE = import.meta.dirname ?? ".";

/** Writes `playground.html` and `playground/` into the draft of the site. Weights and digits are 5.6 MB. */
export async function writePlayground(draft: string): Promise<void> {
  const folder = join(draft, "playground");
  await Deno.mkdir(folder);
  await Deno.writeFile(join(folder, "digits.bin"), await digitsFile());
  for (const name of architectureNames) {
    await Deno.copyFile(weightsPath("mnist", name), join(folder, `${name}.safetensors`));
  }
  await Deno.copyFile(join(HERE, "playground.css"), join(draft, "playground.css"));
  for (const name of ["client", "worker"]) {
    const output = join(folder, `${name}.js`);
    await deno([
      "bundle",
      "--platform=browser",
      "--format=iife",
      "--minify",
      `--output=${output}`,
      join(HERE, `${name}.ts`),
    ]);
  }
  await Deno.writeTextFile(join(draft, "playground.html"), playgroundPage());
}

/** Labels, a byte each, then images, a byte a pixel: evenly from the digits to train on, then from those held out. */
export async function digitsFile(): Promise<Uint8Array<ArrayBuffer>> {
  const { images, labels, splits } = await loadDataset("mnist");
  const rows = [splits.train, splits.test].flatMap((all) =>
    Array.from({ length: POOL }, (_, i) => all[Math.floor(i * all.length / POOL)]!)
  );
  const { data } = takeRows(images!, rows);
  return Uint8Array.from([...rows.map((row) => labels[row]!), ...data.map((x) => Math.round(255 * x))]);
}
