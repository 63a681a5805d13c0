/**
 * The wire format of protocol buffers, without schemas: as much as reading and editing ONNX models takes.
 *
 * @module
 */
import { concat } from "../base/bytes.ts";

/** One field: a whole number (wire 0), 8 or 4 bytes as stored (wire 1 and 5), or a text, message or packed list (wire 2). */
export type Field =
  | { readonly number: number; readonly wire: 0; readonly value: bigint }
  | { readonly number: number; readonly wire: 1 | 2 | 5; readonly value: Uint8Array };

const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

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

/** The text in a field, if it holds one. @throws {RangeError} If it is not UTF-8. */
export function textOf(field: Field): string {
  if (field.wire !== 2) return "";
  try {
    return DECODER.decode(field.value);
  } catch {
    throw new RangeError(`Cannot read a text of ${field.value.length} bytes as it must be UTF-8: it is not`);
  }
}

/** Whether it is the field of that number with that text. */
export function hasText(field: Field, number: number, text: string): boolean {
  return field.number === number && textOf(field) === text;
}

/** A field and where it starts and ends in its message. */
export type Placed = Field & { readonly start: number; readonly end: number };

/** The fields of a message in their order, their bytes not copied. @throws {RangeError} If the bytes are not a message. */
export function decodeFields(bytes: Uint8Array): Field[] {
  return Array.from(eachField(bytes), ({ number, wire, value }) => ({ number, wire, value }) as Field);
}

/**
 * The fields of a message, one at a time: a large message of many fields takes no memory.
 *
 * @param wanted The numbers of the fields to give; all by default. The others must be whole too.
 * @throws {RangeError} At the first field that is not whole.
 */
export function* eachField(bytes: Uint8Array, wanted?: readonly number[]): Generator<Placed, void> {
  for (let start = 0; start < bytes.length;) {
    const tag = varint(bytes, start), number = Math.floor(tag / 8), wire = tag % 8;
    let at = start + sizeOf(bytes, start), length = wire === 1 ? 8 : wire === 5 ? 4 : NaN;
    if (wire === 2) [length, at] = [varint(bytes, at), at + sizeOf(bytes, at)];
    if (wire === 0) length = sizeOf(bytes, at);
    const end = at + length;
    if (number === 0 || number >= 1 << 29 || !(end <= bytes.length)) {
      throw new RangeError(
        `Cannot read a message as every field must be whole: the one that ends at byte ${at} is not`,
      );
    }
    if (!wanted || wanted.includes(number)) {
      yield wire === 0
        ? { number, wire, value: bigVarint(bytes, at), start, end }
        : { number, wire: wire as 1 | 2 | 5, value: bytes.subarray(at, end), start, end };
    }
    start = end;
  }
}

/** Bytes of the whole number that starts there. */
function sizeOf(bytes: Uint8Array, start: number): number {
  for (let size = 1; size <= 10 && start + size <= bytes.length; size++) {
    if (bytes[start + size - 1]! < 128) return size;
  }
  const end = Math.min(start + 10, bytes.length);
  throw new RangeError(`Cannot read a message as a number must end within ten bytes: byte ${end} does not`);
}

function varint(bytes: Uint8Array, start: number): number {
  const first = bytes[start]!;
  return first < 128 ? first : Number(bigVarint(bytes, start));
}

function bigVarint(bytes: Uint8Array, start: number): bigint {
  const digits = bytes.subarray(start, start + sizeOf(bytes, start));
  return BigInt.asUintN(64, digits.reduceRight((value, byte) => value << 7n | BigInt(byte & 127), 0n));
}

/** A message in parts, those of the wanted fields replaced for which there is a replacement. */
export function editFields(
  bytes: Uint8Array,
  wanted: readonly number[],
  replace: (field: Field) => Field[] | undefined,
): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let kept = 0;
  for (const field of eachField(bytes, wanted)) {
    const others = replace(field);
    if (others === undefined) continue;
    parts.push(bytes.subarray(kept, field.start), encodeFields(others));
    kept = field.end;
  }
  return [...parts, bytes.subarray(kept)];
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

function varintBytes(value: bigint): Uint8Array {
  const out: number[] = [];
  for (; value > 127n; value >>= 7n) out.push(Number(value & 127n) | 128);
  return Uint8Array.from([...out, Number(value)]);
}

/** The whole numbers of a packed list. @throws {RangeError} If the last is not whole. */
export function varints(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  for (let at = 0; at < bytes.length; at += sizeOf(bytes, at)) numbers.push(varint(bytes, at));
  return numbers;
}
