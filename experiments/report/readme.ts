/**
 * The generated parts of the README, from what is kept: `deno task keep` writes them.
 *
 * @module
 */
import { join } from "node:path";
import { writeAtomic } from "../../lib/file/atomic.ts";
import { absent } from "../../lib/file/absent.ts";
import { readJson } from "../../lib/file/json.ts";
import { parseNotebook } from "../../lib/notebook/nbformat.ts";
import { type Experiment, storedResults } from "../experiment.ts";
import { EXPERIMENTS } from "../registry.ts";
import { PRETRAINED } from "../shared/pretrained.ts";
import { duration } from "../../lib/base/progress.ts";
import type { ReproduceTime } from "./reproduce.ts";
import { RESULT_FOLDERS } from "../../lib/notebook/results.ts";

/** A section whose notebook computes everything itself: what it finds first is quoted. */
interface Section {
  readonly where: string;
  /** A notebook's name without the extension. */
  readonly notebook: string;
  readonly paper: string;
}

const SECTIONS: readonly Section[] = Object.freeze([
  { where: "Section 3.1", notebook: "3.1-relative-representations", paper: "spaces differ by an isometry and scales" },
  { where: "Section 3.2", notebook: "3.2-latent-space-translation", paper: "any space decodes what another encoded" },
]);

const HEADER = ["Where", "Claim", "The paper", "Ours", "Verdict", "Read, and redo"];

/** Where results and notebooks lie. */
export interface Folders {
  readonly results: string;
  readonly notebooks: string;
}

/**
 * The Markdown table of all results: what notebooks find themselves, then every claim of every experiment that has a
 * stored result, judged by it and by that on pretrained encoders; an experiment without claims has a row that leads to its notebook.
 */
export async function resultsTable(
  folders: Folders,
  experiments: readonly Pick<Experiment, "name" | "reproduces" | "notebook" | "claims">[] = EXPERIMENTS,
  sections: readonly Section[] = SECTIONS,
): Promise<string> {
  const found = sections.map(async ({ where, notebook, paper }) => {
    const text = await finding(join(folders.notebooks, `${notebook}.ipynb`));
    return [[where, "–", paper, text, "–", `${link(notebook)}, \`deno task notebooks\``]];
  });
  const judged = experiments.filter(({ notebook }) => notebook !== undefined).map((e) => rowsOf(e, folders.results));
  const rows = (await Promise.all([...found, ...judged])).flat();
  return [HEADER, HEADER.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

async function rowsOf(
  { name, reproduces, notebook = "", claims = [] }: Pick<Experiment, "name" | "reproduces" | "notebook" | "claims">,
  results: string,
): Promise<readonly (readonly string[])[]> {
  const found = await storedResults(name, results), task = `\`deno task experiment ${name}\``;
  if (found.length === 0) return [[capital(reproduces), "–", "–", "not run yet", "–", `${link(notebook)}, ${task}`]];
  return found.flatMap(({ preset, seed, seconds, records }) => {
    const run = `${task} ([${preset}, seed ${seed}, ${duration(seconds)}](data/results/${name}-${preset}.json))`;
    const on = preset === PRETRAINED ? ", pretrained encoders" : "";
    if (claims.length === 0) {
      return [[capital(reproduces) + on, "–", "–", "in the notebook", "–", `${link(notebook)}, ${run}`]];
    }
    return claims.map((claim) => {
      const { ours, verdict } = claim.judge(records), { where, claim: text, paper, notebook: own = notebook } = claim;
      return [where + on, text, paper, ours, `**${verdict}**`, `${link(own)}, ${run}`];
    });
  });
}

const link = (notebook: string): string =>
  `[${/^[\d.]+/.exec(notebook)?.[0] ?? notebook}](notebooks/${notebook}.ipynb)`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The first paragraph that a notebook's cell "findings" shows. */
async function finding(path: string): Promise<string> {
  const { cells } = parseNotebook(await Deno.readTextFile(path), path);
  const data = cells.find(({ id }) => id === "findings")?.outputs?.[0]?.["data"] as Record<string, unknown> | undefined;
  const text = [data?.["text/markdown"] ?? "–"].flat().join("");
  return text.split(/\n\s*\n/)[0]!.replaceAll("\n", " ").replaceAll("**", "");
}

/**
 * The text with what stands between `<!-- name -->` and `<!-- /name -->` replaced.
 *
 * @throws {RangeError} If either is missing.
 */
export function replaceBetween(text: string, name: string, content: string): string {
  const start = `<!-- ${name} -->`, end = `<!-- /${name} -->`, from = text.indexOf(start), to = text.indexOf(end);
  if (from < 0 || to < from) {
    throw new RangeError(`Cannot write the ${name} as the text must have ${start} and then ${end}: it has not`);
  }
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}

/** One sentence on how long `reproduce` took on each engine, from what it stored. */
async function timesOf(folder: string): Promise<string> {
  const known = await Promise.all(
    ["blas", "portable"].map((e) => readJson(join(folder, `reproduce-${e}.json`)).catch(absent)),
  );
  const times = (known.filter((t) => t !== undefined) as ReproduceTime[])
    .map(({ engine, seconds, cores, load }) =>
      `${duration(seconds)} on the ${engine} engine (${cores} cores, load ${load})`
    );
  return times.length > 0 ? `The last \`reproduce\` took ${times.join(" and ")}, once the packages were there.` : "";
}

/** Megabytes of packages that the README's commands download, one after the other, on a machine that has none. */
interface Downloads {
  readonly reproduce: number;
  readonly test: number;
  /** What both of them leave on the disk. */
  readonly disk: number;
}

async function downloadsOf(folder: string): Promise<string> {
  const found = await readJson(join(folder, "downloads-empty-cache.json")).catch(absent) as Downloads | undefined;
  if (found === undefined) return "";
  const { reproduce, test, disk } = found;
  return `Packages come with their first use: \`reproduce\` downloads ${reproduce} MB, \`test\` another ${test} MB, ` +
    `together ${disk} MB on disk.`;
}

/** Writes the generated parts of the README in `root`, each between its markers; returns the README's path. */
export async function writeReadme(root: string): Promise<string> {
  const path = join(root, "README.md"), results = RESULT_FOLDERS.kept;
  const parts: Readonly<Record<string, string>> = {
    results: await resultsTable({ results, notebooks: join(root, "notebooks") }),
    times: [await timesOf(results), await downloadsOf(results)].filter((text) => text !== "").join(" "),
  };
  let text = await Deno.readTextFile(path);
  for (const [name, content] of Object.entries(parts)) {
    text = replaceBetween(text, name, content);
  }
  await writeAtomic(path, text);
  return path;
}
