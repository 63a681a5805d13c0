/**
 * The spaces of languages: by an encoder of each language's own, or by one that was fitted on all of them.
 *
 * @module
 */
import { type Dataset, makeDataset } from "../../lib/data/dataset.ts";
import type { Encoder } from "../../lib/encoder/encoder.ts";
import { encodeDataset, type LoadedSpace } from "../../lib/encoder/load.ts";
import { letterGrams } from "../../lib/encoder/text.ts";
import { latentSemantics } from "../../lib/encoder/tfidf.ts";
import { fitHead } from "../../lib/head/head.ts";
import { sliceRows, takeRows } from "../../lib/linalg/matrix.ts";
import { type Space, space } from "../../lib/space/space.ts";
import { hubOf } from "./hubmodels.ts";
import { range } from "./parallel.ts";

/** Names of rows: fitted on all languages at once, and with each training sentence and its translations as one text. */
export const JOINT = "joint", PAIRED = "joint, of pairs";

/** One language's space. */
export interface Language {
  readonly language: string;
  readonly space: LoadedSpace;
}

/** An encoder by name, a model of the hub's folder, or "char-tfidf@256": the library's in another dimension. */
export function encoderOf(name: string): string | Encoder {
  const [, rank] = /^char-tfidf@(\d+)$/.exec(name) ?? [];
  if (rank === undefined) return hubOf(name) ?? name;
  const card = {
    name,
    kind: "text",
    dim: Number(rank),
    origin: "fitted",
    about: "TF-IDF of sequences of letters.",
  } as const;
  return { ...card, ...latentSemantics(card.dim, letterGrams) };
}

/**
 * The spaces of all languages by one encoder that was fitted on all training sentences, or, `paired`, on texts that each
 * are one training sentence in all languages.
 */
export async function jointSpaces(
  datasets: readonly Dataset[],
  encoder: string | Encoder,
  { paired }: { readonly paired: boolean },
): Promise<readonly LoadedSpace[]> {
  const [first] = datasets as [Dataset], { train } = first.splits, n = first.ids.length;
  const fitted = paired
    ? Array.from(train, (i) => datasets.map((d) => d.texts![i]!).join("\n"))
    : datasets.flatMap((d) => Array.from(train, (i) => d.texts![i]!));
  const texts = [...fitted, ...datasets.flatMap((d) => d.texts!)];
  const topics = fitted.map((_, i) => first.labels[train[i % train.length]!]!);
  const all = await encodeDataset(
    makeDataset({
      name: datasets.map((d) => d.name).join(" and "),
      labels: [...topics, ...datasets.flatMap((d) => Array.from(d.labels))],
      classes: first.classes,
      texts,
      splits: { train: range(0, fitted.length), test: range(fitted.length, texts.length) },
    }),
    encoder,
  );
  return datasets.map((dataset, l) => {
    const vectors = sliceRows(all.test.vectors, l * n, (l + 1) * n), classes = dataset.classes;
    const part = (rows: Int32Array, name: string): Space & { readonly labels: Int32Array } => {
      const ids = Array.from(rows, (i) => dataset.ids[i]!), labels = Int32Array.from(rows, (i) => dataset.labels[i]!);
      return { ...space({ name, ids, vectors: takeRows(vectors, rows), labels }), labels };
    };
    const own = part(train, dataset.name), test = part(dataset.splits.test, `${dataset.name} test`);
    const head = fitHead(own.vectors, own.labels, { classes: classes.length, seed: 0 });
    return Object.freeze({ ...own, test: Object.freeze(test), classes, encoder: all.encoder, head });
  });
}
