/**
 * The linked views of both spaces.
 *
 * @module
 */
/// <reference lib="dom" />
import { PALETTE } from "../../../lib/chart/theme.ts";
import { squareWindow } from "../../../lib/chart/views.ts";
import { colour, paintPicture } from "./paint.ts";
import { KINDS, type Views } from "./views.ts";

/** The three views; `show` takes new ones over, `paint` draws them again. */
export interface Spaces {
  readonly show: (views: Views, classes: readonly string[]) => void;
  readonly paint: () => void;
}

const NAMES = ["source", "translated", "target"] as const;
type Name = typeof NAMES[number];

/** Connects the canvases; `toggle` hears which row of the pool shall become, or no longer be, an anchor. */
export function connectSpaces(toggle: (row: number) => void): Spaces {
  const canvases = NAMES.map((name) => document.querySelector<HTMLCanvasElement>(`#view-${name}`)!);
  const hover = document.querySelector("#hover")!,
    picture = document.querySelector<HTMLCanvasElement>("#hover-picture")!;
  let views: Views | undefined, classes: readonly string[] = [], focus = -1;
  const paint = (): void => views && canvases.forEach((canvas, i) => paintView(canvas, NAMES[i]!, views!, focus));
  const tell = (): void => {
    const kind = views!.kinds[focus];
    hover.textContent = kind === undefined ? "–" : `${classes[views!.labels[focus]!]}, ${KINDS[kind]}`;
    const shades = views!.pictures.subarray(784 * focus, 784 * (focus + 1));
    paintPicture(picture, kind === undefined ? new Float32Array(784) : Float32Array.from(shades, (v) => v / 255));
  };
  const look = (index: number): void => {
    if (views === undefined || index === focus) return;
    focus = index;
    tell();
    paint();
  };
  const choose = (index: number): void => {
    const kind = views?.kinds[index];
    if (kind === 1 || kind === 2) toggle(views!.rows[index]!);
  };
  canvases.forEach((canvas, i) => {
    const near = ({ offsetX, offsetY }: MouseEvent): number =>
      views ? nearest(canvas, views, NAMES[i]!, offsetX, offsetY) : -1;
    canvas.addEventListener("pointermove", (event) => look(near(event)));
    canvas.addEventListener("pointerleave", () => look(-1));
    canvas.addEventListener("click", (event) => choose(near(event)));
    canvas.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (views === undefined || (step === undefined && event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      if (step === undefined) choose(focus);
      else look((Math.max(focus, step < 0 ? 0 : -1) + step + views.rows.length) % views.rows.length);
    });
  });
  const show: Spaces["show"] = (fresh, names) => {
    [views, classes] = [fresh, names];
    if (focus >= fresh.rows.length) focus = -1;
    if (focus >= 0) tell();
    paint();
  };
  return { show, paint };
}

type Place = (points: Float32Array, i: number) => readonly [x: number, y: number];

/** From coordinates to pixels; the translated space is seen through the target's window. */
function placing({ clientWidth: width, clientHeight: height }: HTMLCanvasElement, views: Views, name: Name): Place {
  const points = name === "source" ? views.source : views.target;
  const axis = (side: number): number[] => Array.from(views.rows.keys(), (i) => points[2 * i + side]!);
  const { x: [left, right], y: [low, high] } = squareWindow(axis(0), axis(1));
  return (from, i) => [
    width * (from[2 * i]! - left) / (right - left),
    height * (high - from[2 * i + 1]!) / (high - low),
  ];
}

function nearest(canvas: HTMLCanvasElement, views: Views, name: Name, x: number, y: number): number {
  const place = placing(canvas, views, name);
  let best = -1, least = 12;
  for (const i of views.rows.keys()) {
    const [px, py] = place(views[name], i), far = Math.hypot(px - x, py - y);
    if (far < least) [best, least] = [i, far];
  }
  return best;
}

function paintView(canvas: HTMLCanvasElement, name: Name, views: Views, focus: number): void {
  const ratio = devicePixelRatio, { clientWidth: width, clientHeight: height } = canvas, pen = canvas.getContext("2d")!;
  Object.assign(canvas, { width: width * ratio, height: height * ratio });
  pen.scale(ratio, ratio);
  const [line, text] = [colour("quiet"), colour("text")], place = placing(canvas, views, name);
  for (const [i, kind] of views.kinds.entries()) {
    const [x, y] = place(views[name], i), chosen = i === focus, ink = PALETTE[views.labels[i]!];
    if (name === "translated" && (chosen || i % 10 === 0)) {
      segment(pen, [x, y], place(views.target, i), chosen ? text : line);
    }
    Object.assign(pen, { strokeStyle: ink, fillStyle: ink, lineWidth: 1.5 });
    pen.beginPath();
    if (kind === 0) pen.arc(x, y, chosen ? 6 : 2.5, 0, 7), pen.fill();
    else if (kind === 1) cross(pen, x, y, chosen ? 6 : 2.5), pen.stroke();
    else pen.arc(x, y, chosen ? 7 : 4, 0, 7), pen.stroke();
  }
}

function segment(
  pen: CanvasRenderingContext2D,
  from: readonly [number, number],
  to: readonly [number, number],
  ink: string,
): void {
  Object.assign(pen, { strokeStyle: ink, lineWidth: 1 });
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...to);
  pen.stroke();
}

function cross(pen: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  for (const side of [-1, 1]) {
    pen.moveTo(x - size, y - side * size);
    pen.lineTo(x + size, y + side * size);
  }
}
