/* The site's only script: draws the charts, and keeps the reader's choice of a dark or light page. */
import embed from "npm:vega-embed@7.3.0";
import { darkened, narrowed, stacked } from "./look.ts";

const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const options = { mode: "vega-lite", renderer: "svg", actions: false, ast: true, tooltip: { theme: "custom" } };

const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";

async function place(plot, spec) {
  await embed(plot, spec, options);
  return plot.querySelector("svg").getBoundingClientRect().width - plot.clientWidth;
}

async function draw(figure) {
  const plot = figure.querySelector(".plot");
  // Specs carry the version that notebook front ends know; the bundled one draws them as well, but would warn.
  const { $schema: _schema, ...written } = JSON.parse(figure.querySelector("script").textContent);
  const spec = isDark() ? darkened(written) : written;
  if (await place(plot, spec) > 0) {
    const low = stacked(spec, plot.clientWidth);
    let over = await place(plot, low);
    // A second time, as labels beyond a narrower plot may stand elsewhere.
    for (let cut = over, times = 0; over > 0 && times < 2; cut += over, times++) {
      over = await place(plot, narrowed(low, cut));
    }
  }
  figure.dataset.drawn = isDark() ? "dark" : "light";
}

let width = 0;
let drawing = Promise.resolve();

function drawAll() {
  width = innerWidth;
  const figures = document.querySelectorAll("figure.chart");
  drawing = drawing.then(async () => {
    await Promise.all([400, 600].map((weight) => document.fonts.load(`${weight} 12px Inter`)));
    for (const figure of figures) await draw(figure);
  });
}

function choose(theme) {
  root.dataset.theme = theme;
  localStorage.setItem("theme", theme);
  drawAll();
}

let waiting;
addEventListener("resize", () => {
  clearTimeout(waiting);
  if (innerWidth !== width) waiting = setTimeout(drawAll, 200);
});
system.addEventListener("change", drawAll);
document.querySelector("#theme").addEventListener("click", () => choose(isDark() ? "light" : "dark"));
drawAll();
