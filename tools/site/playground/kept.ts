/**
 * What the page keeps in the browser, to work without a network.
 *
 * @module
 */

/** The name of the store. */
export const KEPT = "anchorage-playground";

/** The store; undefined where the browser gives none (a page that came neither by HTTPS nor from this machine). */
export async function kept(): Promise<Cache | undefined> {
  return await (globalThis as { readonly caches?: CacheStorage }).caches?.open(KEPT);
}
