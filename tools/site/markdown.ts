/**
 * Markdown with TeX to clean HTML with MathML, and code to highlighted HTML. The libraries load on first use.
 *
 * @module
 */
import type * as Highlight from "npm:highlight.js@11.12.0";
import type * as Katex from "npm:katex@0.19.1";
import type * as Marked from "npm:marked@18.2.1";
import { lazy } from "../../lib/base/lazy.ts";
import { styledLetters } from "./math.ts";
import { loadSanitiser, mark, unmarked } from "./sanitise.ts";

/** Text to HTML. */
export interface Renderer {
  /** GitHub-flavoured Markdown; `$…$` and `$$…$$` become MathML, which browsers draw without fonts or scripts. */
  readonly markdown: (text: string) => string;
  /** HTML without what could run or reach out. */
  readonly html: (text: string) => string;
  /** TypeScript with spans that name what they are. */
  readonly code: (text: string) => string;
}

/** Loads marked, KaTeX, highlight.js and sanitize-html. A formula that KaTeX cannot read throws. */
export async function loadRenderer(): Promise<Renderer> {
  const names = ["marked", "katex", "highlight.js"];
  const [marked, katex, highlight] = await Promise.all(names.map((name) => lazy(name))) as [
    typeof Marked,
    { default: typeof Katex.default },
    { default: typeof Highlight.default },
  ];
  const sanitise = await loadSanitiser(), formulas: string[] = [];
  // Formulas are cleaned by KaTeX itself, and stand aside while the rest is.
  const math = (tex: string, displayMode: boolean): string => {
    const options = { displayMode, output: "mathml", throwOnError: true, strict: "error" } as const;
    const html = styledLetters(katex.default.renderToString(tex, options));
    const tag = displayMode ? "div" : tex.length > LONG ? "span" : "";
    return mark(formulas.push(tag ? `<${tag} class="formula">${html}</${tag}>` : html) - 1);
  };
  const code = (text: string): string => highlight.default.highlight(text, { language: "typescript" }).value;
  const parser = new marked.Marked({ extensions: [formula("block", math), formula("inline", math)] });
  parser.use({
    renderer: {
      code: ({ text, lang }) => `<pre><code>${lang === "ts" ? code(text) : escape(text)}</code></pre>\n`,
      table(token): string {
        const plain = marked.Renderer.prototype.table.call(this, token);
        return `<div class="scroll">${plain}</div>\n`;
      },
    },
  });
  const markdown = (text: string): string => {
    formulas.length = 0;
    return sanitise(parser.parse(unmarked(text), { async: false }), formulas);
  };
  return Object.freeze({ markdown, html: (text: string) => sanitise(unmarked(text)), code });
}

/** Signs of TeX above which a formula in a sentence may be wider than a phone, and scrolls. */
const LONG = 40;

/** Marked's extension for one kind of formula; as in Pandoc, "$5 and the other $6" is none. */
function formula(
  level: "block" | "inline",
  math: (tex: string, display: boolean) => string,
): Marked.TokenizerAndRendererExtension {
  const display = level === "block", name = `${level}Math`;
  const pattern = display ? /^\$\$([^]+?)\$\$/ : /^\$(?!\s)((?:\\[^]|[^\\$])+?)(?<!\s)\$(?!\d)/;
  return {
    name,
    level,
    start: (text) => {
      const at = text.indexOf(display ? "$$" : "$");
      return at < 0 ? undefined : at;
    },
    tokenizer: (text) => {
      const found = pattern.exec(text);
      return found ? { type: name, raw: found[0], text: found[1]! } : undefined;
    },
    renderer: (token) => math(token["text"], display),
  };
}

/** Text as HTML text. */
export function escape(text: string): string {
  const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (sign) => signs[sign]!);
}
