/**
 * SentencePiece's unigram model (Kudo 2018): the most likely cut of a text into pieces of a vocabulary.
 *
 * @module
 */
import type { Tokenizer } from "./onnx.ts";

/** Pieces with their log-probabilities; the number of a piece is its place. */
export type Vocabulary = readonly (readonly [string, number])[];

/** The first numbers are no pieces of text: unknown, start, end, and three more. */
const RESERVED = 6;
const UNKNOWN = 0;

/**
 * The tokenizer of a vocabulary: NFKC, "▁" for spaces and in front, then the cut with the largest sum of scores
 * (Viterbi; of equal ones the one whose last piece begins later). A letter that begins no piece is unknown, number 0, at
 * no cost; several in a row are one.
 *
 * @throws {TypeError} If the vocabulary has no pieces.
 */
export function unigramTokenizer(vocabulary: Vocabulary): Tokenizer {
  if (vocabulary.length <= RESERVED) {
    throw new TypeError("Cannot make a tokenizer as its vocabulary must have pieces: it has none");
  }
  const numbers = new Map<string, number>(), starts = new Set<string>();
  let longest = 1;
  vocabulary.slice(RESERVED).forEach(([piece], i) => {
    const letters = [...piece];
    numbers.set(piece, i + RESERVED);
    starts.add(letters[0]!);
    longest = Math.max(longest, letters.length);
  });
  return (text) => {
    const plain = text.normalize("NFKC"), letters = plain === "" ? [] : [..."▁" + plain.replaceAll(" ", "▁")];
    const best = new Float64Array(letters.length + 1).fill(-Infinity),
      last = new Int32Array(letters.length + 1).fill(-1);
    const from = new Int32Array(letters.length + 1);
    const offer = (start: number, end: number, number: number, score: number): void => {
      if (best[start]! + score < best[end]!) return;
      best[end] = best[start]! + score;
      last[end] = number;
      from[end] = start;
    };
    best[0] = 0;
    for (let i = 0; i < letters.length; i++) {
      if (best[i] === -Infinity) continue;
      if (!starts.has(letters[i]!)) offer(i, i + 1, UNKNOWN, 0);
      let piece = "", found = false;
      for (let j = i; j < Math.min(letters.length, i + longest); j++) {
        piece += letters[j]!;
        const number = numbers.get(piece);
        if (number === undefined) continue;
        found = true;
        offer(i, j + 1, number, vocabulary[number]![1]);
      }
      if (!found && starts.has(letters[i]!)) offer(i, i + 1, UNKNOWN, 0);
    }
    const out: number[] = [];
    for (let end = letters.length; end > 0; end = from[end]!) {
      if (last[end] !== UNKNOWN || out[0] !== UNKNOWN) out.unshift(last[end]!);
    }
    return out;
  };
}
