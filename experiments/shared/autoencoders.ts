/**
 * Autoencoders as spaces with decoders: those whose weights are committed, and others of the same kinds and other seeds.
 *
 * @module
 */
import { type Dataset } from "../../lib/data/dataset.ts";
import { weightsPath } from "../../lib/encoder/trained.ts";
import { type Matrix, takeRows } from "../../lib/linalg/matrix.ts";
import { decodeLatents, encodeImages } from "../../lib/nn/infer.ts";
import type { ArchitectureName } from "../../lib/nn/models.ts";
import { loadNetwork } from "../../lib/nn/network.ts";
import { trainedNetwork } from "./training.ts";

/** Which autoencoder: the committed one, or one trained with the seed. */
export interface AutoencoderName {
  readonly model: ArchitectureName;
  readonly seed?: number;
}

/** Its encodings of the rows to fit on and of the rows to measure on, and its decoder. */
export interface Autoencoder {
  readonly name: string;
  readonly train: Matrix;
  readonly test: Matrix;
  /** Latent vectors to images. */
  decode(latents: Matrix): Matrix;
}

/** Rows of a dataset to fit on and to measure on. */
export interface Rows {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** The autoencoder over these rows; one of another seed is trained on the first use and kept in the cache. */
export async function autoencoder(
  dataset: Dataset,
  { model, seed }: AutoencoderName,
  rows: Rows,
  epochs: number,
): Promise<Autoencoder> {
  const images = dataset.images!;
  const network = seed === undefined
    ? await loadNetwork(weightsPath(dataset.name, model))
    : await trainedNetwork(dataset, model, seed, epochs);
  return Object.freeze({
    name: seed === undefined ? model : `${model}, seed ${seed}`,
    train: encodeImages(network, takeRows(images, rows.train)),
    test: encodeImages(network, takeRows(images, rows.test)),
    decode: (latents: Matrix) => decodeLatents(network, latents),
  });
}
