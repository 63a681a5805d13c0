/** Fits a map, applies it from file to file, and prints the largest resident size in MB, seen after each block. */
import { fitWhitened, type Matrix, readNpy } from "anchorage";
import { translateNpy } from "anchorage/file";

const [folder, input, output] = Deno.args as [string, string, string];
const map = fitWhitened(await readNpy(`${folder}/ends_source.npy`), await readNpy(`${folder}/ends_target.npy`));
let peak = 0;
const watched = {
  apply(x: Matrix): Matrix {
    const y = map.apply(x);
    peak = Math.max(peak, Deno.memoryUsage().rss);
    return y;
  },
};
await translateNpy(watched, input, output);
console.log(peak / 2 ** 20);
