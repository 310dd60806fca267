/**
 * Optional peers: packages that runcast asks for only where somebody wants what they do. One that
 * is missing is a sentence that says what to install, never a stack trace.
 */
import { listed } from "../report/kit/words.js";

/** Packages by name, each with what loads it. */
export type Peers = Readonly<Record<string, () => Promise<unknown>>>;

/**
 * One line that says what to do before `who`, "the stand-in server", can run; `undefined` where all
 * of its packages are there.
 */
export async function whyPeersFail(who: string, peers: Peers): Promise<string | undefined> {
  const names = Object.keys(peers);
  const failures = await Promise.all(names.map((name) => failureOf(name, peers[name]!)));
  const missing = names.filter((_, index) => failures[index] === "not installed");
  if (missing.length > 0) {
    const are = missing.length === 1 ? "is" : "are";
    return (
      `${who} needs ${listed(missing)}, which ${are} not installed: ` +
      `npm install ${missing.join(" ")}`
    );
  }
  const broken = failures.findIndex((failure) => failure !== undefined);
  return broken < 0
    ? undefined
    : `${who} needs ${names[broken]}, which cannot be loaded: ${failures[broken]}`;
}

/** The sentence for who needs one package that cannot be loaded. */
export function whyNotLoaded(who: string, name: string, error: unknown): string {
  const failure = reasonOf(name, error);
  return failure === "not installed"
    ? `${who} needs ${name}, which is not installed: npm install ${name}`
    : `${who} needs ${name}, which cannot be loaded: ${failure}`;
}

/** Why a package cannot be loaded, in a line; `undefined` where it can. */
async function failureOf(name: string, load: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await load();
    return undefined;
  } catch (error) {
    return reasonOf(name, error);
  }
}

function reasonOf(name: string, error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const text = String(message);
  // what it needs itself may be missing as well, and then has another name
  const isItself = new RegExp(`['"]${name}['"]`).test(text);
  return code === "ERR_MODULE_NOT_FOUND" && isItself ? "not installed" : text.split("\n")[0]!;
}
