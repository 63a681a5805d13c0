/**
 * The site: executed notebooks, the table of results, documents, a gallery and the API reference as static files that ask
 * no other host for anything.
 *
 * @module
 */
import { basename, join } from "node:path";
import { fontFiles } from "../../lib/chart/font.ts";
import { VERSION } from "../../lib/base/version.ts";
import { absent } from "../../lib/file/absent.ts";
import { renderPng } from "../../lib/chart/render.ts";
import type { Spec } from "../../lib/chart/theme.ts";
import { writeJson } from "../../lib/file/json.ts";
import { parseNotebook } from "../../lib/notebook/nbformat.ts";
import { commitOf } from "../commit.ts";
import { type Modules, writeApi } from "./api.ts";
import { renderCells } from "./cells.ts";
import { writeDocs } from "./docs.ts";
import { type Reader, writeGallery } from "./gallery.ts";
import { copyFiles, deadLinks, siteLinks } from "./links.ts";
import { deno } from "../deno.ts";
import { darkened } from "./look.ts";
import { loadRenderer, type Renderer } from "./markdown.ts";
import { icon } from "./page.ts";
import { writePlayground } from "./playground/assets.ts";
import { indexPage, notebookPage, type Rendered } from "./pages.ts";

/** Where the site comes from and where it goes. */
export interface SiteOptions {
  /** The folder that it replaces. */
  readonly out: string;
  /** Executed notebooks, in reading order. */
  readonly notebooks: readonly string[];
  /** The checkout whose README's table of results, documents and stored results are shown. */
  readonly root: string;
  /** The modules that the API reference describes. */
  readonly modules: Modules;
}

/** A notebook's page with its file's text and the files of the repository that it leads to. */
type Written = Rendered & Reader & { readonly files: readonly string[] };

const HERE = import.meta.dirname ?? ".";

/**
 * Builds the site beside `out` and puts it there once it is whole. Needs `--allow-run` for Deno, which bundles the
 * script and writes the API reference.
 *
 * @throws {TypeError} If a notebook was not executed. @throws {Error} If Deno cannot bundle or document, or a link of
 * the site leads nowhere: names each.
 */
export async function buildSite(options: SiteOptions): Promise<readonly string[]> {
  const { out, root, modules } = options, draft = `${out}.${crypto.randomUUID()}.tmp`;
  try {
    await Deno.mkdir(join(draft, "notebooks"), { recursive: true });
    const renderer = await loadRenderer();
    const pages = await writeNotebooks(options.notebooks, draft, renderer);
    const results = siteLinks(await resultsOf(join(root, "README.md")), "");
    await Deno.writeTextFile(join(draft, "index.html"), indexPage(pages, results.markdown, renderer));
    const shown = [
      await writeDocs(root, draft, renderer),
      await writeGallery(root, draft, pages),
      results.files,
      ...pages.map(({ files }) => files),
    ];
    await copyFiles(shown.flat(), root, draft);
    const commit = await commitOf(root);
    await writeJson(join(draft, "version.json"), { version: VERSION, ...(commit !== undefined && { commit }) });
    await writeAssets(draft);
    await writePlayground(draft);
    await writeApi(modules, draft, renderer);
    const dead = await deadLinks(draft);
    if (dead.length > 0) {
      throw new Error(`Cannot build the site as its links must lead somewhere:\n  ${dead.join("\n  ")}`);
    }
    await Deno.remove(out, { recursive: true }).catch(absent);
    await Deno.rename(draft, out);
    return pages.map(({ name }) => `notebooks/${name}.html`);
  } finally {
    await Deno.remove(draft, { recursive: true }).catch(absent);
  }
}

async function writeNotebooks(
  paths: readonly string[],
  draft: string,
  renderer: Renderer,
): Promise<readonly Written[]> {
  const pages = await Promise.all(
    paths.map(async (path): Promise<Written> => {
      const name = basename(path, ".ipynb"), text = await Deno.readTextFile(path);
      await Deno.writeTextFile(join(draft, "notebooks", `${name}.ipynb`), text);
      const { cells, ...rest } = parseNotebook(text, path), files: string[] = [];
      const linked = cells.map((cell) => {
        if (cell.cell_type !== "markdown") return cell;
        const { markdown, files: led } = siteLinks(cell.source, "notebooks");
        files.push(...led);
        return { ...cell, source: markdown };
      });
      return { name, text, files, ...renderCells({ ...rest, cells: linked }, name, renderer) };
    }),
  );
  for (const [index, { name, charts }] of pages.entries()) {
    const file = (suffix: string): string => join(draft, "notebooks", name + suffix);
    await Deno.writeTextFile(file(".html"), notebookPage(pages, index));
    for (const [i, { png }] of charts.entries()) {
      await Deno.writeFile(file(`-${i + 1}.png`), Uint8Array.fromBase64(png));
    }
    const first = charts[0];
    if (first) await Deno.writeFile(file("-1-dark.png"), await renderPng(darkened(first.spec as Spec)));
  }
  return pages;
}

/** Writes fonts, styles, icon and the script of every page. */
export async function writeAssets(draft: string): Promise<void> {
  for (const url of fontFiles) await Deno.copyFile(url, join(draft, basename(url.pathname)));
  for (const name of ["style.css", "api.css"]) await Deno.copyFile(join(HERE, name), join(draft, name));
  await Deno.writeTextFile(join(draft, "icon.svg"), icon);
  await deno([
    "bundle",
    `--config=${join(HERE, "..", "..", "notebooks", "deno.json")}`, // under the lock
    "--platform=browser",
    "--format=iife", // pages opened as files may not load modules
    "--minify",
    `--output=${join(draft, "site.js")}`,
    join(HERE, "client.js"),
  ]);
}

/** The text between the README's two markers; none when it has none. */
async function resultsOf(readme: string): Promise<string> {
  return /<!-- results -->([^]*)<!-- \/results -->/.exec(await Deno.readTextFile(readme))?.[1] ?? "";
}
