/**
 * Uses the playground in headless Chromium as a reader would and prints what it saw as JSON:
 * `site_playground_visit.ts <chromium> <base> [plain]`, which hides relaxed SIMD from the worker and only opens the page.
 * A process of its own, as Playwright wants all permissions.
 *
 * @module
 */
import { lazy } from "../lib/base/lazy.ts";
import { Buffer } from "node:buffer";
import { rng } from "../lib/base/random.ts";
import { encodeNpy } from "../lib/file/npy.ts";
import { encodeSafetensors } from "../lib/file/safetensors.ts";
import { tensorOf } from "../lib/file/tensor.ts";
import { zipped } from "../lib/file/zip.ts";
import { asDtype, Matrix } from "../lib/linalg/matrix.ts";
import { matmul } from "../lib/linalg/products.ts";
import { DRAWN } from "../tools/site/playground/strokes.ts";

/** What stood on the page after a step. */
export interface Seen {
  readonly step: string;
  readonly hash: string;
  readonly status: string;
  /** The class that B's classifier says of B's own code, of A's as it is, and of A's translated. */
  readonly says: readonly number[];
  readonly accuracy: number;
  readonly similarity: number;
  readonly condition: number;
  readonly halves: string;
  readonly fitted: string;
  readonly hover: string;
  readonly own: string;
  readonly kept: string;
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
  context(): { setOffline(offline: boolean): Promise<void> };
  waitForEvent(event: "download"): Promise<{ suggestedFilename(): string }>;
  readonly mouse: { move(x: number, y: number): Promise<void>; down(): Promise<void>; up(): Promise<void> };
  readonly keyboard: { press(key: string): Promise<void> };
}

interface Playwright {
  readonly chromium: {
    launch(options: unknown): Promise<{ newPage(options: unknown): Promise<Page>; close(): Promise<void> }>;
  };
}

/** Resolves once the page says so. */
const until = (what: string): string =>
  `new Promise((resolve, reject) => {
  const late = performance.now() + 60_000;
  const look = () => {
    if (${what}) resolve();
    else if (performance.now() > late) reject(new Error(document.querySelector("#status").textContent));
    else setTimeout(look, 5);
  };
  look();
})`;
const text = (selector: string): string => `document.querySelector("${selector}").textContent`;
/** The worker is done, and the address is written. */
const idle = `${
  until('document.querySelector("main")?.getAttribute("aria-busy") === "false"')
}.then(() => new Promise((done) => setTimeout(done, 320)))`;
const answered = until(`!${text("#own-verdict")}.includes("…")`);

const look = `(() => {
  const rows = [...document.querySelectorAll(".says tbody tr")];
  const value = (name) => Number(document.querySelector("#m-" + name).dataset.value);
  return {
    hash: location.hash,
    status: ${text("#status")},
    says: [1, 2, 3].map((column) => rows.findIndex((row) => row.children[column].classList.contains("most"))),
    accuracy: value("accuracy"),
    similarity: value("similarity"),
    condition: value("condition"),
    halves: ${text("#m-independent")},
    fitted: ${text("#m-seconds")},
    hover: ${text("#hover")},
    own: ${text("#own-verdict")},
    kept: ${text("#kept")},
    over: document.documentElement.scrollWidth - innerWidth,
  };
})()`;

type Look = (name: string) => Promise<void>;

async function main(executablePath: string, base: string, plain: boolean): Promise<void> {
  const { chromium } = await lazy<Playwright>("playwright-core"), wrong: string[] = [], seen: Seen[] = [];
  const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
  page.on("console", (one) => ["error", "warning"].includes(one.type()) && wrong.push(one.text()));
  page.on("pageerror", (one) => wrong.push(one.message));
  page.on("request", (one) => !one.url().startsWith(base) && !one.url().startsWith("blob:") && wrong.push(one.url()));
  const step: Look = async (name) => {
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
    await drawing(page, step);
    await choosing(page, step);
    await ownFiles(page, step);
    for (const width of [360, 768, 1600]) {
      await page.setViewportSize({ width, height: 900 });
      await step(`${width} px`);
    }
    await withoutNetwork(page, step, wrong);
  } finally {
    await browser.close();
    console.log(JSON.stringify({ seen, wrong }));
  }
}

