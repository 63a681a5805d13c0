/**
 * The messages of the TypeScript compiler: the same 2,070 sentences in 14 languages.
 *
 * @module
 */
import { published } from "./checked.ts";
import { type Dataset, makeDataset } from "./dataset.ts";
import { packageJsonIfThere, packageText } from "./package.ts";
import { splitRows } from "./split.ts";

/** SHA-256 of lib/typescript.js. */
const CHECKSUM = "3ae902c92cc44dace175c0e69e13a4b0899f6983c6121d76b9ab8dd5795e7675";
const classes = ["Error", "Message", "Suggestion"];

/** One message of the compiler. */
export interface Message {
  /** The compiler's key: the English words and a number. */
  readonly key: string;
  /** "Error", "Message" or "Suggestion". */
  readonly category: string;
  /** The English text, with {0}, {1} … for what the compiler fills in. */
  readonly text: string;
}

/**
 * The messages in the source of the compiler that are plain strings in double quotes.
 *
 * @throws {RangeError} If there are none.
 */
export function parseMessages(source: string): Message[] {
  const pattern = /diag\(\d+, \d \/\* (\w+) \*\/, ("(?:[^"\\]|\\.)*"), ("(?:[^"\\]|\\.)*")/g;
  const messages = [...source.matchAll(pattern)].map(([, category, key, text]) => ({
    key: JSON.parse(key!) as string,
    category: category!,
    text: JSON.parse(text!) as string,
  }));
  if (messages.length === 0) throw new RangeError("Cannot read the compiler's messages as its source has none");
  return messages;
}

/** The text with every {0}, {1} … replaced by "X". */
export function fillMessage(text: string): string {
  return text.replace(/\{\d+\}/g, "X");
}

/**
 * The messages that exist in every language, in one of them; equal ids are translations of each other. Labels are the
 * compiler's categories; 70 % to train, seeded, the same rows in every language.
 *
 * @throws {RangeError} If the package has no messages in the language.
 */
export async function loadMessages(language: string, seed: number): Promise<Dataset> {
  const english = parseMessages(
    published(await packageText("typescript", "lib/typescript.js"), CHECKSUM, "the compiler's messages"),
  );
  const path = `lib/${language === "en" ? "fr" : language}/diagnosticMessages.generated.json`;
  const translated = await packageJsonIfThere("typescript", path);
  if (translated !== undefined) return messagesDataset(language, english, translated as Record<string, string>, seed);
  throw new RangeError(`Cannot load messages in "${language}" as their package must have ${path}: it has none`);
}

/** The dataset of the messages that are translated: with their English texts for "en", else the translated ones. */
export function messagesDataset(
  language: string,
  english: readonly Message[],
  translated: Readonly<Record<string, string>>,
  seed: number,
): Dataset {
  const messages = english.filter(({ key }) => Object.hasOwn(translated, key));
  const bad = messages.find(({ key }) => typeof translated[key] !== "string");
  if (bad) {
    throw new RangeError(
      `Cannot read messages in "${language}" as "${bad.key}" must be a text: it is ${translated[bad.key]}`,
    );
  }
  return makeDataset({
    name: `messages/${language}`,
    ids: messages.map(({ key }) => key),
    labels: Int32Array.from(messages, ({ category }) => classes.indexOf(category)),
    classes,
    texts: messages.map(({ key, text }) => fillMessage(language === "en" ? text : translated[key]!)),
    splits: splitRows(messages.length, 0.7, seed),
  });
}
