// Every page on paper: nothing that only a screen has, nothing cut, and the words of every account.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, open, serve } from "./support.mjs";

let server;
let b;
before(async () => {
  server = await serve();
  b = await browser();
});
after(async () => {
  await b?.close();
  await server?.stop();
});

// A sheet of A4 between its margins, upright and lying.
const UPRIGHT = 703;
const LYING = 1032;
const PAGES = [
  "/", "/map", "/timeline", "/network", "/disputes", "/search?q=Aleppo", "/sources", "/source?key=Meridian%20News%20Agency", "/pages",
  "/read", "/brief", "/corrections", "/actor?key=state%20TUR", "/place?key=Aleppo", "/dyad?a=state%20TUR&b=id:sna", "/items?section=events", "/about",
];

for (const path of PAGES) {
  test(`${path}: on paper`, async () => {
    const width = path === "/network" ? LYING : UPRIGHT;
    const { page, faults, close } = await open(b, server, path, { viewport: { width, height: 1000 }, colorScheme: "dark" });
    if (path === "/map") await page.waitForSelector("figure.sheet[data-ready]");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const seen = await page.evaluate(() => [...document.querySelectorAll("nav[aria-label='Views'], nav.days, form, button, input, .skip, .zooms")].filter((e) => e.checkVisibility()).map((e) => e.outerHTML.slice(0, 80)));
    assert.deepEqual(seen, [], "furniture of the screen");
    const wide = await page.evaluate(() => [...document.querySelectorAll("main table, main svg")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1).map((e) => `${e.tagName} to ${e.getBoundingClientRect().right}`));
    assert.deepEqual(wide, [], "cut at its right");
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width + 1);
    const closed = page.locator("details.grounds:not([open]) .evidence");
    if ((await closed.count()) > 0) assert.ok(await closed.first().evaluate((e) => e.checkVisibility({ contentVisibilityAuto: true })), "words that nobody opened are on paper");
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--paper").trim()), "#fff", "white, whatever the screen was");
    const address = await page.locator(".paper").innerText();
    assert.ok(address.includes(path.split("?")[0]), address);
    if (["/", "/map", "/brief"].includes(path)) assert.match(address, /as_of=2024-12-08/);
    assert.deepEqual(faults, []);
    await close();
  });
}

test("the map on paper is the server's drawing, and a moved one as it was moved", async () => {
  const { page, close } = await open(b, server, "/map");
  await page.waitForSelector("figure.sheet[data-ready]");
  const shown = async () => {
    await page.emulateMedia({ media: "print" });
    const now = [await page.locator("svg.map").isVisible(), await page.locator(".canvas").isVisible()];
    await page.emulateMedia({ media: "screen" });
    return now;
  };
  assert.deepEqual(await shown(), [true, false]);
  await page.locator(".canvas").focus();
  await page.keyboard.press("+");
  await page.waitForURL(/#map=\d/);
  assert.deepEqual(await shown(), [false, true]);
  await close();
});
