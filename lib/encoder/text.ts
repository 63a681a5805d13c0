/**
 * From texts to words and letter sequences, and to the vocabulary of the training texts.
 *
 * @module
 */
import { type Csr, csrFrom } from "../linalg/csr.ts";

/** Splits a text into the units that are counted. */
export type Tokenise = (text: string) => readonly string[];

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Words in lower case; scripts without spaces between words are segmented by Unicode's rules. */
export function words(text: string): readonly string[] {
  const plain = text.normalize("NFKC").toLowerCase();
  if (!unspaced.test(plain)) return plain.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const segments = new Intl.Segmenter("en", { granularity: "word" }).segment(plain);
  return Array.from(segments).filter((segment) => segment.isWordLike).map((segment) => segment.segment);
}

/** All sequences of 3 and 4 letters of every word, with its borders as spaces. */
export function letterGrams(text: string): readonly string[] {
  return words(text).flatMap((word) => {
    const letters = [" ", ...word, " "];
    return [3, 4].flatMap((n) =>
      Array.from({ length: Math.max(letters.length - n + 1, 0) }, (_, i) => letters.slice(i, i + n).join(""))
    );
  });
}

/** The tokens that are counted: their columns, the most frequent first, and the weights of the columns. */
export interface Vocabulary {
  readonly index: ReadonlyMap<string, number>;
  /** ln((1 + n) / (1 + texts with the token)) + 1 by column. */
  readonly idf: Float64Array<ArrayBuffer>;
}

/** Tokens that occur in at least two of the training texts, at most `limit` of them. */
export function fitVocabulary(tokens: readonly (readonly string[])[], train: Int32Array, limit: number): Vocabulary {
  const counts = new Map<string, number>();
  for (const row of train) for (const token of new Set(tokens[row])) counts.set(token, (counts.get(token) ?? 0) + 1);
  const kept = [...counts].filter(([, count]) => count >= 2)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, limit);
  return Object.freeze({
    index: new Map(kept.map(([token], i) => [token, i])),
    idf: Float64Array.from(kept, ([, count]) => Math.log((1 + train.length) / (1 + count)) + 1),
  });
}

/**
 * Rows of (1 + ln count) · idf of unit norm, one for each text; empty where a text has no known token.
 */
export function tfidf(tokens: readonly (readonly string[])[], { index, idf }: Vocabulary): Csr {
  return csrFrom(
    tokens.map((list) => {
      const row = new Map<number, number>();
      for (const token of list) {
        const column = index.get(token);
        if (column !== undefined) row.set(column, (row.get(column) ?? 0) + 1);
      }
      let energy = 0;
      for (const [column, count] of row) {
        const weight = (1 + Math.log(count)) * idf[column]!;
        row.set(column, weight);
        energy += weight * weight;
      }
      for (const [column, weight] of row) row.set(column, weight / Math.sqrt(energy));
      return row;
    }),
    Math.max(idf.length, 1),
  );
}
