import assert from "node:assert/strict";
import { join } from "node:path";
import { buildSite } from "../tools/site/build.ts";
import { serveFolder } from "../tools/site/serve.ts";
import { type Visit, WINDOWS } from "./browser_visit.ts";
import { inFolder } from "./notebook_helper.ts";

const root = join(import.meta.dirname!, "..");
const modules = { anchorage: join(root, "mod.ts"), "anchorage/chart": join(root, "lib", "chart", "mod.ts") };

async function browserPath(): Promise<string | undefined> {
  for (const path of ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]) {
    try {
      await Deno.stat(path);
      return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return undefined;
}

const chromium = await browserPath();
if (chromium === undefined) console.log("browser_test.ts is skipped: Chromium is not installed");

/** What Chromium sees of pages under `base`. */
async function visitAll(
  base: string,
  pages: readonly string[],
): Promise<{ visits: readonly Visit[]; chosen: string[] }> {
  const args = ["run", "--allow-all", join(root, "tests", "browser_visit.ts"), chromium!, base, ...pages];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, stdin: "null" }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test({
  name: "every page draws every chart on a phone and a desktop, light and dark, and asks no other host for anything",
  ignore: chromium === undefined,
  fn: () =>
    inFolder(async (folder) => {
      const out = join(folder, "site"), notebooks = join(root, "notebooks");
      const built = await buildSite({ out, notebooks, readme: join(root, "README.md"), modules });
      assert.deepEqual((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name), ["site"]);
      assert.ok(built.length >= 4, "the notebooks are missing");
      const server = serveFolder(out, { port: 0 }), pages = ["index.html", "api.html", "api/~/fitIrp.html", ...built];
      const { visits, chosen } = await visitAll(`http://127.0.0.1:${server.addr.port}/`, pages);
      await server.shutdown();
      assert.equal(visits.length, 2 * pages.length);
      for (const { page, width, wrong, charts, over } of visits) {
        const where = `${page} at ${width} px`, theme = WINDOWS.find((one) => one.width === width)!.colorScheme;
        assert.deepEqual(wrong, [], where);
        assert.ok(over <= 0, `${where} is wider than the window by ${over} px`);
        assert.equal(charts.length > 0, page.startsWith("notebooks/"), `${where} has ${charts.length} charts`);
        for (const { drawn, plots, text } of charts) {
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
