/**
 * Links of the repository's Markdown on the site, and links of the site that lead nowhere.
 *
 * @module
 */
import { dirname, join, posix, relative } from "node:path";
import { absent } from "../../lib/file/absent.ts";

/** Markdown whose links suit the site, and the files of the repository that it leads to besides pages. */
export interface Linked {
  readonly markdown: string;
  readonly files: readonly string[];
}

/** A page's Markdown from a folder of the repository: documents and notebooks are pages of the site, other files are kept. */
export function siteLinks(source: string, folder: string): Linked {
  const files: string[] = [];
  const markdown = source.replace(/\]\((?!https?:|mailto:|#)([^)\s#]+)/g, (whole, target: string) => {
    const path = posix.join(folder, target);
    if (/^(docs\/[^/]+\.md|notebooks\/[^/]+\.ipynb)$/.test(path)) return whole.replace(/\.(md|ipynb)$/, ".html");
    files.push(path);
    return whole;
  });
  return { markdown, files };
}

/** Copies files of the repository to where they are on the site. */
export async function copyFiles(files: Iterable<string>, root: string, draft: string): Promise<void> {
  for (const file of new Set(files)) {
    await Deno.mkdir(dirname(join(draft, file)), { recursive: true });
    await Deno.copyFile(join(root, file), join(draft, file));
  }
}

/**
 * A line for every link or picture of the site's own pages that leads to no file, or to no place in a page of its own; a
 * state such as the playground's, "#method=irp", is no place.
 */
export async function deadLinks(folder: string): Promise<readonly string[]> {
  const dead: string[] = [];
  for (const page of await pagesIn(folder)) {
    const html = await Deno.readTextFile(page);
    for (const [, target] of html.matchAll(/\s(?:href|src)="(?!https?:|mailto:|data:)([^"]+)"/g)) {
      const [file, place] = decodeURIComponent(target!).split("#") as [string, string?];
      const path = file === "" ? page : join(dirname(page), file), there = await Deno.stat(path).catch(absent);
      const text = there && place && path.endsWith(".html") ? await Deno.readTextFile(path) : undefined;
      const gone = !there || (text !== undefined && !place!.includes("=") && !text.includes(`id="${place}"`));
      if (gone) dead.push(`${relative(folder, page)} leads to ${target}`);
    }
  }
  return dead;
}

/** All pages but those that Deno writes of the API. */
async function pagesIn(folder: string): Promise<readonly string[]> {
  const pages: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory && name !== "api") pages.push(...await pagesIn(join(folder, name)));
    else if (name.endsWith(".html")) pages.push(join(folder, name));
  }
  return pages.sort();
}
