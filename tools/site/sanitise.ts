/**
 * HTML from notebooks without what could run or reach out: scripts, handlers, frames, forms, styles, links of other
 * schemes than the web's, and pictures of other hosts.
 *
 * @module
 */
import { lazy } from "../../lib/base/lazy.ts";

/** Clean HTML of some HTML; marks by `mark` in its text become what was marked. */
export type Sanitise = (html: string, marked?: readonly string[]) => string;

const TAGS =
  "h1 h2 h3 h4 h5 h6 p div span a img ul ol li dl dt dd blockquote pre code kbd samp var em strong b i u s " +
  "del ins sub sup small mark abbr q cite br hr wbr table caption thead tbody tfoot tr th td details summary figure " +
  "figcaption input";

const RULES = Object.freeze({
  allowedTags: TAGS.split(" "),
  allowedAttributes: {
    ...{ a: ["href", "title"], img: ["src", "alt", "title", "width", "height"], abbr: ["title"], ol: ["start"] },
    ...{ th: ["align", "colspan", "rowspan"], td: ["align", "colspan", "rowspan"], details: ["open"] },
    input: [{ name: "type", values: ["checkbox"] }, "checked", "disabled"],
  },
  allowedClasses: { span: ["hljs-*", "function_", "class_"], div: ["scroll"] },
  allowedSchemes: ["https", "http", "mailto"],
  allowedSchemesByTag: { img: ["data"] },
  allowProtocolRelative: false,
});

/** Stands in text for the marked HTML number `index`. */
export function mark(index: number): string {
  return `\uE000${index}\uE001`;
}

/** Text without signs that could be taken for a mark. */
export function unmarked(text: string): string {
  return text.replace(/[\uE000\uE001]/g, "");
}

/** Loads the library. */
export async function loadSanitiser(): Promise<Sanitise> {
  const { default: clean } = await lazy<{ default: (html: string, rules: unknown) => string }>("sanitize-html");
  return (html, marked = []) => {
    const textFilter = (text: string): string =>
      text.replace(/\uE000(\d+)\uE001/g, (_, index) => marked[Number(index)] ?? "");
    return unmarked(clean(html, { ...RULES, textFilter }));
  };
}
