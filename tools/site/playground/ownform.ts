/**
 * The part of the page for the reader's own files.
 *
 * @module
 */
/// <reference lib="dom" />
import type { Own } from "./own.ts";
import type { OwnAnswer, OwnQuestion } from "./worker.ts";

const verdict = (): Element => document.querySelector("#own-verdict")!;

/** Connects the two file fields, and files dropped anywhere, with a worker of their own, so that the drawing does not wait. */
export function connectOwn(start: () => Worker): void {
  const fields = ["#own-a", "#own-b"].map((name) => document.querySelector<HTMLInputElement>(name)!);
  let worker: Worker | undefined;
  const ask = async (): Promise<void> => {
    const [a, b] = fields.map(({ files }) => files?.[0]);
    worker?.terminate();
    document.querySelector<HTMLElement>("#own-result")!.hidden = true;
    if (a === undefined || b === undefined) {
      const what = a ?? b;
      return void (verdict().textContent = what ? `${what.name}, and now the other.` : "No files yet.");
    }
    verdict().textContent = "Reading and fitting …";
    const mine = worker = start();
    mine.addEventListener("message", ({ data }: MessageEvent<OwnAnswer>) => show(data));
    mine.addEventListener("error", ({ message }) => show({ error: `Cannot fit a map: ${message}` }));
    try {
      const [first, second] = await Promise.all([a, b].map(async (file) => new Uint8Array(await file.arrayBuffer())));
      const own = [{ name: `A/${a.name}`, bytes: first! }, { name: `B/${b.name}`, bytes: second! }];
      mine.postMessage({ own } satisfies OwnQuestion, own.map(({ bytes }) => bytes.buffer));
    } catch (error) {
      show({ error: `Cannot read the files as the browser must let it: ${(error as Error).message}` });
    }
  };
  for (const field of fields) field.addEventListener("change", ask);
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    for (const file of Array.from(event.dataTransfer?.files ?? []).slice(0, 2)) take(file);
    ask();
  });
  /** Into the first field that is free; both are when both are full. */
  function take(file: File): void {
    if (fields.every(({ files }) => files?.length)) { for (const field of fields) field.value = ""; }
    const list = new DataTransfer();
    list.items.add(file);
    fields.find(({ files }) => !files?.length)!.files = list.files;
  }
}

function show(answer: OwnAnswer): void {
  const body = document.querySelector("#own-rows")!, table = document.querySelector<HTMLElement>("#own-result")!;
  table.hidden = "error" in answer;
  if ("error" in answer) return void (verdict().textContent = answer.error);
  const { own } = answer, bytes = "application/octet-stream";
  verdict().textContent = `${own.verdict} ${Math.round(1000 * own.seconds)} ms.`;
  body.replaceChildren(...own.rows.map(rowOf));
  offer("#own-js", own.js, "text/javascript", "map.js");
  offer("#own-onnx", own.onnx, bytes, "map.onnx");
  offer("#own-safetensors", own.safetensors, bytes, "map.safetensors");
}

function rowOf({ method, halves, similarity, first }: Own["rows"][number]): HTMLTableRowElement {
  const row = document.createElement("tr");
  for (const text of [method, halves, similarity.toFixed(3), first.toFixed(3)]) row.insertCell().textContent = text;
  return row;
}

function offer(selector: string, content: BlobPart, type: string, download: string): void {
  const link = document.querySelector<HTMLAnchorElement>(selector)!;
  if (link.href) URL.revokeObjectURL(link.href);
  Object.assign(link, { href: URL.createObjectURL(new Blob([content], { type })), download });
}
