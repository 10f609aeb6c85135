// The reader, the pasted page, the search, the sources and the decisions, clicked through in a real browser.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, open, serve, violations } from "./support.mjs";

let server;
let b;
let paper;
before(async () => {
  server = await serve();
  b = await browser();
  const answer = await fetch(`${server.address}api/v1/pages?q=neva`);
  paper = (await answer.json()).pages[0].id;
});
after(async () => {
  await b?.close();
  await server?.stop();
});

const chosen = async () => {
  const answer = await fetch(`${server.address}api/v1/page/${paper}`);
  const { claims } = await answer.json();
  return claims.find((c) => c.type === "ASSAULT" && c.place.length > 0).id.slice(0, 16);
};

const paths = async () => [
  "/pages", `/page/${paper}`, `/page/${paper}?why=1&claim=${await chosen()}`, `/claim/${await chosen()}?why=1`, "/read",
  "/search", "/search?q=aleppo&kind=event", "/items?section=holdings", "/sources", "/source?key=Syrian+Observatory+for+Human+Rights",
  "/source?key=Damascus+State+Gazette", "/corrections",
];

test("each page: no fault, nothing from elsewhere, nothing that keeps anybody out", async () => {
  for (const path of await paths()) {
    for (const colorScheme of ["light", "dark"]) {
      const { page, faults, close } = await open(b, server, path, { colorScheme });
      assert.deepEqual(await violations(page), [], `${path} in ${colorScheme}`);
      assert.deepEqual(faults, [], path);
      await close();
    }
  }
});

test("each page: whole without a script, and fits a phone", async () => {
  for (const path of await paths()) {
    const { page, faults, close } = await open(b, server, path, { javaScriptEnabled: false, viewport: { width: 380, height: 800 } });
    assert.ok((await page.locator("main").innerText()).length > 100, path);
    const width = await page.locator("main").evaluate((e) => e.ownerDocument.documentElement.scrollWidth);
    assert.ok(width <= 381, `${path} is ${width} wide`);
    assert.deepEqual(faults, [], path);
    await close();
  }
});

test("words lead to their claim and the claim to its words, by click and by key", async () => {
  const { page, faults, close } = await open(b, server, `/page/${paper}`);
  await page.locator(".leaf .ev").nth(2).click();
  await page.waitForSelector("section#chosen");
  const first = await page.locator("section#chosen").getAttribute("data-n");
  assert.ok((await page.locator(`.leaf .on[data-c~="${first}"]`).count()) > 0);
  assert.match(page.url(), /claim=[0-9a-f]{16}/);
  assert.equal(await page.locator(`li.claim.on`).getAttribute("data-n"), first);
  const other = page.locator("li.claim a[data-item]").nth(8);
  await other.focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector(`section#chosen[data-n="9"]`);
  assert.ok((await page.locator(".leaf .on[data-c~='9']").count()) > 0);
  assert.equal(await page.locator("#claim").count(), 1);
  assert.ok((await page.locator("section#chosen .trace li").count()) > 3, "how each field was found");
  const again = await open(b, server, new URL(page.url()).pathname + new URL(page.url()).search, { javaScriptEnabled: false });
  assert.equal(await again.page.locator("section#chosen").getAttribute("data-n"), "9");
  await again.close();
  await page.keyboard.press("w");
  await page.waitForURL(/why=1/);
  assert.ok((await page.locator(".silences li").count()) > 0);
  assert.deepEqual(faults, []);
  await close();
});

test("a pasted page is read, and what is markup in it is shown as text", async () => {
  const { page, faults, close } = await open(b, server, "/read");
  await page.locator("textarea").fill("Rebels seized the town of Saraqib on Friday, a war monitor said.\n\n&lt;script&gt;alert(1)&lt;/script&gt; Nobody was hurt.\n\nThe dog slept.");
  await page.locator("form[data-paste] input[name='date']").fill("2024-12-02");
  await page.getByRole("button", { name: "Read it" }).click();
  await page.waitForSelector(".leaf");
  assert.ok((await page.locator("li.claim").count()) > 0);
  assert.equal(await page.locator("main script").count(), 0);
  await page.locator(".leaf .num").first().click();
  assert.ok(await page.locator("li.claim.on details").evaluate((d) => d.open));
  assert.ok((await page.locator(".silences li").count()) > 0);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(faults, []);
  await close();
});

test("with the token a claim is rejected with one key, counted, and taken back; a pasted page is recorded", async () => {
  const context = await b.newContext();
  const page = await context.newPage();
  await page.goto(`${server.address}enter?token=${server.token}`);
  await page.goto(`${server.address}page/${paper}?claim=${await chosen()}`);
  await page.keyboard.press("r");
  await page.keyboard.type("the officer says that they were repelled");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".decided-of li");
  assert.match(await page.locator(".decided-of li").first().innerText(), /rejected by analyst/);
  await page.goto(`${server.address}corrections`);
  assert.match(await page.locator("main").innerText(), /0 %/);
  assert.deepEqual(await violations(page), []);
  await page.locator(".decisions summary").first().click();
  await page.locator(".decisions input[name='why']").first().fill("a mistake of mine");
  await page.locator(".decisions form button").first().click();
  await page.waitForSelector(".taken");
  assert.match(await page.locator("main").innerText(), /Nobody has judged a claim yet/);
  await page.goto(`${server.address}read`);
  await page.locator("textarea").fill("Gunmen killed four policemen in Osgiliath on Friday.");
  await page.locator("form[data-paste] input[name='date']").fill("2024-12-02");
  await page.getByRole("button", { name: "Read it" }).click();
  await page.getByRole("button", { name: "Record this page" }).click();
  await page.waitForURL(/\/page\/[0-9a-f]+$/);
  assert.match(await page.locator(".leaf").innerText(), /Osgiliath/);
  await context.close();
});

test("what is not there is 404, what is too large is 413, and both have a way back", async () => {
  for (const path of ["/page/12", "/claim/zzzz", "/claim/00000000", "/words/abc", "/items?section=nothing", "/source?key=nobody"]) {
    const { page, faults, close } = await open(b, server, path, { expect: 404 });
    assert.ok(await page.getByRole("link", { name: "The situation" }).isVisible(), path);
    assert.deepEqual(faults, [], path);
    await close();
  }
  const body = new URLSearchParams({ text: "x".repeat(9 << 20) });
  const answer = await fetch(`${server.address}read`, { method: "POST", body });
  assert.equal(answer.status, 413);
  assert.match(await answer.text(), /at most 8 MB/);
  for (const path of ["/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/search?q=%22*(%20NEAR&kind=banana&certainty=1", `/page/${paper}?claim=%27--`]) {
    const { page, faults, close } = await open(b, server, path);
    assert.equal(await page.locator("main script").count(), 0);
    assert.deepEqual(faults, [], path);
    await close();
  }
});
