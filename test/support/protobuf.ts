/** One field of a protobuf message: varints and fixed numbers as bigint, everything with a length as bytes. */
export type Field = bigint | Buffer;

/** The fields of a message by number, in order; groups are not read. Enough to see what an exporter sent. */
export function readMessage(bytes: Buffer): Map<number, Field[]> {
  const fields = new Map<number, Field[]>();
  for (let at = 0; at < bytes.length;) {
    const key = readVarint(bytes, at);
    const value = readValue(bytes, key.next, Number(key.value & 7n));
    const number = Number(key.value >> 3n);
    fields.set(number, [...(fields.get(number) ?? []), value.value]);
    at = value.next;
  }
  return fields;
}

function readValue(bytes: Buffer, at: number, wire: number): { value: Field; next: number } {
  switch (wire) {
    case 0:
      return readVarint(bytes, at);
    case 1:
      return { value: bytes.readBigUInt64LE(at), next: at + 8 };
    case 2: {
      const length = readVarint(bytes, at);
      const end = length.next + Number(length.value);
      if (end > bytes.length) throw new Error('A field is longer than its message.');
      return { value: bytes.subarray(length.next, end), next: end };
    }
    case 5:
      return { value: BigInt(bytes.readUInt32LE(at)), next: at + 4 };
    default:
      throw new Error(`Wire type ${wire} is not one of protobuf's.`);
  }
}

function readVarint(bytes: Buffer, at: number): { value: bigint; next: number } {
  let value = 0n;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) throw new Error('A number ends with its message.');
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) return { value, next: at + i + 1 };
  }
  throw new Error('A number has no end.');
}
