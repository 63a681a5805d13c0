/**
 * The encoders that this project trains: their weights are committed under `data/encoders/`.
 *
 * @module
 */
import type { Dataset } from "../data/dataset.ts";
import type { Matrix } from "../matrix.ts";
import { encodeImages } from "../nn/infer.ts";
import { createHash, join } from "../node.ts";
import { architecture, type ArchitectureName, architectureNames } from "../nn/models.ts";
import { loadNetwork } from "../nn/network.ts";
import type { Encoder } from "./encoder.ts";

/** Datasets that encoders are trained on, each with the one that its frozen twin encodes. */
const OTHER: Readonly<Record<string, string>> = Object.freeze({ "mnist": "fashion-mnist", "fashion-mnist": "mnist" });

/** Path of the weights trained on a dataset, in the folder of those that are committed. */
export function weightsPath(dataset: string, name: string): string {
  return join(import.meta.dirname ?? ".", "..", "..", "data", "encoders", `${dataset}-${name}.safetensors`);
}

/** Every trained encoder, and its twin `<name>-frozen` that was trained on the other dataset. */
export const trainedEncoders: readonly Encoder[] = Object.freeze(
  architectureNames.flatMap((name) => [trained(name, false), trained(name, true)]),
);

function trained(name: ArchitectureName, frozen: boolean): Encoder {
  const { kind, latent } = architecture(name, 10);
  const path = (dataset: Pick<Dataset, "name">): string =>
    weightsPath(frozen ? OTHER[dataset.name]! : dataset.name, name);
  return Object.freeze({
    name: frozen ? `${name}-frozen` : name,
    kind: "image",
    dim: latent,
    origin: frozen ? "frozen" : kind === "classifier" ? "supervised" : "autoencoder",
    about: `${kind} trained here on ${
      frozen ? "the other of MNIST and Fashion-MNIST" : "the dataset's training rows"
    }.`,
    datasets: Object.freeze(Object.keys(OTHER)),
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
