/**
 * Assembles the kernels and writes them as `binary.ts`: `deno run --allow-write=lib lib/linalg/engine/wasm/build.ts`.
 *
 * @module
 */
import { assembleKernels } from "./kernels.ts";

/** The text of `binary.ts`. */
export function binarySource(): string {
  const lines = (relaxed: boolean): string =>
    (assembleKernels(relaxed).toBase64().match(/.{1,100}/g) ?? []).map((line) => `  "${line}",`).join("\n");
  return `/** The assembled kernels in base64; written by \`build.ts\`. @module */
/** With the relaxed multiply-add: join the lines, then decode. */
export const RELAXED: readonly string[] = [
${lines(true)}
];
/** Without it. */
export const PLAIN: readonly string[] = [
${lines(false)}
];
`;
}

if (import.meta.main) {
  const target = new URL("binary.ts", import.meta.url);
  const temporary = new URL("binary.ts.tmp", import.meta.url);
  Deno.writeTextFileSync(temporary, binarySource());
  Deno.renameSync(temporary, target);
}
