/**
 * The wire format of protocol buffers, without schemas: as much as reading and editing ONNX models takes.
 *
 * @module
 */

/** One field: a whole number (wire 0), 8 or 4 bytes as stored (wire 1 and 5), or a text, message or packed list (wire 2). */
export type Field =
  | { readonly number: number; readonly wire: 0; readonly value: bigint }
  | { readonly number: number; readonly wire: 1 | 2 | 5; readonly value: Uint8Array };

/** A field with a whole number. */
export function whole(number: number, value: number | bigint): Field {
  return { number, wire: 0, value: BigInt.asUintN(64, BigInt(value)) };
}

/** A field with a text. */
export function text(number: number, value: string): Field {
  return { number, wire: 2, value: new TextEncoder().encode(value) };
}

/** A field with a message. */
export function message(number: number, fields: readonly Field[]): Field {
  return { number, wire: 2, value: encodeFields(fields) };
}

/** A field with bytes. */
export function blob(number: number, data: ArrayBufferView): Field {
  return { number, wire: 2, value: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

/** The text in a field, if it holds one. */
export function textOf(field: Field): string {
  return field.wire === 2 ? new TextDecoder().decode(field.value) : "";
}

/**
 * The fields of a message in their order, their bytes not copied.
 *
 * @throws {RangeError} If the bytes are not a message.
 */
export function decodeFields(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new RangeError(`Cannot read a message as a number must end within ten bytes: byte ${at} does not`);
  };
  while (at < bytes.length) {
    const tag = Number(varint()), number = Math.floor(tag / 8), wire = tag % 8;
    if (wire === 0 && number > 0) {
      fields.push({ number, wire, value: varint() });
      continue;
    }
    const length = wire === 1 ? 8 : wire === 5 ? 4 : wire === 2 ? Number(varint()) : NaN;
    if (number === 0 || !(at + length <= bytes.length)) {
      throw new RangeError(
        `Cannot read a message as every field must be whole: the one that ends at byte ${at} is not`,
      );
    }
    fields.push({ number, wire: wire as 1 | 2 | 5, value: bytes.subarray(at, at + length) });
    at += length;
  }
  return fields;
}

/** The bytes of a message. */
export function encodeFields(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const parts = fields.flatMap(({ number, wire, value }): Uint8Array[] => {
    const tag = varintBytes(BigInt(number * 8 + wire));
    if (typeof value === "bigint") return [tag, varintBytes(value)];
    return wire === 2 ? [tag, varintBytes(BigInt(value.length)), value] : [tag, value];
  });
  return concat(parts);
}

/** The parts one after the other. */
export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function varintBytes(value: bigint): Uint8Array {
  const out: number[] = [];
  for (; value > 127n; value >>= 7n) out.push(Number(value & 127n) | 128);
  return Uint8Array.from([...out, Number(value)]);
}
