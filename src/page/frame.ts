/**
 * What stands around the answers: the switch of clocks, light or dark, print.
 */
import { clockLabel } from "./clocks.js";
import { button, choice } from "./elements.js";
import { changeSettings, type ClockChoice, currentSettings, onSettings } from "./settings.js";

const CLOCKS: readonly ClockChoice[] = ["server", "utc", "viewer"];

/** The tools of a page; `server`: its zone, empty for any; absent where nothing has a clock. */
export function pageTools(server: string | undefined): readonly HTMLElement[] {
  const clocks =
    server === undefined
      ? []
      : [
          choice(
            "Times",
            CLOCKS.map((value) => ({ value, label: clockLabel(value, server) })),
            currentSettings().clock,
            (value) => changeSettings({ clock: value as ClockChoice }),
          ),
        ];
  return [
    ...clocks,
    button("Light or dark", () => changeSettings({ isDark: !currentSettings().isDark })),
    button("Print", () => window.print()),
  ];
}

/** Follows the system until somebody picks; what is printed is light. */
export function followTheme(): void {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  changeSettings({ isDark: dark.matches });
  dark.addEventListener("change", ({ matches }) => changeSettings({ isDark: matches }));
  window.addEventListener("beforeprint", () => changeSettings({ isPrinted: true }));
  window.addEventListener("afterprint", () => changeSettings({ isPrinted: false }));
  onSettings(({ isDark, isPrinted }) => {
    document.documentElement.dataset["theme"] = isDark && !isPrinted ? "dark" : "light";
  });
}
