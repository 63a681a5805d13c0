/**
 * The encoders that this project trains: their weights are committed under `data/encoders/`.
 *
 * @module
 */
import type { Dataset } from "../data/dataset.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { encodeImages } from "../nn/infer.ts";
import { createHash, join } from "../base/node.ts";
import { type ArchitectureName, architectureNames } from "../nn/models.ts";
import { loadNetwork } from "../nn/network.ts";
import { type TrainedName, trainedOn } from "./cards.ts";
import type { Implementation } from "./encoder.ts";

/** Path of the weights trained on a dataset, in the folder of those that are committed. */
export function weightsPath(dataset: string, name: string): string {
  return join(import.meta.dirname ?? ".", "..", "..", "data", "encoders", `${dataset}-${name}.safetensors`);
}

/** Every trained encoder, and its twin `<name>-frozen` that was trained on the other dataset. */
export const trainedEncoders: Readonly<Record<TrainedName, Implementation>> = Object.freeze(
  Object.fromEntries(
    architectureNames.flatMap((name) => [[name, trained(name, false)], [`${name}-frozen`, trained(name, true)]]),
  ) as Record<TrainedName, Implementation>,
);

function trained(name: ArchitectureName, frozen: boolean): Implementation {
  const path = ({ name: own }: Pick<Dataset, "name">): string =>
    weightsPath(frozen ? trainedOn.find((other) => other !== own)! : own, name);
  return Object.freeze({
    key: async (dataset: Dataset) => ({ weights: await checksum(path(dataset)) }),
    encode: async (dataset: Dataset): Promise<Matrix> =>
      encodeImages(await loadNetwork(path(dataset)), dataset.images!),
  });
}

async function checksum(path: string): Promise<string> {
  try {
    return createHash("sha256").update(await Deno.readFile(path)).digest("hex");
  } catch (cause) {
    const hint = "run `deno task experiment train-encoders` to make it";
    throw new Error(`Cannot load the encoder's weights as ${path} must be readable: ${hint}`, { cause });
  }
}
