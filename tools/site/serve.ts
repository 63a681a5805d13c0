/**
 * A folder of static files on localhost.
 *
 * @module
 */
import { extname, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".ipynb": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".otf": "font/otf",
};

/**
 * Serves a folder to this machine only. A path that leaves the folder, or names nothing, is 404.
 *
 * @param options `port`: 0 takes any free one. `signal` ends it.
 */
export function serveFolder(
  folder: string,
  options: { readonly port: number; readonly signal?: AbortSignal },
): Deno.HttpServer<Deno.NetAddr> {
  const handler = async (request: Request): Promise<Response> => {
    const path = pathWithin(folder, new URL(request.url).pathname);
    try {
      if (path === undefined) return new Response("Not found", { status: 404 });
      const headers = { "content-type": TYPES[extname(path)] ?? "application/octet-stream" };
      return new Response(await Deno.readFile(path), { headers });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.IsADirectory)) throw error;
      return new Response("Not found", { status: 404 });
    }
  };
  const { port, signal } = options;
  return Deno.serve({ hostname: "127.0.0.1", port, onListen: () => {}, ...(signal && { signal }) }, handler);
}

/** The file that a request names; undefined when it lies outside of the folder or is no sound text. */
function pathWithin(folder: string, pathname: string): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})|%00|%2f|%5c/i.test(pathname)) return undefined;
  try {
    return join(folder, decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
