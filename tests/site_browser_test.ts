import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { listNotebooks } from "../lib/notebook/list.ts";
import { buildSite } from "../tools/site/build.ts";
import { serveFolder } from "../tools/site/serve.ts";
import { chromium, inBrowser } from "./site_browser_helper.ts";
import { type Visit, WINDOWS } from "./site_browser_visit.ts";
import { code, inFolder } from "./notebook_helper.ts";

const root = join(import.meta.dirname!, "..");
const modules = { anchorage: join(root, "mod.ts"), "anchorage/chart": join(root, "lib", "chart", "mod.ts") };

/** What Chromium sees of pages under `base`. */
function visitAll(base: string, pages: readonly string[]): Promise<{ visits: readonly Visit[]; chosen: string[] }> {
  return inBrowser("site_browser_visit.ts", [base, ...pages]);
}

/** The committed notebooks, and one of everything that may be wider than a phone. */
async function writeWide(folder: string): Promise<void> {
  await Deno.mkdir(folder);
  for (const path of await listNotebooks(join(root, "notebooks"))) {
    await Deno.copyFile(path, join(folder, basename(path)));
  }
  const sum = Array.from({ length: 40 }, (_, i) => `x_{${i}}`).join(" + "), word = "wide".repeat(60);
  const source = `# ${word}\n\n$$${sum}$$\n\nIn a sentence $${sum}$ and ${word} and \`${word}\`.\n\n- $${sum}$\n\n` +
    `> ${word}\n\n| a | b |\n| - | - |\n| ${word} | $${sum}$ |\n`;
  const data = { "text/plain": word, "text/markdown": `${word} $${sum}$` };
  const cells = [
    { id: "a", cell_type: "markdown", metadata: {}, source },
    { ...code(word), id: "b", execution_count: 1, outputs: [{ output_type: "display_data", data, metadata: {} }] },
  ];
  await Deno.writeTextFile(join(folder, "wide.ipynb"), JSON.stringify({ cells, metadata: {}, nbformat: 4 }));
}

Deno.test({
  name: "every page draws every chart on a phone and a desktop, light and dark, and asks no other host for anything",
  ignore: chromium === undefined,
  fn: () =>
    inFolder(async (folder) => {
      const out = join(folder, "built", "site"), notebooks = join(folder, "notebooks");
      await Deno.mkdir(join(folder, "built"));
      await writeWide(notebooks);
      const built = await buildSite({
        out,
        notebooks: await listNotebooks(notebooks),
        root,
        modules,
      });
      assert.deepEqual((await Array.fromAsync(Deno.readDir(join(folder, "built")))).map(({ name }) => name), ["site"]);
      assert.ok(built.length >= 4, "the notebooks are missing");
      const server = serveFolder(out, { port: 0 }),
        pages = [
          "index.html",
          "playground.html",
          "gallery.html",
          "docs/design.html",
          "docs/which-method.html",
          "api.html",
          "api/~/fitIrp.html",
          ...built,
        ];
      const { visits, chosen } = await visitAll(`http://127.0.0.1:${server.addr.port}/`, pages);
      await server.shutdown();
      assert.equal(visits.length, WINDOWS.length * pages.length);
      for (const { page, width, wrong, charts, over } of visits) {
        const where = `${page} at ${width} px`, theme = WINDOWS.find((one) => one.width === width)!.colorScheme;
        assert.deepEqual(wrong, [], where);
        assert.ok(over <= 0, `${where} is wider than the window by ${over} px`);
        const drawing = page.startsWith("notebooks/") && !page.includes("wide");
        assert.equal(charts.length > 0, drawing, `${where} has ${charts.length} charts`);
        for (const { drawn, plots, text, over } of charts) {
          assert.ok(over <= 0, `${where} has a chart that is wider than its frame by ${over} px: ${text.slice(0, 80)}`);
          assert.deepEqual([drawn, plots], [theme, 1], where);
          assert.match(text, /\w{3}/, `${where} has a chart without text`);
        }
      }
      assert.deepEqual(chosen, ["dark"], "the switch does not keep the page dark");
      const opened = await visitAll(`file://${out}/`, ["index.html", built[0]!]); // as files, without a server
      for (const { page, wrong, charts } of opened.visits) {
        assert.deepEqual(wrong, [], `${page} opened as a file`);
        assert.ok(charts.every(({ plots }) => plots === 1), `${page} opened as a file does not draw its charts`);
      }
      assert.ok(opened.visits.some(({ charts }) => charts.length > 0));
    }),
});
