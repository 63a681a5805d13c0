/**
 * Converts a TFLite image network to ONNX: `deno run --allow-read --allow-write tools/convert.ts in.tflite out.onnx [side]`.
 *
 * @module
 */
import { writeAtomic } from "../lib/file/atomic.ts";
import { tfliteToOnnx } from "../lib/nn/tflite.ts";
import { integer } from "../lib/base/check.ts";

const USAGE =
  "deno run --allow-read --allow-write tools/convert.ts in.tflite out.onnx [side of the images, 128 if absent]";

/** Runs the command; returns the exit code. */
export async function convert(args: readonly string[]): Promise<number> {
  const [from, to, side = "128"] = args;
  if (from === undefined || to === undefined || args.length > 3) {
    console.error(`Usage: ${USAGE}`);
    return 2;
  }
  try {
    const size = integer(Number(side), 1, 1 << 13, "the side", "convert");
    const bytes = await Deno.readFile(from).catch(({ message }: Error) => {
      throw new Error(`Cannot convert ${from} as it must be a file that can be read: ${message}`);
    });
    await writeAtomic(to, tfliteToOnnx(bytes, size, from));
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

if (import.meta.main) Deno.exit(await convert(Deno.args));
