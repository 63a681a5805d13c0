/**
 * The documents of `docs/` as pages of the site.
 *
 * @module
 */
import { basename, join } from "node:path";
import { siteLinks } from "./links.ts";
import { escape, type Renderer } from "./markdown.ts";
import { pageHtml } from "./page.ts";

/** A document that leads into the others comes first; the others follow by name. */
const FIRST = "design";

interface Doc {
  readonly name: string;
  readonly title: string;
  readonly html: string;
}

/** Writes `docs/<name>.html` for every document of `root`; returns the files that they lead to besides pages. */
export async function writeDocs(root: string, draft: string, renderer: Renderer): Promise<readonly string[]> {
  const found = (await Array.fromAsync(Deno.readDir(join(root, "docs")))).map(({ name }) => basename(name, ".md"));
  const names = [FIRST, ...found.filter((name) => name !== FIRST).sort()], files: string[] = [];
  const docs = await Promise.all(names.map(async (name): Promise<Doc> => {
    const text = await Deno.readTextFile(join(root, "docs", `${name}.md`)), linked = siteLinks(text, "docs");
    files.push(...linked.files);
    return { name, title: /^# (.+)$/m.exec(text)![1]!, html: renderer.markdown(linked.markdown) };
  }));
  await Deno.mkdir(join(draft, "docs"), { recursive: true });
  for (const doc of docs) await Deno.writeTextFile(join(draft, "docs", `${doc.name}.html`), docPage(doc, docs));
  return files;
}

function docPage({ name, title, html }: Doc, all: readonly Doc[]): string {
  const others = all.map((doc) =>
    `<a href="${doc.name}.html"${doc.name === name ? ' aria-current="page"' : ""}>${escape(doc.title)}</a>`
  );
  return pageHtml({
    title: `${title} · anchorage`,
    description: `${title}: a document of anchorage.`,
    root: "../",
    current: "docs",
    body: `<main class="notebook"><nav class="shelf" aria-label="Documents">${others.join("")}</nav>
<div class="text">${html}</div></main>`,
  });
}
