/**
 * What the files of a hub's model say besides their weights.
 *
 * @module
 */
import { absent } from "../file/absent.ts";
import { createHash, join } from "../base/node.ts";

/** How the vectors of a text's tokens become one: their mean, or that of the first. */
export type Pooling = "mean" | "cls";

const CONFIG = "1_Pooling/config.json";

/** SHA-256 of all files of a folder, names included: weights kept outside, tokenizer and configurations among them. */
export async function folderChecksum(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const name of await filesOf(folder, "")) {
    hash.update(`${name}\0`);
    for await (const chunk of (await Deno.open(join(folder, name))).readable) hash.update(chunk);
  }
  return hash.digest("hex");
}

async function filesOf(folder: string, below: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(folder, below))) {
    const path = below === "" ? name : `${below}/${name}`;
    names.push(...(isDirectory ? await filesOf(folder, path) : [path]));
  }
  return names.sort();
}

/**
 * The pooling that sentence-transformers' configuration of a model declares, "mean" where there is none.
 *
 * @param folder Where the model's files are; those of the hub are asked for at `url` and kept there.
 * @throws {RangeError} If it declares another one.
 */
export async function declaredPooling(folder: string, model: string, url?: string): Promise<Pooling> {
  const path = join(folder, CONFIG),
    kept = await Deno.readTextFile(path).catch(absent) ?? (url && await fetched(url, path));
  const config = JSON.parse(kept || "{}") as Readonly<Record<string, unknown>>;
  const declared = Object.keys(config).filter((key) => key.startsWith("pooling_mode_") && config[key] === true);
  const [mode = "pooling_mode_mean_tokens"] = declared;
  if (declared.length > 1 || !["pooling_mode_mean_tokens", "pooling_mode_cls_token"].includes(mode)) {
    throw new RangeError(
      `Cannot encode by ${model} as its pooling must be mean or cls: it is ${declared.join(" and ")}`,
    );
  }
  return mode === "pooling_mode_cls_token" ? "cls" : "mean";
}

/** The configuration of the hub, kept; "{}" where the model has none. */
async function fetched(url: string, path: string): Promise<string> {
  const response = await fetch(`${url}/${CONFIG}`);
  const text = await response.text();
  if (!response.ok && response.status !== 404) {
    throw new Error(`Cannot read ${url}/${CONFIG}: the answer is ${response.status}`);
  }
  const { writeAtomic } = await import("../file/atomic.ts"), found = response.ok ? text : "{}";
  await writeAtomic(path, found);
  return found;
}
