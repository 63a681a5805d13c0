/** Writes the golden spec of every sample chart beside this file: `deno run -A tests/golden/charts/update.ts`. */

import { theme } from "../../../lib/chart/mod.ts";
import { golden, samples } from "../../chart_samples.ts";

const write = (name: string, value: unknown): void =>
  Deno.writeTextFileSync(new URL(`${name}.json`, import.meta.url), golden(value));

for (const [name, { config: _config, ...spec }] of Object.entries(samples())) write(name, spec);
write("theme", theme);
