/** The rows of training, against PyTorch, and the portable GEMM, against tfjs. */
import type { Scalar, Tensor2D } from "../lib/nn/tfjs.ts";
import { Matrix } from "anchorage";
import { architecture, fitLoop, initialWeights, type Tf, useBackend } from "anchorage/nn";
import { portableEngine } from "../lib/linalg/engine/portable.ts";
import { engine, withEngine } from "../lib/linalg/engine/select.ts";
import type { Architecture } from "../lib/nn/layers.ts";
import { latentExtent } from "../lib/nn/network.ts";
import { forward } from "../lib/nn/train.ts";
import { takeRows } from "../lib/linalg/matrix.ts";
import { ROWS } from "./inputs.ts";
import { type Side, timed } from "./pair.ts";
import { Missing } from "./python.ts";
import type { Bench, Row } from "./rows.ts";

const dense = (units: number, activation: "relu" | "linear") => ({ type: "dense", units, activation }) as const;
const MLP: Architecture = {
  name: "mlp512",
  kind: "classifier",
  input: [512],
  latent: 512,
  encoder: [dense(512, "relu"), dense(512, "relu")],
  decoder: [dense(100, "linear")],
};

/** One epoch of training as a body: the network's weights stay, so every run goes on where the last one stopped. */
function epoch(tf: Tf, model: Architecture, images: Matrix, labels: Int32Array, batchSize: number): () => void {
  const variables = Object.fromEntries(
    Object.entries(initialWeights(model, 1)).map(([name, w]) => [name, tf.variable(tf.tensor(w.data, [...w.shape]))]),
  );
  const optimizer = tf.fusedAdam();
  const objective = (rows: Int32Array): Scalar => {
    const x = tf.tensor(takeRows(images, rows).data as Float32Array, [rows.length, ...model.input]);
    const latent = forward(tf, "encoder", model.encoder, variables, model.input, x);
    const y = forward(tf, "decoder", model.decoder, variables, latentExtent(model), latent);
    if (model.kind === "autoencoder") return tf.meanSquaredError(x, y);
    return tf.softmaxCrossEntropy(tf.tensor1d(Int32Array.from(rows, (row) => labels[row]!), "int32"), y as Tensor2D);
  };
  return () => void fitLoop(tf, objective, { seed: 1, epochs: 1, batchSize, optimizer, count: images.rows });
}

interface Training {
  readonly work: string;
  readonly atMost: number;
  readonly engine: "blas" | "portable";
  readonly name: "mlp" | "autoencoder";
  readonly model: () => Architecture;
  readonly batch: number;
}

function training({ name, model, batch, ...parts }: Training): Row {
  return {
    ...parts,
    peer: "PyTorch",
    precision: "f32",
    prepare: async (bench: Bench) => {
      const tf = await useBackend();
      const rows = await bench.inputs.get(name === "mlp" ? "mlp_rows" : "images");
      const labels = name === "mlp" ? Int32Array.from((await bench.inputs.get("mlp_labels")).data) : new Int32Array(0);
      const body = epoch(tf, model(), rows, labels, batch);
      const chosen = parts.engine === "blas" ? engine() : portableEngine();
      const ours: Side = () => withEngine(chosen, () => timed(body));
      const [torch] = bench.torch();
      if (torch === undefined) throw new Missing("there is no PyTorch");
      const theirs: Side = () => torch.run(name, bench.inputs.folder, 1);
      await theirs();
      await ours();
      return { ours, theirs: [theirs] };
    },
  };
}

const mlp = { name: "mlp", model: () => MLP, batch: 256 } as const;
const STEPS = { mlp: ROWS.mlp / 256, images: ROWS.images / 128 };

/** In the order of the table. */
export const trainingRows: readonly Row[] = [
  training({ ...mlp, work: `MLP 512-512-512-100, batch 256, Adam, ${STEPS.mlp} steps`, atMost: 1.25, engine: "blas" }),
  training({
    name: "autoencoder",
    model: () => architecture("convae128", 10),
    batch: 128,
    work: `conv autoencoder 28 × 28, batch 128, Adam, ${STEPS.images} steps`,
    atMost: 1.6,
    engine: "blas",
  }),
  training({ ...mlp, work: "the same MLP steps, portable engine", atMost: 10, engine: "portable" }),
];
