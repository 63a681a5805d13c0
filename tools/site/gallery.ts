/**
 * The gallery: every chart of the stored results, with ways to its numbers and the notebooks that read them.
 *
 * @module
 */
import { join } from "node:path";
import { readJson } from "../../lib/file/json.ts";
import type { Spec } from "../../lib/chart/theme.ts";
import { escape } from "./markdown.ts";
import { pageHtml } from "./page.ts";

/** What a stored result says of itself. */
interface Stored {
  readonly experiment: string;
  readonly reproduces: string;
  readonly preset: string;
  readonly seed: number;
  readonly date: string;
  /** Specifications by name; beside the file where earlier versions kept them. */
  readonly charts?: Readonly<Record<string, Spec>>;
}

/** A notebook that may show results. */
export interface Reader {
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

/** What is stored of a picture that is no chart: of the playground, by `deno task picture`. */
interface Picture {
  readonly browser: string;
}

const FOLDER = "data/results";

/** Writes `gallery.html`; returns the files of the repository that it shows and leads to. */
export async function writeGallery(root: string, draft: string, notebooks: readonly Reader[]): Promise<string[]> {
  const names = (await Array.fromAsync(Deno.readDir(join(root, FOLDER)))).map(({ name }) => name).sort();
  const sections: string[] = [], files: string[] = [];
  for (const name of names.filter((one) => one.endsWith(".json"))) {
    const base = name.slice(0, -".json".length);
    const charts = names.filter((one) => one.startsWith(`${base}-`) && one.endsWith(".png"));
    if (charts.length === 0) continue;
    const stored = await readJson(join(root, FOLDER, name)) as Stored | Picture;
    if (!("reproduces" in stored)) continue;
    const titled = await Promise.all(charts.map(async (png) => {
      const chart = png.slice(base.length + 1, -".png".length), beside = join(root, FOLDER, `${base}-${chart}.json`);
      return { png, title: titleOf(stored.charts?.[chart] ?? await readJson(beside) as Spec) };
    }));
    sections.push(section(stored, name, titled, notebooks));
    files.push(...[name, ...charts].map((file) => `${FOLDER}/${file}`));
  }
  await Deno.writeTextFile(join(draft, "gallery.html"), galleryPage(sections));
  return files;
}

function titleOf({ title }: Spec): string {
  const text = (title as Spec | undefined)?.["text"] ?? title;
  return [text].flat().join(" ");
}

function section(
  { experiment, reproduces, preset, seed, date }: Stored,
  file: string,
  charts: readonly { readonly png: string; readonly title: string }[],
  notebooks: readonly Reader[],
): string {
  const readers = notebooks.filter(({ text }) => new RegExp(`readResult\\(\\\\?"${experiment}\\\\?"`).test(text));
  const ways = [
    `<a href="${FOLDER}/${file}">numbers</a>`,
    ...readers.map(({ name, title }) => `<a href="notebooks/${encodeURIComponent(name)}.html">${escape(title)}</a>`),
  ];
  const figures = charts.map(({ png, title }) =>
    `<figure><a href="${FOLDER}/${png}"><img src="${FOLDER}/${png}" alt="${escape(title)}" loading="lazy"></a>
<figcaption>${escape(title)}</figcaption></figure>`
  );
  const run = `<code>${experiment}</code>, ${preset}, seed ${seed}, ${date.slice(0, 10)}`;
  return `<section><h2>${escape(reproduces.charAt(0).toUpperCase() + reproduces.slice(1))}</h2>
<p>${run}: ${ways.join(" · ")}</p>
${figures.join("\n")}</section>`;
}

function galleryPage(sections: readonly string[]): string {
  return pageHtml({
    title: "Gallery · anchorage",
    description: "Every chart of the stored results, with the numbers that it stands on.",
    root: "",
    current: "gallery",
    body: `<main class="api gallery"><h1>Gallery</h1>
<p>Every chart of the stored results. The numbers name their seed, sizes, engine,
versions, code and checksums of the data.</p>
${sections.join("\n")}</main>`,
  });
}
