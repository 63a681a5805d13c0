/** Work for the worker threads of a test. */

/** What a worker is asked to do. */
export function squared(job: { readonly value: number }, tick: () => void): { readonly square: number } {
  for (let i = 0; i < job.value; i++) tick();
  if (job.value === 13) throw new RangeError("Cannot square as the value must not be 13: it is");
  return { square: job.value ** 2 };
}
