/**
 * The playground's worker: fetches what is asked for, fits and draws; keeps networks, encodings and the last fit.
 *
 * @module
 */
import { type Choice, draw, type Drawn, fit, type Fitted, headOfSide, type Side, sideOf } from "./core.ts";
import { provide, readGiven } from "./files.ts";
import { kept } from "./kept.ts";
import { fitOwn, type Own } from "./own.ts";
import { decodeItems, decodeNetwork, type SetName } from "./sets.ts";
import { type Views, views } from "./views.ts";

/** A question: a choice, and an image or the number of an item to measure on. */
export interface Question {
  readonly id: number;
  readonly choice: Choice;
  readonly image: Float32Array<ArrayBuffer> | undefined;
  readonly item: number | undefined;
}

/** What a fit is worth, as the page shows it. */
export type Measures = Omit<Fitted, "translation" | "anchors"> & {
  readonly anchors: number;
  readonly independent: boolean;
  readonly kernels: string;
};

/** Its answer; measures and views only where the fit is another than before. */
export type Answer =
  | { readonly id: number; readonly error: string }
  | {
    readonly id: number;
    readonly drawn: Drawn;
    readonly classes: readonly string[];
    /** The class of the item; undefined for a drawing. */
    readonly label: number | undefined;
    readonly fresh?: { readonly measures: Measures; readonly views: Views };
  };

/** Makes what a name stands for once; what failed is tried again when next asked for. */
function loaded<T>(make: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (name) => {
    const found = known.get(name) ?? make(name);
    known.set(name, found);
    found.catch(() => known.delete(name));
    return found;
  };
}

/** The bytes of one of the site's files, or those kept where there is no network. */
async function file(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(`${name}.safetensors`, self.location.href), store = await kept();
  const answer = await fetch(url).catch(() => store?.match(url));
  if (!answer) {
    throw new Error(`Cannot load ${name} as it must have been loaded before there was no network: it was not`);
  }
  if (!answer.ok) throw new Error(`Cannot load ${name} as the site must have it: it answers ${answer.status}`);
  await store?.put(url, answer.clone());
  return new Uint8Array(await answer.arrayBuffer());
}

const items = loaded(async (set) => decodeItems(await file(set), set));
const side = loaded(async (name): Promise<Side> => {
  const [set, network] = name.split("-") as [SetName, string];
  return sideOf(decodeNetwork(network, await file(name)), await items(set));
});
const head = loaded(async (name) => headOfSide(await side(name), await items(name.split("-")[0]!)));
let last: { readonly key: string; readonly fitted: Fitted } | undefined;

async function answer({ id, choice, image, item }: Question): Promise<Answer> {
  const data = await items(choice.items);
  const [a, b] = [await side(`${choice.items}-${choice.a}`), await side(`${choice.items}-${choice.b}`)];
  const judge = await head(`${choice.items}-${choice.b}`), key = JSON.stringify(choice), fresh = last?.key !== key;
  if (fresh) last = { key, fitted: fit(choice, a, b, judge, data) };
  const { fitted } = last!, row = item === undefined ? undefined : data.pool + item;
  const shown = row === undefined ? image! : Float32Array.from(data.images.row(row));
  const { translation: { independent, diagnostics }, anchors, ...measures } = fitted;
  const facts = { anchors: anchors.length, independent, kernels: diagnostics.engine.core };
  return {
    ...{ id, drawn: draw(shown, fitted, a, b, judge), classes: data.classes },
    label: row === undefined ? undefined : data.labels[row],
    ...(fresh && { fresh: { measures: { ...measures, ...facts }, views: views(fitted, a, b, data) } }),
  };
}

/** Two files of the reader's. */
export interface OwnQuestion {
  readonly own: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** What was found in them. */
export type OwnAnswer = { readonly error: string } | { readonly own: Own };

async function answerOwn({ own }: OwnQuestion): Promise<OwnAnswer> {
  provide(Object.fromEntries(own.map(({ name, bytes }) => [name, bytes])));
  const [a, b] = [await readGiven(own[0]!.name), await readGiven(own[1]!.name)];
  return { own: await fitOwn(a, b) };
}

self.addEventListener("message", async ({ data }: MessageEvent<Question | OwnQuestion>) => {
  const said: Answer | OwnAnswer = await ("own" in data ? answerOwn(data) : answer(data)).catch((error: Error) => ({
    id: "own" in data ? 0 : data.id,
    error: error.message,
  }));
  (self as unknown as { postMessage(message: Answer | OwnAnswer): void }).postMessage(said);
});
