/**
 * Texts with classes in TREC's role: AG news, Subj, and TREC itself.
 *
 * @module
 */
import type { Dataset } from "./dataset.ts";
import { dataFile, GITHUB, type PublishedFile } from "./files.ts";
import { badLine, classified, lines, official } from "./lines.ts";

const AG: PublishedFile = Object.freeze({
  name: "text/ag_news_test.csv",
  sha256: "521465c2428ed7f02f8d6db6ffdd4b5447c1c701962353eb2c40d548c3c85699",
  url: `${GITHUB}/mhjabreel/CharCnn_Keras/master/data/ag_news_csv/test.csv`,
  size: 1_857_427,
});
const SUBJ: PublishedFile = Object.freeze({
  name: "text/subj.all",
  sha256: "f3ffbe2aa8e4f3ba3e63e46dce51613854edbca122fb3aa758b9bce047ded23c",
  url: `${GITHUB}/harvardnlp/sent-conv-torch/656a7ea29de3409aca87bb17935cf93c537527fa/data/subj.all`,
  size: 1_320_246,
});
const COGCOMP = "https://cogcomp.seas.upenn.edu/Data/QA/QC";
const TREC: readonly PublishedFile[] = Object.freeze([
  {
    name: "text/train_5500.label",
    sha256: "9e4c8bdcaffb96ed61041bd64b564183d52793a8e91d84fc3a8646885f466ec3",
    url: `${COGCOMP}/train_5500.label`,
    size: 335_858,
  },
  {
    name: "text/TREC_10.label",
    sha256: "033f22c028c2bbba9ca682f68ffe204dc1aa6e1cf35dd6207f2d4ca67f0d0e8e",
    url: `${COGCOMP}/TREC_10.label`,
    size: 23_354,
  },
]);

/** The 7,600 test items of AG news: title and first sentences, four classes; 75 % to train, seeded. */
export async function loadAgNews(seed: number): Promise<Dataset> {
  return agNewsDataset(new TextDecoder().decode(await dataFile(AG)), seed);
}

/** The dataset of lines "class","title","description". @throws {RangeError} If a line is none; it is named. */
export function agNewsDataset(csv: string, seed: number): Dataset {
  const rows = lines(csv).map((line, i) => {
    const match = /^"([1-4])","((?:[^"]|"")*)","((?:[^"]|"")*)"$/.exec(line);
    if (!match) throw badLine("AG news", i, '"class","title","description"', line);
    const text = `${match[2]} ${match[3]}`.replaceAll('""', '"').replaceAll("\\", " ").replace(/\s+/g, " ").trim();
    return { label: Number(match[1]) - 1, text };
  });
  return classified("ag-news", rows, ["world", "sports", "business", "science and technology"], { train: .75, seed });
}

/** 10,000 sentences, objective or subjective; 75 % to train, seeded. */
export async function loadSubj(seed: number): Promise<Dataset> {
  return subjDataset(new TextDecoder("latin1").decode(await dataFile(SUBJ)), seed);
}

/** The dataset of lines "0 text" (subjective) and "1 text" (objective). @throws {RangeError} If a line is none. */
export function subjDataset(text: string, seed: number): Dataset {
  const rows = lines(text).map((line, i) => {
    const match = /^([01]) (.*\S)\s*$/.exec(line);
    if (!match) throw badLine("Subj", i, "0 or 1 and a sentence", line);
    return { label: Number(match[1]), text: match[2]! };
  });
  return classified("subj", rows, ["subjective", "objective"], { train: .75, seed });
}

/** TREC's questions with its six coarse classes and its own split, 5,452 and 500. */
export async function loadTrec(): Promise<Dataset> {
  const [train, test] = await Promise.all(
    TREC.map(async (file) => new TextDecoder("latin1").decode(await dataFile(file))),
  );
  return trecDataset(train!, test!);
}

/** The dataset of two files of lines "CLASS:detail text". @throws {RangeError} If a line is none. */
export function trecDataset(train: string, test: string): Dataset {
  const classes = ["ABBR", "DESC", "ENTY", "HUM", "LOC", "NUM"];
  const parts = [train, test].map((text, part) =>
    lines(text).map((line, i) => {
      const [, name = "", question] = /^([A-Z]+):\w+ (.*\S)\s*$/.exec(line) ?? [];
      if (question === undefined || !classes.includes(name)) throw badLine("TREC", i, "CLASS:detail and a text", line);
      return { label: classes.indexOf(name), text: question, part };
    })
  );
  return official("trec", parts.flat(), classes);
}
