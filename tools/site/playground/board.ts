/**
 * The drawing board, and the ways to fill it.
 *
 * @module
 */
/// <reference lib="dom" />
import { paintStrokes } from "./paint.ts";
import type { State } from "./state.ts";
import { DRAWN, type Point } from "./strokes.ts";

/** Connects the board; `change` hears of new strokes, or of another test item. */
export function connectBoard(
  state: () => State,
  change: (part: Pick<Partial<State>, "strokes" | "item">) => void,
): { readonly show: () => void } {
  const pad = document.querySelector<HTMLCanvasElement>("#pad")!;
  const stored = document.querySelector<HTMLSelectElement>("#stored")!;
  const item = document.querySelector<HTMLInputElement>("#item")!;
  const drawn = (strokes: State["strokes"]): void => change({ strokes, item: undefined });
  document.querySelector("#clear")!.addEventListener("click", () => drawn([]));
  stored.addEventListener("change", () => {
    const strokes = DRAWN[Number(stored.value || NaN)];
    stored.value = "";
    if (strokes) drawn(strokes);
  });
  item.addEventListener("change", () => {
    const given = item.valueAsNumber;
    change({ item: Number.isInteger(given) && given >= 0 && given <= 999 ? given : undefined });
  });
  pad.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey }) => {
    if (ctrlKey || metaKey || altKey) return;
    if (key === "Delete" || key === "Backspace") drawn([]);
    else if (/^\d$/.test(key)) drawn(DRAWN[Number(key)]!);
  });
  const at = ({ offsetX, offsetY }: PointerEvent): Point => [offsetX / pad.clientWidth, offsetY / pad.clientHeight];
  pad.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    pad.setPointerCapture(event.pointerId);
    drawn([...(state().item === undefined ? state().strokes : []), [at(event)]]);
  });
  pad.addEventListener("pointermove", (event) => {
    const { strokes } = state(), last = strokes.at(-1);
    if (!pad.hasPointerCapture(event.pointerId) || last === undefined) return;
    drawn([...strokes.slice(0, -1), [...last, at(event)]]);
  });
  const show = (): void => {
    const given = state();
    item.value = given.item === undefined ? "" : String(given.item);
    paintStrokes(pad, given.item === undefined ? given.strokes : []);
  };
  return { show };
}
