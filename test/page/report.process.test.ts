/**
 * Pages as people meet them: opened from disk in a real browser, with the network off.
 */
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  compare,
  describeComparison,
  describeTimeline,
  type Fleet,
  forecast,
  grid,
  parsePolicy,
  reportHtml,
  simulate,
  slots,
  stagger,
  startTimes,
  summarize,
  sweep,
} from "../../src/index.ts";
import {
  CHROMIUM,
  chromiumHere,
  coloursOf,
  drawAll,
  openFile,
  takePicture,
} from "../support/chromiumHere.ts";
import { scratch } from "../support/scratch.ts";

const HOUR = 3_600_000;
/** What would do harm as markup, hide, or turn the direction of what is around it. */
const NAMES = [
  "<script>window.harmed = 1</script>",
  "</script><!-- <img src=x onerror=alert(1)>",
  "😀 Müller & Söhne \"quoted\" 'too'",
  "עסק קטן 22",
  '=HYPERLINK("http://example.com")',
];

const daily = (dailyTime: string) =>
  parsePolicy({
    type: "Daily",
    dailyType: "Everyday",
    dailyTime,
    retryEnabled: true,
    retryNumber: 2,
    retryWaitInterval: 10,
  });
const fleet: Fleet = {
  clock: { zone: "Europe/Berlin" },
  jobs: NAMES.map((name, index) => ({
    id: `job-${index}`,
    name,
    policy: daily(index === 3 ? "02:30" : "22:00"),
    proxyId: "proxy",
    rpo: (index === 2 ? 24 : 26) * HOUR,
    workload: { duration: { uniform: [20 * 60_000, 80 * 60_000] }, failed: 0.1, warning: 0.05 },
  })),
  proxies: [{ id: "proxy", name: "<b>proxy</b>", slots: 2 }],
};
const span = { from: "2026-03-23T00:00:00+01:00", to: "2026-04-06T00:00:00+02:00", seed: 3 };

/** Says why tests of pages are left out, where they are. */
const isHere = CHROMIUM !== undefined;
if (!isHere) console.warn("no Chromium on this machine: tests of pages are skipped");

