/** Applies a map from file to file and prints the largest resident size of this process in MB. */
import { fitIrp, readNpy, translateNpy } from "anchorage";

const [folder, input, output] = Deno.args as [string, string, string];
const map = fitIrp(await readNpy(`${folder}/source.npy`), await readNpy(`${folder}/target.npy`), { seed: 1 });
const start = performance.now();
await translateNpy(map, input, output);
const seconds = (performance.now() - start) / 1000;
const peak = /VmHWM:\s*(\d+) kB/.exec(await Deno.readTextFile("/proc/self/status"))?.[1];
console.log(JSON.stringify({ seconds, megabytes: peak === undefined ? undefined : Number(peak) / 1024 }));
