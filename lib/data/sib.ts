/**
 * The topics of SIB-200 (Adelani et al. 2024): the same sentences of FLORES in five languages.
 *
 * @module
 */
import type { Dataset } from "./dataset.ts";
import { dataFile, GITHUB } from "./files.ts";
import { badLine, lines, official } from "./lines.ts";

/** The languages of SIB-200 that are read here, by their short names. */
export const SIB: Readonly<
  Record<string, { readonly code: string; readonly sums: readonly [string, string, string] }>
> = Object.freeze({
  de: {
    code: "deu_Latn",
    sums: [
      "2c336ae7b65365a2e5c139fdf768c7f229b2faf76678cf0c450d563eecc93a2b",
      "809f5772264d1504f9ff70458514620eaf04aca0a817e01c181a6ba89b2f6ef6",
      "c7709a01e81725fd929145787fec51426e3c76be4125b2113b0dfecde9da4b39",
    ],
  },
  en: {
    code: "eng_Latn",
    sums: [
      "056c2989673d0724cb27edb0d9ee5c6305b2548c17f9fd8f2092f40c98ac0156",
      "48fe23ed3c66e6978c6cdeff3f661ab9ea6451001d967e23d94796b009777181",
      "fd7012f846f5a8caead1e7419023d64a28351893f3d9c7ebcde4c5481ca5d326",
    ],
  },
  es: {
    code: "spa_Latn",
    sums: [
      "274f9381c0e6cd8eebbe6dc66e04e8fe81866f565435b92204d212c13a6f5bd5",
      "53adba2773b99377133cfae38260df5badfbef541e73b674208395c2ae05f834",
      "971fbbf0ed5e2f4d10953264c9d5ef05d854b654014d3a10b98f50a12443ea41",
    ],
  },
  fr: {
    code: "fra_Latn",
    sums: [
      "a958d94907b591b27f9be4d878efa01d597992cd707d761358424d16c7919350",
      "6a1bf1201dbd9aee5d57a5fe65a5ffa5e733d486e7f0c658c264b764e4bde35f",
      "6ef23d135ee0bde78d907a908dbb5127ab27ee1189b0c2e3db51f328e0707d05",
    ],
  },
  ja: {
    code: "jpn_Jpan",
    sums: [
      "26ee8f4522cbc9ebed26e51818df33171646e54160c40c3388ddcf10d2145df6",
      "ee3e5718a6c241280a9fc9d7e3d4fc604023dcd66790063be8f82db2ce926ace",
      "ced64e76311d1e0e4f1d970b98f907daed78abe471a792da58301fb489a07962",
    ],
  },
});

/** Where the authors' 99 sentences for development go: to the training part, or to neither. */
export interface SibOptions {
  /** "train" by default; with "neither" the training part is the authors' 701. */
  readonly development?: "train" | "neither";
}

/** 1,004 sentences of FLORES with 7 topics in one language; ids and labels are the same in all. 800 to train, 204 to test. */
export async function loadSib(language: string, options: SibOptions = {}): Promise<Dataset> {
  const { code, sums } = SIB[language]!;
  const parts = await Promise.all(["train", "dev", "test"].map(async (part, i) => {
    const url =
      `${GITHUB}/dadelani/sib-200/e7a172159963fd28c65f1ea53a0cea931bd08719/data/annotated/${code}/${part}.tsv`;
    return new TextDecoder().decode(await dataFile({ name: `sib-200/${code}.${part}.tsv`, sha256: sums[i]!, url }));
  }));
  return sibDataset(language, parts, options);
}

/** The dataset of three tables of index, topic and text. @throws {RangeError} If a line is none. */
export function sibDataset(language: string, parts: readonly string[], options: SibOptions = {}): Dataset {
  const development = options.development === "neither" ? 2 : 0;
  const rows = parts.flatMap((table, part) =>
    lines(table).slice(1).map((line, i) => {
      const [id, topic, text] = line.split("\t");
      if (!id || !topic || !text) throw badLine("SIB-200", i + 1, "index, topic and text", line);
      return { id, label: topic, text, part: [0, development, 1][part]! };
    })
  ).sort((a, b) => Number(a.id) - Number(b.id));
  return official(`sib-200/${language}`, rows, [...new Set(rows.map(({ label }) => label))].sort());
}
