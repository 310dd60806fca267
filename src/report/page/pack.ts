/**
 * Data with typed arrays in it as bytes, and back: how a page carries its figures.
 *
 * Columns of whole numbers become differences of neighbours in as few bytes as they need, since
 * instants lie close together; others stay what they are. What is unpacked equals what was packed,
 * kind of array and every bit of it (`NaN` is `NaN`).
 */

/** The kinds of array that are packed, by the name under which they stand. */
const KINDS = {
  f64: Float64Array,
  i32: Int32Array,
  u32: Uint32Array,
  u16: Uint16Array,
  u8: Uint8Array,
} as const;

type Kind = keyof typeof KINDS;
type Packable = InstanceType<(typeof KINDS)[Kind]>;

/** Where a packed array stands in the text: `{ "$column": [kind, how, length, offset] }`. */
const COLUMN = "$column";
type ColumnPlace = readonly [kind: Kind, how: "steps" | "raw", length: number, offset: number];

/** What stands in the place of a number or a column. */
interface Packed {
  readonly [COLUMN]?: unknown;
  readonly [NUMBER]?: unknown;
}

/** Where a number stands that JSON lacks: `{ "$number": ["NaN"] }`. No name is a list. */
const NUMBER = "$number";

/** A value of plain data and typed arrays as bytes: length of the text, the text, the columns. */
export function pack(value: unknown): Uint8Array {
  const columns = byteWriter();
  const text = JSON.stringify(value, (_, held: unknown): unknown => {
    const kind = kindOf(held);
    if (kind !== undefined) return { [COLUMN]: written(held as Packable, kind, columns) };
    if (typeof held === "number" && !Number.isFinite(held)) return { [NUMBER]: [String(held)] };
    return held;
  });
  const words = new TextEncoder().encode(text);
  const all = new Uint8Array(4 + words.length + columns.length());
  new DataView(all.buffer).setUint32(0, words.length, true);
  all.set(words, 4);
  all.set(columns.taken(), 4 + words.length);
  return all;
}

/** The value that was packed. Throws where these are not bytes of `pack`. */
export function unpack(packed: Uint8Array): unknown {
  // Plain ones, whose slices are copies: those of a buffer of Node.js are not.
  const bytes = new Uint8Array(packed.buffer, packed.byteOffset, packed.byteLength);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begin = 4 + view.getUint32(0, true);
  const text = new TextDecoder().decode(bytes.subarray(4, begin));
  return JSON.parse(text, (_, held: unknown): unknown => {
    const { [COLUMN]: place, [NUMBER]: number } = (held ?? {}) as Packed;
    if (Array.isArray(number)) return Number(number[0]);
    return Array.isArray(place) ? read(bytes, begin, place as unknown as ColumnPlace) : held;
  });
}

function kindOf(value: unknown): Kind | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  const found = (Object.keys(KINDS) as Kind[]).find((kind) => value instanceof KINDS[kind]);
  if (found === undefined) throw new Error("invariant: no such array is packed");
  return found;
}

function written(column: Packable, kind: Kind, out: ByteWriter): ColumnPlace {
  const offset = out.length();
  if (column.every(isStep)) {
    let before = 0;
    for (const value of column) {
      out.signed(value - before);
      before = value;
    }
    return [kind, "steps", column.length, offset];
  }
  out.bytes(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  return [kind, "raw", column.length, offset];
}

/** Differences of these are exact, and take the sign that `signed` puts beside them. */
const MOST = 2 ** 51;

function isStep(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= MOST && !Object.is(value, -0);
}

function read(
  bytes: Uint8Array,
  begin: number,
  [kind, how, length, offset]: ColumnPlace,
): Packable {
  const Columns = KINDS[kind];
  let at = begin + offset;
  if (how === "raw") {
    const size = length * Columns.BYTES_PER_ELEMENT;
    return new Columns(bytes.slice(at, at + size).buffer);
  }
  const column = new Columns(length);
  let value = 0;
  for (let index = 0; index < length; index += 1) {
    let zigzag = 0;
    let scale = 1;
    // Bound: a number has 8 bytes at most.
    for (let byte = 128; byte >= 128; scale *= 128) {
      byte = bytes[at++]!;
      zigzag += (byte % 128) * scale;
    }
    value += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    column[index] = value;
  }
  return column;
}

/** Bytes that grow. */
interface ByteWriter {
  length(): number;
  /** A whole number, seven bits a byte, the smallest first; its sign is the lowest bit. */
  signed(value: number): void;
  bytes(piece: Uint8Array): void;
  taken(): Uint8Array;
}

function byteWriter(): ByteWriter {
  let all = new Uint8Array(65_536);
  let length = 0;
  const makeRoom = (more: number): void => {
    if (length + more <= all.length) return;
    const larger = new Uint8Array(2 * (length + more));
    larger.set(all.subarray(0, length));
    all = larger;
  };
  return {
    length: () => length,
    signed(value) {
      let rest = value < 0 ? -2 * value - 1 : 2 * value;
      makeRoom(8);
      for (; rest >= 128; rest = Math.floor(rest / 128)) all[length++] = 128 + (rest % 128);
      all[length++] = rest;
    },
    bytes(piece) {
      makeRoom(piece.length);
      all.set(piece, length);
      length += piece.length;
    },
    taken: () => all.subarray(0, length),
  };
}
