/** Applies a map from file to file and prints the largest resident size of this process in MB, seen after each block. */
import { fitIrp, Matrix, readNpy } from "anchorage";
import { translateNpy } from "anchorage/file";

const [folder, input, output] = Deno.args as [string, string, string];
const map = fitIrp(await readNpy(`${folder}/source.npy`), await readNpy(`${folder}/target.npy`), { seed: 1 });
let peak = 0;
const watched = {
  apply(x: Matrix): Matrix {
    const y = map.apply(x);
    peak = Math.max(peak, Deno.memoryUsage().rss);
    return y;
  },
};
const start = performance.now();
await translateNpy(watched, input, output);
console.log(JSON.stringify({ seconds: (performance.now() - start) / 1000, megabytes: peak / 2 ** 20 }));
