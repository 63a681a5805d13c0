/**
 * Items a second of the encoders that others trained, on one thread: for their cards, and for the table in docs/data.md.
 */
import { type Dataset, loadDataset } from "anchorage";
import { encoderFor } from "../lib/encoder/registry.ts";
import { pretrainedCards, type Speeds, withSpeed } from "../lib/encoder/pretrainedcards.ts";
import type { EncoderCard } from "../lib/encoder/encoder.ts";
import { writeAtomic } from "../lib/file/atomic.ts";
import { writeJson } from "../lib/file/json.ts";
import { replaceBetween } from "../experiments/report/readme.ts";
import { itemsOf } from "../experiments/shared/spaces.ts";
import { median } from "./pair.ts";
import { machine } from "./report.ts";

/** Items of a run, and runs. */
const ITEMS = 256, RUNS = 3;

/** The first items of a dataset, as a dataset of its own. */
const firstOf = (dataset: Dataset, n: number): Dataset => itemsOf(dataset, Int32Array.from({ length: n }, (_, i) => i));

/** Measures every encoder whose files are at hand; those that are not are said. Digits for images, glosses for texts. */
export async function measureEncoders(): Promise<Speeds> {
  Object.defineProperty(navigator, "hardwareConcurrency", { value: 1 });
  const data = { image: await loadDataset("mnist"), text: await loadDataset("wordnet-8") };
  const perSecond: Record<string, number> = {};
  for (const { name, kind } of pretrainedCards) {
    const dataset = firstOf(data[kind], ITEMS), encoder = encoderFor(name, dataset), seconds: number[] = [];
    try {
      await encoder.encode(firstOf(dataset, 16)); // fetches, converts, compiles
    } catch (error) {
      if ((error as Error).name !== "MissingDataset") throw error;
      console.error(`${name} is left out: its file is not here`);
      continue;
    }
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now();
      await encoder.encode(dataset);
      seconds.push((performance.now() - start) / 1000);
    }
    perSecond[name] = Math.floor(ITEMS / median(seconds));
    console.error(`${name} ${perSecond[name]}/s`);
  }
  return { machine: machine(), date: new Date().toISOString().slice(0, 10), items: ITEMS, perSecond };
}

/** The table of the docs. */
export function encoderTable(cards: readonly EncoderCard[] = pretrainedCards): string {
  const rows = cards.map(({ name, kind, dim, licence, needs, speed }) =>
    `| \`${name}\` | ${kind}s | ${dim} | ${licence} | ${speed?.perSecond ?? "–"} | ${needs} |`
  );
  const { machine, date, items } = cards.find(({ speed }) => speed)!.speed!;
  const said = `Items/s: on one thread, ${items} at once, the start of the session included; ${date}, ${machine}.`;
  return ["| encoder | of | d | licence | items/s | from |", "| --- | --- | --- | --- | --- | --- |", ...rows, "", said]
    .join("\n");
}

/** Measures, and writes what the cards and the docs say. */
export async function writeSpeeds(): Promise<void> {
  const path = (name: string): string => new URL(`../${name}`, import.meta.url).pathname,
    speeds = await measureEncoders();
  await writeJson(path("lib/encoder/speeds.json"), speeds);
  const cards = pretrainedCards.map(({ speed: _, ...card }) => withSpeed(card, speeds));
  await writeAtomic(
    path("docs/data.md"),
    replaceBetween(await Deno.readTextFile(path("docs/data.md")), "encoders", encoderTable(cards)),
  );
}
