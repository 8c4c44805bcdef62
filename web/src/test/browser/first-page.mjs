// Drives the first page in a real browser. The Java test owns the server, the snapshot and the
// clock: this script asks for a change by a line "do: NAME" on stdout and waits for "done" on stdin.
// Every check is one line, "pass: NAME" or "fail: NAME: why"; the Java test reads them.
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const url = process.argv[2];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const foreign = [];
const faults = [];

const ask = async (name) => {
  console.log(`do: ${name}`);
  const { value } = await answers.next();
  if (value !== "done") throw new Error(`asked for ${name}, was answered ${value}`);
};

const check = async (name, body) => {
  try {
    await body();
    console.log(`pass: ${name}`);
  } catch (e) {
    console.log(`fail: ${name}: ${String(e.message ?? e).replaceAll("\n", " | ").slice(0, 1500)}`);
  }
};

const must = (truth, why) => {
  if (!truth) throw new Error(why);
};

const open = async (browser, options) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on("request", (r) => {
    if (new URL(r.url()).hostname !== "127.0.0.1") foreign.push(r.url());
  });
  page.on("console", (m) => {
    if (m.type() === "error") faults.push(m.text());
  });
  page.on("pageerror", (e) => faults.push(e.message));
  await page.goto(url);
  return page;
};

const violations = async (page) => {
  await page.evaluate(axe);
  const result = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
  return result.violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target + " " + (n.any[0]?.message ?? "")).join("; ")}`);
};

const browser = await chromium.launch({
  executablePath: process.env.LANDFALL_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  const page = await open(browser, { viewport: { width: 1280, height: 900 } });

  await check("the answer stands at the top", async () =>
    must((await page.textContent("h1")).includes("12 of 4,210 calls"), await page.textContent("h1")));

  await check("flows are drawn and named for those who cannot see them", async () => {
    const outside = page.locator(".drawing.wide .ribbon-outside");
    must((await outside.count()) === 3, `${await outside.count()} ribbons outside`);
    const labels = await page.locator(".drawing.wide .ribbon").evaluateAll((all) => all.map((e) => e.getAttribute("aria-label")));
    must(labels.some((l) => /ap-southeast-6.*→ us-west-2.*7 calls, outside/.test(l)), labels.join(" / "));
  });

  await check("findings are listed with a way to their story", async () => {
    must((await page.locator(".finding-list li").count()) === 8, "eight findings");
    const href = await page.locator(".finding-list a").first().getAttribute("href");
    must(/^\/explain\/[0-9a-f]{16}$/.test(href), href);
  });

  await check("no serious accessibility fault, light", async () => {
    await page.locator("#flow-table summary").click();
    const found = await violations(page);
    must(found.length === 0, found.join(" || "));
  });

  await check("the keyboard reaches the drawing and the focus is seen", async () => {
    await page.locator(".drawing.wide .ribbon").first().focus();
    const width = await page.evaluate(() => getComputedStyle(document.activeElement).strokeWidth);
    must(parseFloat(width) > 0, `stroke ${width}`);
  });

  await check("a new snapshot shows without a reload, and an open table stays open", async () => {
    await page.evaluate(() => (window.unreloaded = true));
    await page.waitForFunction(() => document.body.dataset.live === "yes");
    await ask("change");
    await page.waitForFunction(() => document.querySelector("h1").textContent.includes("13 of 4,211"));
    must(await page.evaluate(() => window.unreloaded === true), "the page was reloaded");
    must(await page.evaluate(() => document.getElementById("flow-table").open), "the table closed");
    must(await page.locator("#banner").isHidden(), "the banner shows");
  });

  await check("figures that are not renewed are marked stale", async () => {
    await ask("stop renewing");
    await page.waitForFunction(() => !document.getElementById("banner").hidden);
    const text = await page.textContent("#banner");
    must(text.includes("11 s old"), text);
  });

  await check("without scripts the page is complete and marked stale too", async () => {
    const plain = await open(browser, { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
    must((await plain.textContent("h1")).includes("13 of 4,211"), "answer");
    must((await plain.locator(".drawing.wide .ribbon").count()) > 10, "flows");
    must((await plain.locator(".finding-list li").count()) === 8, "findings");
    must(await plain.locator("#banner").isVisible(), "banner");
  });

  await ask("renew");
  await check("the banner goes when figures come again", async () => {
    await page.waitForFunction(() => document.getElementById("banner").hidden);
  });

  await check("no serious accessibility fault, dark and narrow", async () => {
    const dark = await open(browser, { viewport: { width: 390, height: 800 }, colorScheme: "dark" });
    const found = await violations(dark);
    must(found.length === 0, found.join(" || "));
  });

  await check("360 points are wide enough", async () => {
    const narrow = await open(browser, { viewport: { width: 360, height: 800 } });
    const width = await narrow.evaluate(() => document.documentElement.scrollWidth);
    must(width <= 360, `the page is ${width} wide`);
    must(await narrow.locator(".drawing.narrow").isVisible(), "the narrow drawing");
    must(await narrow.locator(".drawing.wide").isHidden(), "the wide drawing shows");
  });

  await check("no request leaves the machine", async () => must(foreign.length === 0, foreign.join(" ")));
  await check("the page logs no error", async () => must(faults.length === 0, faults.join(" ")));
} finally {
  await browser.close();
}
console.log("end");
process.exit(0);
