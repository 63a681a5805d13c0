import assert from "node:assert/strict";
import { renderCells } from "../tools/site/cells.ts";
import { loadRenderer } from "../tools/site/markdown.ts";
import { notebookPage } from "../tools/site/pages.ts";

const { markdown, html } = await loadRenderer();

/** What could run or reach out, raw in Markdown. */
const LIVE = [
  ...["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<a href="javascript:alert(1)">a</a>'],
  ...["[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](data:text/html,x)", "![a](javascript:alert(1))"],
  ...["[a](vbscript:x)", '<a href="java&#10;script:alert(1)">a</a>', "<svg onload=alert(1)><script>1</script></svg>"],
  ...[
    "<iframe src=//evil.example></iframe>",
    "<style>@import url(//evil.example)</style>",
    "<base href=//evil.example>",
  ],
  ...['<p style="background:url(//evil.example)">p</p>', "<form action=//evil.example><button>b</button></form>"],
  ...["<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>", "<object data=x></object>"],
  ...['<meta http-equiv="refresh" content="0;url=//evil.example">', "<link rel=stylesheet href=//evil.example>"],
  ...[
    '<img src="https://evil.example/a.png">',
    "![a](//evil.example/a.png)",
    '<input type="image" src="x" onerror="1">',
  ],
  ...['<p id="theme">p</p>', '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', "<x onclick=1>x"],
  '![$"><script>alert(1)</script>$](a.png)',
];
const RUNS =
  /<(script|iframe|style|base|form|button|svg|object|meta|link|noscript|x)\b|\son\w+\s*=|evil\.example|\b(java|vb)script:|data:text|\sid=|\sstyle=|type="image"/i;

const tags = (clean: string): string => (clean.match(/<[^>]*>/g) ?? []).join("");

Deno.test("nothing in Markdown or HTML runs, nor reaches another host", () => {
  for (const source of LIVE) {
    for (const clean of [markdown(source), markdown(`- a ${source}\n\n> ${source}`), html(source)]) {
      assert.doesNotMatch(tags(clean), RUNS, `${source} became ${clean}`);
    }
  }
  for (const source of ["<p onclick=1>", "<script>", '<a href="javascript:x">']) assert.match(tags(source), RUNS);
});

Deno.test("what is harmless stays: text, links, tables, tasks, small pictures, highlighted code, formulas", () => {
  const small = "data:image/png;base64,AA==";
  const kept = markdown(
    `<b>b</b> [l](https://a.example "t") <kbd>k</kbd>\n\n- [x] done\n\n| a |\n| :-: |\n| $x$ |\n\n![p](${small})\n\n` +
      "<details><summary>s</summary>\n\n$$y$$\n\n</details>\n\n```ts\nconst a = 1;\n```\n\n1 < 2 & 3",
  );
  for (
    const part of [
      "<b>b</b>",
      'href="https://a.example" title="t"',
      "<kbd>",
      'type="checkbox"',
      'align="center"',
      small,
    ]
  ) assert.ok(kept.includes(part), `${part} in ${kept}`);
  for (const part of ["<summary>s</summary>", '<div class="formula">', 'class="hljs-keyword"', "1 &lt; 2 &amp; 3"]) {
    assert.ok(kept.includes(part), `${part} in ${kept}`);
  }
  assert.equal(kept.match(/<math/g)?.length, 2);
  assert.equal(markdown("no \uE0000\uE001 mark, $x$").match(/<math/g)?.length, 1);
});

Deno.test("HTML that a cell shows is cleaned, and names of files and titles are escaped", async () => {
  const data = { "text/html": "<table><tr><td onclick=1>1</td></tr></table><script>1</script>" };
  const spec = { "application/vnd.vegalite.v5+json": {}, "image/png": "AA==", "text/plain": "Chart: x" };
  const outputs = [data, spec].map((data) => ({ output_type: "display_data", data, metadata: {} }));
  const cells = [
    { id: "a", cell_type: "markdown", metadata: {}, source: "# A <b> & $& title" },
    { id: "b", cell_type: "code", metadata: {}, source: "1", outputs, execution_count: 1 },
  ];
  const name = '"><script>#?%', content = renderCells({ cells, metadata: {} }, name, await loadRenderer());
  assert.match(content.html, /<table>.*<td>1<\/td>/);
  const page = notebookPage([{ name, ...content }, { name, ...content }], 0);
  assert.doesNotMatch(page, /"><script>|onclick/);
  assert.match(page, /<h1>A &lt;b&gt; &amp; \$&amp; title<\/h1>/);
  const address = "%22%3E%3Cscript%3E%23%3F%25";
  for (const part of [`href="${address}.ipynb"`, `href="${address}.html"`, `src="${address}-1.png"`]) {
    assert.ok(page.includes(part), part);
  }
});
