// Every page of the frame, opened on the examples: without faults, for everybody, with and without a script.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, open, serve, violations } from "./support.mjs";

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

const PAGES = ["/", "/?about=Syria&as_of=2024-12-02", "/disputes", "/brief", "/about", "/place?key=Aleppo", "/actor?key=Turkey"];

for (const path of PAGES) {
  test(`${path}: no fault, nothing from elsewhere, nothing that keeps anybody out`, async () => {
    for (const colorScheme of ["light", "dark"]) {
      const { page, faults, close } = await open(b, server, path, { colorScheme });
      assert.deepEqual(await violations(page), [], `${path} in ${colorScheme}`);
      assert.deepEqual(faults, [], path);
      await close();
    }
  });
  test(`${path}: whole without a script, and fits a phone`, async () => {
    const { page, faults, close } = await open(b, server, path, { javaScriptEnabled: false, viewport: { width: 380, height: 800 } });
    assert.ok((await page.locator("main").innerText()).length > 200, path);
    const width = await page.locator("html").boundingBox();
    assert.ok(width.width <= 380.5, `${path} is ${width.width} wide`);
    assert.deepEqual(faults, []);
    await close();
  });
}

test("an item opens onto its words, by click and by key", async () => {
  const { page, faults, close } = await open(b, server, "/");
  const first = page.locator("details.grounds").first();
  assert.equal(await first.locator(".words").isVisible(), false);
  await first.locator("summary").click();
  assert.ok(await first.locator(".words .evidence").first().isVisible());
  await page.keyboard.press("e");
  assert.equal(await page.locator("details.grounds:not([open])").count(), 0, "e opens all");
  await page.keyboard.press("?");
  assert.ok(await page.getByRole("dialog", { name: "Keys" }).isVisible());
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await page.waitForURL(/\/disputes/);
  assert.deepEqual(faults, []);
  await close();
});

test("a day back is another address, which shows the same to whoever opens it", async () => {
  const { page, close } = await open(b, server, "/?about=Syria&as_of=2024-12-02");
  await page.getByRole("link", { name: "‹ a day back" }).click();
  await page.waitForURL(/as_of=2024-12-01/);
  const title = await page.locator("h1").innerText();
  assert.match(title, /Syria, as of 1 December 2024/);
  const again = await open(b, server, new URL(page.url()).pathname + new URL(page.url()).search);
  assert.equal(await again.page.locator("h1").innerText(), title);
  await again.close();
  await close();
});

test("nonsense in an address is told, and nothing breaks", async () => {
  const { page, faults, close } = await open(b, server, "/?as_of=banana&days=-3&page=-1&about=%3Cscript%3Ealert(1)%3C/script%3E");
  const said = await page.locator(".problem").allInnerTexts();
  assert.ok(said.some((t) => t.includes("“banana” is no day")), said.join());
  assert.ok(said.some((t) => t.includes("“-3” is no number of days")), said.join());
  assert.equal(await page.locator("main script").count(), 0);
  assert.deepEqual(faults, []);
  await close();
});

test("what is not there is 404, with a way back", async () => {
  for (const path of ["/nowhere", "/actor?key=nobody-of-that-name", "/place?key=Atlantis"]) {
    const { page, faults, close } = await open(b, server, path, { expect: 404 });
    assert.ok(await page.getByRole("link", { name: "The situation" }).isVisible());
    assert.deepEqual(faults, []);
    await close();
  }
});
