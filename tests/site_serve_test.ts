import assert from "node:assert/strict";
import { join } from "node:path";
import { serveFolder } from "../tools/site/serve.ts";
import { inFolder } from "./notebook_helper.ts";

/** Serves a folder with `site/` and what lies beside it; `get` gives status, type and text. */
async function serving(body: (get: Get, folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "site", "sub"), { recursive: true });
    await Deno.writeTextFile(join(folder, "secret"), "no");
    await Deno.writeTextFile(join(folder, "site", "sub", "index.html"), "yes");
    const server = serveFolder(join(folder, "site"), { port: 0 });
    const get: Get = async (path, { host, method = "GET" } = {}) => {
      const connection = await Deno.connect({ hostname: "127.0.0.1", port: server.addr.port });
      const named = host?.(server.addr.port) ?? `127.0.0.1:${server.addr.port}`;
      const request = `${method} ${path} HTTP/1.1\r\nHost: ${named}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
      await connection.write(new TextEncoder().encode(request));
      const answer = await new Response(connection.readable).text(), [head, text] = answer.split("\r\n\r\n");
      return { status: Number(head!.split(" ")[1]), head: head!, text: text! };
    };
    try {
      await body(get, folder);
    } finally {
      await server.shutdown();
    }
  });
}

type Get = (
  path: string,
  how?: { readonly host?: (port: number) => string; readonly method?: string },
) => Promise<{ readonly status: number; readonly head: string; readonly text: string }>;

Deno.test("the server answers from its folder only", () =>
  serving(async (get) => {
    const { status, head, text } = await get("/sub/");
    assert.deepEqual([status, text], [200, "yes"]);
    assert.match(head, /content-type: text\/html/);
    assert.match(head, /x-content-type-options: nosniff/);
    for (
      const path of [
        "/..%2fsecret",
        "/../secret",
        "/%2e%2e/secret",
        "/%E0%A4",
        "/%00",
        "/sub",
        "/sub/index.html/",
        "/x.js",
      ]
    ) {
      assert.equal((await get(path)).status, 404, path);
    }
  }));

Deno.test({
  name: "no link leads out of the folder, and what is no regular file is not there",
  ignore: Deno.build.os === "windows",
  fn: () =>
    serving(async (get, folder) => {
      const at = (name: string): string => join(folder, "site", name);
      await Deno.symlink(join(folder, "secret"), at("out"));
      await Deno.symlink(folder, at("up"));
      await Deno.symlink(at("loop"), at("loop"));
      await Deno.symlink(at("sub/index.html"), at("within"));
      await new Deno.Command("mkfifo", { args: [at("fifo"), at("sub/fifo")] }).output();
      await Deno.symlink("/dev/zero", at("zero"));
      for (const path of ["/out", "/up/secret", "/loop", "/fifo", "/sub/fifo", "/zero"]) {
        assert.equal((await get(path)).status, 404, path);
      }
      assert.equal((await get("/within")).text, "yes");
      await Deno.mkdir(join(folder, "site-other"));
      await Deno.writeTextFile(join(folder, "site-other", "a"), "no");
      await Deno.symlink(join(folder, "site-other"), at("other"));
      assert.equal((await get("/other/a")).status, 404); // its path begins with that of the site, too
    }),
});

Deno.test("only GET and HEAD are answered, and only under this host's names", () =>
  serving(async (get) => {
    const head = await get("/sub/", { method: "HEAD" });
    assert.deepEqual([head.status, head.text], [200, ""]);
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"]) {
      const refused = await get("/sub/", { method });
      assert.equal(refused.status, 405, method);
      assert.match(refused.head, /allow: GET, HEAD/);
    }
    assert.equal((await get("/sub/", { host: (port) => `localhost:${port}` })).status, 200);
    const foreign = [() => "evil.example", (port: number) => `evil.example:${port}`, () => "127.0.0.1"];
    for (const host of foreign) assert.equal((await get("/sub/", { host })).status, 421, host(1));
  }));
