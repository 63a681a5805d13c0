/** `anchorage inspect`. */
import { fromJson } from "../lib/file/json.ts";
import { readSafetensors } from "../lib/file/safetensors.ts";
import { vectorFacts } from "../lib/measure/facts.ts";
import { command } from "./command.ts";
import type { Given } from "./flags.ts";
import { loadTranslation } from "../lib/method/stored.ts";
import { READ_FLAGS, readOne } from "./vectors.ts";

/** Says what files hold. */
export const inspect = command({
  name: "inspect",
  about: "Say what files of vectors and maps hold",
  operands: { "file…": "vectors or maps" },
  flags: READ_FLAGS,
  examples: ["inspect old.npy new.npy", "inspect old-to-new.safetensors"],
  run: async (given, ...paths) => {
    const found: { file: string; facts: Readonly<Record<string, unknown>> }[] = [];
    for (const file of paths) found.push({ file, facts: await factsOf(file, given) });
    const lines = found.flatMap((
      { file, facts },
    ) => [file, ...Object.entries(facts).map(([k, v]) => `  ${k}: ${show(v)}`)]);
    return { text: lines.join("\n"), data: found };
  },
});

async function factsOf(path: string, given: Given<typeof READ_FLAGS>): Promise<Readonly<Record<string, unknown>>> {
  if (!path.endsWith(".safetensors") || !await isOurs(path)) {
    const { ids, vectors, skipped, repeated } = await readOne(path, given), facts = vectorFacts(vectors);
    return { kind: "vectors", ...facts, ids: ids ? `${ids[0]} … ${ids.at(-1)}` : "none", skipped, repeated };
  }
  const { metadata } = await readSafetensors(path);
  if (metadata.kind !== "translation") return { ...metadata, ...fromJson(metadata.state ?? "{}") as object };
  const { method, independent, source, target, parameters, affine, diagnostics } = await loadTranslation(path);
  const { norm, unit } = affine, shown = { method, independent, source, target, parameters, norm, unit };
  return { kind: "map", ...shown, ...diagnostics };
}

/** Whether the header of a safetensors file says that it is a map or a half. */
async function isOurs(path: string): Promise<boolean> {
  using file = await Deno.open(path);
  const start = new Uint8Array(1 << 16), count = await file.read(start) ?? 0;
  return new TextDecoder().decode(start.subarray(0, count)).includes('"format":"anchorage-');
}

function show(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
