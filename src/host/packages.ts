/**
 * Packages that only some need: optional peers of runcast. What is not installed, or cannot be
 * loaded, is a sentence that says what to do.
 */

/** Why a package cannot be loaded, in a line: `not installed` where it is not there. */
export function failureOf(name: string, error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const text = String(message);
  // what it needs itself may be missing as well, and then has another name
  const isItself = new RegExp(`['"]${name}['"]`).test(text);
  return code === "ERR_MODULE_NOT_FOUND" && isItself ? "not installed" : text.split("\n")[0]!;
}

/** The sentence for who needs a package that cannot be loaded. */
export function whyNotLoaded(who: string, name: string, error: unknown): string {
  const failure = failureOf(name, error);
  return failure === "not installed"
    ? `${who} needs ${name}, which is not installed: npm install ${name}`
    : `${who} needs ${name}, which cannot be loaded: ${failure}`;
}
