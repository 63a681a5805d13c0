/**
 * The Jupyter wire protocol, version 5.3: a message is six frames after the routing prefix, signed with HMAC-SHA256.
 *
 * @module
 */

import { createHmac } from "node:crypto";
import { parseJson } from "../file/json.ts";
import type { Bytes } from "./zmtp.ts";

/** What the runner reads of a message: its type, the request that it answers, its content. */
export interface Message {
  readonly type: string;
  readonly parent: string | undefined;
  readonly content: Readonly<Record<string, unknown>>;
}

/** A request ready to be sent, and the id that its answers will name as their parent. */
export interface Request {
  readonly id: string;
  readonly frames: readonly string[];
}

/** Encoder and decoder of one session that shares `key` with the kernel. */
export interface Wire {
  readonly encode: (type: string, content: unknown) => Request;
  readonly decode: (frames: readonly Bytes[]) => Message;
}

type Frame = Readonly<Record<string, unknown>>;

const DELIMITER = "<IDS|MSG>";

/**
 * The signed wire of one session.
 *
 * @param key the secret of the connection file
 * @throws {TypeError} from `decode`, when a message has no delimiter or another signature
 */
export function openWire(key: string): Wire {
  const session = crypto.randomUUID();
  const sign = (parts: readonly string[]): string => {
    const hmac = createHmac("sha256", key);
    for (const part of parts) hmac.update(part);
    return hmac.digest("hex");
  };
  const encode = (type: string, content: unknown): Request => {
    const id = crypto.randomUUID();
    const date = new Date().toISOString();
    const header = { msg_id: id, session, username: "anchorage", date, msg_type: type, version: "5.3" };
    const parts = [JSON.stringify(header), "{}", "{}", JSON.stringify(content)];
    return { id, frames: [DELIMITER, sign(parts), ...parts] };
  };
  const decode = (frames: readonly Bytes[]): Message => {
    const texts = frames.map((frame) => new TextDecoder().decode(frame));
    const start = texts.indexOf(DELIMITER) + 1;
    const parts = texts.slice(start + 1, start + 5);
    if (start === 0 || parts.length < 4) {
      throw new TypeError(
        `a kernel message must have a delimiter and 5 frames: it has ${texts.length}`,
      );
    }
    if (texts[start] !== sign(parts)) {
      throw new TypeError("a kernel message's signature must fit the key: it does not");
    }
    const [header, parent, , content] = parts.map((part) => parseJson(part, "a kernel message")) as Frame[];
    return { type: String(header!["msg_type"]), parent: parent!["msg_id"] as string | undefined, content: content! };
  };
  return Object.freeze({ encode, decode });
}
