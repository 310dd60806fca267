/**
 * Where an export goes: pieces are handed on one by one, each when the sink has room for it, so
 * that a slow reader makes a slow export and no heap of bytes.
 *
 * The sink is closed at the end, as by a pipeline; standard output is not. Where the export is
 * aborted or fails, the sink is told, and what it has of it by then is no whole.
 */
import { issue, PolicyError } from "../core/input/issues.js";

/** A function that takes each piece, and may take its time over it. */
export type SinkFunction = (piece: Uint8Array) => unknown;

/** A `WritableStream` of bytes, as browsers and Node.js have it. */
export interface StreamSink {
  getWriter(): {
    readonly ready: Promise<unknown>;
    write(piece: Uint8Array): Promise<void>;
    close(): Promise<void>;
    abort(reason?: unknown): Promise<void>;
    releaseLock(): void;
  };
}

/** A `Writable` of Node.js: a file, a socket, a zipper, standard output. */
export interface NodeSink {
  write(piece: Uint8Array): boolean;
  end(): unknown;
  on(event: string, listener: (value?: unknown) => void): unknown;
  off(event: string, listener: (value?: unknown) => void): unknown;
  destroy?(error?: Error): unknown;
  readonly destroyed?: boolean;
  /** Of standard output 1, of standard error 2. */
  readonly fd?: unknown;
}

/** Where an export goes. */
export type Sink = SinkFunction | StreamSink | NodeSink;

/** How a sink is filled. */
export interface PourOptions {
  /** Ends the export when it is aborted: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** The sink stays open at the end: more is to come. */
  readonly keepOpen?: boolean | undefined;
}

/** Notes what is no sink. */
export function checkSink(sink: unknown): sink is Sink {
  const has = (name: string): boolean =>
    sink !== null &&
    typeof sink === "object" &&
    typeof (sink as Readonly<Record<string, unknown>>)[name] === "function";
  return (
    typeof sink === "function" || has("getWriter") || (has("write") && has("end") && has("on"))
  );
}

/** What a sink is, to follow "expected". */
export const SINK_TEXT = "a function, a WritableStream or a Writable of Node.js";

/**
 * Pours pieces into a sink. Rejects with what the sink, or whoever makes the pieces, fails with,
 * and with the signal's reason.
 */
export async function pour(
  pieces: Iterable<Uint8Array>,
  sink: Sink,
  { signal, keepOpen = false }: PourOptions = {},
): Promise<void> {
  if (!checkSink(sink)) throw new PolicyError([issue("sink", SINK_TEXT, sink)]);
  signal?.throwIfAborted();
  if (typeof sink === "function") await pourInto(sink, pieces, signal);
  else if ("getWriter" in sink) await pourIntoStream(sink, pieces, signal, keepOpen);
  else await pourIntoNode(sink, pieces, signal, keepOpen);
}

async function pourInto(
  take: SinkFunction,
  pieces: Iterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const piece of pieces) {
    await unlessAborted(Promise.resolve(take(piece)), signal);
    signal?.throwIfAborted();
  }
}

async function pourIntoStream(
  sink: StreamSink,
  pieces: Iterable<Uint8Array>,
  signal: AbortSignal | undefined,
  keepOpen: boolean,
): Promise<void> {
  const writer = sink.getWriter();
  try {
    for (const piece of pieces) {
      await unlessAborted(writer.ready, signal);
      await unlessAborted(writer.write(piece), signal);
    }
    if (!keepOpen) await writer.close();
  } catch (error) {
    // Not waited for: a piece that it never gets done with would be waited for as well.
    writer.abort(error).catch(() => undefined);
    throw error;
  } finally {
    writer.releaseLock();
  }
}

async function pourIntoNode(
  sink: NodeSink,
  pieces: Iterable<Uint8Array>,
  signal: AbortSignal | undefined,
  keepOpen: boolean,
): Promise<void> {
  const watch = watched(sink);
  const isStandard = sink.fd === 1 || sink.fd === 2;
  try {
    for (const piece of pieces) {
      watch.check();
      if (!sink.write(piece)) await unlessAborted(watch.next("drain"), signal);
      signal?.throwIfAborted();
    }
    watch.check();
    if (!keepOpen && !isStandard) {
      const finished = watch.next("finish");
      sink.end();
      await unlessAborted(finished, signal);
    }
  } catch (error) {
    // Whoever fails says so once more when it is destroyed: the watch goes on for that.
    if (!isStandard) sink.destroy?.(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
  watch.end();
}

/** Follows what becomes of a stream of Node.js, from before the first piece on. */
function watched(sink: NodeSink) {
  let failure: { readonly error: unknown } | undefined;
  let wake: () => void = () => undefined;
  const onError = (error?: unknown): void => {
    failure ??= { error };
    wake();
  };
  const onClose = (): void => onError(new Error(CLOSED));
  sink.on("error", onError);
  sink.on("close", onClose);
  const check = (): void => {
    if (failure !== undefined) throw failure.error;
    if (sink.destroyed === true) throw new Error(CLOSED);
  };
  return {
    /** Throws where the stream has failed. */
    check,
    /** Waits for an event, and throws where the stream fails before it. */
    async next(event: "drain" | "finish"): Promise<void> {
      let isThere = false;
      const listener = (): void => {
        isThere = true;
        wake();
      };
      sink.on(event, listener);
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (failure !== undefined || sink.destroyed === true) resolve();
      });
      sink.off(event, listener);
      if (!isThere) check();
    },
    /** Lets go of a stream that is well. */
    end(): void {
      sink.off("close", onClose);
      sink.off("error", onError);
    },
  };
}

const CLOSED = "the sink was closed before the export ended";

/** What a promise gives, unless the signal is aborted before. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort!);
    promise.catch(() => undefined);
  }
}
