/**
 * What a finding of a schedule is called, and the colour that it has: the same in every text.
 */
import type { Finding } from "../core/schedule/lint.js";
import type { Paint } from "./kit/style.js";

type Severity = Finding["severity"];

/** The label beside a finding. */
export const SEVERITY_LABELS: Readonly<Record<Severity, string>> = {
  error: "Error",
  warning: "Warning",
  info: "Note",
};

/** How its label is painted, and its text: what needs no attention is faint as a whole. */
export function severityStyles(
  severity: Severity,
  paint: Paint,
): { readonly label: (text: string) => string; readonly body: (text: string) => string } {
  if (severity === "info") return { label: paint.faint, body: paint.faint };
  return { label: severity === "error" ? paint.bad : paint.warn, body: (text) => text };
}
