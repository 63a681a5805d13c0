/** `anchorage inspect`. */
import { fromJson } from "../lib/file/json.ts";
import { readSafetensors } from "../lib/file/safetensors.ts";
import { vectorFacts } from "../lib/measure/facts.ts";
import { command } from "./command.ts";
import { loadTranslation } from "../lib/method/stored.ts";
import { readVectors } from "./vectors.ts";

/** Says what files hold. */
export const inspect = command({
  name: "inspect",
  about: "Say what files of vectors and maps hold",
  operands: { "file…": "vectors or maps" },
  flags: {},
  examples: ["inspect old.npy new.npy", "inspect old-to-new.safetensors"],
  run: async (_, ...paths) => {
    const found: { file: string; facts: Readonly<Record<string, unknown>> }[] = [];
    for (const file of paths) found.push({ file, facts: await factsOf(file) });
    const lines = found.flatMap((
      { file, facts },
    ) => [file, ...Object.entries(facts).map(([k, v]) => `  ${k}: ${show(v)}`)]);
    return { text: lines.join("\n"), data: found };
  },
});

async function factsOf(path: string): Promise<Readonly<Record<string, unknown>>> {
  if (!path.endsWith(".safetensors")) return { kind: "vectors", ...vectorFacts((await readVectors(path)).vectors) };
  const { metadata } = await readSafetensors(path);
  if (metadata.kind !== "translation") return { ...metadata, ...fromJson(metadata.state ?? "{}") as object };
  const { method, independent, source, target, parameters, affine, diagnostics } = await loadTranslation(path);
  const { norm, unit } = affine, shown = { method, independent, source, target, parameters, norm, unit };
  return { kind: "map", ...shown, ...diagnostics };
}

function show(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
