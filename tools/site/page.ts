/**
 * The frame of every page: head, header with the way through the site, footer.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { VERSION } from "../../lib/base/version.ts";
import { escape } from "./markdown.ts";

/** A page of the site. */
export interface Page {
  readonly title: string;
  readonly description: string;
  /** The way to the site's root: "" or "../". */
  readonly root: string;
  /** What stands between header and footer. */
  readonly body: string;
  /** The part of the site that the page belongs to. */
  readonly current: "home" | "playground" | "notebooks" | "gallery" | "docs" | "api";
  /** More of the head. */
  readonly extra?: string;
  /** What the page may do beyond others. */
  readonly policy?: readonly string[];
}

const SWITCH = `<button id="theme" type="button" aria-label="Dark or light page" title="Dark or light page">` +
  `<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path fill="currentColor" d="M12 3a9 9 0 1 0 0 18Z"/>` +
  `<circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2"/></svg></button>`;

/** The mark: two spaces through one anchor. */
const MARK = `<svg class="mark" viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">` +
  `<path d="M5 7 16 16 27 7M16 16v11" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/>` +
  `<circle cx="5" cy="7" r="3.4" fill="#0072b2"/><circle cx="27" cy="7" r="3.4" fill="#009e73"/>` +
  `<circle cx="16" cy="16" r="4" fill="#e69f00"/><circle cx="16" cy="27" r="3.4" fill="#cc79a7"/></svg>`;

/** Run before anything is drawn. */
const THEME = 'const theme = localStorage.getItem("theme"); if (theme) document.documentElement.dataset.theme = theme;';

/** What a page may do: run the site's own script, and nothing that came with a notebook; reach no other host. */
const POLICY = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${createHash("sha256").update(THEME).digest("base64")}'`,
  "style-src 'self' 'unsafe-inline'", // charts set styles
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** The whole document. The theme is set before anything is drawn, so that no page flashes. */
export function pageHtml({ title, description, root, body, current, extra = "", policy = [] }: Page): string {
  const link = (to: string, text: string, name: string): string =>
    `<a href="${root}${to}"${name === current ? ' aria-current="page"' : ""}>${text}</a>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${[...POLICY, ...policy].join("; ")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escape(description)}">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}</title>
<link rel="icon" href="${root}icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${root}style.css">
<script>${THEME}</script>
<script defer src="${root}site.js"></script>
${extra}
</head>
<body>
<header><nav>
<a class="brand" href="${root}index.html">${MARK}<span>anchorage</span></a>
${link("playground.html", "Playground", "playground")}${link("index.html#notebooks", "Notebooks", "notebooks")}${
    link("gallery.html", "Gallery", "gallery")
  }${link("docs/design.html", "Docs", "docs")}${link("api.html", "API", "api")}${SWITCH}
</nav></header>
${body}
<footer><p>Charts and findings come from this project's own runs; the numbers in findings are computed, not typed.
<a href="${root}version.json">anchorage ${VERSION}</a></p></footer>
</body>
</html>
`;
}

/** The mark as a file of its own. */
export const icon: string = MARK.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" color="#52606d" ');
