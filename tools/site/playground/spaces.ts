/**
 * The linked views of both spaces.
 *
 * @module
 */
/// <reference lib="dom" />
import { PALETTE } from "../../../lib/chart/theme.ts";
import type { Views } from "./core.ts";
import { colour } from "./paint.ts";

/** The three views; `show` takes new ones over, `paint` draws them again. */
export interface Spaces {
  readonly show: (views: Views, anchors: readonly number[], labels: Int32Array) => void;
  readonly paint: () => void;
}

const NAMES = ["source", "translated", "target"] as const;
type Name = typeof NAMES[number];
type Shown = { views: Views; anchors: ReadonlySet<number>; labels: Int32Array };

/** Connects the canvases; `toggle` hears which row of the pool shall become, or no longer be, an anchor. */
export function connectSpaces(toggle: (row: number) => void): Spaces {
  const canvases = NAMES.map((name) => document.querySelector<HTMLCanvasElement>(`#view-${name}`)!);
  const hover = document.querySelector("#hover")!;
  let shown: Shown | undefined, focus = -1;
  const paint = (): void => shown && canvases.forEach((canvas, i) => paintView(canvas, NAMES[i]!, shown!, focus));
  const look = (index: number): void => {
    focus = index;
    const row = shown!.views.rows[index], pool = row !== undefined && row < shown!.labels.length / 2;
    const kind = !pool ? "a test digit" : shown!.anchors.has(row) ? "an anchor" : "not an anchor";
    hover.textContent = row === undefined ? "–" : `A ${shown!.labels[row]}, ${kind}`;
    paint();
  };
  const choose = (index: number): void => {
    const row = shown?.views.rows[index];
    if (row !== undefined && row < shown!.labels.length / 2) toggle(row);
  };
  canvases.forEach((canvas, i) => {
    const near = ({ offsetX, offsetY }: MouseEvent): number =>
      shown ? nearest(canvas, shown.views, NAMES[i]!, offsetX, offsetY) : -1;
    canvas.addEventListener("pointermove", (event) => shown && look(near(event)));
    canvas.addEventListener("pointerleave", () => shown && look(-1));
    canvas.addEventListener("click", (event) => choose(near(event)));
    canvas.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (shown === undefined || (step === undefined && event.key !== "Enter")) return;
      event.preventDefault();
      if (step === undefined) choose(focus);
      else look((Math.max(focus, step < 0 ? 0 : -1) + step + shown.views.rows.length) % shown.views.rows.length);
    });
  });
  const show: Spaces["show"] = (views, anchors, labels) => {
    shown = { views, anchors: new Set(anchors), labels };
    paint();
  };
  return { show, paint };
}

type Place = (points: Float32Array, i: number) => readonly [x: number, y: number];

/** From coordinates to pixels, the same unit on both axes; the translated space is seen through the target's window. */
function placing({ clientWidth: width, clientHeight: height }: HTMLCanvasElement, views: Views, name: Name): Place {
  const points = name === "source" ? views.source : views.target;
  const [xs, ys] = [0, 1].map((axis) => points.filter((_, i) => i % 2 === axis).sort()), end = xs!.length - 1;
  const middle = (one: Float32Array): number => (one[0]! + one[end]!) / 2, [cx, cy] = [middle(xs!), middle(ys!)];
  const unit = Math.min((width - 16) / (xs![end]! - xs![0]! || 1), (height - 16) / (ys![end]! - ys![0]! || 1));
  return (from, i) => [width / 2 + (from[2 * i]! - cx) * unit, height / 2 - (from[2 * i + 1]! - cy) * unit];
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

function paintView(
  canvas: HTMLCanvasElement,
  name: Name,
  { views, anchors, labels }: Shown,
  focus: number,
): void {
  const ratio = devicePixelRatio, { clientWidth: width, clientHeight: height } = canvas, pen = canvas.getContext("2d")!;
  Object.assign(canvas, { width: width * ratio, height: height * ratio });
  pen.scale(ratio, ratio);
  const [line, text] = [colour("quiet"), colour("text")], half = labels.length / 2;
  const place = placing(canvas, views, name);
  for (const [i, row] of views.rows.entries()) {
    const [x, y] = place(views[name], i), chosen = i === focus;
    if (name === "translated" && (chosen || i % 10 === 0)) {
      segment(pen, [x, y], place(views.target, i), chosen ? text : line);
    }
    Object.assign(pen, { strokeStyle: PALETTE[labels[row]!], fillStyle: PALETTE[labels[row]!], lineWidth: 1.5 });
    pen.beginPath();
    if (row >= half) pen.arc(x, y, chosen ? 6 : 2.5, 0, 7), pen.fill();
    else if (anchors.has(row)) pen.arc(x, y, chosen ? 7 : 4, 0, 7), pen.stroke();
    else cross(pen, x, y, chosen ? 6 : 2.5), pen.stroke();
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
