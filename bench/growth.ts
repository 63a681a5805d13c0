/** `deno task bench --growth`: how the time of each fit grows with the number of anchors and with the dimension. */
import { engineInfo, fitIrp, fitLinear, fitOrtho, fitWhitened, Matrix } from "anchorage";
import { normal } from "./inputs.ts";
import { median, timed } from "./pair.ts";

const FITS: Readonly<Record<string, (x: Matrix, y: Matrix) => unknown>> = {
  fitIrp: (x, y) => fitIrp(x, y, { seed: 1 }),
  fitWhitened: (x, y) => fitWhitened(x, y),
  'fitWhitened, λ "auto"': (x, y) => fitWhitened(x, y, { lambda: "auto" }),
  fitLinear: (x, y) => fitLinear(x, y, { lambda: 1e-3 }),
  fitOrtho: (x, y) => fitOrtho(x, y),
};
/** Twice as much at each step, and what stays meanwhile. */
const STEPS = { k: [500, 1000, 2000, 4000], d: [128, 256, 512, 1024] } as const;
const FIXED = { k: 1000, d: 256 } as const;
const BARS = "▁▂▃▄▅▆▇█";

/** The slope of log(seconds) over log(size), by least squares. */
export function exponent(sizes: readonly number[], seconds: readonly number[]): number {
  const [x, y] = [sizes.map(Math.log), seconds.map(Math.log)],
    mean = (v: number[]): number => v.reduce((a, b) => a + b) / v.length;
  const [p, q] = [mean(x), mean(y)];
  return x.reduce((sum, value, i) => sum + (value - p) * (y[i]! - q), 0) /
    x.reduce((sum, value) => sum + (value - p) ** 2, 0);
}

/** One bar a time, on a logarithmic scale on which each step of height is a doubling. */
export function bars(seconds: readonly number[]): string {
  const least = Math.min(...seconds);
  return seconds.map((s) => BARS[Math.min(BARS.length - 1, Math.round(Math.log2(s / least)))]).join("");
}

/** The Markdown table of all fits, each the median of `runs`. */
export function measureGrowth(runs: number): string {
  const lines = Object.entries(FITS).flatMap(([name, fit]) =>
    (["k", "d"] as const).map((axis) => {
      const seconds = STEPS[axis].map((size) => {
        const [k, d] = axis === "k" ? [size, FIXED.d] : [FIXED.k, size],
          [x, y] = [normal(k, d, "x"), normal(k, d, "y")];
        fit(x, y);
        return median(Array.from({ length: runs }, () => timed(() => fit(x, y)).seconds));
      });
      const ms = seconds.map((s) => (1000 * s).toPrecision(3)).join(" / ");
      const fixed = axis === "k" ? `d = ${FIXED.d}` : `k = ${FIXED.k}`,
        power = exponent(STEPS[axis], seconds).toFixed(1);
      return `| ${name} | ${axis} = ${STEPS[axis].join(" / ")}, ${fixed} | ${ms} | ${
        bars(seconds)
      } | ${axis}^${power} |`;
    })
  );
  const { version, engine, core, threads } = engineInfo(), date = new Date().toISOString().slice(0, 10);
  const head = `# How the time of each fit grows

Written by \`deno task bench --growth\`, ${date}: medians of ${runs} runs in float64, ${
    version || engine
  } ${core}, ${threads} threads.
`;
  return [head, "| fit | sizes | ms | a step up is a doubling | grows as |", "|---|---|---|---|---|", ...lines, ""]
    .join(
      "\n",
    );
}
