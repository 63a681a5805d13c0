/**
 * The generated parts of the README, from what is kept: `deno task keep` writes them.
 *
 * @module
 */
import { join } from "node:path";
import { writeAtomic } from "../../lib/file/atomic.ts";
import { readJson } from "../../lib/file/json.ts";
import { parseNotebook } from "../../lib/notebook/nbformat.ts";
import { CLAIMS, claimsMarkdown } from "./claims.ts";
import { type Result, storedResult } from "../experiment.ts";
import type { Row } from "../shared/summary.ts";
import { duration } from "../../lib/base/progress.ts";
import type { ReproduceTime } from "./reproduce.ts";
import { RESULT_FOLDERS } from "../../lib/notebook/results.ts";

/** A row of the table: what it reproduces, where it is read, what makes it, and the claim that it is judged by. */
interface Entry {
  readonly where: string;
  /** A notebook's name without the extension; the link appears once the notebook is there. */
  readonly notebook: string;
  /** Absent where the notebook itself computes everything: what it finds first is then quoted. */
  readonly experiment?: string;
  /** What the paper says, where no claim does. */
  readonly paper?: string;
  /** The id of the claim whose values stand in the row; else the row only leads to its notebook and task. */
  readonly claim?: string;
}

/** In the order of the paper, then beyond it. */
const ENTRIES: readonly Entry[] = Object.freeze([
  { where: "Section 3.1", notebook: "3.1-relative-representations", paper: "spaces differ by an isometry and scales" },
  { where: "Section 3.2", notebook: "3.2-latent-space-translation", paper: "any space decodes what another encoded" },
  { where: "Section 3.3", notebook: "3.3-stability", experiment: "fig3", claim: "pruning-conditions" },
  { where: "Figure 2", notebook: "3.4-scale-and-temperature", experiment: "fig2", claim: "inner-layers" },
  {
    where: "Section 3.4",
    notebook: "3.4-scale-and-temperature",
    experiment: "temperature",
    claim: "scale-is-temperature",
  },
  { where: "Figure 3, intra", notebook: "4.1-space-inversion", experiment: "fig3", claim: "intra-inversion" },
  { where: "Figure 3, inter", notebook: "4.1-space-inversion", experiment: "fig3", claim: "inter-optimum" },
  { where: "Figure 4", notebook: "4.2-scale-invariance", experiment: "fig4", claim: "monotone-activations" },
  { where: "Figure 5", notebook: "4.2-scale-invariance", experiment: "fig5", claim: "one-mode" },
  { where: "Figure 1", notebook: "5-relative-space-as-a-bridge", experiment: "independence" },
  { where: "Table 2", notebook: "5-relative-space-as-a-bridge", experiment: "table2", claim: "high-accuracy" },
  { where: "Figure 6", notebook: "5-relative-space-as-a-bridge", experiment: "fig6", claim: "similarity-accuracy" },
  { where: "Figure 7", notebook: "5.1-cross-domain-stitching", experiment: "fig7" },
  {
    where: "Semantic alignment, Table 1",
    notebook: "semantic-alignment",
    experiment: "table2",
    claim: "ortho-above-relative",
  },
  { where: "Relative representations", notebook: "relative-decoders", experiment: "table2", claim: "relative-heads" },
  { where: "Relative decoders", notebook: "relative-decoders", experiment: "relative-decoders" },
  { where: "Beyond the papers", notebook: "beyond-the-paper", experiment: "table2", claim: "whitened-near-own" },
  { where: "Section 3.3, part by part", notebook: "beyond-the-paper", experiment: "ablation" },
]);

const HEADER = ["Where", "Notebook", "Task", "The paper", "Ours", "Run time"];

/** Where results and notebooks lie. */
export interface Folders {
  readonly results: string;
  readonly notebooks: string;
}

/** The Markdown table: a row an entry whose notebook or result is there. */
export async function resultsTable(folders: Folders, entries: readonly Entry[] = ENTRIES): Promise<string> {
  const rows = await Promise.all(entries.map((entry) => row(entry, folders)));
  const lines = [HEADER, HEADER.map(() => "---"), ...rows.filter((cells) => cells !== undefined)];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

async function row(entry: Entry, { results, notebooks }: Folders): Promise<readonly string[] | undefined> {
  const { where, notebook, experiment, paper = "–" } = entry, file = `${notebook}.ipynb`;
  const written = await unlessAbsent(Deno.stat(join(notebooks, file)));
  const result = experiment === undefined ? undefined : await storedResult(experiment, results);
  if (!written && !result) return undefined;
  const link = written ? `[${/^[\d.]+/.exec(notebook)?.[0] ?? notebook}](notebooks/${file})` : "–";
  if (experiment === undefined) {
    return [where, link, "`deno task notebooks`", paper, await finding(join(notebooks, file)), "under 1 min"];
  }
  const claim = CLAIMS.find(({ id }) => id === entry.claim), task = `\`deno task experiment ${experiment}\``;
  if (!result) return [where, link, task, claim?.paper ?? paper, "not run yet", "–"];
  const ours = claim?.judge(result.records).ours ?? "in the notebook";
  return [where, link, task, claim?.paper ?? paper, ours, `${duration(result.seconds)} (${result.preset})`];
}

/** The first paragraph that a notebook's cell "findings" shows. */
async function finding(path: string): Promise<string> {
  const { cells } = parseNotebook(await Deno.readTextFile(path), path);
  const data = cells.find(({ id }) => id === "findings")?.outputs?.[0]?.["data"] as Record<string, unknown> | undefined;
  const text = [data?.["text/markdown"] ?? "–"].flat().join("");
  return text.split(/\n\s*\n/)[0]!.replaceAll("\n", " ").replaceAll("**", "");
}

async function unlessAbsent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
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
    ["blas", "portable"].map((e) => unlessAbsent(readJson(join(folder, `reproduce-${e}.json`)))),
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
  const found = await unlessAbsent(readJson(join(folder, "downloads-empty-cache.json"))) as Downloads | undefined;
  if (found === undefined) return "";
  const { reproduce, test, disk } = found;
  return `Packages come with their first use: \`reproduce\` downloads ${reproduce} MB, \`test\` another ${test} MB, ` +
    `together ${disk} MB on disk.`;
}

/** Writes the generated parts of the README in `root`, each between its markers; returns the README's path. */
export async function writeReadme(root: string): Promise<string> {
  const path = join(root, "README.md"), results = RESULT_FOLDERS.kept;
  const claims = await unlessAbsent(readJson(join(results, "claims-quick.json"))) as Result | undefined;
  const parts: Readonly<Record<string, string>> = {
    results: await resultsTable({ results, notebooks: join(root, "notebooks") }),
    claims: claimsMarkdown(claims?.records.claims as Row[] ?? []),
    times: [await timesOf(results), await downloadsOf(results)].filter((text) => text !== "").join(" "),
  };
  let text = await Deno.readTextFile(path);
  for (const [name, content] of Object.entries(parts)) {
    if (text.includes(`<!-- ${name} -->`)) text = replaceBetween(text, name, content);
  }
  await writeAtomic(path, text);
  return path;
}
