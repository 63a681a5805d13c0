/**
 * What Figure 2 must show.
 *
 * @module
 */
import { type Claim, type Judged, type Records, verdictOf } from "./shared/claims.ts";

/** Steady layers in the networks that are bounded one by one (images), and in the other models, counted model by model. */
function steadyLayers({ layers: all, models = [] }: Records): Judged {
  const bounds = all!.filter((r) =>
    / on (fashion-)?mnist$/.test(r.panel as string) && !/PP-OCR/.test(r.panel as string)
  );
  const images = new Set(bounds.map((r) => r.panel)), others = models.filter((r) => !images.has(r.model));
  const sum = (field: string): number => others.reduce((all, r) => all + (r[field] as number), 0);
  const held = bounds.filter((r) => r.steady).length, [steady, layers] = [sum("steady"), sum("layers")];
  const value = Math.min(held / bounds.length, layers > 0 ? steady / layers : 1);
  const each = others.map((r) => `${r.model} ${r.steady} of ${r.layers}`).join(", ");
  const elsewhere = layers > 0 ? `${steady} of ${layers} in other models (${each})` : "other models not in this run";
  return {
    value,
    verdict: verdictOf(layers > 0 && value >= 0.9, value >= 0.5),
    ours: `layers within .05 from 0.5x to 10x: ${held} of ${bounds.length} in image networks, ${elsewhere}`,
  };
}

/** The claims of Figure 2. */
export const fig2Claims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    id: "inner-layers",
    where: "Figure 2",
    claim: "Inner layers, even of large models, are scale-invariant",
    paper: "baseline .92, RoBERTa",
    rule:
      "of the layers after the input, those within .05 of no rescaling from 0.5 to 10 times their mean norm: holds from nine in ten both in our image networks and in the other models, partly from half in both, or in the image networks if no other model was run",
    judge: steadyLayers,
  },
]);
