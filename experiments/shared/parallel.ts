/**
 * The parts of an experiment side by side: one worker thread a core.
 *
 * At the sizes of the experiments a second thread of BLAS gains nothing, a second part at a time nearly halves the time.
 *
 * @module
 */
import type { Answer, Order } from "./worker.ts";

/**
 * Calls the exported function `name` of `module` (its `import.meta.url`) for every job in worker threads; results in
 * the order of the jobs. Jobs and results must survive `structuredClone`; `tick` is called for each step that the
 * function reports.
 *
 * @throws {Error} If a job fails; no other is started then.
 */
export async function inParallel<Job, Result>(
  { module, name }: { readonly module: string; readonly name: string },
  jobs: readonly Job[],
  tick: () => void,
): Promise<Result[]> {
  const waiting = [...jobs.entries()], results = new Array<Result>(jobs.length);
  const lane = async (): Promise<void> => {
    const worker = new Worker(import.meta.resolve("./worker.ts"), { type: "module" });
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        results[next[0]] = await ask(worker, { module, name, job: next[1] }, tick) as Result;
      }
    } finally {
      waiting.length = 0;
      worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs.length, navigator.hardwareConcurrency) }, lane));
  return results;
}

function ask(worker: Worker, order: Order, tick: () => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      if ("step" in data) tick();
      else if ("failed" in data) reject(new Error(data.failed));
      else resolve(data.result);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    worker.postMessage(order);
  });
}
