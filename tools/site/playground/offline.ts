/**
 * The playground's service worker: keeps what the page has loaded, and answers with it where there is no network. What
 * the page asks of another host it refuses.
 *
 * @module
 */
/// <reference lib="webworker" />
import { KEPT } from "./kept.ts";

declare const self: ServiceWorkerGlobalScope;
/** Files without which the page cannot start; set before this script. */
declare const SHELL: readonly string[];

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => event.respondWith(answer(event.request)));

async function install(): Promise<void> {
  await (await caches.open(KEPT)).addAll(SHELL);
  await self.skipWaiting();
}

async function answer(request: Request): Promise<Response> {
  if (!["GET", "HEAD"].includes(request.method) || new URL(request.url).origin !== self.location.origin) {
    return Response.error();
  }
  try {
    const found = await fetch(request);
    if (found.ok && request.method === "GET") await (await caches.open(KEPT)).put(request, found.clone());
    return found;
  } catch {
    return await caches.match(request, { ignoreSearch: true }) ?? Response.error();
  }
}
