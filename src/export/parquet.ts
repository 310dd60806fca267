/**
 * Tables as Parquet: instants as UTC timestamps, texts by dictionary, in groups of rows. Of a file
 * of any length one group is there at once.
 *
 * `hyparquet-writer` does it. It is an optional peer, loaded by whoever writes the first file.
 */
import { whyNotLoaded } from "../host/peers.js";
import { type Column, type NumberColumn, type Table } from "./tables.js";

/** Rows of a group: readers skip groups as wholes, and a dictionary pays from some thousands on. */
export const GROUP_ROWS = 100_000;

/** The library, loaded. */
type Library = Awaited<ReturnType<typeof load>>;

async function load() {
  try {
    return await import("hyparquet-writer");
  } catch (error) {
    throw new Error(whyNotLoaded("Parquet", "hyparquet-writer", error), { cause: error });
  }
}

/** One line that says what to do before Parquet can be written; `undefined` where it can. */
export async function missingParquet(): Promise<string | undefined> {
  return load().then(
    () => undefined,
    ({ message }: Error) => message,
  );
}

/**
 * The file, a piece for each group of rows. Rejects with a sentence where the library is missing.
 */
export async function parquetPieces(
  tables: Iterable<Table>,
): Promise<Generator<Uint8Array, undefined>> {
  return pieces(await load(), tables);
}

type Cells = (string | number | bigint | boolean | null)[];

function* pieces(
  { ByteWriter, ParquetWriter }: Library,
  tables: Iterable<Table>,
): Generator<Uint8Array, undefined> {
  const writer = new ByteWriter();
  const taken = (): Uint8Array => {
    const bytes = writer.getBytes().slice();
    writer.index = 0; // `offset` goes on: places in the file are counted from its beginning
    return bytes;
  };
  let file: InstanceType<typeof ParquetWriter> | undefined;
  let heads: readonly Column[] = [];
  let group: Cells[] = [];
  const writeGroup = (): Uint8Array => {
    const columnData = heads.map(({ name, kind }, index) => ({
      name,
      data: group[index]!,
      // By dictionary whatever there is in it: readers that know one keep it.
      ...(kind === "text" ? { encoding: "RLE_DICTIONARY" as const } : {}),
      // Neighbours are close in time: their differences take a byte or two.
      ...(kind === "instant" ? { encoding: "DELTA_BINARY_PACKED" as const } : {}),
    }));
    void file!.write({ columnData, rowGroupSize: GROUP_ROWS });
    group = heads.map(() => []);
    return taken();
  };
  for (const { columns, length } of tables) {
    if (file === undefined) {
      heads = columns;
      group = heads.map(() => []);
      file = new ParquetWriter({ writer, schema: schemaOf(columns), createdBy: "runcast" });
    }
    for (let from = 0; from < length;) {
      const to = Math.min(length, from + GROUP_ROWS - group[0]!.length);
      columns.forEach((column, index) => appendCells(group[index]!, column, from, to));
      from = to;
      if (group[0]!.length === GROUP_ROWS) yield writeGroup();
    }
  }
  if (file === undefined) throw new Error("invariant: there is one table at least");
  if (group[0]!.length > 0) yield writeGroup();
  void file.finish();
  yield taken();
}

function schemaOf(columns: readonly Column[]) {
  return [
    { name: "runcast", num_children: columns.length },
    ...columns.map((column) => ({
      name: column.name,
      ...TYPES[column.kind],
      repetition_type:
        column.kind !== "text" && column.mayLack === true
          ? ("OPTIONAL" as const)
          : ("REQUIRED" as const),
    })),
  ];
}

/** Both names of a type where it has an old one: readers of either find it. */
const TYPES = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } },
  instant: {
    type: "INT64",
    converted_type: "TIMESTAMP_MILLIS",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
  },
  integer: { type: "INT32" },
  number: { type: "DOUBLE" },
  truth: { type: "BOOLEAN" },
} as const;

function appendCells(to: Cells, column: Column, from: number, end: number): void {
  const { values } = column;
  for (let row = from; row < end; row += 1) {
    const value = values[row]!;
    to.push(column.kind === "text" ? column.texts[value]! : cellOf(column.kind, value));
  }
}

function cellOf(kind: NumberColumn["kind"], value: number): Cells[number] {
  if (Number.isNaN(value)) return null;
  return kind === "instant" ? BigInt(value) : kind === "truth" ? value === 1 : value;
}
