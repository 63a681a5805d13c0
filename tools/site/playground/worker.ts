/**
 * The playground's worker: fetches what is asked for, fits and draws; keeps networks, encodings and the last fit.
 *
 * @module
 */
import { byKey } from "../../../lib/base/once.ts";
import {
  type Choice,
  draw,
  type Drawn,
  fit,
  type Fitted,
  headOfSide,
  type Side,
  sideOf,
  type Views,
  views,
} from "./core.ts";
import { provide, readGiven } from "./files.ts";
import { fitOwn, type Own } from "./own.ts";
import { readDigits, readNetwork } from "./load.ts";

/** A question: a choice, and an image or the number of a digit. */
export interface Question {
  readonly id: number;
  readonly choice: Choice;
  readonly image: Float32Array<ArrayBuffer> | undefined;
  readonly item: number | undefined;
}

/** What a fit is worth, as the page shows it. */
export type Measures = Omit<Fitted, "translation"> & { readonly independent: boolean; readonly kernels: string };

/** Its answer; measures and views only where the fit is another than before. */
export type Answer =
  | { readonly id: number; readonly error: string }
  | {
    readonly id: number;
    readonly drawn: Drawn;
    readonly label: number | undefined;
    readonly fresh?: { readonly measures: Measures; readonly views: Views; readonly labels: Int32Array };
  };

const file = byKey(async (name: string) => {
  const answer = await fetch(new URL(name, self.location.href));
  if (!answer.ok) throw new Error(`Cannot load ${name} as the site must have it: it answers ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
});
const digits = byKey(async (name: string) => readDigits(await file(name)));
const side = byKey(async (name: string): Promise<Side> =>
  sideOf(readNetwork(name, await file(`${name}.safetensors`)), await digits("digits.bin"))
);
const head = byKey(async (name: string) => headOfSide(await side(name), await digits("digits.bin")));
let last: { readonly key: string; readonly fitted: Fitted } | undefined;

async function answer({ id, choice, image, item }: Question): Promise<Answer> {
  const data = await digits("digits.bin"), [a, b] = [await side(choice.a), await side(choice.b)];
  const judge = await head(choice.b), key = JSON.stringify(choice), fresh = last?.key !== key;
  if (fresh) last = { key, fitted: fit(choice, a, b, judge, data) };
  const { fitted } = last!, row = item === undefined ? undefined : data.pool + item;
  const shown = row === undefined ? image! : Float32Array.from(data.images.row(row));
  const { translation, ...measures } = fitted;
  return {
    id,
    drawn: draw(shown, fitted, a, b, judge),
    label: row === undefined ? undefined : data.labels[row],
    ...(fresh && {
      fresh: {
        measures: {
          ...measures,
          independent: translation.independent,
          kernels: translation.diagnostics.engine.core,
        },
        views: views(fitted, a, b, data),
        labels: data.labels,
      },
    }),
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
  return { own: fitOwn(a, b) };
}

self.addEventListener("message", async ({ data }: MessageEvent<Question | OwnQuestion>) => {
  const said: Answer | OwnAnswer = await ("own" in data ? answerOwn(data) : answer(data)).catch((error: Error) => ({
    id: "own" in data ? 0 : data.id,
    error: error.message,
  }));
  (self as unknown as { postMessage(message: Answer | OwnAnswer): void }).postMessage(said);
});
