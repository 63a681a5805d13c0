/**
 * The index page's picture: two spaces of the same items, turned against each other, and the relative space between.
 *
 * @module
 */
import { rng } from "../../lib/base/random.ts";

type Point = readonly [x: number, y: number];

/** Clusters of items in a unit square around 0, the first item of each an anchor. */
function clusters(): readonly (readonly Point[])[] {
  const draw = rng(11).fork("hero");
  const centers: readonly Point[] = [[-0.6, -0.35], [0.05, -0.7], [0.62, -0.2], [0.35, 0.55], [-0.4, 0.5]];
  return centers.map(([x, y]) =>
    Array.from({ length: 20 }, (_, i): Point => {
      const spread = i === 0 ? 0 : 0.13;
      return [x + spread * draw.normal(), y + spread * draw.normal()];
    })
  );
}

/** A space: the items turned and flipped around a centre. */
function turned(angle: number, flip: number, center: Point, size: number): (point: Point) => Point {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return ([x, y]) => [center[0] + size * (cos * x - sin * y * flip), center[1] + size * (sin * x + cos * y * flip)];
}

const SPACES = [
  { name: "space 𝒳", place: turned(2.1, 1, [130, 130], 96) },
  { name: "relative space", place: turned(0, 1, [400, 130], 96) },
  { name: "space 𝒴", place: turned(-0.9, -1, [670, 130], 96) },
] as const;

/** The picture as SVG; its strokes and words take the page's colours. */
export function heroSvg(): string {
  const items = clusters();
  const at = ([x, y]: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const frames = SPACES.map(({ name, place }) => {
    const [x, y] = place([0, 0]);
    return `<circle class="space" cx="${x}" cy="${y}" r="118"/><text x="${x}" y="${y + 146}">${name}</text>`;
  });
  const arcs = items.flatMap((cluster, c) =>
    [[0, 1], [1, 2]].map(([from, to]) => {
      const a = SPACES[from!]!.place(cluster[0]!), b = SPACES[to!]!.place(cluster[0]!), middle = (a[0] + b[0]) / 2;
      const bend = `C ${at([middle, a[1]])} ${at([middle, b[1]])} ${at(b)}`;
      return `<path class="arc c${c}" d="M ${at(a)} ${bend}"/>`;
    })
  );
  const dots = SPACES.flatMap(({ place }) =>
    items.flatMap((cluster, c) =>
      cluster.map((item, i) => {
        const [x, y] = place(item);
        const anchor = i === 0 ? `class="anchor c${c}" r="6.5"` : `class="c${c}" r="3"`;
        return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" ${anchor} />`;
      })
    )
  );
  const about =
    "Items of two latent spaces, turned against each other, meet in the relative space through shared anchors";
  return `<svg class="hero" viewBox="0 0 800 290" role="img" aria-label="${about}">` +
    `${frames.join("")}${arcs.join("")}<g class="dots">${dots.join("")}</g></svg>`;
}
