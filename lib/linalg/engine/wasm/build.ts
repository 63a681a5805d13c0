/**
 * Assembles the kernels and writes them as `binary.ts`: `deno run --allow-write=lib lib/linalg/engine/wasm/build.ts`.
 *
 * @module
 */
import { assembleKernels } from "./kernels.ts";

/** The text of `binary.ts` for the module's bytes. */
export function binarySource(bytes: Uint8Array): string {
  const lines = bytes.toBase64().match(/.{1,100}/g) ?? [];
  const text = lines.map((line) => `  "${line}",`).join("\n");
  return `/** The assembled kernels in base64; written by \`build.ts\`. @module */
/** Join the lines, then decode. */
export const KERNELS: readonly string[] = [
${text}
];
`;
}

if (import.meta.main) {
  const target = new URL("binary.ts", import.meta.url);
  const temporary = new URL("binary.ts.tmp", import.meta.url);
  Deno.writeTextFileSync(temporary, binarySource(assembleKernels()));
  Deno.renameSync(temporary, target);
}