describe.skipIf(!isHere)("a report in a browser", () => {
  const folder = scratch();
  const timeline = simulate(fleet, span);
  const moved = simulate({ ...fleet, proxies: [{ id: "proxy", slots: 1 }] }, span);
  const comparison = compare(timeline, moved);
  const answers = {
    all: [
      comparison,
      forecast(fleet, { from: span.from, days: 14 }),
      timeline,
      stagger(fleet, span),
      sweep(
        fleet,
        grid({ start: startTimes(["21:00", "23:00"], ["job-0"]), slots: slots("proxy", [1, 2]) }),
        span,
        { seeds: 10 },
      ),
    ],
    one: timeline,
  };
  let browser: Browser;
  const fileOf = (name: keyof typeof answers): string => join(folder, `${name}.html`);

  beforeAll(async () => {
    for (const [name, answer] of Object.entries(answers))
      writeFileSync(
        fileOf(name as keyof typeof answers),
        reportHtml(answer, { source: NAMES[0]! }),
      );
    browser = await chromiumHere();
  });
  afterAll(async () => {
    await browser.close();
  });

  for (const isDark of [false, true])
    it(`should draw every chart, ${isDark ? "dark" : "light"}, and ask for nothing`, async () => {
      const { page, troubles } = await openFile(browser, fileOf("all"), { isDark });
      const charts = await drawAll(page);
      expect(charts).toBeGreaterThan(12);
      for (let index = 0; index < charts; index += 1)
        expect(await coloursOf(page, index)).toBeGreaterThan(4);
      expect(troubles).toEqual([]);
      await takePicture(page, isDark ? "report-dark" : "report-light");
      await page.context().close();
    });

  it("should stay under 10 MB with 10,000 jobs over 30 days, and say what is out", async () => {
    const many = simulate(
      {
        clock: { zone: "Europe/Berlin" },
        jobs: Array.from({ length: 10_000 }, (_, index) => ({
          ...fleet.jobs[index % NAMES.length]!,
          id: `job-${index}`,
          proxyId: `proxy-${index % 40}`,
        })),
        proxies: Array.from({ length: 40 }, (_, index) => ({ id: `proxy-${index}`, slots: 100 })),
      },
      { from: "2026-03-10", to: "2026-04-09" },
    );
    const path = join(folder, "many.html");
    const html = reportHtml(many);
    writeFileSync(path, html);
    expect(Buffer.byteLength(html)).toBeLessThan(10_000_000);
    const { page, troubles } = await openFile(browser, path);
    await drawAll(page);
    const notes = await page.locator(".notes li").allTextContents();
    expect(notes.join()).toMatch(/ sessions are not drawn one by one: those of the last /);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it("should be text whatever names hold", async () => {
    const { page, troubles } = await openFile(browser, fileOf("one"));
    const shown = await page.locator("table").first().locator("tbody th").allTextContents();
    expect(shown.toSorted()).toEqual(NAMES.toSorted());
    expect(await page.title()).toBe(NAMES[0]);
    expect(await page.evaluate("window.harmed")).toBeUndefined();
    await drawAll(page);
    // what is pointed at is told in a box of its own
    for (const figure of await page.locator(".figure").all()) {
      const box = (await figure.boundingBox())!;
      for (let x = 200; x < box.width; x += 60)
        await figure.hover({ position: { x, y: box.height / 2 } });
    }
    expect(await page.evaluate("window.harmed")).toBeUndefined();
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it("should show the figures of the summary, and the words of the text", async () => {
    const { page } = await openFile(browser, fileOf("one"));
    const { jobs, proxies } = summarize(timeline);
    const table = page.locator("table").first();
    const byName = new Map(jobs.map((job) => [job.name!, job]));
    const heads = await table.locator("thead button").allTextContents();
    const figures = {
      Exposure: (job: (typeof jobs)[number]) => job.exposure.worst,
      Target: (job: (typeof jobs)[number]) => job.rpo,
      Runs: (job: (typeof jobs)[number]) => job.started,
      Failed: (job: (typeof jobs)[number]) => job.failed,
      Retries: (job: (typeof jobs)[number]) => job.retries,
      "Longest wait": (job: (typeof jobs)[number]) => job.wait.max,
      "Mean wait": (job: (typeof jobs)[number]) => job.wait.mean,
      Running: (job: (typeof jobs)[number]) => job.busy,
    };
    for (const row of await table.locator("tbody tr").all()) {
      const job = byName.get((await row.locator("th").textContent())!)!;
      for (const [head, figure] of Object.entries(figures)) {
        const cell = row.locator("th, td").nth(heads.indexOf(head));
        expect(Number(await cell.getAttribute("data-value")), head).toBe(figure(job));
      }
    }
    const used = await page.locator("[data-value]").evaluateAll((cells: unknown[]) => cells.length);
    expect(used).toBeGreaterThan(jobs.length * 8 + proxies.length);
    expect(await page.locator("pre").first().textContent()).toBe(
      withSource(describeTimeline(timeline)),
    );
    const label = await page.locator("[data-chart$=-load]").getAttribute("aria-label");
    const { occupancy } = summarize(timeline).fleet;
    await drawAll(page);
    expect(label ?? (await page.locator("[data-chart$=-load]").getAttribute("aria-label"))).toMatch(
      new RegExp(`^At most ${occupancy.peak} sessions`),
    );
    await page.context().close();
  });

  it("should say the same of a comparison as its text", async () => {
    const { page } = await openFile(browser, fileOf("all"));
    expect(await page.locator("pre").first().textContent()).toBe(describeComparison(comparison));
    const why = await page.locator("td.words").allTextContents();
    for (const { text } of [...comparison.worse, ...comparison.better]) expect(why).toContain(text);
    await page.context().close();
  });

  it("should sort, filter and copy its tables by the keyboard", async () => {
    const { page } = await openFile(browser, fileOf("one"));
    const table = page.locator("section.table").first();
    const names = () => table.locator("tbody th").allTextContents();
    const runs = table.getByRole("button", { name: "Exposure" });
    await runs.focus();
    await page.keyboard.press("Enter");
    expect(await table.locator("th[aria-sort]").getAttribute("aria-sort")).toBe("descending");
    const byExposure = summarize(timeline)
      .jobs.toSorted((a, b) => b.exposure.worst - a.exposure.worst)
      .map(({ name }) => name);
    expect((await names())[0]).toBe(byExposure[0]);
    await page.keyboard.press("Enter");
    expect((await names())[0]).toBe(byExposure.at(-1));
    await table.getByRole("searchbox").fill("müller");
    expect(await names()).toEqual([NAMES[2]]);
    await table.getByRole("searchbox").fill("hyperlink");
    await table.getByRole("button", { name: "Copy as CSV" }).click();
    await expect.poll(() => table.locator(".status").last().textContent()).toBe("1 row copied");
    const copied = await page.evaluate<string>("navigator.clipboard.readText()");
    expect(copied.split("\n")[1]).toMatch(/^"'=HYPERLINK/);
    await page.context().close();
  });

  it("should zoom and move by keys, all charts of an answer together", async () => {
    const { page } = await openFile(browser, fileOf("one"));
    await drawAll(page);
    const windowOf = (chart: string) =>
      page.locator(`[data-chart$=${chart}]`).getAttribute("data-window");
    expect(await windowOf("-load")).toBe("0 1");
    await page.locator("[data-chart$=-load]").focus();
    await page.keyboard.press("+");
    expect(await windowOf("-load")).toBe("0.25 0.75");
    expect(await windowOf("-sessions")).toBe("0.25 0.75");
    await page.keyboard.press("ArrowRight");
    expect(await windowOf("-exposure")).toBe("0.35 0.85");
    await page.keyboard.press("0");
    expect(await windowOf("-sessions")).toBe("0 1");
    await page.context().close();
  });

  it("should show the server's time wherever it is opened, or the viewer's", async () => {
    const textsIn = async (timezoneId: string): Promise<{ server: string[]; own: string[] }> => {
      const { page } = await openFile(browser, fileOf("one"), { timezoneId });
      await drawAll(page);
      const read = async (): Promise<string[]> => [
        ...(await page.locator("td, dd, pre").allTextContents()),
        ...(await Promise.all(
          (await page.locator(".figure").all()).map(
            async (figure) => (await figure.getAttribute("aria-label")) ?? "",
          ),
        )),
      ];
      const server = await read();
      await page.getByLabel("Times").selectOption("viewer");
      const own = await read();
      await page.context().close();
      return { server, own };
    };
    const [west, east] = [await textsIn("America/Los_Angeles"), await textsIn("Asia/Kolkata")];
    expect(west.server).toEqual(east.server);
    expect(west.own).not.toEqual(west.server);
    expect(west.own).not.toEqual(east.own);
  });

  it("should have no serious fault that axe-core finds, light and dark", async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    for (const isDark of [false, true]) {
      const { page } = await openFile(browser, fileOf("all"), { isDark });
      await drawAll(page);
      // The page's policy lets nobody in; a tool of the browser is not asked.
      const found = await faultsOf(page, axe);
      expect(found).toEqual([]);
      await page.context().close();
    }
  });

  it("should print in light colours on A4, with every chart", async () => {
    const { page, troubles } = await openFile(browser, fileOf("one"), { isDark: true });
    await page.emulateMedia({ media: "print" });
    await page.evaluate('window.dispatchEvent(new Event("beforeprint"))');
    const shapes = await page
      .locator(".printed")
      .evaluateAll((all: { querySelectorAll(what: string): { length: number } }[]) =>
        all.map((one) => one.querySelectorAll("svg path, svg rect").length),
      );
    expect(shapes).toHaveLength(await page.locator(".figure").count());
    expect(Math.min(...shapes)).toBeGreaterThan(10);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    const media = /\/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf.toString("latin1"))!;
    expect([Math.round(Number(media[1])), Math.round(Number(media[2]))]).toEqual([595, 842]);
    const drawn = await page.locator(".figure[data-drawn]").count();
    expect(drawn).toBe(await page.locator(".figure").count());
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});

/** The text has a line about its source, which the page was given. */
function withSource(text: string): string {
  const [title = "", ...rest] = text.split("\n");
  return [title, `  Fleet          ${NAMES[0]!}`, ...rest].join("\n");
}

async function faultsOf(page: Page, axe: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axe });
  const { result } = await session.send("Runtime.evaluate", {
    expression: `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
      violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(({ html }) => html)].join(" ")))`,
    awaitPromise: true,
    returnByValue: true,
  });
  return result.value as string[];
}
