/**
 * Mutations of the experiments: what a wrong experiment looks like.
 *
 * @module
 */
import { type Mutant, mutantsOf } from "./mutant.ts";

const STITCHING = ["tests/experiments_heads_test.ts", "tests/experiments_stitching_test.ts"],
  INVERSION = ["tests/experiments_fig3_test.ts"];
const CLAIMS = ["tests/experiments_claims_test.ts", "tests/experiments_claims_scale_test.ts"];
const SCALE = ["tests/experiments_probes_test.ts", "tests/experiments_scale_test.ts"],
  CELLS = ["tests/experiments_cells_test.ts"];
const GRAPHS = ["tests/experiments_graphs_test.ts"], PROXY = ["tests/experiments_proxy_test.ts"];
const FIGURE7 = ["tests/experiments_fig7_test.ts"];
const INTERVALS = ["tests/experiments_intervals_test.ts"], DECODING = ["tests/experiments_decoding_test.ts"];

const VERIFY = ["tests/experiments_verify_test.ts"];
const LANGUAGES = ["tests/experiments_table1_test.ts"];
const RELATIVE = ["tests/experiments_claims_relative_test.ts"];

/** Of `experiments/`. */
export const EXPERIMENT_MUTANTS: readonly Mutant[] = Object.freeze([
  ...mutantsOf("experiments/shared/stitching.ts", STITCHING, [
    [
      "a relative head is trained on test rows",
      "encode(takeRows(space.vectors, rows))",
      "encode(takeRows(space.test.vectors, rows.map((i) => i % space.test.vectors.rows)))",
    ],
    [
      "a relative head is trained on all rows",
      "headRows(spaces[0]!, { rows,",
      "headRows(spaces[0]!, { rows: Infinity,",
    ],
    [
      "own heads are measured on training rows",
      "accuracy(head.predict(test.vectors), test.labels), similarity: 1",
      "accuracy(head.predict(test.vectors), head.predict(test.vectors)), similarity: 1",
    ],
    ["the source's own samples are scored", "mapped = map.apply(samples)", "mapped = map.apply(source.vectors)"],
    [
      "the target's test rows take the place of translated ones",
      "accuracy(target.head.predict(mapped), labels)",
      "accuracy(target.head.predict(truth), labels)",
    ],
    [
      "the source's head reads what is translated",
      "accuracy(target.head.predict(mapped), labels)",
      "accuracy(source.head.predict(mapped), labels)",
    ],
    [
      "the relative head of the source",
      "headRow(source, heads[s]!.encode, heads[t]!.head)",
      "headRow(source, heads[s]!.encode, heads[s]!.head)",
    ],
    [
      "the target's relative projection reads the source",
      "headRow(source, heads[s]!.encode, heads[t]!.head)",
      "headRow(source, heads[t]!.encode, heads[t]!.head)",
    ],
    [
      "maps go the other way",
      "translated(source, target, sides[s]!, sides[t]!, draw)",
      "translated(source, target, sides[t]!, sides[s]!, draw)",
    ],
    [
      "anchors ignore the seed",
      "sampleAnchors(spaces[0]!, { count: k, seed })",
      "sampleAnchors(spaces[0]!, { count: k, seed: 1 })",
    ],
    [
      "anchors ignore their number",
      "sampleAnchors(spaces[0]!, { count: k, seed })",
      "sampleAnchors(spaces[0]!, { count: 20, seed })",
    ],
    [
      "prototypes of each space's own groups",
      "spaces.map((s) => side(prototypeAnchors(s, found).vectors))",
      "spaces.map((s) => side(prototypeAnchors(s, anchorGroups(s.at(ids), { count: groups, seed: seed + 1 })).vectors))",
    ],
    ["a coupled method is called independent", "apart: map.independent", "apart: true"],
    ["guessing keeps the order", "Array.from(order, (i) => labels[i]!), labels", "labels, labels"],
  ]),
  ...mutantsOf("experiments/shared/translations.ts", STITCHING, [
    ["the control keeps the pairing", "x.part(order)", "x"],
    ["the control ignores the seed", 'rng(seed).fork("permuted anchors")', 'rng(0).fork("permuted anchors")'],
    ["absolute encodings are fitted", "weights.data[i * cols + i] = 1", "weights.data[i * cols + i] = y.rows.data[i]!"],
    ["ridge IRP is not chosen on held-out anchors", "RIDGES.map((lambda) =>", "RIDGES.slice(4).map((lambda) =>"],
  ]),
  ...mutantsOf("experiments/shared/methods.ts", STITCHING, [
    [
      "IRP ignores the seed",
      'named("IRP", (x, y, seed) => fitIrp(x, y, { seed }))',
      'named("IRP", (x, y) => fitIrp(x, y, { seed: 0 }))',
    ],
    [
      "IRP of one subspace",
      'named("IRP", (x, y, seed) => fitIrp(x, y, { seed }))',
      'named("IRP", (x, y, seed) => fitIrp(x, y, { seed, subspaces: 1 }))',
    ],
    [
      "IRP of another threshold",
      'named("IRP", (x, y, seed) => fitIrp(x, y, { seed }))',
      'named("IRP", (x, y, seed) => fitIrp(x, y, { seed, delta: 0.3 }))',
    ],
    ["completion is left out", 'completion: "per-subset"', 'completion: "none"'],
  ]),
  ...mutantsOf("experiments/shared/grid.ts", INVERSION, [
    ["ω is ignored", "subsets.slice(0, omega)", "subsets.slice(0, 1)"],
    ["δ is ignored", "target.subsets({ delta, seed, subspaces", "target.subsets({ delta: 0, seed, subspaces"],
    ["the seed is ignored", "target.subsets({ delta, seed, subspaces", "target.subsets({ delta, seed: 0, subspaces"],
    ["the source is pruned", "const subsets = target.subsets(", "const subsets = source.subsets("],
    [
      "completion is not divided by ω",
      "sum!.map((v) => v / omega)",
      "sum!.map((v) => v)",
      "a map's scale is lost: its images are brought to the target's mean norm",
    ],
    [
      "completed maps miss the last subset",
      "for (; done < omega; done++) {",
      "for (; done < omega - 1 || done < 1; done++) {",
    ],
    [
      "the condition of the last subset",
      "condition: mean((s) => s.condition.effective)",
      "condition: used.at(-1)!.condition.effective",
    ],
    ["the plain condition number", "mean((s) => s.condition.effective)", "mean((s) => s.condition.plain)"],
    [
      "similarity is not centred",
      "cosineSimilarity(mapped, truth, { center: target.unit().mean })",
      "cosineSimilarity(mapped, truth)",
    ],
  ]),
  ...mutantsOf("experiments/fig3.ts", INVERSION, [
    ["intra and inter are swapped", 'source === target ? "intra" : "inter"', 'source === target ? "inter" : "intra"'],
    [
      "training rows are inverted",
      "gridCells(x, y, at, source.test.vectors, at.completion)",
      "gridCells(x, y, at, source.at(source.ids.slice(0, truth.rows)).vectors, at.completion)",
    ],
    ["the source's head", "target.head.predict(cell.mapped)", "source.head.predict(cell.mapped)"],
    ["the seed of the anchors is ignored", "{ count: k, seed }), t =", "{ count: k, seed: 1 }), t ="],
    ["completed cells are called plain", "cell.completion ? `${place}, completed` : place", "place"],
  ]),
  ...mutantsOf("experiments/fig3_findings.ts", INVERSION, [
    [
      "the gain of subspaces has the wrong sign",
      'difference(rows, "ω = 16", "ω = 1", seed, "similarity")',
      'difference(rows, "ω = 1", "ω = 16", seed, "similarity")',
    ],
    [
      "the trend is of completed cells",
      'c.setting === "inter"), wide',
      'c.setting === "intra"), wide',
    ],
    ["the optimum may have any ω", "omega! >= 8 && delta! >= 0.4", "delta! >= 0.4"],
    ["the least similar cell", "means.indexOf(Math.max(...means))", "means.indexOf(Math.min(...means))"],
  ]),
  ...mutantsOf("experiments/fig6.ts", ["tests/experiments_fig6_test.ts"], [
    ["own pairs are in the grid", "if (s === t) return [];", ""],
    ["the setting is swapped", "setting: SETTINGS[Number(completion)]", "setting: SETTINGS[1 - Number(completion)]"],
    ["the source's head", "target.head.predict(mapped)", "source.head.predict(mapped)"],
  ]),
  ...mutantsOf("experiments/shared/spaces.ts", ["tests/experiments_items_test.ts"], [
    ["test items are read to train", "train: places.slice(0, first.length)", "train: places"],
    ["all test items are read", "dataset.splits.test.slice(0, test)", "dataset.splits.test"],
  ]),
  ...mutantsOf("experiments/fig6_findings.ts", ["tests/experiments_fig6_test.ts"], [
    [
      "the worst cell is the best",
      "b.accuracy as number > (a.accuracy as number) ? b : a",
      "b.accuracy as number < (a.accuracy as number) ? b : a",
    ],
    ["correlations pool the settings", "cells.filter((c) => c.setting === setting), [", "cells, ["],
    [
      "the correlation is Spearman's",
      "(w) => pearson(mean(x, w), mean(y, w))",
      "(w) => spearman(mean(x, w), mean(y, w))",
    ],
  ]),
  ...mutantsOf("experiments/fig7.ts", FIGURE7, [
    ["the share is of the source's own head", "const own = rows[0]?.accuracy as number;", "const own = 1;"],
    [
      "the direction is swapped",
      "`${kinds.get(row.source as string)} → ${kinds.get(row.target as string)}`",
      "`${kinds.get(row.target as string)} → ${kinds.get(row.source as string)}`",
    ],
    ["δ is the default", "delta: .8, seed", "seed"],
    ["every draw has the same seed", "seed: draw, first: i === 0", "seed: 0, first: i === 0"],
  ]),
  ...mutantsOf("experiments/shared/stitching.ts", FIGURE7, [
    ["the selector runs within a modality", "source.encoder.kind === target.encoder.kind ?", "false ?"],
    [
      "retrieval asks for what it has",
      "retrieval(seenFrom(y, mapped), seenFrom(y, truth)",
      "retrieval(seenFrom(y, truth), seenFrom(y, truth)",
    ],
  ]),
  ...mutantsOf("experiments/fig7_findings.ts", FIGURE7, [
    ["the way back is not taken", "(a.share as number) - (b.share as number)", "(a.share as number)"],
    ["margins count texts alone", "return of(true) - of(false);", "return of(true);"],
    ["the matrix is turned", "r.source === s && r.target === t);", "r.source === t && r.target === s);"],
    ["chance is that of the first place", "chance: 10 / (items as number)", "chance: 1 / (items as number)"],
  ]),
  ...mutantsOf("experiments/fig7_spaces.ts", FIGURE7, [
    ["a class may be missing", "if (missing >= 0) {", "if (missing > 99) {"],
  ]),
  ...mutantsOf("experiments/shared/spaces.ts", FIGURE7, [
    [
      "test rows keep their old places",
      "[...part].flatMap((row) => place.get(row) ?? [])",
      "[...part].filter((row) => place.has(row))",
    ],
  ]),
  ...mutantsOf("experiments/fig7.claims.ts", FIGURE7, [
    ["one part is enough", "held.length === JUDGED.length", "held.length === found.length"],
    ["a share at its mean", "lowest(m) >= bounds[part]!", "m.value >= bounds[part]!"],
    ["the control by its lower end", "(m) => highest(m) <= .2", "(m) => lowest(m) <= .2"],
  ]),
  ...mutantsOf("experiments/shared/compare.ts", INTERVALS, [
    [
      "spread over pairs in place of seeds",
      'meanBy(meanBy(rows, [...keys, "seed"], values), keys, values)',
      "meanBy(rows, keys, values)",
    ],
    [
      "the difference has the wrong sign",
      "(first.get(key)![value] as number) - (second.get(key)![value] as number)",
      "(second.get(key)![value] as number) - (first.get(key)![value] as number)",
    ],
    [
      "differences do not match seeds",
      '["dataset", "k", "source", "target", "seed"]',
      '["dataset", "k", "source", "target"]',
    ],
    ["a tie counts as a win", "count((g) => g > tie)", "count((g) => g >= -tie)"],
    [
      "a share is a difference",
      "weightedMean(a, weights) / weightedMean(b, weights)",
      "weightedMean(a, weights) - weightedMean(b, weights)",
    ],
  ]),
  ...mutantsOf("experiments/shared/dyadic.ts", INTERVALS, [
    ["only sources are drawn", "encoders[s]! * (s === t ? 1 : encoders[t]!) * seeds[i]!", "encoders[s]! * seeds[i]!"],
    ["seeds are not drawn", "encoders[t]!) * seeds[i]!", "encoders[t]!)"],
    ["retrained encoders count as others", 'encoder.split("~")[0]!', "encoder"],
    [
      "an interval of half the mass",
      "end((1 - SHARE) / 2), end((1 + SHARE) / 2)",
      "end((1 - SHARE / 2) / 2), end((1 + SHARE / 2) / 2)",
    ],
    ["the mean forgets its weights", "sum += weights[i]! * values[i]!", "sum += values[i]!"],
    ["few encoders widen nothing", "value + wider *", "value + 1 *"],
  ]),
  ...mutantsOf("experiments/shared/student.ts", VERIFY, [
    ["the bootstrap's variance is taken for the whole", "variance * (n - 1) / n", "variance"],
    ["many degrees of freedom, however few draws", "studentEnd(SHARE, degrees) / NORMAL", "1"],
  ]),
  ...mutantsOf("experiments/report/seeds.ts", VERIFY, [
    ["three plain standard errors of few draws", "likely(one) >= 1 - THREE", "one.off <= 3"],
    ["numbers that no seed moves are counted", " && moved([...a, ...b])", ""],
    ["the variance of the mean of one draw", "pooled * (1 / n + 1 / m)", "pooled"],
  ]),
  ...mutantsOf("experiments/report/verify.ts", VERIFY, [
    ["the first cells are the sample", '.fork("verify").permutation(all.length)', ".permutation(1)"],
    ["a cell that does not fit ends the choice", "sum + stored.seconds <= seconds && (sum", "(sum"],
  ]),
  ...mutantsOf("experiments/report/stored.ts", VERIFY, [
    ["any number agrees", "const same = Object.is(stored, found) ||", "const same = true ||"],
    [
      "only the fields that are stored are compared",
      "...Object.keys(stored), ...Object.keys(found)",
      "...Object.keys(stored)",
    ],
  ]),
  ...mutantsOf("experiments/report/gather.ts", VERIFY, [
    ["what changed is not written", "await saveResult({ ...result, ...findings }, cells, folder)", "await 0"],
  ]),
  ...mutantsOf("experiments/relative_decoders.ts", STITCHING, [
    [
      "heads are trained on test rows",
      "halves[t]!.apply(takeRows(target.vectors, used))",
      "halves[t]!.apply(takeRows(target.test.vectors, used.map((i) => i % target.test.vectors.rows)))",
    ],
    ["the projection is ignored", "fitRelative(s.at(ids), { projection })", "fitRelative(s.at(ids))"],
    ["the target reads itself", "yield rowOf(projection, tests[s]!);", "yield rowOf(projection, tests[t]!);"],
    ["the number of rows is ignored", "{ rows: heads,", "{ rows: Infinity,"],
    ["heads see the anchors", "...(apart && { apart: { count: k, seed } })", ""],
  ]),
  ...mutantsOf("experiments/relative_decoders_findings.ts", RELATIVE, [
    [
      "a share is of the source's head",
      "JSON.stringify([r.method, r.target, r.seed])",
      "JSON.stringify([r.method, r.source, r.seed])",
    ],
  ]),
  ...mutantsOf("experiments/relative_decoders.claims.ts", RELATIVE, [
    ["heads stitch by the mean", "every((f) => lowest(f) >= least", "every((f) => f.value >= least"],
    [
      "one of two data sets says which is best",
      "found.some((f) => low(f) > 0) && found",
      "found.some((f) => low(f) > 0) || found",
    ],
  ]),
  ...mutantsOf("experiments/shared/decoding.ts", DECODING, [
    [
      "a relative decoder is trained on test rows",
      "fitLinear(apply(model.train), model.train, { lambda: 1e-3 })",
      "fitLinear(apply(model.test), model.test, { lambda: 1e-3 })",
    ],
    [
      "anchors are the first rows",
      '.fork("anchors").permutation(TRAIN).subarray(0, k)',
      '.fork("anchors").permutation(k).subarray(0, k)',
    ],
    ["norms are not carried", 'norm: "carry" }', 'norm: "mean" }'],
    ["the source decodes", "target.decode(map.apply(source.test))", "source.decode(map.apply(source.test))"],
    ["the sum of squares", "return sum / b.data.length;", "return sum;"],
    ["the mean image of one row", "mean[j]! += v / truth.rows", "mean[j] = v"],
  ]),
  ...mutantsOf("experiments/fig4.ts", SCALE, [
    ["a probe is trained on test rows", "fitHead(train.x, train.labels, fit)", "fitHead(test.x, test.labels, fit)"],
    [
      "a probe is measured on training rows",
      "accuracyOverScale({ predict }, test,",
      "accuracyOverScale({ predict }, train,",
    ],
    ["α is no multiple of the mean scale", "{ alphas, meanScale })", "{ alphas, meanScale: 1 })"],
    ["probes ignore the seed", "activation,\n    seed,", "activation,\n    seed: 1,"],
    ["the spread is dropped", "...PROBE,\n    ...own,", "...PROBE,"],
  ]),
  ...mutantsOf("experiments/fig4_findings.ts", SCALE, [
    ["drift over all α", "run.filter(({ alpha }) => alpha >= 0.5 && alpha <= 100)", "run"],
  ]),
  ...mutantsOf("experiments/shared/rows.ts", SCALE, [
    [
      "rows are not drawn",
      "permutation(vectors.rows).subarray(0, rows)",
      "permutation(Math.min(rows, vectors.rows)).subarray(0, rows)",
    ],
  ]),
  ...mutantsOf("experiments/fig2_cells.ts", SCALE, [
    ["α's unit is ignored", "rescaleRows(vectors, alpha, { unit })", "rescaleRows(vectors, alpha)"],
    [
      "the baseline is rescaled too",
      "baseline: score(encodeImages(after, vectors))",
      "baseline: score(encodeImages(after, rescaleRows(vectors, 0.001).values))",
    ],
  ]),
  ...mutantsOf("experiments/fig2.ts", SCALE, [
    ["training images are rescaled", "map((i) => test[i]!)", "map((i) => i)"],
    ["a layer may move by a tenth", "steady: worst <= 0.05", "steady: worst <= 0.1"],
    ["layers are asked at norms", 'unit === "mean" && alpha >= 0.5 && layer > 0', "alpha >= 0.5 && layer > 0"],
  ]),
  ...mutantsOf("experiments/temperature.ts", SCALE, [
    ["the bias stays", '"without bias": scaleBias(own)', '"without bias": own'],
  ]),
  ...mutantsOf("experiments/ablation.ts", STITCHING, [
    ["random subsets ignore the seed", "map((s) => s.indices), rows, seed)", "map((s) => s.indices), rows, 0)"],
    [
      "random subsets of the target's size alone",
      "y.subsets({ seed }).map((s) => s.indices)",
      "y.subsets({ seed, delta: 0.2 }).map((s) => s.indices)",
    ],
    [
      "pruning on both is pruning on the source",
      '"pruned on both": pruned("both")',
      '"pruned on both": pruned("source")',
    ],
  ]),
  ...mutantsOf("experiments/table2_gains.claims.ts", CLAIMS, [
    ["a pilot counts", "const judged = found.filter(({ dataset }) => !isPilot(dataset));", "const judged = found;"],
    ["a claim holds at the mean", "(m) => lowest(m) >= x", "(m) => m.value >= x"],
  ]),
  ...mutantsOf("experiments/table2.claims.ts", CLAIMS, [
    ["near guessing by the lower end", "(high ?? value) <=", "value <="],
  ]),
  ...mutantsOf("experiments/fig3.claims.ts", CLAIMS, [
    ["subspaces may help at low δ", "highest(small) <= 0.05 && lowest(large) >= 0.1", "lowest(large) >= 0.1"],
    ["subspaces need not help at high δ", "highest(small) <= 0.05 && lowest(large) >= 0.1", "highest(small) <= 0.05"],
  ]),
  ...mutantsOf("experiments/fig6.claims.ts", CLAIMS, [
    ["pruning need beat IRP alone", "all.every((m) => lowest(m) >= 0.01)", "lowest(found) >= 0.01"],
    [
      "an interval that reaches .7",
      "verdictOf(lowest(found) >= 0.7, found.value >= 0.5)",
      "verdictOf(found.high! >= 0.7, found.value >= 0.5)",
    ],
  ]),
  ...mutantsOf("experiments/fig4.claims.ts", CLAIMS, [
    ["cos need not fall", "highest(left) <= 0.5 && highest(mirrored) <= 0.05", "highest(mirrored) <= 0.05"],
    ["cos need not be mirrored", "highest(left) <= 0.5 && highest(mirrored) <= 0.05", "highest(left) <= 0.5"],
  ]),
  ...mutantsOf("experiments/graphs.claims.ts", GRAPHS, [
    ["graphs: the mean is enough", "found.every((f) => lowest(f) >= -bound)", "found.every((f) => f.value >= -bound)"],
    ["graphs: one pair is enough", "enough && found.every", "found.every"],
  ]),
  ...mutantsOf("experiments/words.claims.ts", GRAPHS, [
    ["words: the mean is enough", 'found.every((f) => fits(f, "sure"))', 'found.every((f) => fits(f, "mean"))'],
    ["words: the better end of the interval", "lowest(f) >= .9", "highest(f) >= .9"],
  ]),
  ...mutantsOf("experiments/own_heads.claims.ts", ["tests/experiments_claims_test.ts"], [
    [
      "half the heads carry the classes",
      "verdictOf(value === 1, value >= 0.9)",
      "verdictOf(value >= 0.5, value >= 0.5)",
    ],
  ]),
  ...mutantsOf("experiments/temperature.claims.ts", CLAIMS, [
    ["heads with a bias are not asked", "exact && worst >= 0.95", "exact"],
  ]),
  ...mutantsOf("experiments/shared/store.ts", CELLS, [
    [
      "the code's version is no part of the key",
      "await digest({ experiment, cell, inputs, code })",
      "await digest({ experiment, cell, inputs })",
    ],
    ["a cell's checksum is not looked at", "=== path && cell.sha256 === await digest(cell.found)", "=== path"],
  ]),
  ...mutantsOf("experiments/shared/cells.ts", CELLS, [
    ["parts overlap", "at % n === i - 1", "at % n <= i - 1"],
  ]),
  ...mutantsOf("experiments/shared/parallel.ts", LANGUAGES, [
    ["near-duplicates stay in the training part", "!twins.has(id)", "id !== undefined"],
    [
      "near-duplicates are sought in the first language alone",
      "tables.flatMap((t) =>",
      "tables.slice(0, 1).flatMap((t) =>",
    ],
    ["a text without a word is a partner", "?.words.size ?? 0) > 0", "?.words.size ?? -1) >= 0"],
    ["partners are taken by their place", "tables[l]!.get(id)!", "[...tables[l]!.values()][all.indexOf(id)]!"],
  ]),
  ...mutantsOf("experiments/shared/languages.ts", LANGUAGES, [
    [
      "the joint encoder is fitted on test sentences",
      "{ train } = first.splits, n",
      "train = range(0, first.ids.length), n",
    ],
    ["pairs are fitted as single sentences", "const fitted = paired", "const fitted = !paired"],
    [
      "languages are cut at the wrong place",
      "sliceRows(all.test.vectors, l * n, (l + 1) * n)",
      "sliceRows(all.test.vectors, 0, n)",
    ],
  ]),
  ...mutantsOf("experiments/shared/crossing.ts", LANGUAGES, [
    [
      "maps go the other way",
      "translated(from, sides[s]!, space, y, seed)",
      "translated(space, y, from, sides[s]!, seed)",
    ],
    [
      "anchors ignore the seed",
      "k, seed });\n  const sides",
      "k, seed: 1 });\n  const sides",
    ],
    [
      "raw and centred change places",
      "[cosines(a, b), cosines(rows, target.rows)]",
      "[cosines(rows, target.rows), cosines(a, b)]",
    ],
    [
      "a joint space is seen from the target's mean",
      "measured(views[s]!, views[t]!, space)",
      "measured({ ...views[s]!, mean: views[t]!.mean }, views[t]!, space)",
    ],
    [
      "the offset moves one side alone",
      "[absolute as Seen, truth].map((view) => moved(view, length, seed))",
      "[moved(absolute as Seen, length, seed), truth]",
    ],
    ["the others' cosines have the partners' among them", "(n * all - parallel) / (n - 1)", "all"],
  ]),
  ...mutantsOf("experiments/graphs.ts", GRAPHS, [
    ["seeds and depths change places", "? KINDS[0] : KINDS[1]", "? KINDS[1] : KINDS[0]"],
    ["a network is stitched to itself", "from === to || ", ""],
    ["all runs train the same networks", "seed: 100 * seed + i", "seed: 100 + i"],
  ]),
  ...mutantsOf("experiments/shared/graphs.ts", GRAPHS, [
    [
      "labels stay where left-out nodes were",
      "Int32Array.from(kept, (i) => all.labels[i]!)",
      "all.labels.slice(0, kept.length)",
    ],
    ["left-out nodes are not counted", "alone: all.ids.length - kept.length", "alone: 0"],
  ]),
  ...mutantsOf("experiments/performance_proxy.claims.ts", PROXY, [
    ["proxy: the mean is enough", "lowest(found) >= holds", "found.value >= holds"],
    ["proxy: one graph is enough", "each.every(({ of }) => holds(of))", "each.some(({ of }) => holds(of))"],
    [
      "proxy: the best graph is the value",
      "sign * (b.of.value - a.of.value) < 0",
      "sign * (b.of.value - a.of.value) > 0",
    ],
  ]),
  ...mutantsOf("experiments/performance_proxy.ts", PROXY, [
    ["references are among the networks", "own(50, sizes.references)", "own(0, sizes.references)"],
    ["test nodes choose the epoch", "validation: right(validation)", "validation: right(test)"],
    [
      "training nodes are among those that choose the epoch",
      "nodes.known.slice(train.length, train.length + VALIDATION)",
      "nodes.known.slice(0, VALIDATION)",
    ],
  ]),
  ...mutantsOf("experiments/performance_proxy_likeness.ts", PROXY, [
    ["the control has the right pairs", "takeRows(view.anchors, order)", "view.anchors"],
    ["the poor reference is the good one", "alike(own, relative(poor))", "alike(own, relative(good))"],
    [
      "relative coordinates are not seen from the mean",
      "alike(centred(view), centred(good))",
      "alike(own, relative(good))",
    ],
  ]),
  ...mutantsOf("experiments/performance_proxy_statistics.ts", PROXY, [
    [
      "the least similar network is chosen",
      "alike(b, measure) > alike(a, measure)",
      "alike(b, measure) < alike(a, measure)",
    ],
    ["networks of the reference's depth are chosen from", "c.model.depth !== REFERENCE_DEPTH && ", ""],
    ["the last of the best epochs", "b.validation > a.validation", "b.validation >= a.validation"],
  ]),
  ...mutantsOf("experiments/words_seen.ts", GRAPHS, [
    ["anchors are among the words", "rest: order.slice(k)", "rest: order"],
    ["anchors ignore the seed", 'rng(seed).fork("anchors")', 'rng(1).fork("anchors")'],
    ["the target's words take the place of translated ones", "mapped: map.apply(a.rest)", "mapped: b.rest"],
    ["the control has the right pairs", "takeRows(a.anchors, order)", "a.anchors"],
    [
      "a word is its own neighbour",
      "nearestNeighbors(mapped, truth, { k, excludeSelf: true })",
      "nearestNeighbors(mapped, truth, { k })",
    ],
  ]),
  ...mutantsOf("experiments/shared/words.ts", GRAPHS, [
    ["a word that one encoder knows is kept", "norms.every((norm)", "norms.some((norm)"],
  ]),
]);
