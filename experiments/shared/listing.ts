/**
 * What a run reads, for those who have to get it first.
 *
 * @module
 */
import { join } from "node:path";
import { datasets } from "../../lib/data/registry.ts";
import { encoders } from "../../lib/encoder/cards.ts";
import { absent } from "../../lib/file/absent.ts";
import { hubFolder, hubLine, hubModel } from "./hubmodels.ts";

/** One line for every dataset and every encoder that must be got first among `names` ("mnist/hog"): sizes and sources. */
export async function listReads(names: readonly string[]): Promise<readonly string[]> {
  const first = (name: string): string => name.split("/")[0]!, roots = new Set(names.map(first));
  const cards = new Map(
    datasets().filter(({ name }) => roots.has(first(name))).map((card) => [first(card.name), card]),
  );
  const data = [...cards].map(([root, { size, source }]) => `data       ${root}: ${size} items, ${source}`);
  const needed = encoders().filter(({ name, needs }) => needs && names.some((one) => one.endsWith(`/${name}`)));
  const hubs = new Set(names.flatMap((name) => hubModel(name) ? [name.slice(name.indexOf("/hub") + 1)] : []));
  const lines = await Promise.all(
    [...hubs].sort().map(async (name) => {
      const there = await Deno.stat(join(hubFolder(), hubModel(name)!.model)).catch(absent);
      return `model      ${hubLine(name, there !== undefined)}`;
    }),
  );
  return [...data, ...needed.map(({ name, needs }) => `model      ${name}: ${needs}`), ...lines];
}
