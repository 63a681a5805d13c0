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

const refuse = (status: number, text: string, headers = {}): Response => new Response(text, { status, headers });

/**
 * Serves the regular files of a folder to this machine only: to GET and HEAD, by the names of this host. A path that
 * leaves the folder (a symlink does too) or names nothing is 404.
 *
 * @param options `port`: 0 takes any free one. `signal` ends it.
 */
export function serveFolder(
  folder: string,
  options: { readonly port: number; readonly signal?: AbortSignal },
): Deno.HttpServer<Deno.NetAddr> {
  const handler = async ({ method, url }: Request): Promise<Response> => {
    const names = ["127.0.0.1", "localhost"].map((name) => new URL(`http://${name}:${server.addr.port}`).host);
    if (!names.includes(new URL(url).host)) return refuse(421, "Another host");
    if (!["GET", "HEAD"].includes(method)) return refuse(405, "Only GET and HEAD", { allow: "GET, HEAD" });
    const path = await fileWithin(folder, new URL(url).pathname);
    if (path === undefined) return refuse(404, "Not found");
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    const headers = { "content-type": type, "x-content-type-options": "nosniff", "cache-control": "no-cache" };
    return new Response(method === "GET" ? await Deno.readFile(path) : null, { headers });
  };
  const { port, signal } = options;
  const server = Deno.serve({ hostname: "127.0.0.1", port, onListen: () => {}, ...(signal && { signal }) }, handler);
  return server;
}

/** The regular file that a request names; undefined when there is none, or it lies outside of the folder. */
async function fileWithin(folder: string, pathname: string): Promise<string | undefined> {
  if (/%(?![0-9A-Fa-f]{2})|%00|%2f|%5c/i.test(pathname)) return undefined;
  try {
    const name = decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    const [root, path] = await Promise.all([folder, join(folder, name)].map((one) => Deno.realPath(one)));
    return path!.startsWith(join(root!, "/")) && (await Deno.stat(path!)).isFile ? path : undefined;
  } catch (error) {
    const { NotFound, NotADirectory, FilesystemLoop } = Deno.errors;
    if ([URIError, NotFound, NotADirectory, FilesystemLoop].some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}
