/**
 * The cells of an executed notebook to HTML, and the pictures of its charts.
 *
 * @module
 */
import type { Cell, Notebook, Output } from "../../lib/notebook/nbformat.ts";
import { escape, type Renderer } from "./markdown.ts";

/** A notebook as a page's content. */
export interface Content {
  readonly title: string;
  /** The first paragraph under the title, as HTML. */
  readonly lead: string;
  readonly html: string;
  /** What charts show without scripts, in order. */
  readonly charts: readonly { readonly spec: unknown; readonly png: string; readonly alt: string }[];
}

type Data = Readonly<Record<string, unknown>>;

/**
 * Renders a notebook; charts refer to the picture `<name>-<index>.png` beside the page.
 *
 * @throws {TypeError} If it has no title, a code cell was not executed or failed, or an output has no known form.
 */
export function renderCells({ cells }: Notebook, name: string, renderer: Renderer): Content {
  const charts: Content["charts"][number][] = [];
  const parts = cells.map((cell) => {
    if (cell.cell_type === "markdown") return `<section class="text">${renderer.markdown(cell.source)}</section>`;
    if (cell.cell_type !== "code" || cell.source.trim() === "") return "";
    const outputs = outputsOf(cell, name).map((output) => renderOutput(output, name, charts, renderer));
    return `${codeHtml(cell, renderer)}\n${outputs.join("\n")}`;
  });
  const first = cells.find((cell) => cell.cell_type === "markdown")?.source ?? "";
  const title = /^# (.+)/.exec(first)?.[1];
  if (title === undefined) throw new TypeError(`Cannot render ${name} as its first text must begin with a title`);
  const lead = renderer.markdown(first.split(/\n\s*\n/)[1] ?? "");
  return Object.freeze({ title, lead, html: parts.join("\n"), charts });
}

/** The source of a cell; behind a line to click where the notebook hides it. */
function codeHtml({ source, metadata }: Cell, renderer: Renderer): string {
  const code = `<pre class="code" tabindex="0"><code>${renderer.code(source)}</code></pre>`;
  const hidden = (metadata["jupyter"] as Data | undefined)?.["source_hidden"] === true;
  return hidden ? `<details><summary>Code</summary>${code}</details>` : code;
}

function outputsOf(cell: Cell, name: string): readonly Output[] {
  if (typeof cell.execution_count !== "number") {
    throw new TypeError(`Cannot render ${name} as every cell must have run: cell ${cell.id} has not`);
  }
  return cell.outputs ?? [];
}

function renderOutput(output: Output, name: string, charts: Content["charts"][number][], renderer: Renderer): string {
  if (output.output_type === "stream") return `<pre class="output" tabindex="0">${escape(joined(output.text))}</pre>`;
  const data = (output.data ?? {}) as Data, plain = joined(data["text/plain"]);
  const spec = data["application/vnd.vegalite.v5+json"], png = data["image/png"];
  if (spec !== undefined && png !== undefined) {
    const alt = plain.replace(/^Chart: /, "");
    charts.push({ spec, png: joined(png).replaceAll("\n", ""), alt });
    return chartHtml(spec, `${encodeURIComponent(name)}-${charts.length}.png`, alt);
  }
  if (data["text/markdown"] !== undefined) {
    return `<div class="said">${renderer.markdown(joined(data["text/markdown"]))}</div>`;
  }
  if (data["text/html"] !== undefined) {
    return `<div class="scroll">${renderer.html(joined(data["text/html"]))}</div>`;
  }
  if (data["text/plain"] === undefined) {
    const found = Object.keys(data).join(", ") || output.output_type;
    throw new TypeError(`Cannot render ${name} as outputs must be charts, Markdown, HTML or text: one is ${found}`);
  }
  return tableHtml(plain) ?? `<pre class="output" tabindex="0">${escape(plain)}</pre>`;
}

function joined(text: unknown): string {
  return Array.isArray(text) ? text.join("") : String(text ?? "");
}

/** A chart: its spec for the script, its picture for readers without. */
function chartHtml(spec: unknown, picture: string, alt: string): string {
  const json = JSON.stringify(spec).replaceAll("<", "\\u003c");
  return `<figure class="chart"><div class="plot" role="img" aria-label="${escape(alt)}"></div>` +
    `<script type="application/json">${json}</script>` +
    `<noscript><img src="${picture}" alt="${escape(alt)}"></noscript></figure>`;
}

/** A number with or without its deviation; a sentence that ends with a digit is none. */
const NUMBER = /^[-−]?[\d.]+(e[-+]\d+)?( ± [\d.]+)?$/;

/** An aligned table of text (header, rule, rows) as HTML; undefined when the text is not one. */
export function tableHtml(text: string): string | undefined {
  const [header, rule, ...rows] = text.split("\n");
  if (header === undefined || rule === undefined || !/^─[─ ]*$/.test(rule)) return undefined;
  const spans = [...rule.matchAll(/─+/g)].map(({ index, 0: { length } }) => [index, index + length] as const);
  const cells = (line: string, tag: string): string => {
    const signs = [...line];
    return spans.map(([from, to]) => {
      const cell = signs.slice(from, to).join(""),
        side = cell.startsWith(" ") || NUMBER.test(cell) ? ' class="number"' : "";
      return `<${tag}${side}>${escape(cell.trim())}</${tag}>`;
    }).join("");
  };
  const body = rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("");
  return `<div class="scroll"><table><thead><tr>${
    cells(header, "th")
  }</tr></thead><tbody>${body}</tbody></table></div>`;
}
