import assert from "node:assert/strict";
import { join } from "node:path";
import { serveFolder } from "../tools/site/serve.ts";
import { inFolder } from "./notebook_helper.ts";

Deno.test("the server answers from its folder only", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "site", "sub"), { recursive: true });
    await Deno.writeTextFile(join(folder, "secret"), "no");
    await Deno.writeTextFile(join(folder, "site", "sub", "index.html"), "yes");
    const server = serveFolder(join(folder, "site"), { port: 0 });
    const get = async (path: string): Promise<string> => {
      const answer = await fetch(`http://127.0.0.1:${server.addr.port}${path}`);
      return `${answer.status} ${answer.headers.get("content-type")?.split(";")[0]} ${await answer.text()}`;
    };
    assert.equal(await get("/sub/"), "200 text/html yes");
    assert.match(await get("/..%2fsecret"), /^404/);
    assert.match(await get("/%E0%A4"), /^404/);
    assert.match(await get("/sub"), /^404/);
    assert.match(await get("/absent.js"), /^404/);
    await server.shutdown();
  });
});
