/**
 * The site's own pages: the index, and one page a notebook.
 *
 * @module
 */
import type { Content } from "./cells.ts";
import { heroSvg } from "./hero.ts";
import { escape, type Renderer } from "./markdown.ts";
import { pageHtml } from "./page.ts";
import { playgroundLink } from "./playground/notebookviews.ts";

/** A rendered notebook and its file's name without the extension. */
export interface Rendered extends Content {
  readonly name: string;
}

const ABOUT = "Translating between the latent spaces of neural networks: the papers' figures, drawn from our own runs.";

/** A title in two parts: the section's number, if it has one, and the words. */
function numbered(title: string): string {
  const [, number, words] = /^([\d.]+) (.+)$/.exec(title) ?? [];
  return words === undefined ? escape(title) : `<span class="section">${number}</span> ${escape(words)}`;
}

/** The page of one notebook, with ways to the ones before and after it. */
export function notebookPage(all: readonly Rendered[], index: number): string {
  const { title, html, name } = all[index]!;
  const way = (to: Rendered | undefined, side: string): string =>
    to === undefined
      ? "<span></span>"
      : `<a class="${side}" href="${encodeURIComponent(to.name)}.html">${numbered(to.title)}</a>`;
  const heading = `<h1>${numbered(title)}</h1>${playgroundLink(name, "../")}`;
  const body = html.replace(/<h1[^>]*>.*?<\/h1>/s, () => heading);
  return pageHtml({
    title: `${title} · anchorage`,
    description: `${title}. ${ABOUT}`,
    root: "../",
    current: "notebooks",
    body: `<main class="notebook">\n${body}\n<p class="file"><a href="${
      encodeURIComponent(name)
    }.ipynb" download>This page's notebook</a></p>
<nav class="ways" aria-label="Notebooks">${way(all[index - 1], "before")}${way(all[index + 1], "after")}</nav></main>`,
  });
}

/** A card of the index: the notebook's first chart on light and on dark, its title and its lead. */
function card({ name, title, lead, charts }: Rendered): string {
  const path = `notebooks/${encodeURIComponent(name)}`;
  const picture = (dark: string): string =>
    `<img class="${dark || "light"}" src="${path}-1${dark && "-dark"}.png" alt="" loading="lazy">`;
  const pictures = charts.length > 0 ? `<div class="picture">${picture("")}${picture("dark")}</div>` : "";
  return `<a class="card" href="${path}.html">${pictures}<h3>${numbered(title)}</h3>${unlinked(lead)}</a>`;
}

/** HTML without its links: a card is one itself. */
const unlinked = (html: string): string => html.replace(/<\/?a\b[^>]*>/g, "");

/** The index: what this is, the notebooks, and the README's table of results, if it has one, as `siteLinks` gives it. */
export function indexPage(all: readonly Rendered[], results: string, renderer: Renderer): string {
  const table = results === "" ? "" : `<section id="results" class="wide"><h2>Paper and ours</h2>
<p>Each figure and table, the task that makes it, what the papers say and what we measure.</p>
${renderer.markdown(results)}</section>`;
  return pageHtml({
    title: "anchorage",
    description: ABOUT,
    root: "",
    current: "home",
    body: `<main class="index">
<section class="opening"><h1>Two networks, one meaning</h1>
<p class="tagline">Independently trained networks learn the same thing in different coordinates. anchorage translates
between them: into a relative space made of a few shared items, and out of it into any other space, with nothing
trained in between.</p>
${heroSvg()}
<p class="doors"><a class="door" href="playground.html">Draw a digit</a><a class="door quiet" href="#notebooks">Read
the notebooks</a><a class="door quiet" href="gallery.html">See the
figures</a></p></section>
<section id="notebooks" class="wide"><h2>The papers, section by section</h2>
<div class="cards">${all.map(card).join("\n")}</div></section>
${table}
</main>`,
  });
}
