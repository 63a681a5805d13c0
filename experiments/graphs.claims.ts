/**
 * What graph networks must show.
 *
 * @module
 */
import {
  type Claim,
  highest,
  type Judged,
  listed,
  lowest,
  measuredOf,
  over,
  type Records,
  rowOf,
  SECOND,
  verdictOf,
  withEnds,
} from "./shared/claims.ts";

const where = "Relative representations, graphs", date = SECOND;
/** Methods whose halves are fitted apart. */
const APART = ["relative head", "IRP", "Parseval frames", "whitened"];
const graphsOf = ({ models }: Records): readonly string[] => [...new Set(models!.map((r) => r.dataset as string))];

/** The method apart that loses least against the own heads, on a graph, between networks of a kind. */
function best({ gaps }: Records, graph: string, kind: string): ReturnType<typeof measuredOf> & { method: string } {
  const rows = gaps!.filter((r) => r.dataset === graph && r.kind === kind && APART.includes(r.method as string));
  const row = rows.reduce((a, b) => (b.difference as number) > (a.difference as number) ? b : a);
  return { ...measuredOf(row, "difference"), method: row.method as string };
}

/** Judges the gap of the best method apart to the own heads on every graph; the value is that of the worst. */
function gapWithin(records: Records, kind: string, bound: number): Judged {
  const found = graphsOf(records).map((graph) => ({ graph, ...best(records, graph, kind) }));
  const worst = found.reduce((a, b) => b.value < a.value ? b : a), { graph: _, method: __, ...value } = worst;
  const verdict = verdictOf(found.every((f) => lowest(f) >= -bound), found.every((f) => f.value >= -bound));
  const ours = found.map((f) => `${withEnds(f, 3)} by ${f.method} (${f.graph})`).join(", ");
  return { ...value, verdict, ours: ours + over(worst) };
}

/** The claims on graphs. */
export const graphsClaims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    where,
    date,
    id: "graph-networks-work",
    claim: "Graph networks of two layers classify the nodes",
    paper: "–",
    rule: "holds if every training seed reaches .78 on Cora's test nodes (.6 on WordNet's), partly from .05 less",
    judge: ({ models }) => {
      const rows = models!.filter((r) => r.depth === 2),
        bound = (r: typeof rows[0]): number => r.dataset === "cora" ? .78 : .6;
      const short = Math.max(...rows.map((r) => bound(r) - (r.accuracy as number)));
      const low = (graph: string): number =>
        Math.min(...rows.filter((r) => r.dataset === graph).map((r) => r.accuracy as number));
      const each = [...new Set(rows.map((r) => r.dataset as string))];
      const ours = `lowest of ${rows.length / each.length} seeds: ` +
        each.map((g) => `${low(g).toFixed(3)} (${g})`).join(", ");
      return { value: Math.min(...each.map(low)), verdict: verdictOf(short <= 0, short <= .05), ours };
    },
  },
  {
    where,
    date,
    id: "graph-seeds",
    claim: "Networks of other seeds stitch like the own head, by a method whose halves are apart",
    paper: "shown, no number",
    rule:
      "holds if for the best of relative heads, IRP, Parseval frames and whitened the accuracy is surely at most .05 " +
      "below the own head on every graph; partly by the mean",
    judge: (records) => gapWithin(records, "between seeds", .05),
  },
  {
    where,
    date,
    id: "graph-depths",
    claim: "So do networks of other depths",
    paper: "–",
    rule: "holds and partly as between seeds, with .1 in place of .05",
    judge: (records) => gapWithin(records, "between depths", .1),
  },
  {
    where,
    date,
    id: "graph-absolute",
    claim: "Absolute encodings do not stitch between seeds",
    paper: "–",
    rule:
      "holds if on every graph, over at least 8 ordered pairs, the best method apart is surely at least .3 above them; " +
      "partly by the mean",
    judge: (records) => {
      const found = graphsOf(records).map((graph) => {
        const { method } = best(records, graph, "between seeds");
        const row = rowOf(records.gains!, { dataset: graph, kind: "between seeds", method });
        return { graph, method, pairs: row.pairs as number, ...measuredOf(row, "difference") };
      });
      const least = found.reduce((a, b) => lowest(b) < lowest(a) ? b : a), enough = found.every((f) => f.pairs >= 8);
      const verdict = verdictOf(enough && found.every((f) => lowest(f) >= .3), found.every((f) => f.value >= .3));
      const ours = found.map((f) => `${withEnds(f, 3)} (${f.graph}, ${f.method}, ${f.pairs} pairs)`).join(", ");
      const { value, low, high } = least;
      return { value, ...(low !== undefined && { low, high: high! }), verdict, ours: ours + over(least) };
    },
  },
  {
    where,
    date,
    id: "graph-pairing",
    claim: "What is learned is the pairing of the anchors",
    paper: "–",
    rule:
      "holds if permuted anchors leave whitened stitching between seeds surely at most .3 on every graph, partly by the mean",
    judge: (records) => {
      const found = graphsOf(records).map((dataset) => ({
        dataset,
        ...measuredOf(
          rowOf(records.headline!, { dataset, kind: "between seeds", method: "whitened, permuted anchors" }),
          "accuracy",
        ),
      }));
      const most = found.reduce((a, b) => highest(b) > highest(a) ? b : a), { dataset: _, ...value } = most;
      const verdict = verdictOf(found.every((f) => highest(f) <= .3), found.every((f) => f.value <= .3));
      return { ...value, verdict, ours: listed(found, 3) + over(most) };
    },
  },
]);
