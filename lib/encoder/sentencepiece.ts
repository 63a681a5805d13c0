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
  const root = treeOf(vocabulary);
  return (text) => {
    const plain = text.normalize("NFKC"), letters = plain === "" ? [] : [..."▁" + plain.replaceAll(" ", "▁")];
    const n = letters.length, best = new Float64Array(n + 1).fill(-Infinity);
    const last = new Int32Array(n + 1), from = new Int32Array(n + 1);
    const offer = (start: number, end: number, number: number, score: number): void => {
      if (best[start]! + score < best[end]!) return;
      best[end] = best[start]! + score;
      last[end] = number;
      from[end] = start;
    };
    best[0] = 0;
    for (let i = 0; i < n; i++) {
      if (best[i] === -Infinity) continue;
      let found = false, node: Tree | undefined = root;
      for (let end = i + 1; end <= n; end++) {
        node = node.next.get(letters[end - 1]!);
        if (!node) break;
        if (node.number === UNKNOWN) continue;
        found = true;
        offer(i, end, node.number, vocabulary[node.number]![1]);
      }
      if (!found) offer(i, i + 1, UNKNOWN, 0);
    }
    return cutBack(last, from);
  };
}

/** Numbers of the pieces in order; several unknown ones in a row are one. */
function cutBack(last: Int32Array, from: Int32Array): number[] {
  const out: number[] = [];
  for (let end = last.length - 1; end > 0; end = from[end]!) {
    if (last[end] !== UNKNOWN || out.at(-1) !== UNKNOWN) out.push(last[end]!);
  }
  return out.reverse();
}

/** Pieces by their letters: the number of the piece that ends here, 0 if none does, and what may follow. */
interface Tree {
  number: number;
  readonly next: Map<string, Tree>;
}

function treeOf(vocabulary: Vocabulary): Tree {
  const root: Tree = { number: UNKNOWN, next: new Map() };
  vocabulary.slice(RESERVED).forEach(([piece], i) => {
    let node = root;
    for (const letter of piece) {
      const next = node.next.get(letter) ?? { number: UNKNOWN, next: new Map() };
      node.next.set(letter, next);
      node = next;
    }
    node.number = i + RESERVED;
  });
  return root;
}
