/**
 * The API reference: Deno's pages, one a symbol, and an index of all modules of our own.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { deno } from "../deno.ts";
import { escape, type Renderer } from "./markdown.ts";
import { pageHtml } from "./page.ts";

/** The modules of the package: what one imports, and the path of its file. */
export type Modules = Readonly<Record<string, string>>;

interface Documented {
  readonly module_doc?: { readonly doc?: string };
  readonly symbols: readonly {
    readonly name: string;
    readonly declarations: readonly { readonly kind: string; readonly jsDoc?: { readonly doc?: string } }[];
  }[];
}

/** Writes `api/` and its index into the draft of the site. */
export async function writeApi(modules: Modules, draft: string, renderer: Renderer): Promise<void> {
  const folder = join(draft, "api"), paths = Object.values(modules);
  await deno(["doc", "--html", "--name=anchorage", `--output=${folder}`, ...paths]);
  const { nodes } = JSON.parse(await deno(["doc", "--json", ...paths])) as { nodes: Record<string, Documented> };
  await adopt(folder, "../");
  const sections = Object.entries(modules).map(([name, path]) =>
    moduleHtml(name, nodes[pathToFileURL(path).href]!, renderer)
  );
  const page = pageHtml({
    title: "API · anchorage",
    description: "Everything that the package exports, module by module.",
    root: "",
    current: "api",
    body: `<main class="api"><h1>API</h1>\n${sections.join("\n")}</main>`,
  });
  await Deno.writeTextFile(join(draft, "api.html"), page);
}

/** Gives Deno's pages the site's font, its icon, and room on a phone. */
async function adopt(folder: string, root: string): Promise<void> {
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'self' 'unsafe-inline' data:">`;
  const links = `${policy}<link rel="icon" href="${root}icon.svg"><link rel="stylesheet" href="${root}api.css"></head>`;
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) await adopt(path, `${root}../`);
    else if (name.endsWith(".html")) {
      await Deno.writeTextFile(path, (await Deno.readTextFile(path)).replace("</head>", links));
    }
  }
}

/** One module: its own words, what can be called with a first sentence, and its types. */
function moduleHtml(name: string, { module_doc, symbols }: Documented, renderer: Renderer): string {
  const folder = name.includes("/") ? `api${name.slice(name.indexOf("/"))}/` : "api/";
  const link = (symbol: string): string => `<a href="${folder}~/${symbol}.html"><code>${escape(symbol)}</code></a>`;
  const isType = (one: Documented["symbols"][number]): boolean =>
    one.declarations.every(({ kind }) => kind === "interface" || kind === "typeAlias");
  const sorted = [...symbols].sort((a, b) => a.name.localeCompare(b.name, "en"));
  const called = sorted.filter((one) => !isType(one)).map((one) =>
    `<dt>${link(one.name)}</dt><dd>${renderer.markdown(firstSentence(one.declarations[0]?.jsDoc?.doc ?? ""))}</dd>`
  );
  const types = sorted.filter(isType).map((one) => link(one.name));
  return `<section><h2><code>${escape(name)}</code></h2>${renderer.markdown(module_doc?.doc ?? "")}
<dl>${called.join("\n")}</dl><details><summary>${types.length} types</summary><p>${
    types.join(" ")
  }</p></details></section>`;
}

/** Up to the first full stop before a capital letter or the end of the paragraph. */
export function firstSentence(text: string): string {
  const paragraph = (text.split(/\n\s*\n/)[0] ?? "").replace(/\{@link (\w+)\}/g, "$1").replaceAll("\n", " ");
  return /^.*?\.(?=\s+\p{Lu}|$)/u.exec(paragraph)?.[0] ?? paragraph;
}
