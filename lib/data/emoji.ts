/**
 * Emoji: the same 1,906 signs in two hands, with their names and keywords in about a hundred languages.
 *
 * @module
 */
import { oneOf } from "../base/check.ts";
import { Matrix } from "../linalg/matrix.ts";
import { published } from "./checked.ts";
import { type Dataset, makeDataset } from "./dataset.ts";
import { packageBytes, packageJson, packageJsonIfThere } from "./package.ts";
import { type Bitmap, decodePng } from "./png.ts";
import { splitRows } from "./split.ts";

const side = 32;
/** SHA-256 of the index of emoji and of both sheets of drawings. */
const CHECKSUMS = Object.freeze({
  index: "d4e225596a09d2a42c16b66847e05bb5fbab67cf8a92cdc2237d219676af50a2",
  google: "b417e9f6cd4bbc10656bbfd5e13b6e9a2545b55e6a4cf7312d75be1faaa34952",
  twitter: "2767ef2e87cbfb6cc12ac46596c339549afaf0ae8771cf51100c8853f6bde632",
});

/** One emoji of the sheet index. */
export interface EmojiRecord {
  /** Code points in hexadecimal, joined by "-"; the id. */
  readonly unified: string;
  /** One of nine groups. */
  readonly category: string;
  /** One of 98 subgroups. */
  readonly subcategory: string;
  /** Column of the sheet. */
  readonly sheet_x: number;
  /** Row of the sheet. */
  readonly sheet_y: number;
  readonly has_img_google: boolean;
  readonly has_img_twitter: boolean;
}

/** Names (`tts`) and keywords (`default`) by sign. */
export type Annotations = Readonly<Record<string, { readonly tts?: readonly string[]; readonly default?: string[] }>>;

/** Which side of the emoji to load. */
export interface EmojiOptions {
  /** Whose drawings; "google" if absent. */
  readonly drawing?: "google" | "twitter";
  /** A CLDR locale of the names and keywords, such as "en", "fr" or "ja"; "en" if absent. */
  readonly language?: string;
  /** 9 groups, or 98 subgroups; "group" if absent. */
  readonly labels?: "group" | "subgroup";
  /** Seed of the split, 0 if absent. */
  readonly seed?: number;
}

/** The emoji that both hands drew, without the skin tones and hair that are only components of others. */
export function usableEmoji(records: readonly EmojiRecord[]): EmojiRecord[] {
  return records.filter((r) => r.category !== "Component" && r.has_img_google && r.has_img_twitter);
}

/**
 * The drawings of a sheet, on white: n × (size · size · 3) in [0, 1]. A cell has a border of one pixel on each side.
 *
 * @throws {RangeError} If a cell is outside the sheet.
 */
export function cutSheet(sheet: Bitmap, cells: readonly EmojiRecord[], size: number): Matrix {
  const images = Matrix.zeros(cells.length, size * size * 3, "f32");
  for (const [i, { unified, sheet_x, sheet_y }] of cells.entries()) {
    const left = sheet_x * (size + 2) + 1;
    const top = sheet_y * (size + 2) + 1;
    if (left + size > sheet.width || top + size > sheet.height) {
      const found = `${sheet.width} × ${sheet.height}`;
      throw new RangeError(
        `Cannot cut emoji ${unified} as its sheet must reach column ${sheet_x}, row ${sheet_y}: ${found}`,
      );
    }
    const row = images.row(i);
    for (let y = 0, to = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const from = 4 * ((top + y) * sheet.width + left + x);
        const alpha = sheet.data[from + 3]! / 255;
        for (let c = 0; c < 3; c++) row[to++] = 1 - alpha + alpha * sheet.data[from + c]! / 255;
      }
    }
  }
  return images;
}

/** "name: keyword, keyword" of the sign, also looked up without U+FE0F; empty if the language does not describe it. */
export function describeEmoji(unified: string, annotations: Annotations): string {
  const sign = String.fromCodePoint(...unified.split("-").map((code) => parseInt(code, 16)));
  const found = annotations[sign] ?? annotations[sign.replaceAll("\uFE0F", "")];
  return found?.tts ? `${found.tts[0]}: ${(found.default ?? []).join(", ")}` : "";
}

/** What `loadEmoji` of the registry loads. */
export async function readEmoji(options: EmojiOptions): Promise<Dataset> {
  const { drawing = "google", language = "en", labels = "group" } = options;
  oneOf(drawing, ["google", "twitter"], "the drawing", "load emoji");
  oneOf(labels, ["group", "subgroup"], "the labels", "load emoji");
  const annotations = await loadAnnotations(language);
  const all = await packageJson("emoji-datasource-google", "emoji.json") as EmojiRecord[];
  published(JSON.stringify(all), CHECKSUMS.index, "emoji.json");
  const records = usableEmoji(all);
  const path = `img/${drawing}/sheets/${side}.png`;
  const sheet = await decodePng(
    published(await packageBytes(`emoji-datasource-${drawing}`, path), CHECKSUMS[drawing], path),
    path,
  );
  return emojiDataset(records, sheet, annotations, options);
}

/** The dataset of the records, their sheet of 32-pixel drawings and their descriptions. */
export function emojiDataset(
  records: readonly EmojiRecord[],
  sheet: Bitmap,
  annotations: Annotations,
  { drawing = "google", labels = "group", seed = 0 }: EmojiOptions = {},
): Dataset {
  const names = records.map((r) => labels === "group" ? r.category : r.subcategory);
  const classes = [...new Set(names)].sort();
  return makeDataset({
    name: `emoji${drawing === "twitter" ? "-twitter" : ""}${labels === "subgroup" ? "-subgroups" : ""}`,
    ids: records.map((r) => r.unified.toLowerCase()),
    labels: Int32Array.from(names, (name) => classes.indexOf(name)),
    classes,
    images: cutSheet(sheet, records, side),
    imageShape: { height: side, width: side, channels: 3 },
    texts: records.map((r) => describeEmoji(r.unified, annotations)),
    splits: splitRows(records.length, 0.7, seed),
  });
}

async function loadAnnotations(language: string): Promise<Annotations> {
  const locale = /^[A-Za-z0-9-]+$/.test(language) ? language : "none";
  const [own, derived] = await Promise.all([
    packageJsonIfThere("cldr-annotations-full", `annotations/${locale}/annotations.json`),
    packageJsonIfThere("cldr-annotations-derived-full", `annotationsDerived/${locale}/annotations.json`),
  ]) as [{ annotations: { annotations: Annotations } }?, { annotationsDerived: { annotations: Annotations } }?];
  if (own) return { ...derived?.annotationsDerived.annotations, ...own.annotations.annotations };
  const locales = 'a CLDR locale with annotations, such as "en", "fr" or "ja"';
  throw new RangeError(`Cannot load emoji as the language must be ${locales}: it is "${language}"`);
}
