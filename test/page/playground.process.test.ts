/**
 * The playground as people meet it: a file opened in a browser, with the network off.
 */
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeForecast, forecast, readFleet } from "../../src/index.ts";
import { CHROMIUM, chromiumHere, drawAll, openFile, takePicture } from "../support/chromiumHere.ts";
import { inProject } from "../support/paths.ts";

const isHere = CHROMIUM !== undefined;
if (!isHere) console.warn("no Chromium on this machine: tests of the playground are skipped");

describe.skipIf(!isHere)("the playground", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromiumHere();
  });
  afterAll(async () => {
    await browser.close();
  });

  const opened = () => openFile(browser, inProject("docs/playground.html"));

  it("should forecast its sample, and draw it", async () => {
    const { page, troubles } = await opened();
    expect(await drawAll(page)).toBeGreaterThan(4);
    expect(troubles).toEqual([]);
    await takePicture(page, "playground");
    await page.context().close();
  });

  it("should answer what is pasted as the library does", async () => {
    const { page, troubles } = await opened();
    const text = readFileSync(inProject("examples/sample-jobs.json"), "utf8");
    await changed(page, async () => page.locator("[name=zone]").fill("America/New_York"));
    await changed(page, async () => page.locator("[name=from]").fill("2026-03-02"));
    await changed(page, async () => page.locator("#jobs").fill(text));
    const read = readFleet(text, { clock: { zone: "America/New_York" } });
    const expected = describeForecast(
      forecast(read.fleet, {
        from: "2026-03-02T00:00:00-05:00",
        days: 14,
        clock: { zone: "America/New_York" },
      }),
    );
    const shown = (await page.locator("pre").first().textContent())!;
    expect(weekOf(shown)).toEqual(weekOf(expected));
    expect(weekOf(shown).length).toBeGreaterThan(10);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it("should say what is wrong, every time, and explain", async () => {
    const { page, troubles } = await opened();
    await changed(page, async () => page.locator("#jobs").fill('{"type": "Daily"'));
    expect(await page.locator(".problems li").allTextContents()).toEqual([
      "not JSON: line 1, column 17: the text ends too early: a comma or } was expected",
    ]);
    await changed(page, async () =>
      page
        .locator("#jobs")
        .fill('{"type": "Daily", "dailyType": "Everyday", "dailyTime": "22:00"}'),
    );
    await changed(page, async () => page.locator("[name=zone]").fill("Europe/Nowhere"));
    expect((await page.locator(".problems li").allTextContents()).join()).toContain(
      "Europe/Nowhere",
    );
    await changed(page, async () => page.locator("[name=zone]").fill("Europe/Berlin"));
    expect(await page.locator(".problems li").count()).toBe(0);
    await page.getByLabel("When").fill("2026-03-29 22:00");
    await page.getByRole("button", { name: "Explain" }).click();
    expect(await page.locator(".explained").textContent()).toMatch(/\(R4\)/);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});

/** Does something, and waits until the page has answered it. */
async function changed(page: Page, act: () => Promise<void>): Promise<void> {
  const answered = () => page.evaluate<number>("+document.documentElement.dataset.answered");
  const before = await answered();
  await act();
  await expect.poll(answered).toBeGreaterThan(before);
}

/** The lines of the week, which do not depend on what the source is called. */
function weekOf(text: string): readonly string[] {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => line.startsWith("Starts per hour"));
  return lines.slice(from).filter((line) => !line.includes("notes on odd spellings"));
}