async function drawing(page: Page, step: Look): Promise<void> {
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
}

async function choosing(page: Page, step: Look): Promise<void> {
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
  await page.click('[name="shuffled"]');
  await page.selectOption('[name="pick"]', "prototypes");
  await step("prototypes");
  if (await page.evaluate('document.querySelectorAll("[name=items] option").length > 1')) {
    await page.selectOption('[name="items"]', "garments");
    await step("garments");
  }
  await page.click('[type="reset"]');
  await page.focus("#pad");
  await page.keyboard.press("7");
  await step("drawn by key");
}

function normal(rows: number, cols: number, name: string): Matrix {
  const draw = rng(1).fork(name);
  return new Matrix(rows, cols, Float64Array.from({ length: rows * cols }, () => draw.normal()));
}

async function ownFiles(page: Page, step: Look): Promise<void> {
  const own = async (name: string, a: Uint8Array, b: Uint8Array, ends: string, endsB = ends): Promise<void> => {
    const mimeType = "application/octet-stream";
    const put = (bytes: Uint8Array, file: string): unknown => ({ name: file, mimeType, buffer: Buffer.from(bytes) });
    await page.setInputFiles("#own-b", []);
    await page.setInputFiles("#own-a", [put(a, `a.${ends}`)]);
    await page.setInputFiles("#own-b", [put(b, `b.${endsB}`)]);
    await page.evaluate(answered);
    await step(name);
  };
  const items = normal(2000, 20, "items"), text = (csv: string): Uint8Array => new TextEncoder().encode(csv);
  const [x, y] = [384, 512].map((d) => asDtype(matmul(items, normal(20, d, `${d}`)), "f32")) as [Matrix, Matrix];
  await own("own", encodeNpy(x), encodeNpy(y), "npy");
  for (const kind of ["safetensors", "onnx", "js"]) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.click(`#own-${kind}`)]);
    if (file.suggestedFilename() !== `map.${kind}`) throw new Error(`${kind} is saved as ${file.suggestedFilename()}`);
  }
  const stored = encodeSafetensors({ rows: tensorOf(y) });
  await own("own, npz and safetensors", zipped("x.npy", encodeNpy(x)), stored, "npz", "safetensors");
  await own("own, ragged", text("1,2\n3\n"), text("1,2\n3,4\n"), "csv");
  await own("own, NaN", text("1,2\nnan,4\n"), text("1,2\n3,4\n"), "csv");
  await own("own, other lengths", text("1,2\n3,4\n"), text("1,2\n"), "csv");
  await page.evaluate(`(() => {
    const list = new DataTransfer();
    for (const name of ["p.csv", "q.csv"]) list.items.add(new File(["1,2\\n"], name));
    document.querySelector("#own-verdict").dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: list }));
  })()`);
  await page.evaluate(answered);
  await step("own, dropped");
}

async function withoutNetwork(page: Page, step: Look, wrong: string[]): Promise<void> {
  await page.evaluate("navigator.serviceWorker.ready.then(() => null)");
  await page.context().setOffline(true);
  const heard = wrong.length;
  await page.reload();
  await step("offline");
  await page.selectOption('[name="a"]', "mlp256");
  await step("offline, not loaded");
  wrong.splice(heard); // the browser says itself that there is no network
  await page.context().setOffline(false);
  await page.click("#keep");
  await page.evaluate(until(`/^(Kept|Cannot)/.test(${text("#kept")})`));
  await page.context().setOffline(true);
  await page.selectOption('[name="b"]', "mlpae64");
  await step("offline, all kept");
  wrong.splice(heard);
}

if (import.meta.main) {
  const [executablePath, base, plain] = Deno.args;
  await main(executablePath!, base!, plain === "plain");
}
