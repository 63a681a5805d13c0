/**
 * What text retrieves: the drawing nearest to each description, before and after it is translated.
 *
 * @module
 */
import type { Spec } from "../lib/chart/theme.ts";
import type { LoadedSpace } from "../lib/encoder/load.ts";
import { sliceRows, takeRows } from "../lib/linalg/matrix.ts";
import { nearestNeighbors } from "../lib/measure/neighbors.ts";
import { sampleAnchors } from "../lib/method/anchors.ts";
import type { Method } from "../lib/method/methods.ts";
import { side } from "../lib/method/side.ts";
import { seenFrom } from "./shared/grid.ts";
import { datasetOf } from "./shared/spaces.ts";
import { imageStrip, type StripRow } from "./shared/strip.ts";

/** Descriptions that are shown: the first ones of the test items, which are in random order. */
const COUNT = 10;

/** A strip of Google's drawings (Apache-2.0): those that belong to the descriptions, then what every method retrieves. */
export async function emojiStrip(
  spaces: readonly LoadedSpace[],
  methods: readonly Method[],
  { k, seed }: { readonly k: number; readonly seed: number },
): Promise<Spec> {
  const [text, image] = ["text", "image"].map((kind) => spaces.find(({ encoder }) => encoder.kind === kind)!);
  const { ids, images, texts, imageShape } = await datasetOf("emoji", seed),
    place = new Map(ids.map((id, i) => [id, i]));
  const tests = Int32Array.from(text!.test.ids, (id) => place.get(id)!), asked = tests.subarray(0, COUNT);
  const found = retrievedRows(text!, image!, methods, { k, seed }).map(({ name, rows }): StripRow => (
    { name, images: takeRows(images!, Int32Array.from(rows, (row) => tests[row]!)) }
  ));
  return await imageStrip([{ name: "described", images: takeRows(images!, asked) }, ...found], imageShape!, {
    title: "What a description retrieves among drawings it was not fitted on",
    subtitle: `${text!.encoder.name} → ${
      image!.encoder.name
    }, ${k} anchors, the nearest of ${tests.length} by centred cosine`,
    count: COUNT,
    labels: Array.from(asked, (i) => nameOf(texts![i]!)),
  });
}

/** The name in "name: keyword, keyword"; it may hold a colon itself. */
export const nameOf = (description: string): string => description.slice(0, description.lastIndexOf(": "));

/** For each method the test rows of the image space that are nearest to the first translated test rows of the text space. */
export function retrievedRows(
  text: LoadedSpace,
  image: LoadedSpace,
  methods: readonly Method[],
  { k, seed, count = COUNT }: { readonly k: number; readonly seed: number; readonly count?: number },
): readonly { readonly name: string; readonly rows: Int32Array }[] {
  const anchors = sampleAnchors(text, { count: k, seed }), x = side(text.at(anchors).vectors);
  const y = side(image.at(anchors).vectors), asked = sliceRows(text.test.vectors, 0, count);
  return methods.map(({ name, fit }) => (
    {
      name,
      rows: nearestNeighbors(seenFrom(y, fit(x, y, seed).apply(asked)), seenFrom(y, image.test.vectors), { k: 1 }),
    }
  ));
}
