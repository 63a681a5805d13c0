/**
 * A ZMTP 3.0 client with the NULL mechanism over TCP: as much of ZeroMQ as a Jupyter client needs, without a native
 * add-on.
 *
 * @module
 */
import { concat } from "../base/bytes.ts";

/** Bytes that own their buffer. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** One connection: messages are lists of frames; `receive` gives null once it is closed. One `send` at a time. */
export interface Socket {
  readonly send: (frames: readonly (Bytes | string)[]) => Promise<void>;
  readonly receive: () => Promise<readonly Bytes[] | null>;
}

interface Frame {
  readonly more: boolean;
  readonly command: boolean;
  readonly data: Bytes;
}

const MORE = 1, LONG = 2, COMMAND = 4;
const utf8 = new TextEncoder();

/**
 * Opens a DEALER or SUB socket to a local port; a SUB socket is subscribed to everything. It is closed when `ended`
 * rejects.
 *
 * @throws {Error} when nobody listens, or somebody who does not speak ZMTP 3
 */
export async function connect(port: number, type: "DEALER" | "SUB", ended: Promise<never>): Promise<Socket> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  connection.setNoDelay(true);
  ended.catch(() => connection.close());
  const read = reader(connection);
  await greet(connection, read, type);
  if (type === "SUB") await write(connection, encodeFrames([Uint8Array.of(1)]));
  return Object.freeze({
    send: (frames: readonly (Bytes | string)[]) => write(connection, encodeFrames(frames.map(bytes))),
    receive: () => receiveMessage(read),
  });
}

/** The wire form of one message: each frame behind its flags and its length. */
export function encodeFrames(frames: readonly Bytes[], flags = 0): Bytes {
  return concat(frames.flatMap((data, i) => {
    const more = i < frames.length - 1 ? MORE : 0;
    if (data.length < 256) return [Uint8Array.of(flags | more, data.length), data];
    const head = new Uint8Array(9);
    head[0] = flags | LONG | more;
    new DataView(head.buffer).setBigUint64(1, BigInt(data.length));
    return [head, data];
  }));
}

type Read = (length: number) => Promise<Bytes | null>;

/** Exact reads over a stream: null at its end, also when the peer resets it or this side closes it. */
function reader(connection: Deno.TcpConn): Read {
  let rest: Bytes = new Uint8Array(0);
  return async (length) => {
    const chunks = [rest];
    for (let have = rest.length; have < length;) {
      const chunk = new Uint8Array(65536);
      const count = await connection.read(chunk).catch(endOfStream);
      if (count === null) return null;
      chunks.push(chunk.subarray(0, count));
      have += count;
    }
    const all = concat(chunks);
    rest = all.subarray(length);
    return all.slice(0, length);
  };
}

function endOfStream(error: unknown): null {
  const { BadResource, ConnectionReset, Interrupted } = Deno.errors;
  if ([BadResource, ConnectionReset, Interrupted].some((kind) => error instanceof kind)) return null;
  throw error;
}

async function write(connection: Deno.TcpConn, data: Bytes): Promise<void> {
  for (let sent = 0; sent < data.length;) sent += await connection.write(data.subarray(sent));
}

/** Greeting of 64 bytes, then READY with the socket type, each way. */
async function greet(connection: Deno.TcpConn, read: Read, type: string): Promise<void> {
  const greeting = new Uint8Array(64);
  greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0]);
  greeting.set(utf8.encode("NULL"), 12);
  await write(connection, greeting);
  const peer = await read(64);
  if (peer === null || peer[0] !== 0xff || peer[10]! < 3) {
    throw new Error("Cannot connect as the peer must speak ZMTP 3");
  }
  const name = utf8.encode("Socket-Type"), value = utf8.encode(type);
  const property = [Uint8Array.of(name.length), name, Uint8Array.of(0, 0, 0, value.length), value];
  await write(connection, encodeFrames([concat([Uint8Array.of(5), utf8.encode("READY"), ...property])], COMMAND));
  const reply = await receiveFrame(read);
  if (reply?.command && new TextDecoder().decode(reply.data.subarray(1, 6)) === "READY") return;
  throw new Error("Cannot connect as the peer must answer READY");
}

async function receiveFrame(read: Read): Promise<Frame | null> {
  const flags = (await read(1))?.[0];
  if (flags === undefined) return null;
  const size = await read(flags & LONG ? 8 : 1);
  if (size === null) return null;
  const data = await read(flags & LONG ? Number(new DataView(size.buffer).getBigUint64(0)) : size[0]!);
  return data && { more: (flags & MORE) > 0, command: (flags & COMMAND) > 0, data };
}

async function receiveMessage(read: Read): Promise<readonly Bytes[] | null> {
  const frames: Bytes[] = [];
  for (;;) {
    const frame = await receiveFrame(read);
    if (frame === null) return null;
    if (frame.command) continue;
    frames.push(frame.data);
    if (!frame.more) return frames;
  }
}

function bytes(frame: Bytes | string): Bytes {
  return typeof frame === "string" ? utf8.encode(frame) : frame;
}
