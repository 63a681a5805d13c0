/** What a first script does: import the library, fit one map, apply it. */
import { fitIrp, Matrix, rng } from "anchorage";

const draw = rng(1);
const random = (): Matrix => new Matrix(64, 32, Float64Array.from({ length: 64 * 32 }, () => draw.normal()));
const [source, target] = [random(), random()];
console.log(fitIrp(source, target, { seed: 1 }).apply(source).rows);
