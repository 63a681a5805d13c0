import assert from "node:assert/strict";
import { accuracyOverAnchors, grid, heatmap, renderSvg, spaceViews } from "../lib/chart/mod.ts";
import type { Spec } from "../lib/chart/theme.ts";
import { firstSentence } from "../tools/site/api.ts";
import { renderCells, tableHtml } from "../tools/site/cells.ts";
import { darkened, narrowed, stacked } from "../tools/site/look.ts";
import { deadLinks, siteLinks } from "../tools/site/links.ts";
import { loadRenderer } from "../tools/site/markdown.ts";
import { styledLetters } from "../tools/site/math.ts";
import { indexPage, notebookPage } from "../tools/site/pages.ts";
import { inFolder } from "./notebook_helper.ts";
import { alignColumns } from "../lib/notebook/table.ts";
import type { Cell, Output } from "../lib/notebook/nbformat.ts";

const text = (source: string): Cell => ({ id: "t", cell_type: "markdown", metadata: {}, source });
const ran = (source: string, ...outputs: readonly Output[]): Cell => (
  { id: "c", cell_type: "code", metadata: {}, source, outputs, execution_count: 1 }
);
const display = (data: Record<string, unknown>): Output => ({ output_type: "display_data", data, metadata: {} });
const chart = display({
  "application/vnd.vegalite.v5+json": { title: "</script><b>" },
  "image/png": "iVBORw0KGgo=",
  "text/plain": "Chart: a < b",
});
const render = async (...cells: readonly Cell[]): Promise<ReturnType<typeof renderCells>> =>
  renderCells({ cells, metadata: {} }, "a", await loadRenderer());
const wide = (panels: readonly string[]): Spec =>
  heatmap(
    panels.flatMap((panel) =>
      [0, 0.5].flatMap((delta) => [1, 2].map((omega) => ({ omega, delta, value: delta, panel })))
    ),
    { title: "A long title that has to be wrapped on a narrow page", subtitle: "b", measure: "c" },
  );

Deno.test("a notebook becomes text, code, charts, tables and sentences", async () => {
  const table = display({ "text/plain": alignColumns([{ name: "a", value: 0.5 }]) });
  const said = display({ "text/markdown": "**0.5**", "text/plain": "0.5" });
  const { title, lead, html, charts } = await render(
    text("# 3.1 Title\n\nThe lead with $x < y$.\n\nMore."),
    ran('const a = "<b>";', chart, table, said, { output_type: "stream", name: "stdout", text: "1 < 2\n" }),
  );
  assert.equal(title, "3.1 Title");
  assert.match(lead, /^<p>The lead with <span class="katex"><math/);
  assert.match(html, /<span class="hljs-string">&quot;&lt;b&gt;&quot;<\/span>/);
  assert.match(html, /<td>a<\/td><td class="number">0.5<\/td>/);
  assert.match(html, /<div class="said"><p><strong>0.5<\/strong><\/p>/);
  assert.match(html, /1 &lt; 2/);
  assert.match(html, /<noscript><img src="a-1.png" alt="a &lt; b"><\/noscript>/);
  assert.deepEqual(charts.map(({ alt }) => alt), ["a < b"]);
});

Deno.test("no chart can end its script early, and its spec stays what it was", async () => {
  const { html } = await render(text("# A"), ran("1", chart));
  const [, json] = /<script type="application\/json">(.*?)<\/script>/.exec(html)!;
  assert.equal(JSON.parse(json!).title, "</script><b>");
});

Deno.test("a hidden source is folded, others are not", async () => {
  const hidden = { ...ran("1"), metadata: { jupyter: { source_hidden: true } } };
  assert.match((await render(text("# A"), hidden)).html, /<details>.*<pre class="code"/);
  assert.doesNotMatch((await render(text("# A"), ran("1"))).html, /<details>/);
});

Deno.test("a notebook that has not run, has no title, or shows something unknown is refused", async () => {
  await assert.rejects(render(text("# A"), { ...ran("1"), execution_count: null }), {
    name: "TypeError",
    message: "Cannot render a as every cell must have run: cell c has not",
  });
  await assert.rejects(render(text("A")), {
    name: "TypeError",
    message: "Cannot render a as its first text must begin with a title",
  });
  await assert.rejects(render(text("# A"), ran("1", display({ "image/gif": "" }))), {
    name: "TypeError",
    message: "Cannot render a as outputs must be charts, Markdown, HTML or text: one is image/gif",
  });
  await assert.rejects(render(text("# A\n\n$\\frac$"), ran("1")), { name: "ParseError" });
});

