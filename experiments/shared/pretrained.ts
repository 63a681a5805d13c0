/**
 * What the presets called "pretrained" share: encoders that others trained on other data, and the sizes of CIFAR-10's
 * first 4,000 training images.
 *
 * `loadSpaces(dataset, encoders, { rows, heads, apart })` with `apart: { count: anchors, seed }` gives their spaces: of
 * the 2,768 images to train, the seed draws 768 as anchors, heads are trained on the 2,000 that are left, and 1,232 images
 * are tested. A space of as many dimensions as there are anchors, or more, has anchors that do not span it
 * (`rankDeficient`).
 *
 * @module
 */
import type { PretrainedName } from "../../lib/encoder/pretrainedcards.ts";

/** The name of the preset on the command line and of its files. */
export const PRETRAINED = "pretrained";

/** Five of the image encoders, of 256 to 1,280 dimensions, on photographs; CenterNet comes as a package. */
export const PHOTOS = Object.freeze({
  dataset: "cifar10-4000",
  encoders: Object.freeze<PretrainedName[]>([
    "mobilenet-v2-tf2",
    "mobilenet-v1-1.0",
    "mobilenet-v1-0.75",
    "mobilenet-v1-0.25",
    "centernet",
  ]),
  anchors: 768,
  heads: 2000,
  rows: 1232,
});

/** All image encoders that saw none of CIFAR-10, and the outputs of the text encoder. */
export const IMAGE_ENCODERS: readonly PretrainedName[] = Object.freeze([
  ...PHOTOS.encoders.slice(0, 4),
  "mobilenet-v2-1.0" as const,
  "mobilenet-edgetpu-0.75" as const,
  "centernet" as const,
]);
/** The outputs of the sentence encoder, each a space of its own. */
export const TEXT_ENCODERS: readonly PretrainedName[] = Object.freeze(["use-lite", "use-lite-mean", "use-lite-words"]);

/** Whether k anchors, centred by their own mean, cannot span d dimensions: they have at most rank k - 1. */
export const rankDeficient = (k: number, d: number): boolean => k <= d;
