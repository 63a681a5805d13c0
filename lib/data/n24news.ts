/**
 * N24News (Wang et al. 2022): news with photographs in 24 sections, from a folder of your own in its authors' form.
 *
 * @module
 */
import { Matrix } from "../linalg/matrix.ts";
import type { Dataset } from "./dataset.ts";
import { ownFile } from "./files.ts";
import { decodeImage } from "./folder.ts";
import { official } from "./lines.ts";
import { squareImage } from "./resize.ts";

/** One item of the authors' files, as far as it is read. */
interface News {
  readonly section: string;
  readonly headline: string;
  readonly abstract: string;
  /** The photograph is `imgs/<image_id>.jpg`. */
  readonly image_id: string;
}
const FIELDS = ["section", "headline", "abstract", "image_id"] as const;
/** Files of the authors' train and test parts, and items read of each: all photographs would not fit into memory. */
const PARTS = [["train", 2768], ["test", 1232]] as const;
/** To which photographs are resized. */
const SIDE = 128;

/**
 * The first 2,768 items of N24News to train and the first 1,232 to test: photographs (128 × 128), headlines with their
 * abstracts, and the section as the class.
 *
 * @throws {Error} Named "MissingDataset" if a file is not in the folder; it is named.
 * @throws {RangeError} If a file is no list of news, or a photograph is damaged; it is named.
 */
export async function loadNews(): Promise<Dataset> {
  const lists = await Promise.all(PARTS.map(([part]) => newsOf(`n24news/news/nytimes_${part}.json`)));
  const classes = [...new Set(lists[0]!.map(({ section }) => section))].sort();
  const items = PARTS.flatMap(([name, count], part) =>
    lists[part]!.slice(0, count).map((news, i) => ({ ...news, id: `${name}-${i}`, part }))
  );
  const pixels: Float32Array[] = [];
  for (const { image_id } of items) {
    const name = `n24news/imgs/${image_id}.jpg`;
    pixels.push(squareImage(await decodeImage(await ownFile(name), name), SIDE));
  }
  const rows = items.map(({ headline, abstract, section, ...item }) => (
    { ...item, text: `${headline} ${abstract}`.trim(), label: section }
  ));
  const images = Matrix.from(pixels, "f32"), imageShape = { height: SIDE, width: SIDE, channels: 3 };
  return official("n24news-4000", rows, classes, { images, imageShape });
}

/** The news of a file. */
async function newsOf(name: string): Promise<readonly News[]> {
  const action = `Cannot read ${name} as`, text = new TextDecoder().decode(await ownFile(name));
  const list = parsed(text);
  if (!Array.isArray(list) || list.length === 0) {
    throw new RangeError(`${action} it must be a list of news: it is none`);
  }
  const lacking = (news: unknown): string | undefined =>
    FIELDS.find((field) => typeof (news as News | null)?.[field] !== "string");
  const bad = list.findIndex(lacking);
  if (bad < 0) return list as News[];
  throw new RangeError(`${action} every item must have the text "${lacking(list[bad])}": item ${bad} has none`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
