/**
 * A Chromium of this machine for tests of pages: without a screen, and without a network.
 */
import { existsSync, mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { inProject } from "./paths.ts";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where it is; `undefined` where this machine has none. */
export const CHROMIUM = PLACES.find((path) => existsSync(path));

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts one. */
export async function chromiumHere(): Promise<Browser> {
  const { chromium } = await import("playwright-core");
  return chromium.launch({ executablePath: CHROMIUM!, args: QUIET });
}

/** A page that was opened from a file, and what it complained of or asked for. */
export interface OpenPage {
  readonly page: Page;
  /** Messages on the console, errors, and requests for anything but the file itself. */
  readonly troubles: readonly string[];
}

/** How a page is opened. */
export interface PageSettings {
  readonly isDark?: boolean;
  /** The zone of whoever looks. */
  readonly timezoneId?: string;
  readonly width?: number;
}

/** Opens a file, with the network off, and waits until the page says that it is ready. */
export async function openFile(
  browser: Browser,
  path: string,
  { isDark = false, timezoneId = "UTC", width = 1_280 }: PageSettings = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    offline: true,
    timezoneId,
    colorScheme: isDark ? "dark" : "light",
    viewport: { width, height: 900 },
  });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const troubles: string[] = [];
  const url = `file://${path}`;
  page.on("console", (message) => troubles.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url() !== url && !/^(?:data|blob):/.test(request.url()))
      troubles.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  await page.locator("html[data-ready=yes], html[data-answered]").waitFor({ state: "attached" });
  return { page, troubles };
}

/** Brings every chart of a page into view, and waits until each is drawn. */
export async function drawAll(page: Page): Promise<number> {
  const figures = page.locator(".figure");
  const count = await figures.count();
  for (let index = 0; index < count; index += 1) {
    const figure = figures.nth(index);
    await figure.scrollIntoViewIfNeeded();
    await page.locator(`.figure[data-drawn] >> nth=${index}`).waitFor({ state: "attached" });
  }
  return count;
}

/** How many colours a chart has where it was drawn: one where nothing was. */
export async function coloursOf(page: Page, index: number): Promise<number> {
  return page.evaluate<number>(`(() => {
    const canvas = document.querySelectorAll(".figure")[${index}].querySelector("canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set();
    for (let at = 0; at < data.length; at += 4)
      seen.add(data[at] * 65536 + data[at + 1] * 256 + data[at + 2]);
    return seen.size;
  })()`);
}

/** Puts a picture of a page where whoever looks at the tests' work finds it. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = inProject("dist/.check/pictures");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
