/**
 * The experiments by name.
 *
 * @module
 */
import type { Experiment } from "./experiment.ts";
import { fig3 } from "./fig3.ts";
import { fig6 } from "./fig6.ts";
import { table2 } from "./table2.ts";
import { trainEncoders } from "./train_encoders.ts";
import { table2Vision } from "./table2_vision.ts";

/** All experiments, in the order of the paper. */
export const EXPERIMENTS: readonly Experiment[] = Object.freeze([trainEncoders, fig3, table2Vision, table2, fig6]);
