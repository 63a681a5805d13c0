/**
 * The playground's page; its script fills in what depends on choices.
 *
 * @module
 */
import { pageHtml } from "../page.ts";
import { ENDINGS } from "./files.ts";
import type { SetName } from "./sets.ts";
import { DECODERS, ENCODERS, NAMES, PICKS, RANGES } from "./state.ts";

const PICTURES = {
  input: ["Input", "what was drawn"],
  own: ["B alone", "encoded and decoded by B"],
  raw: ["A → B, as it is", "A's code, read by B's decoder"],
  translated: ["A → B, translated", "A's code, translated, read by B's decoder"],
};
const VIEWS = { source: "Space of A", translated: "A, translated into B", target: "Space of B" };
const MEASURES = {
  accuracy: "Accuracy, translated",
  untranslated: "Accuracy, as it is",
  own: "Accuracy, B's own",
  similarity: "Mean cosine to B",
  condition: "Condition number of the map",
  anchors: "Anchors",
  independent: "Halves",
  seconds: "Fitted in",
};

function choice(name: string, label: string, options: Readonly<Record<string, string>>): string {
  const list = Object.entries(options).map(([value, text]) => `<option value="${value}">${text}</option>`);
  return `<label>${label}<select name="${name}">${list.join("")}</select></label>`;
}

function range(name: keyof typeof RANGES, label: string, step: number): string {
  const [low, high] = RANGES[name];
  return `<label>${label} <output for="${name}"></output>` +
    `<input type="range" id="${name}" name="${name}" min="${low}" max="${high}" step="${step}"></label>`;
}

const each = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, name]));

/** The parts that are lists of alike things. */
function parts(): Readonly<Record<"pictures" | "says" | "measures" | "planes" | "stored", string>> {
  const all = (of: readonly string[]): string => of.join("");
  const shares = `<td><span class="bar"></span><span class="share"></span></td>`.repeat(3);
  return {
    pictures: all(
      Object.entries(PICTURES).map(([name, [title, about]]) =>
        `<figure><canvas id="${name}" width="28" height="28" role="img" aria-label="${title}: ${about}"></canvas>` +
        `<figcaption><strong>${title}</strong> <span>${about}</span></figcaption></figure>`
      ),
    ),
    says: `<tr><th scope="row"></th>${shares}</tr>`.repeat(10),
    measures: all(
      Object.entries(MEASURES).map(([name, label]) => `<div><dt>${label}</dt><dd id="m-${name}">–</dd></div>`),
    ),
    planes: all(
      Object.entries(VIEWS).map(([name, label]) =>
        `<figure><canvas id="view-${name}" tabindex="0" role="application" aria-describedby="spaces-how" ` +
        `aria-label="${label}: arrow keys go from item to item"></canvas><figcaption>${label}</figcaption></figure>`
      ),
    ),
    stored: all(Array.from({ length: 10 }, (_, digit) => `<option>${digit}</option>`)),
  };
}

/** The document, with the sets that the site has and all of their files. */
export function playgroundPage(sets: readonly SetName[], files: readonly string[]): string {
  const { pictures, says, measures, planes, stored } = parts(), accept = ENDINGS.replaceAll(/,? or |, /g, ",");
  const body = `<main class="playground" aria-busy="true"><h1>Touch it: two networks in the page</h1>
<p class="lead">Draw a digit. Network A encodes it, and the decoder of network B, an autoencoder that was trained apart, draws
what it reads. Everything is computed here; nothing that you draw leaves this page.</p>
<p id="status" role="status">Loading the networks …</p>
<div class="stage"><div class="pad"><canvas id="pad" width="280" height="280" tabindex="0" role="application" aria-label="Drawing board: draw with the pointer, or press a digit key to have it drawn, Delete to clear"></canvas>
<div class="tools"><button type="button" id="clear">Clear</button>
<label>Draw for me <select id="stored"><option value="">–</option>${stored}</select></label><label>Test item <input id="item" type="number" min="0" max="999" placeholder="0–999"></label></div></div>
<div class="pictures">${pictures}</div></div>
<form class="controls" aria-label="Choices">
${choice("items", "Items", each(sets))}${choice("a", "Network A encodes", each(ENCODERS))}${
    choice("b", "Network B decodes", each(DECODERS))
  }
${choice("method", "Method", NAMES)}${range("count", "Anchors", 1)}${choice("pick", "Anchors are", PICKS)}
${range("delta", "Pruning δ", 0.05)}${range("omega", "Subspaces ω", 1)}${range("lambda", "log₁₀ λ", 0.5)}${
    range("seed", "Seed", 1)
  }
<label class="check"><input type="checkbox" name="shuffled"> Shuffle the pairing: nothing can be learned</label>
<button type="reset">As at first</button></form>
<dl class="measures">${measures}</dl>
<section><h2>What B's classifier says</h2><div class="scroll"><table class="says"><thead><tr><th>Class</th><th>B alone</th><th>A as it is</th>
<th>A translated</th></tr></thead><tbody>${says}</tbody></table></div></section>
<section><h2>Both spaces</h2><p id="spaces-how">Each in the plane of its two widest axes; the translated space in B's. Dots are test items,
rings anchors, crosses other items that can become one: click a ring or a cross, or use the arrow keys and Enter. Lines lead
from where an item was translated to where it belongs.</p><div class="views">${planes}</div>
<div class="hovered"><canvas id="hover-picture" width="28" height="28" aria-hidden="true"></canvas><p id="hover" aria-live="polite">–</p></div></section>
<section id="own-files"><h2>Your own files</h2><p>Two files with a vector a row (${ENDINGS}; up to some thousand rows): the same items in the
same order, or with ids. Drop both here, or choose them. A map is fitted on four fifths of the rows (at most 1,000), scored on the
others (at most 1,000) and offered to take away. The files stay in this page: nothing of it is sent anywhere.</p>
<div class="own"><label>Space A <input type="file" id="own-a" accept="${accept}"></label>
<label>Space B <input type="file" id="own-b" accept="${accept}"></label></div>
<p id="own-verdict" role="status">No files yet.</p>
<div id="own-result" hidden><div class="scroll"><table><thead><tr><th>Method</th><th>Halves</th><th>Mean cosine</th>
<th>Partner first</th></tr></thead><tbody id="own-rows"></tbody></table></div>
<p>The best map, to take away: <a id="own-safetensors">safetensors</a> (for <code>anchorage apply</code>) · <a id="own-onnx">ONNX</a> ·
<a id="own-js">JavaScript</a></p></div></section>
<section><h2>Without a network</h2><p>What this page has loaded works again without a network; networks that were not yet chosen are
not loaded. <button type="button" id="keep" data-files="${
    files.join(" ")
  }">Load them all</button></p><p id="kept" role="status"></p></section>
<section><h2>What this is, and is not</h2><p>Small networks on pictures of 28 × 28 pixels, their weights rounded to a byte each: 1,000 items to
take anchors from, 1,000 others to measure on. B's classifier is linear and was fitted, in this page, on B's own codes of the first
1,000. The condition number is that of the whole map, its largest singular value over the smallest that is not zero. One seed is no evidence: the
notebooks have intervals and other data.</p></section></main>`;
  return pageHtml({
    title: "Playground · anchorage",
    description:
      "Draw a digit: one network encodes it, another network's decoder draws it, with and without translation.",
    root: "",
    current: "playground",
    body,
    extra: `<link rel="stylesheet" href="playground.css"><script defer src="playground/client.js"></script>`,
    policy: ["connect-src 'self'", "worker-src 'self'"],
  });
}
