/** What a first script does: import the library, fit one map, apply it. */
import { fitIrp, Matrix } from "anchorage";

const waves = (step: number): Matrix =>
  new Matrix(32, 16, Float64Array.from({ length: 512 }, (_, i) => Math.sin(step * i * i)));
const [source, target] = [waves(1), waves(2)];
console.log(fitIrp(source, target, { seed: 1 }).apply(source).rows);
