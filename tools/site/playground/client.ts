/**
 * The playground's page: reads what the reader does, asks the worker, shows what it answers.
 *
 * @module
 */
/// <reference lib="dom" />
import { paintPicture, paintSays, paintStrokes } from "./paint.ts";
import { showMeasures } from "./measures.ts";
import { connectOwn } from "./ownform.ts";
import { connectSpaces } from "./spaces.ts";
import { fromAddress, RANGES, type State, toAddress } from "./state.ts";
import { DRAWN, type Point, rasterize } from "./strokes.ts";
import type { Answer, Question } from "./worker.ts";

const find = <T extends HTMLElement>(selector: string): T => document.querySelector<T>(selector)!;
const form = find<HTMLFormElement>(".controls"), pad = find<HTMLCanvasElement>("#pad"), status = find("#status");
const stored = find<HTMLSelectElement>("#stored"), item = find<HTMLInputElement>("#item"), main = find("main");
const start = (): Worker => new Worker("playground/worker.js"), worker = start();

let state = fromAddress(location.hash), asked = 0, busy = false, waiting = false;
const spaces = connectSpaces((row) => {
  const { toggled } = state;
  change({ toggled: toggled.includes(row) ? toggled.filter((one) => one !== row) : [...toggled, row] });
});

/** Takes over what changed, keeps it in the address, and asks for what follows from it. */
function change(part: Partial<State>): void {
  state = { ...state, ...part };
  history.replaceState(null, "", toAddress(state));
  showChoice();
  ask();
}

/** Asks the worker; while it is busy, only the latest choice waits. */
function ask(): void {
  waiting = busy;
  if (busy) return;
  busy = true;
  main.setAttribute("aria-busy", "true");
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
  status.textContent = answer.label === undefined ? "Your drawing" : `Test digit: it is a ${answer.label}`;
  for (const [name, pixels] of Object.entries(answer.drawn.pictures)) paintPicture(find(`#${name}`), pixels);
  paintSays(find(".says"), answer.drawn.says);
  if (answer.fresh === undefined) return;
  showMeasures(answer.fresh.measures);
  spaces.show(answer.fresh.views, answer.fresh.measures.anchors, answer.fresh.labels);
}

function showChoice(): void {
  const fields = form.elements as unknown as Readonly<Record<string, HTMLInputElement>>;
  for (const name of ["a", "b", "method", "pick"] as const) fields[name]!.value = state[name];
  for (const name of Object.keys(RANGES) as (keyof typeof RANGES)[]) {
    fields[name]!.value = String(state[name]);
    find(`output[for="${name}"]`).textContent = String(state[name]);
  }
  fields["shuffled"]!.checked = state.shuffled;
  const pruned = state.method === "irp" || state.method === "completed";
  for (const name of ["delta", "omega"]) fields[name]!.disabled = !pruned;
  fields["lambda"]!.disabled = state.method !== "whitened" && state.method !== "ridge";
  item.value = state.item === undefined ? "" : String(state.item);
  paintStrokes(pad, state.item === undefined ? state.strokes : []);
}

form.addEventListener("input", ({ target }) => {
  const { name, type, value, checked } = target as HTMLInputElement;
  change({ [name]: type === "checkbox" ? checked : type === "range" ? Number(value) : value });
});
form.addEventListener("reset", (event) => {
  event.preventDefault();
  const { strokes, item } = state;
  change({ ...fromAddress(""), strokes, item });
});
find("#clear").addEventListener("click", () => change({ strokes: [], item: undefined }));
stored.addEventListener("change", () => {
  const strokes = DRAWN[Number(stored.value || NaN)];
  stored.value = "";
  if (strokes) change({ strokes, item: undefined });
});
item.addEventListener("change", () => {
  const given = item.valueAsNumber;
  change({ item: Number.isInteger(given) && given >= 0 && given <= 999 ? given : undefined });
});
pad.addEventListener(
  "keydown",
  ({ key }) => /^\d$/.test(key) && change({ strokes: DRAWN[Number(key)]!, item: undefined }),
);

const at = ({ offsetX, offsetY }: PointerEvent): Point => [offsetX / pad.clientWidth, offsetY / pad.clientHeight];
pad.addEventListener("pointerdown", (event) => {
  pad.setPointerCapture(event.pointerId);
  change({ strokes: [...(state.item === undefined ? state.strokes : []), [at(event)]], item: undefined });
});
pad.addEventListener("pointermove", (event) => {
  if (!pad.hasPointerCapture(event.pointerId)) return;
  change({ strokes: [...state.strokes.slice(0, -1), [...state.strokes.at(-1)!, at(event)]] });
});

connectOwn(start);
addEventListener("hashchange", () => change(fromAddress(location.hash)));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => (showChoice(), spaces.paint()));
new MutationObserver(() => (showChoice(), spaces.paint())).observe(document.documentElement, { attributes: true });
addEventListener("resize", () => spaces.paint());
showChoice();
ask();
