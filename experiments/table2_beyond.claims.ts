/**
 * What this library adds to Table 2's methods, as claims.
 *
 * @module
 */
import { type Claim, SECOND, worseEnd } from "./shared/claims.ts";
import { above, atLeast, onGain, PILOTED } from "./table2_gains.claims.ts";

const BEYOND = { where: "Beyond the paper", notebook: "beyond-the-paper" } as const;

/** The claims beyond the papers. */
export const beyondClaims: readonly Claim[] = Object.freeze<Claim[]>([
  onGain(
    {
      ...BEYOND,
      id: "whitened-near-own",
      claim: "On images whitened IRP is near the own heads",
      images: true,
      counts: "whitened surely loses at most .06",
      changes: [...worseEnd("at most .06, on MNIST and Fashion-MNIST"), PILOTED],
    },
    "whitened",
    "own head",
    atLeast(-0.06),
  ),
  onGain(
    {
      ...BEYOND,
      id: "whitened-above-irp",
      claim: "Whitened IRP gains on IRP",
      counts: "whitened surely gains at least .05 on IRP",
      date: SECOND,
    },
    "whitened",
    "IRP",
    atLeast(0.05),
  ),
  onGain(
    {
      ...BEYOND,
      id: "whitened-above-ortho",
      claim: "Whitened IRP, with its halves apart, is no worse than the orthogonal map",
      counts: "whitened surely loses at most .01 to ortho",
      date: SECOND,
    },
    "whitened",
    "ortho",
    atLeast(-0.01),
  ),
  onGain(
    {
      ...BEYOND,
      id: "ridge-above-irp",
      notebook: "semantic-alignment",
      claim: "Where both spaces are at hand ridge regression beats IRP",
      counts: "ridge linear surely gains on IRP",
      date: SECOND,
    },
    "ridge linear",
    "IRP",
    above(0),
  ),
  onGain(
    {
      ...BEYOND,
      id: "completion-gains",
      claim: "On images completion gains on plain IRP",
      images: true,
      counts: "completed IRP surely gains at least .05",
      changes: [...worseEnd("at least .05, on MNIST and Fashion-MNIST"), PILOTED],
    },
    "IRP, completed",
    "IRP",
    atLeast(0.05),
  ),
  onGain(
    {
      ...BEYOND,
      id: "selector",
      claim: "The selector is near the best single method",
      counts: "the selector surely loses at most .01 to the single method that is best there",
      changes: [...worseEnd("within .01, and above IRP"), { date: SECOND, was: "a chooser of nine by one hold-out" }],
    },
    "selector",
    "best single method",
    atLeast(-0.01),
    false,
  ),
]);
