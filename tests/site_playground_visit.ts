/**
 * Uses the playground in headless Chromium as a reader would and prints what it saw as JSON:
 * `site_playground_visit.ts <chromium> <base> [plain]`, which
 * hides relaxed SIMD from the worker and only opens the page. A process of its own, as Playwright wants all permissions.
 *
 * @module
 */
import { lazy } from "../lib/base/lazy.ts";
import { Buffer } from "node:buffer";
import { rng } from "../lib/base/random.ts";
import { encodeNpy } from "../lib/file/npy.ts";
import { asDtype, Matrix } from "../lib/linalg/matrix.ts";
import { matmul } from "../lib/linalg/products.ts";
import { DRAWN } from "../tools/site/playground/strokes.ts";

/** What stood on the page after a step. */
export interface Seen {
  readonly step: string;
  readonly hash: string;
  readonly status: string;
  /** The digit that B's classifier says of B's own code, of A's as it is, and of A's translated. */
  readonly says: readonly number[];
  readonly accuracy: number;
  readonly similarity: number;
  readonly halves: string;
  readonly fitted: string;
  readonly hover: string;
  readonly over: number;
}

interface Page {
  on(
    event: string,
    hear: (about: { type(): string; text(): string; url(): string; message: string }) => unknown,
  ): unknown;
  goto(url: string): Promise<unknown>;
  evaluate(expression: string): Promise<unknown>;
  selectOption(selector: string, value: string): Promise<unknown>;
  focus(selector: string): Promise<unknown>;
  click(selector: string): Promise<unknown>;
  setInputFiles(selector: string, files: readonly unknown[]): Promise<unknown>;
  reload(): Promise<unknown>;
  route(pattern: string, answer: (route: { fulfill(answer: unknown): Promise<void> }) => Promise<void>): Promise<void>;
  setViewportSize(size: { width: number; height: number }): Promise<unknown>;
  readonly mouse: { move(x: number, y: number): Promise<void>; down(): Promise<void>; up(): Promise<void> };
  readonly keyboard: { press(key: string): Promise<void> };
}

interface Playwright {
  readonly chromium: {
    launch(options: unknown): Promise<{ newPage(options: unknown): Promise<Page>; close(): Promise<void> }>;
  };
}

const idle = `new Promise((resolve, reject) => {
  const late = performance.now() + 60_000;
  const look = () => {
    if (document.querySelector("main")?.getAttribute("aria-busy") === "false") resolve();
    else if (performance.now() > late) reject(new Error(document.querySelector("#status").textContent));
    else setTimeout(look, 5);
  };
  look();
})`;
/** Resolves once the files are answered. */
const answered = `new Promise((resolve, reject) => {
  const late = performance.now() + 60_000;
  const look = () => {
    if (!document.querySelector("#own-verdict").textContent.includes("…")) resolve();
    else if (performance.now() > late) reject(new Error("no answer to the files"));
    else setTimeout(look, 5);
  };
  look();
})`;

const look = `(() => {
  const text = (selector) => document.querySelector(selector).textContent;
  const rows = [...document.querySelectorAll(".says tbody tr")];
  return {
    hash: location.hash,
    status: text("#status"),
    says: [1, 2, 3].map((column) => rows.findIndex((row) => row.children[column].classList.contains("most"))),
    accuracy: Number(document.querySelector("#m-accuracy").dataset.value),
    similarity: Number(document.querySelector("#m-similarity").dataset.value),
    halves: text("#m-independent"),
    fitted: text("#m-seconds"),
    hover: text("#hover"),
    over: document.documentElement.scrollWidth - innerWidth,
  };
})()`;

function normal(rows: number, cols: number, name: string): Matrix {
  const draw = rng(1).fork(name);
  return new Matrix(rows, cols, Float64Array.from({ length: rows * cols }, () => draw.normal()));
}

async function main(executablePath: string, base: string, plain: boolean): Promise<void> {
  const { chromium } = await lazy<Playwright>("playwright-core"), wrong: string[] = [], seen: Seen[] = [];
  const browser = await chromium.launch({
    executablePath,
    args: ["--headless", "--no-sandbox", "--disable-gpu"],
  });
  const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
  page.on("console", (one) => ["error", "warning"].includes(one.type()) && wrong.push(one.text()));
  page.on("pageerror", (one) => wrong.push(one.message));
  page.on("request", (one) => !one.url().startsWith(base) && wrong.push(one.url()));
  const step = async (name: string): Promise<void> => {
    await page.evaluate(idle);
    seen.push({ step: name, ...await page.evaluate(look) as Omit<Seen, "step"> });
  };
  try {
    if (plain) {
      const script = await (await fetch(`${base}playground/worker.js`)).text();
      const body = `WebAssembly.validate = () => false; ${script}`, contentType = "text/javascript";
      await page.route("**/worker.js", (route) => route.fulfill({ body, contentType }));
    }
    await page.goto(`${base}playground.html`);
    await step("opened");
    if (plain) return;
    await page.click("#clear");
    await step("cleared");
    const box = await page.evaluate(`(() => {
      const { left, top, width } = document.querySelector("#pad").getBoundingClientRect();
      return [left, top, width];
    })()`) as [number, number, number];
    for (const [i, [x, y]] of DRAWN[3]![0]!.entries()) {
      await page.mouse.move(box[0] + x * box[2], box[1] + y * box[2]);
      if (i === 0) await page.mouse.down();
    }
    await page.mouse.up();
    await step("drawn by hand");
    await page.selectOption('[name="b"]', "mlpae64");
    await step("decoder");
    await page.selectOption('[name="method"]', "irp");
    await step("method");
    await page.focus("#count");
    for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowLeft");
    await step("anchors");
    await page.focus("#view-target");
    for (const key of ["ArrowLeft", "Enter"]) await page.keyboard.press(key);
    await step("toggled");
    await page.click('[name="shuffled"]');
    await step("shuffled");
    await page.reload();
    await step("reloaded");
    await page.click('[type="reset"]');
    await page.focus("#pad");
    await page.keyboard.press("7");
    await step("drawn by key");
    const own = async (name: string, a: Uint8Array, b: Uint8Array, ending = "npy"): Promise<void> => {
      const mimeType = "application/octet-stream", list = [a, b].map((bytes) => Buffer.from(bytes));
      await page.evaluate('document.querySelector("#own-verdict").textContent = "…"');
      await page.setInputFiles("#own-a", [{ name: `a.${ending}`, mimeType, buffer: list[0] }]);
      await page.setInputFiles("#own-b", [{ name: `b.${ending}`, mimeType, buffer: list[1] }]);
      await page.evaluate(answered);
      const hover = await page.evaluate('document.querySelector("#own-verdict").textContent') as string;
      seen.push({ step: name, ...await page.evaluate(look) as Omit<Seen, "step">, hover });
    };
    const items = normal(2000, 20, "items"), text = new TextEncoder();
    const [a, b] = [384, 512].map((d) => encodeNpy(asDtype(matmul(items, normal(20, d, `${d}`)), "f32")));
    await own("own", a!, b!);
    await own("own, ragged", text.encode("1,2\n3\n"), text.encode("1,2\n3,4\n"), "csv");
    for (const width of [360, 768, 1600]) {
      await page.setViewportSize({ width, height: 900 });
      await step(`${width} px`);
    }
  } finally {
    await browser.close();
    console.log(JSON.stringify({ seen, wrong }));
  }
}

if (import.meta.main) {
  const [executablePath, base, plain] = Deno.args;
  await main(executablePath!, base!, plain === "plain");
}