Deno.test("only an aligned table becomes one", () => {
  assert.equal(tableHtml("a\n1"), undefined);
  assert.equal(tableHtml("just text"), undefined);
  const html = tableHtml(alignColumns([{ "ω": "α β", n: -1 }, { "ω": "<", n: 10 }]))!;
  assert.equal(html.match(/<td/g)?.length, 4);
  assert.match(html, /<td>α β<\/td><td class="number">-1<\/td>.*<td>&lt;<\/td><td class="number">10<\/td>/);
  const mixed = tableHtml(
    alignColumns([{ found: "28 of 30", mean: "0.844 ± 0.101" }, { found: "r = 0.7", mean: "–" }]),
  )!;
  assert.match(mixed, /<td>28 of 30<\/td><td class="number">0.844 ± 0.101<\/td>.*<td>r = 0.7<\/td><td>–<\/td>/);
});

Deno.test("styled letters are characters, and letters of other styles stay", () => {
  const letter = (style: string, sign: string): string => styledLetters(`<mi mathvariant="${style}">${sign}</mi>`);
  const drawn = [letter("bold", "A"), letter("bold", "z"), letter("script", "Y"), letter("script", "F")];
  assert.deepEqual(drawn.map((one) => one.replace(/<[^>]*>/g, "")), ["𝐀", "𝐳", "𝒴", "ℱ"]);
  assert.match(letter("double-struck", "R"), />ℝ</);
  assert.match(styledLetters('<mo fence="true">∣</mo>'), /stretchy="true">\|</);
  assert.equal(letter("normal", "d"), '<mi mathvariant="normal">d</mi>');
});

Deno.test("dollars without a formula between them stay", async () => {
  const { markdown } = await loadRenderer();
  for (
    const prose of [
      ...["costs $ 5 and $", "$5 and the other $6", "from $5 to $10", "$HOME and $PATH", "US$5/US$6", "$5-$6"],
      ...["`$x$`", "\\$x$", "(both $20) and $30", "| a |\n| - |\n| $5 and $6 |"],
    ]
  ) assert.doesNotMatch(markdown(prose), /<math/, prose);
  for (const tex of ["$x$", "a ($x_1$)", "$x$, $y$.", "$\\$5$", "$x$-axis"]) assert.match(markdown(tex), /<math/, tex);
  assert.match(markdown("$$\na = b\n$$"), /<math[^>]*display="block"/);
});

Deno.test("a dark chart has other colours on the page and the same data, cells and palette of values", async () => {
  const spec = wide(["p"]), before = JSON.stringify(spec), dark = darkened(spec);
  assert.equal(JSON.stringify(spec), before);
  assert.equal((dark.config as Spec)["background"], "#141a20");
  assert.deepEqual(dark.data, spec.data);
  const encodings = (one: unknown): unknown[] => JSON.stringify(one).match(/"encoding":.*?\}\}/g)!;
  assert.deepEqual(encodings(dark), encodings(spec));
  assert.notEqual(await renderSvg(dark), await renderSvg(spec));
});

