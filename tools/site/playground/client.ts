/**
 * The playground's page: reads what the reader does, asks the worker, shows what it answers.
 *
 * @module
 */
/// <reference lib="dom" />
import { connectBoard } from "./board.ts";
import { connectKeeping } from "./keeping.ts";
import { paintPicture, paintSays } from "./paint.ts";
import { showMeasures } from "./measures.ts";
import { connectOwn } from "./ownform.ts";
import { connectSpaces } from "./spaces.ts";
import { fromAddress, RANGES, type State, toAddress } from "./state.ts";
import { rasterize } from "./strokes.ts";
import type { Answer, Question } from "./worker.ts";

const find = <T extends HTMLElement>(selector: string): T => document.querySelector<T>(selector)!;
const form = find<HTMLFormElement>(".controls"), status = find("#status"), main = find("main");
const start = (): Worker => new Worker("playground/worker.js"), worker = start();
/** Milliseconds between two changes of the address: browsers refuse more than some ten a second. */
const ADDRESS = 300;

let state = fromAddress(location.hash), asked = 0, busy = false, waiting = false;
let writing: ReturnType<typeof setTimeout> | undefined;
const spaces = connectSpaces((row) => {
  const { toggled } = state;
  change({ toggled: toggled.includes(row) ? toggled.filter((one) => one !== row) : [...toggled, row] });
});
const board = connectBoard(() => state, change);

/** Takes over what changed, keeps it in the address, and asks for what follows from it. */
function change(part: Partial<State>): void {
  state = { ...state, ...part };
  writing ??= setTimeout(writeAddress, ADDRESS);
  showChoice();
  ask();
}

function writeAddress(): void {
  clearTimeout(writing);
  writing = undefined;
  history.replaceState(null, "", toAddress(state));
}

/** Asks the worker; while it is busy, only the latest choice waits. */
function ask(): void {
  main.setAttribute("aria-busy", "true");
  waiting = busy;
  if (busy) return;
  busy = true;
  const { strokes, item, ...choice } = state;
  const question: Question = { id: ++asked, choice, image: item === undefined ? rasterize(strokes) : undefined, item };
  worker.postMessage(question);
}

worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
  busy = false;
  show(data);
  if (waiting) return ask();
  main.setAttribute("aria-busy", "false");
});
worker.addEventListener("error", () => {
  status.textContent =
    "Cannot start as a browser runs workers of a site only, not of a file: serve it with `deno task site --serve`";
});

function show(answer: Answer): void {
  if ("error" in answer) return void (status.textContent = answer.error);
  const { drawn, classes, label, fresh } = answer;
  const says = (shares: Float32Array): string => classes[shares.indexOf(Math.max(...shares))]!;
  const drawing = state.strokes.length > 0 ? "Your drawing" : "An empty board";
  const what = label === undefined ? drawing : `A test item, ${classes[label]}`;
  status.textContent = `${what}: B's classifier reads ${says(drawn.says.translated)} translated, ` +
    `${says(drawn.says.raw)} as it is.`;
  for (const [name, pixels] of Object.entries(drawn.pictures)) paintPicture(find(`#${name}`), pixels);
  paintSays(find(".says"), drawn.says, classes);
  if (fresh === undefined) return;
  showMeasures(fresh.measures);
  spaces.show(fresh.views, classes);
}

function showChoice(): void {
  const fields = form.elements as unknown as Readonly<Record<string, HTMLInputElement>>;
  for (const name of ["items", "a", "b", "method", "pick"] as const) fields[name]!.value = state[name];
  for (const name of Object.keys(RANGES) as (keyof typeof RANGES)[]) {
    fields[name]!.value = String(state[name]);
    find(`output[for="${name}"]`).textContent = String(state[name]);
  }
  fields["shuffled"]!.checked = state.shuffled;
  const pruned = state.method === "irp" || state.method === "completed";
  for (const name of ["delta", "omega"]) fields[name]!.disabled = !pruned;
  fields["lambda"]!.disabled = state.method !== "whitened" && state.method !== "ridge";
  board.show();
}

form.addEventListener("input", ({ target }) => {
  const { name, type, value, checked } = target as HTMLInputElement;
  const item = name !== "items" ? {} : { item: value === "garments" ? 0 : undefined, toggled: [] };
  change({ [name]: type === "checkbox" ? checked : type === "range" ? Number(value) : value, ...item });
});
form.addEventListener("reset", (event) => {
  event.preventDefault();
  change(fromAddress(""));
});
form.addEventListener("submit", (event) => event.preventDefault());

connectOwn(start);
connectKeeping(find<HTMLButtonElement>("#keep"));
addEventListener("hashchange", () => change(fromAddress(location.hash)));
addEventListener("pagehide", writeAddress);
const repaint = (): void => {
  board.show();
  spaces.paint();
};
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
new MutationObserver(repaint).observe(document.documentElement, { attributes: true });
addEventListener("resize", spaces.paint);
showChoice();
ask();
