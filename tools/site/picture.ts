/**
 * `deno task picture`: the README's picture of the playground, taken in Chromium into `out/results`. `deno task keep
 * playground` takes it into the repository.
 *
 * @module
 */
import { join } from "node:path";
import { lazy } from "../../lib/base/lazy.ts";
import { writeAtomic } from "../../lib/file/atomic.ts";
import { writeJson } from "../../lib/file/json.ts";
import { runTask } from "../task.ts";
import { writeAssets } from "./build.ts";
import { writePlayground } from "./playground/assets.ts";
import { serveFolder } from "./serve.ts";

interface Page {
  goto(url: string): Promise<unknown>;
  addStyleTag(style: { readonly content: string }): Promise<unknown>;
  waitForSelector(selector: string): Promise<unknown>;
  screenshot(options: { readonly clip: unknown }): Promise<Uint8Array>;
  evaluate(expression: string): Promise<unknown>;
}

interface Playwright {
  readonly chromium: {
    launch(options: unknown): Promise<{
      newPage(options: unknown): Promise<Page>;
      version(): string;
      close(): Promise<void>;
    }>;
  };
}

/** Bytes of a picture at most. */
const MOST = 300_000;
/** What is left out. */
const STYLE =
  "header, .tools, h1, .controls, .measures div:nth-child(n + 7) { display: none !important } .playground { padding-top: 0 }";

/** The part of the page that shows pictures, measures and what the classifier says, as a PNG; and the browser's version. */
export async function takePicture(
  executablePath: string,
  base: string,
): Promise<{ readonly png: Uint8Array; readonly browser: string }> {
  const { chromium } = await lazy<Playwright>("playwright-core");
  const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 900 }, colorScheme: "light" });
    await page.goto(`${base}playground.html`);
    await page.addStyleTag({ content: STYLE });
    await page.waitForSelector('main[aria-busy="false"]');
    const clip = await page.evaluate(`(() => {
      const { bottom } = document.querySelector(".measures").getBoundingClientRect();
      return { x: 0, y: 0, width: innerWidth, height: Math.ceil(bottom) + 16 };
    })()`);
    return { png: await page.screenshot({ clip }), browser: `Chromium ${browser.version()}` };
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  const [executablePath = "/usr/bin/chromium"] = Deno.args;
  const folder = await Deno.makeTempDir(), results = join(import.meta.dirname ?? ".", "..", "..", "out", "results");
  try {
    await writeAssets(folder);
    await writePlayground(folder);
    const server = serveFolder(folder, { port: 0 }), base = `http://127.0.0.1:${server.addr.port}/`;
    const { png, browser } = await takePicture(executablePath, base).finally(() => server.shutdown());
    if (png.length > MOST) {
      throw new RangeError(`Cannot keep a picture as it must be at most ${MOST} bytes: it is ${png.length}`);
    }
    const about = { experiment: "playground", preset: "page", date: new Date().toISOString(), browser };
    await writeAtomic(join(results, "playground-page-light.png"), png);
    await writeJson(join(results, "playground-page.json"), about);
    console.log(`Took the picture (${png.length} bytes): deno task keep playground`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) await runTask(main);
