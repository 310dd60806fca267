/**
 * Elements of the page, made in one call. What is shown is always set as text: nothing that a name
 * holds can become markup (R27).
 */

/** What an element may be given: attributes, and what happens on events. */
export interface ElementSettings {
  readonly [name: string]: string | number | boolean | EventListener | undefined;
}

/**
 * Makes an element. A setting that is a function listens to the event that it is named for, `true`
 * is an attribute without a value, `false` and absent are none; children are elements and texts.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  settings: ElementSettings = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== undefined && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}

/** A labelled choice among a few; `pick` is told what is chosen. */
export function choice(
  label: string,
  options: readonly { readonly value: string; readonly label: string }[],
  chosen: string,
  pick: (value: string) => void,
): HTMLElement {
  const select = element("select", { change: () => pick(select.value) });
  for (const option of options)
    select.append(
      element("option", { value: option.value, selected: option.value === chosen }, option.label),
    );
  return element("label", { class: "choice" }, element("span", {}, label), select);
}

/** A button with a word on it. */
export function button(
  label: string,
  press: () => void,
  settings: ElementSettings = {},
): HTMLButtonElement {
  return element("button", { type: "button", click: press, ...settings }, label);
}
