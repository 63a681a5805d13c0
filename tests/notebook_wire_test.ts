import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { openWire } from "../lib/notebook/wire.ts";
import { type Bytes, connect, encodeFrames, type Socket } from "../lib/notebook/zmtp.ts";

const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

Deno.test("a message survives the wire, behind any routing prefix", () => {
  const { encode, decode } = openWire("secret");
  const { id, frames } = encode("execute_request", { code: "« ü »" });
  assert.equal(frames[0], "<IDS|MSG>");
  assert.equal(frames[1], createHmac("sha256", "secret").update(frames.slice(2).join("")).digest("hex"));
  assert.equal(JSON.parse(frames[2]!).version, "5.3");
  assert.equal(JSON.parse(frames[2]!).msg_id, id);
  const message = decode([utf8("kernel.topic"), ...frames.map(utf8)]);
  assert.deepEqual(message, { type: "execute_request", parent: undefined, content: { code: "« ü »" } });
});

Deno.test("a message with another signature, or cut short, is refused", () => {
  const { frames } = openWire("theirs").encode("status", {});
  const { decode } = openWire("ours");
  assert.throws(() => decode(frames.map(utf8)), {
    name: "TypeError",
    message: /signature must fit the key: it does not/,
  });
  const short = /must have a delimiter and 5 frames: it has/;
  assert.throws(() => decode(frames.slice(0, 4).map(utf8)), { name: "TypeError", message: short });
  assert.throws(() => decode([utf8("x")]), { name: "TypeError", message: short });
});

Deno.test("frames carry their length in one byte up to 255 and in eight above", () => {
  assert.deepEqual([...encodeFrames([Uint8Array.of(7), new Uint8Array(0)])], [1, 1, 7, 0, 0]);
  assert.deepEqual([...encodeFrames([new Uint8Array(255)]).subarray(0, 2)], [0, 255]);
  assert.deepEqual([...encodeFrames([new Uint8Array(256)]).subarray(0, 9)], [2, 0, 0, 0, 0, 0, 0, 1, 0]);
});

/** A peer that answers one connection with the given bytes, however they are cut, and gives what it received. */
function peer(answer: readonly Bytes[], ended: Promise<never>): { socket: Promise<Socket>; served: Promise<Bytes> } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const served = (async () => {
    const connection = await listener.accept();
    for (const chunk of answer) await connection.write(chunk);
    await connection.closeWrite();
    const chunks = await Array.fromAsync(connection.readable);
    listener.close();
    return Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
  })();
  const socket = connect(listener.addr.port, "SUB", ended);
  return { socket, served };
}

function greeting(major: number): Bytes {
  const bytes = new Uint8Array(64);
  bytes.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, major]);
  return bytes;
}

Deno.test("a socket greets, subscribes and reads messages, however the stream is cut", async () => {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const ready = encodeFrames([utf8("\x05READY")], 4);
  const long = new Uint8Array(70_000).map((_, i) => i);
  const stream = [greeting(3), ready, encodeFrames([utf8("a"), long]), encodeFrames([utf8("b")])];
  const all = Uint8Array.from(stream.flatMap((part) => [...part]));
  const { socket, served } = peer([all.slice(0, 65), all.slice(65, 80), all.slice(80)], ended);
  const { receive, send } = await socket;
  assert.deepEqual(await receive(), [utf8("a"), long]);
  assert.deepEqual(await receive(), [utf8("b")]);
  assert.equal(await receive(), null);
  await send(["out"]);
  reject(new Error("the end"));
  const received = new TextDecoder("latin1").decode(await served);
  assert.ok(received.includes("\x05READY\x0bSocket-Type\0\0\0\x03SUB"));
  assert.ok(received.endsWith("\0\x01\x01\0\x03out"));
});

Deno.test("a peer that does not speak ZMTP 3 is refused", async () => {
  for (const answer of [[utf8("HTTP/1.1 400 Bad Request\r\n".repeat(3))], [greeting(2)], []]) {
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const { socket, served } = peer(answer, ended);
    await assert.rejects(socket, { message: "Cannot connect as the peer must speak ZMTP 3" });
    reject(new Error("the end"));
    await served;
  }
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const { socket, served } = peer([greeting(3), encodeFrames([utf8("\x05ERROR")], 4)], ended);
  await assert.rejects(socket, { message: "Cannot connect as the peer must answer READY" });
  reject(new Error("the end"));
  await served;
});
