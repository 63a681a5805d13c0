/**
 * Pictures, strokes and bars on the page.
 *
 * @module
 */
/// <reference lib="dom" />
import type { Drawn } from "./core.ts";
import type { Strokes } from "./strokes.ts";

/** A colour of the page's style. */
export function colour(name: string): string {
  const probe = document.querySelector<HTMLElement>("#status")!;
  probe.style.outlineColor = `var(--${name})`;
  const found = getComputedStyle(probe).outlineColor;
  probe.style.outlineColor = "";
  return found;
}

/** Pixels in [0, 1], light on dark; what lies outside is cut. */
export function paintPicture(canvas: HTMLCanvasElement, pixels: Float32Array): void {
  const image = new ImageData(28, 28);
  for (const [i, value] of pixels.entries()) {
    const shade = Math.round(255 * Math.max(0, Math.min(1, value)));
    image.data.set([shade, shade, shade, 255], 4 * i);
  }
  canvas.getContext("2d")!.putImageData(image, 0, 0);
}

/** The drawing board with its strokes. */
export function paintStrokes(canvas: HTMLCanvasElement, strokes: Strokes): void {
  const pen = canvas.getContext("2d")!, { width, height } = canvas;
  pen.fillStyle = "black";
  pen.fillRect(0, 0, width, height);
  Object.assign(pen, { strokeStyle: "white", lineWidth: 22, lineCap: "round", lineJoin: "round" });
  for (const [first, ...rest] of strokes) {
    pen.beginPath();
    pen.moveTo(first![0] * width, first![1] * height);
    for (const [x, y] of rest.length > 0 ? rest : [first!]) pen.lineTo(x * width, y * height);
    pen.stroke();
  }
}

/** The shares of each class as bars and numbers; the largest of a column stands out. */
export function paintSays(table: HTMLElement, says: Drawn["says"], classes: readonly string[]): void {
  const rows = table.querySelectorAll("tbody tr");
  for (const [i, name] of classes.entries()) rows[i]!.firstElementChild!.textContent = name;
  for (const [column, shares] of [says.own, says.raw, says.translated].entries()) {
    const most = Math.max(...shares);
    for (const [digit, value] of shares.entries()) {
      const cell = rows[digit]!.children[column + 1]! as HTMLElement;
      (cell.firstElementChild as HTMLElement).style.width = `${100 * value}%`;
      cell.lastElementChild!.textContent = value.toFixed(2);
      cell.classList.toggle("most", value === most);
    }
  }
}
