/**
 * Figure 7: heads of image encoders read texts and heads of text encoders read images (section 5.1).
 *
 * @module
 */
import type { LoadedSpace } from "../lib/encoder/load.ts";
import { fitIrp } from "../lib/method/irp.ts";
import type { Method } from "../lib/method/methods.ts";
import type { Asked, Experiment, Findings } from "./experiment.ts";
import { fig7Claims } from "./fig7.claims.ts";
import { findings, OMEGA } from "./fig7_findings.ts";
import { modalSpaces } from "./fig7_spaces.ts";
import { emojiStrip } from "./fig7_strip.ts";
import { METHODS as TABLE, named } from "./shared/methods.ts";
import { drawsOf } from "./shared/spaces.ts";
import { stitchPairs } from "./shared/stitching.ts";
import type { Row } from "./shared/summary.ts";
import { padded, partial, permuted, selector } from "./shared/translations.ts";

/** Spaces ("dataset/encoder", images first) of the same items, and the number of anchors. */
interface Part {
  /** What tables call it. */
  readonly part: string;
  readonly spaces: readonly string[];
  readonly k: number;
}
interface Sizes {
  readonly parts: readonly Part[];
  readonly seeds: number;
}

const of = (dataset: string, encoders: readonly string[]): readonly string[] => encoders.map((e) => `${dataset}/${e}`);
const PHOTOGRAPHS = ["mobilenet-v2-tf2", "mobilenet-v1-1.0", "mobilenet-v1-0.25", "centernet"];
const TEXTS = ["use-lite", "use-lite-mean", "char-tfidf", "word-tfidf"];
const SIZES = {
  quick: {
    parts: [{
      part: "emoji",
      spaces: of("emoji", ["centernet", "random-conv", "pca", "use-lite", "char-tfidf", "word-tfidf"]),
      k: 1000,
    }],
    seeds: 2,
  },
  full: {
    parts: [
      {
        part: "emoji",
        spaces: [
          ...of("emoji", PHOTOGRAPHS),
          "emoji-twitter/mobilenet-v2-tf2",
          ...of("emoji", [...TEXTS, "minilm-emoji"]),
        ],
        k: 1000,
      },
      {
        part: "photos",
        spaces: of("fashion-photo-articles", [...PHOTOGRAPHS, ...TEXTS, "use-lite-words"]),
        k: 1000,
      },
      {
        part: "emoji of emoji2vec",
        spaces: of("emoji", ["mobilenet-v2-tf2", "centernet", "use-lite", "minilm-emoji", "emoji2vec"]),
        k: 900,
      },
    ],
    seeds: 3,
  },
} as const satisfies Record<string, Sizes>;

/** IRP as the paper sets it here. */
export const IRP: Method = named("IRP", (x, y, seed) => fitIrp(x, y, { subspaces: OMEGA, delta: .8, seed }));
const known = (name: string): Method => TABLE.find((method) => method.name === name)!;
/** The methods of the figure. */
export const METHODS: readonly Method[] = Object.freeze([
  padded,
  IRP,
  named("IRP (δ=.6)", known("IRP").fit),
  partial,
  known("whitened"),
  permuted(IRP),
  permuted(known("whitened")),
]);

/** Rows of the strip: before, and after. */
const STRIP = [padded, permuted(IRP), IRP, known("whitened")];

/** One draw: the split, the anchors and the starts. */
interface Cell extends Part {
  readonly seed: number;
  /** Whether the selector, which takes longer than all others together, runs too between modalities; and the strip. */
  readonly first: boolean;
}
interface Found {
  readonly rows: readonly Row[];
  readonly strip?: Findings["charts"][string];
}

/** Figure 7 on emoji; "full" adds pretrained encoders, product photographs and emoji2vec. */
export const fig7: Experiment<Sizes, Cell, Found> = Object.freeze({
  name: "fig7",
  reproduces: "Figure 7",
  about:
    "Stitching between text and image encoders: accuracy under the other's head, and retrieval of one by the other.",
  notebook: "5.1-cross-domain-stitching",
  module: import.meta.url,
  presets: SIZES,
  claims: fig7Claims,
  cells: ({ sizes: { parts, seeds }, seed }: Asked<Sizes>) =>
    parts.flatMap((part) => drawsOf(seed, seeds).map((draw, i) => ({ ...part, seed: draw, first: i === 0 }))),
  reads: ({ spaces }: Cell) => spaces,
  measure: async (cell: Cell) => {
    const spaces = await modalSpaces(cell.spaces, cell.seed), rows = crossRows(spaces, cell);
    return cell.first && cell.part === "emoji" ? { rows, strip: await emojiStrip(spaces, STRIP, cell) } : { rows };
  },
  findings: (found: readonly Found[], { seed }: Asked<Sizes>): Findings => {
    const { records, charts } = findings(found.flatMap(({ rows }) => rows), seed);
    return { records, charts: { ...charts, strip: found.find(({ strip }) => strip !== undefined)!.strip! } };
  },
});

/** Every ordered pair and method on one draw, with the direction and the share of the own head of the decoder. */
export function crossRows(spaces: readonly LoadedSpace[], cell: Omit<Cell, "spaces">): readonly Row[] {
  const { part, k, seed, first } = cell, draw = { k, seed, methods: METHODS, across: first ? [selector] : [] };
  const kinds = new Map(spaces.map(({ encoder }) => [encoder.name, encoder.kind]));
  return [...stitchPairs(spaces, { ...draw, retrieval: true })].flatMap((rows) => {
    const own = rows[0]?.accuracy as number;
    return rows.filter(({ method }) => method !== "absolute").map(({ pairs: _, ...row }) => ({
      part,
      direction: `${kinds.get(row.source as string)} → ${kinds.get(row.target as string)}`,
      ...row,
      share: (row.accuracy as number) / own,
    }));
  });
}
