/**
 * What worker threads offer to whoever has work for them, whatever the program runs in.
 *
 * The import `#threads` of package.json gives them: `threads.ts` where Node.js, Bun or Deno runs,
 * `noThreads.ts` everywhere else.
 */

/** Some threads that run one task after the other. Idle ones keep no process alive. */
export interface WorkerPool {
  /** Why its threads can do no more; `undefined` while they can. */
  readonly failure: string | undefined;
  /**
   * Has a task, which is data, done by the next free thread; `tell` is told whatever that sends
   * before its answer. Rejects with what the thread threw,
   * with a `DataCloneError` where the task cannot travel, and where the threads end before.
   */
  run(task: unknown, tell?: (progress: unknown) => void): Promise<unknown>;
  /** Reads what a thread wrote with `v8.serialize`. */
  unpack(bytes: Uint8Array): unknown;
  /** Ends the threads; what they have not done is rejected. */
  destroy(): Promise<void>;
}

/** What a thread sends back for a task: an answer or an error, and how far it is before. */
export type ThreadAnswer =
  { readonly answer: unknown } | { readonly error: unknown } | { readonly progress: unknown };

/** Where threads come from. */
export interface Threads {
  /** How many of them the machine runs at once. */
  processors(): number;
  /** Starts so many. Throws an error that says why where it cannot. */
  open(workers: number): WorkerPool;
}
