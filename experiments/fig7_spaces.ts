/**
 * Spaces of both modalities over the same items, checked before anything is stitched.
 *
 * @module
 */
import { EMOJI_VECTORS, type EmojiVectorsName } from "../lib/encoder/emojicards.ts";
import { knownEmoji } from "../lib/encoder/emojivectors.ts";
import { encodeDataset, type LoadedSpace } from "../lib/encoder/load.ts";
import { encoderFor } from "../lib/encoder/registry.ts";
import { datasetOf, withItems } from "./shared/spaces.ts";

const ACTION = "stitch across modalities";

/** "emoji-twitter/pca" apart. */
function parted(name: string): readonly [dataset: string, encoder: string] {
  const at = name.lastIndexOf("/");
  return [name.slice(0, at), name.slice(at + 1)];
}

/**
 * The spaces "dataset/encoder" in their order, of the items that every one of them knows; images first. An encoder of
 * Twitter's drawings is called "pca~twitter", so that intervals draw it together with that of Google's.
 *
 * @throws {RangeError} If an encoder does not read the dataset, or as `checked`.
 */
export async function modalSpaces(names: readonly string[], split: number): Promise<readonly LoadedSpace[]> {
  const tables = names.map(parted).filter(([, encoder]) => Object.hasOwn(EMOJI_VECTORS, encoder)),
    known: ((id: string) => boolean)[] = [];
  for (const [data, encoder] of tables) {
    encoderFor(encoder, await datasetOf(data, split)); // else signs are looked for among items that are none
    known.push(await knownEmoji(encoder as EmojiVectorsName));
  }
  const spaces: LoadedSpace[] = [];
  for (const [data, encoder] of names.map(parted)) {
    const items = withItems(await datasetOf(data, split), (id) => known.every((has) => has(id)));
    const found = await encodeDataset(items, encoder, { split });
    const called = data.endsWith("-twitter") ? `${encoder}~twitter` : encoder;
    spaces.push(Object.freeze({ ...found, encoder: { ...found.encoder, name: called } }));
  }
  return checked(spaces);
}

/**
 * The spaces, if they can be stitched across modalities.
 *
 * @throws {RangeError} If all read the same modality, test items are not the same in one order, or a class has no item
 * to train on; one sentence each.
 */
export function checked(spaces: readonly LoadedSpace[]): readonly LoadedSpace[] {
  const [first] = spaces, kinds = new Set(spaces.map(({ encoder }) => encoder.kind));
  if (!first || kinds.size < 2) {
    const found = first ? `all read ${first.encoder.kind}s` : "there are none";
    throw new RangeError(`Cannot ${ACTION} as there must be encoders of images and of texts: ${found}`);
  }
  for (const { name, classes, labels, test } of spaces) {
    if (test.ids.join() !== first.test.ids.join()) {
      throw new RangeError(
        `Cannot ${ACTION} as all spaces must have the same test items in one order: those of "${name}" differ from "${first.name}"`,
      );
    }
    const trained = new Set(labels), missing = classes.findIndex((_, c) => !trained.has(c));
    if (missing >= 0) {
      throw new RangeError(
        `Cannot ${ACTION} as every class must have an item to train on: "${classes[missing]}" of "${name}" has none`,
      );
    }
  }
  return spaces;
}
