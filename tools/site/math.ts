/**
 * Bold, script and double-struck letters as the characters that Unicode has for them: browsers draw MathML without the
 * `mathvariant` that KaTeX writes.
 *
 * @module
 */

interface Alphabet {
  readonly upper: number;
  readonly lower: number;
  /** Letters that Unicode had before the alphabet, which hence lie elsewhere. */
  readonly others: Readonly<Record<string, string>>;
}

const ALPHABETS: Readonly<Record<string, Alphabet>> = {
  "bold": { upper: 0x1d400, lower: 0x1d41a, others: {} },
  "script": {
    upper: 0x1d49c,
    lower: 0x1d4b6,
    others: { B: "ℬ", E: "ℰ", F: "ℱ", H: "ℋ", I: "ℐ", L: "ℒ", M: "ℳ", R: "ℛ", e: "ℯ", g: "ℊ", o: "ℴ" },
  },
  "double-struck": {
    upper: 0x1d538,
    lower: 0x1d552,
    others: { C: "ℂ", H: "ℍ", N: "ℕ", P: "ℙ", Q: "ℚ", R: "ℝ", Z: "ℤ" },
  },
};

/** The MathML with its styled letters as characters, and with bars that grow around what they enclose. */
export function styledLetters(mathml: string): string {
  const grown = mathml.replace(/<mo fence="true">([∣∥])<\/mo>/g, (_, bar: string) => {
    return `<mo fence="true" stretchy="true">${bar === "∣" ? "|" : "‖"}</mo>`;
  });
  return grown.replace(/<mi mathvariant="([^"]+)">([A-Za-z])<\/mi>/g, (all, style: string, letter: string) => {
    const alphabet = ALPHABETS[style];
    if (alphabet === undefined) return all;
    const [start, first] = letter < "a" ? [alphabet.upper, "A"] : [alphabet.lower, "a"];
    const code = start + letter.charCodeAt(0) - first.charCodeAt(0);
    return `<mi mathvariant="normal">${alphabet.others[letter] ?? String.fromCodePoint(code)}</mi>`;
  });
}
