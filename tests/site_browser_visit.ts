/**
 * Visits pages in headless Chromium and prints what it saw as JSON: `site_browser_visit.ts <chromium> <base> <page>…`.
 *
 * A process of its own, as Playwright wants all permissions.
 *
 * @module
 */
import { lazy } from "../lib/base/lazy.ts";

/** What is used of Playwright. */
interface Playwright {
  readonly chromium: { launch(options: { executablePath: string; args: readonly string[] }): Promise<Browser> };
}

interface Browser {
  newContext(options: { viewport: { width: number; height: number }; colorScheme: string }): Promise<Context>;
  close(): Promise<void>;
}

interface Context {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

interface Page {
  removeAllListeners(): unknown;
  on(event: "console", hear: (message: { type(): string; text(): string }) => unknown): unknown;
  on(event: "pageerror", hear: (error: Error) => unknown): unknown;
  on(event: "request", hear: (request: { url(): string }) => unknown): unknown;
  on(event: "response", hear: (response: { status(): number; url(): string }) => unknown): unknown;
  goto(url: string, options: { waitUntil: "load" }): Promise<unknown>;
  click(selector: string): Promise<void>;
  reload(): Promise<unknown>;
  evaluate(expression: string): Promise<unknown>;
}

/** What a page did: errors, requests to other hosts, answers that failed; charts and the room they take. */
export interface Visit {
  readonly page: string;
  readonly width: number;
  readonly wrong: readonly string[];
  readonly charts: readonly {
    readonly drawn: string;
    readonly plots: number;
    readonly text: string;
    readonly over: number;
  }[];
  /** Pixels by which the page is wider than the window. */
  readonly over: number;
}

/** Windows: a small phone's, a tablet's and a desktop's. */
export const WINDOWS = [
  { width: 360, colorScheme: "light" },
  { width: 768, colorScheme: "dark" },
  { width: 1400, colorScheme: "dark" },
] as const;

const quiet = ["background-networking", "component-update", "sync", "quic", "gpu", "extensions"];
const args = ["--headless", "--no-sandbox", "--no-first-run", ...quiet.map((name) => `--disable-${name}`)];

const look = `({
  charts: [...document.querySelectorAll("figure.chart")].map((figure) => ({
    drawn: figure.dataset.drawn,
    plots: figure.querySelectorAll("svg.marks, canvas.marks").length,
    text: figure.querySelector("svg.marks")?.textContent ?? "",
    over: figure.scrollWidth - figure.clientWidth,
  })),
  over: document.documentElement.scrollWidth - innerWidth,
})`;
/** Resolves once every chart is drawn. Playwright's own waiting would evaluate text, which the pages forbid. */
const drawn = (theme: string): string =>
  `new Promise((resolve, reject) => {
    const late = performance.now() + 30_000;
    const look = () => {
      if ([...document.querySelectorAll("figure.chart")].every((one) => one.dataset.drawn === "${theme}")) resolve();
      else if (performance.now() > late) reject(new Error("charts are not drawn ${theme}"));
      else requestAnimationFrame(look);
    };
    look();
  })`;

async function visit(page: Page, base: string, path: string, theme: string): Promise<Omit<Visit, "width">> {
  const wrong: string[] = [];
  page.removeAllListeners();
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(base) && !/^(data|blob):/.test(request.url())) wrong.push(request.url());
  });
  page.on("response", (response) => response.status() >= 400 && wrong.push(`${response.status()} ${response.url()}`));
  await page.goto(base + path, { waitUntil: "load" });
  await page.evaluate(drawn(theme)).catch((error: Error) => wrong.push(error.message));
  return { page: path, wrong, ...await page.evaluate(look) as Pick<Visit, "charts" | "over"> };
}

/** The switch turns the page and its charts dark, and the choice outlives the page. */
async function chooseDark(page: Page): Promise<string> {
  await page.click("#theme");
  await page.evaluate(drawn("dark"));
  await page.reload();
  await page.evaluate(drawn("dark"));
  return await page.evaluate("getComputedStyle(document.documentElement).colorScheme") as string;
}

async function main(executablePath: string, base: string, paths: readonly string[]): Promise<void> {
  const { chromium } = await lazy<Playwright>("playwright-core");
  const browser = await chromium.launch({ executablePath, args });
  const visits: Visit[] = [], chosen: string[] = [];
  try {
    await Promise.all(WINDOWS.map(async ({ width, colorScheme }) => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
      const page = await context.newPage();
      for (const path of paths) visits.push({ width, ...await visit(page, base, path, colorScheme) });
      if (colorScheme === "light") chosen.push(await chooseDark(page));
      await context.close();
    }));
  } finally {
    await browser.close();
  }
  console.log(JSON.stringify({ visits, chosen }));
}

if (import.meta.main) {
  const [executablePath, base, ...paths] = Deno.args;
  await main(executablePath!, base!, paths);
}
