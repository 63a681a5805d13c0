/**
 * The experiments by name.
 *
 * @module
 */
import { ablation } from "./ablation.ts";
import type { Experiment } from "./experiment.ts";
import { fig2 } from "./fig2.ts";
import { fig3 } from "./fig3.ts";
import { fig4 } from "./fig4.ts";
import { fig5 } from "./fig5.ts";
import { fig6 } from "./fig6.ts";
import { fig7 } from "./fig7.ts";
import { graphs } from "./graphs.ts";
import { independence } from "./independence.ts";
import { ownHeads } from "./own_heads.ts";
import { performanceProxy } from "./performance_proxy.ts";
import { probes } from "./probes.ts";
import { reconstruction } from "./reconstruction.ts";
import { relativeDecoders } from "./relative_decoders.ts";
import { table1 } from "./table1.ts";
import { table2 } from "./table2.ts";
import { temperature } from "./temperature.ts";
import { trainEncoders } from "./train_encoders.ts";
import { words } from "./words.ts";

/** All experiments: the encoders, then in the order of the paper, then what goes beyond it. */
export const EXPERIMENTS: readonly Experiment[] = Object.freeze([
  trainEncoders,
  ownHeads,
  probes,
  fig2,
  temperature,
  fig3,
  table1,
  fig4,
  fig5,
  table2,
  fig6,
  fig7,
  independence,
  reconstruction,
  relativeDecoders,
  graphs,
  performanceProxy,
  words,
  ablation,
]);
