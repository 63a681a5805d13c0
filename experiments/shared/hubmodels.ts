/**
 * Models of a hub by the names that presets give them; their files are in a folder, as nothing is fetched in a run.
 *
 * @module
 */
import { join } from "node:path";
import { ownFolder } from "../../lib/data/files.ts";
import type { Encoder } from "../../lib/encoder/encoder.ts";
import { hubEncoder } from "../../lib/encoder/hub.ts";

/** A model of the hub. */
export interface HubModel {
  readonly kind: "image" | "text";
  readonly model: string;
  readonly dim: number;
}

/** The model of "hub:<model>@<dimension>" (texts) or "hub-image:…", behind a dataset's name too; undefined for others. */
export function hubModel(encoder: string): HubModel | undefined {
  const [, image, model, dim] = /(?:^|\/)hub(-image)?:(.+)@(\d+)$/.exec(encoder) ?? [];
  return model === undefined ? undefined : { kind: image ? "image" : "text", model, dim: Number(dim) };
}

/** Where the files of hub models are: nothing is fetched in a run. */
export const hubFolder = (): string => join(ownFolder() ?? "data", "hub");

/** The encoder of such a name, by which its rows are found; undefined for other names. */
export function hubOf(name: string): Encoder | undefined {
  const found = hubModel(name);
  return found && Object.freeze({ ...hubEncoder(found.model, { ...found, folder: hubFolder() }), name });
}

/** The weights of a model in float32, and whether the hub has them as an ONNX file that gives features. */
interface Weights {
  readonly megabytes: number;
  readonly onnx: boolean;
}

const at = (
  kind: HubModel["kind"],
  dim: number,
  megabytes: number,
  onnx = false,
): Omit<HubModel, "model"> & Weights => (
  { kind, dim, megabytes, onnx }
);
/** The papers' encoders and, for other languages, their like; sizes as the hub lists them. */
const MODELS = {
  "Xenova/vit-base-patch16-224-in21k": at("image", 768, 343, true),
  "WinKawaks/vit-small-patch16-224": at("image", 384, 88),
  "google/vit-hybrid-base-bit-384": at("image", 768, 396),
  "timm/rexnet_100.nav_in1k": at("image", 1280, 19),
  "Xenova/clip-vit-base-patch32": at("image", 512, 352, true),
  "FacebookAI/roberta-base": at("text", 768, 499),
  "Xenova/electra-base-discriminator": at("text", 768, 436, true),
  "FacebookAI/xlm-roberta-base": at("text", 768, 1110),
  "albert/albert-base-v2": at("text", 768, 45),
  "distilbert/distilroberta-base": at("text", 768, 329),
  "PlanTL-GOB-ES/roberta-base-bne": at("text", 768, 499),
  "almanach/camembert-base": at("text", 768, 445),
  "rinna/japanese-roberta-base": at("text", 768, 443),
};

/** The name that presets give a model. */
export function hub(model: keyof typeof MODELS): string {
  const { kind, dim } = MODELS[model];
  return `hub${kind === "image" ? "-image" : ""}:${model}@${dim}`;
}

/** How large a model is and how its files are had, as one line. */
export function hubLine(name: string, there: boolean): string {
  const { model } = hubModel(name)!, known: Weights | undefined = MODELS[model as keyof typeof MODELS];
  const size = known === undefined ? "" : ` ${known.megabytes} MB,`, page = `https://huggingface.co/${model}`;
  if (there) return `${name}:${size} here`;
  const way = known?.onnx ? `the files of ${page}` : `${page}, its features exported to onnx/model.onnx,`;
  return `${name}:${size} not here: put ${way} into ${join(hubFolder(), model)}`;
}