Deno.test("on a narrow page panels stand below one another, titles are wrapped, and plots give way to a limit", async () => {
  const spec = wide(["p", "q"]), low = stacked(spec, 340);
  assert.deepEqual([spec.columns, low.columns], [2, 1]);
  assert.equal((low.title as { text: string[] }).text.length, 2);
  const width = async (one: Spec): Promise<number> => Number(/width="([\d.]+)/.exec(await renderSvg(one))![1]);
  assert.ok(await width(low) < await width(spec));
  assert.ok(await width(narrowed(low, 60)) < await width(low));
  assert.equal(await width(narrowed(low, 1000)), await width(narrowed(low, 2000)));
  assert.doesNotThrow(() => narrowed(stacked(grid([wide(["p"])], { title: "g" }), 340), 50));
});

Deno.test("whole charts side by side stand below one another on a narrow page", async () => {
  const low = stacked(grid([wide(["p"]), wide(["q"])], { title: "g", columns: 2 }), 340);
  assert.equal(low.columns, 1);
  assert.ok(Number(/width="([\d.]+)/.exec(await renderSvg(narrowed(low, 400)))![1]) <= 340);
});

Deno.test("a legend has as many columns as its longest name allows", () => {
  const drawn = (name: string): unknown => {
    const records = ["a", "b", name].map((series) => ({ anchors: 1, value: 1, series }));
    return (stacked(accuracyOverAnchors(records, { title: "t" }), 340).config as { legend: Spec }).legend["columns"];
  };
  assert.deepEqual(["short", "a longer name", "the longest of all names in this chart"].map(drawn), [4, 3, 1]);
});

Deno.test("square panels stay two in a row", () => {
  const records = ["p", "q", "r"].map((panel) => ({ x: 1, y: 2, label: "l", panel }));
  const low = stacked(spaceViews(records, { title: "t" }), 340);
  assert.equal(low.columns, 2);
  assert.deepEqual((low.concat as Spec[]).map((part) => part["width"]), [152, 152, 152]);
});

Deno.test("a first sentence ends at its full stop, not at a letter's", () => {
  assert.equal(firstSentence("One thing (eq. 1 of\nit). Another."), "One thing (eq. 1 of it).");
  assert.equal(firstSentence("No stop\n\nNext."), "No stop");
  assert.equal(firstSentence("See {@link grid}. More"), "See grid.");
});

Deno.test("pages lead to one another, and the index shows the table of results with links to pages", async () => {
  const renderer = await loadRenderer();
  const one = { name: "3.1-a", ...await render(text("# 3.1 A\n\nLead."), ran("1", chart)) };
  const two = { ...one, name: "b", title: "B & C" };
  assert.match(notebookPage([one, two], 0), /class="after" href="b.html">B &amp; C/);
  assert.doesNotMatch(notebookPage([one, two], 0), /class="before"/);
  assert.doesNotMatch(notebookPage([one, two], 0), /playground\.html#/, "no view of its own");
  assert.match(
    notebookPage([{ ...one, name: "beyond-the-paper" }], 0),
    /<\/h1><p class="touch"><a href="..\/playground.html#pick=prototypes&amp;count=32">/,
  );
  const { markdown, files } = siteLinks("| Where |\n| --- |\n| [3.1](notebooks/3.1-a.ipynb), [x](data/x.json) |", "");
  assert.deepEqual(files, ["data/x.json"]);
  assert.match(
    indexPage([one], markdown, renderer),
    /<td><a href="notebooks\/3.1-a.html">3.1<\/a>, <a href="data\/x.json">/,
  );
  assert.doesNotMatch(indexPage([one], "", renderer), /id="results"/);
});

Deno.test("links of documents lead to pages, those to other files are kept, and those to other hosts stay", () => {
  const text = "[a](data.md) [b](../notebooks/x.ipynb) [c](../lib/a.ts#L3) [d](https://e.f/g.md) [e](#part)";
  assert.deepEqual(siteLinks(text, "docs"), {
    markdown: "[a](data.html) [b](../notebooks/x.html) [c](../lib/a.ts#L3) [d](https://e.f/g.md) [e](#part)",
    files: ["lib/a.ts"],
  });
});

Deno.test("a link that leads to no file or to no place of a page is found, and pages of the API are not asked", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/api`);
    await Deno.writeTextFile(`${folder}/api/x.html`, '<a href="gone.html">');
    await Deno.writeTextFile(`${folder}/b c.html`, '<h1 id="one">');
    const good =
      '<a href="b%20c.html#one"><a href="b%20c.html#a=b"> <a href="https://x.y/"> <img src="data:,"> <a href="#own" id="own">';
    await Deno.writeTextFile(`${folder}/a.html`, good);
    assert.deepEqual(await deadLinks(folder), []);
    await Deno.writeTextFile(`${folder}/a.html`, '<a href="b%20c.html#two"> <img src="p.png">');
    assert.deepEqual(await deadLinks(folder), ["a.html leads to b%20c.html#two", "a.html leads to p.png"]);
  }));
