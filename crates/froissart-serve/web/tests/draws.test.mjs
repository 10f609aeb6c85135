// Map, timeline and network on the examples: for everybody, with and without a script, and what a hand does to them.

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

const PAGES = ["/map", "/timeline", "/timeline?lanes=dyad", "/timeline?lanes=type&about=Aleppo", "/network", "/network?camps=1", "/map?about=nobody-of-that-name"];

/** Waits for the canvas to have taken the server's drawing's place. */
const drawn = (page) => page.waitForSelector("figure.sheet[data-ready]");

for (const path of PAGES) {
  test(`${path}: no fault, nothing from elsewhere, nothing that keeps anybody out`, async () => {
    for (const colorScheme of ["light", "dark"]) {
      const { page, faults, close } = await open(b, server, path, { colorScheme });
      if (path.startsWith("/map")) await drawn(page);
      assert.deepEqual(await violations(page), [], `${path} in ${colorScheme}`);
      assert.deepEqual(faults, [], path);
      await close();
    }
  });
  test(`${path}: whole without a script, and fits a phone`, async () => {
    const { page, faults, close } = await open(b, server, path, { javaScriptEnabled: false, viewport: { width: 380, height: 800 } });
    assert.ok((await page.locator("main").innerText()).length > 100, path);
    const wide = await page.locator("main").evaluate((m) => m.scrollWidth).catch(() => 0);
    assert.ok(wide <= 380, `${path} is ${wide} wide`);
    assert.deepEqual(faults, []);
    await close();
  });
}

test("a country is listed beside the map and has no mark on it", async () => {
  const { page, close } = await open(b, server, "/map", { javaScriptEnabled: false });
  assert.ok(await page.locator(".listed.countries h3", { hasText: "Syria" }).isVisible());
  const marks = await page.locator("svg.map a.spot").evaluateAll((all) => all.map((a) => a.getAttribute("aria-label")));
  assert.ok(marks.some((m) => m.startsWith("Aleppo")), marks.join());
  assert.ok(!marks.some((m) => m.startsWith("Syria:")), "a country is no point");
  await close();
});

test("rival accounts are one mark with a sector each, and both in the panel", async () => {
  const { page, faults, close } = await open(b, server, "/map");
  await drawn(page);
  const answer = await page.request.get(new URL("/api/v1/map", server.address).href);
  const hama = (await answer.json()).places.find((p) => p.name === "Hama");
  assert.equal(hama.mark.sectors.length, 2);
  assert.equal(hama.mark.is_disputed, true);
  await page.waitForSelector(".grips a");
  await page.locator(".grips a[aria-label^='Hama,']").focus();
  await page.keyboard.press("Enter");
  const panel = page.locator("[data-panel]");
  await panel.waitFor();
  const text = await panel.innerText();
  assert.match(text, /rebels held/);
  assert.match(text, /Syria’s government held/);
  assert.ok(await panel.locator("a.evidence").first().isVisible(), "the words are there");
  await page.keyboard.press("Escape");
  assert.equal(await panel.isVisible(), false);
  assert.deepEqual(faults, []);
  await close();
});

test("keys move the map, and the address holds where it is", async () => {
  const { page, faults, close } = await open(b, server, "/map");
  await drawn(page);
  await page.locator(".canvas").focus();
  for (const key of ["+", "ArrowLeft", "ArrowUp"]) await page.keyboard.press(key);
  await page.waitForURL(/#map=\d/);
  const url = new URL(page.url());
  const again = await open(b, server, url.pathname + url.search + url.hash);
  await drawn(again.page);
  await again.page.waitForTimeout(300);
  const shot = async (p) => (await p.locator(".canvas canvas").screenshot()).length;
  assert.ok(Math.abs((await shot(page)) - (await shot(again.page))) < 20_000);
  await page.locator(".canvas").focus();
  await page.keyboard.press("0");
  await page.waitForFunction(() => !location.hash);
  assert.deepEqual(faults, []);
  await again.close();
  await close();
});

test("the slider goes to another day without leaving the page, and back", async () => {
  for (const path of ["/map", "/network"]) {
    const { page, faults, close } = await open(b, server, path);
    const title = await page.locator("h1").innerText();
    const range = page.getByRole("slider", { name: "As of" });
    await range.focus();
    await page.keyboard.press("ArrowLeft");
    await page.waitForURL(/as_of=2024-12-07/);
    await page.waitForFunction((was) => document.querySelector("h1").textContent !== was, title);
    assert.match(await page.locator("h1").innerText(), /7 December 2024/);
    await page.goBack();
    await page.waitForFunction((was) => document.querySelector("h1").textContent === was, title);
    assert.deepEqual(faults, []);
    await close();
  }
});

test("who wants stillness has no play button", async () => {
  const still = await open(b, server, "/map", { reducedMotion: "reduce" });
  await still.page.getByRole("slider", { name: "As of" }).waitFor();
  assert.equal(await still.page.getByRole("button", { name: /Play/ }).count(), 0);
  await still.close();
  const moving = await open(b, server, "/map?as_of=2024-12-06");
  await moving.page.getByRole("button", { name: /Play/ }).click();
  await moving.page.waitForURL(/as_of=2024-12-08/, { timeout: 10_000 });
  assert.deepEqual(moving.faults, []);
  await moving.close();
});

test("a brush over days narrows this view, and the others after it", async () => {
  const { page, faults, close } = await open(b, server, "/timeline");
  const overlay = page.locator("svg.timeline .brush .overlay");
  const box = await overlay.boundingBox();
  await page.mouse.move(box.x + box.width * 0.3, box.y + 15);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 15, { steps: 5 });
  await page.mouse.up();
  await page.waitForURL(/from=2024-\d\d-\d\d&to=2024-\d\d-\d\d/);
  const map = await page.getByRole("link", { name: "Map", exact: true }).getAttribute("href");
  assert.match(map, /from=2024.*to=2024/);
  assert.deepEqual(faults, []);
  await close();
});

test("a sign leads to its words: beside the drawing, or below it without a script", async () => {
  for (const [path, sign] of [["/timeline", "svg.timeline a.item.holding"], ["/network", "svg.network a.tie.with"]]) {
    const { page, faults, close } = await open(b, server, path);
    await page.locator(sign).first().focus();
    await page.keyboard.press("Enter");
    assert.ok(await page.locator("[data-panel] .evidence").first().isVisible(), path);
    assert.deepEqual(faults, []);
    await close();
    const plain = await open(b, server, path, { javaScriptEnabled: false });
    const row = await plain.page.locator(sign).first().getAttribute("href");
    assert.equal(await plain.page.locator(`tr${row} details.grounds`).count(), 1, path);
    await plain.close();
  }
});

test("an actor can be moved with its ties, and opens them", async () => {
  const { page, faults, close } = await open(b, server, "/network");
  const node = page.locator("svg.network a.node").first();
  const tie = page.locator("svg.network a.tie[data-a='0'] .line, svg.network a.tie[data-b='0'] .line").first();
  const before = await tie.getAttribute("d");
  const box = await node.locator("circle").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 90, box.y + 70, { steps: 4 });
  await page.mouse.up();
  assert.notEqual(await tie.getAttribute("d"), before);
  assert.match(page.url(), /\/network$/);
  await node.focus();
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("[data-panel] .evidence").first().isVisible());
  assert.deepEqual(faults, []);
  await close();
});

test("places on both sides of the date line are neighbours", async () => {
  const { page, faults, close } = await open(b, server, "/about");
  await page.route("**/api/v1/map*", async (route) => {
    const answer = await route.fetch();
    const data = await answer.json();
    const [one] = data.places;
    data.places = [["Taveuni", 179.8], ["Lau", -178.8]].map(([name, lon]) => ({ ...one, key: name, name, lat: -17, lon, is_area: false, label: `${name}: held` }));
    data.frame = [178, -19, 184, -15];
    await route.fulfill({ response: answer, json: data });
  });
  await page.goto(new URL("/map", server.address).href);
  await drawn(page);
  const middle = async (name) => {
    const box = await page.locator(`.grips a[aria-label^='${name}']`).boundingBox();
    return box.x + box.width / 2;
  };
  await page.waitForSelector(".grips a[aria-label^='Lau']");
  const canvas = await page.locator(".canvas").boundingBox();
  const apart = (await middle("Lau")) - (await middle("Taveuni"));
  assert.ok(apart > 20 && apart < canvas.width / 2, `${apart} points apart`);
  assert.deepEqual(faults, []);
  await close();
});

test("of few ties drawn an actor's panel says how many are not, and leads to all of them", async () => {
  const { page, faults, close } = await open(b, server, "/network?ties=5");
  assert.match(await page.locator(".lead").innerText(), /5 best attested of \d+ ties/);
  await page.locator("svg.network a.node[aria-label^='Iran,']").focus();
  await page.keyboard.press("Enter");
  const panel = page.locator("[data-panel]");
  assert.match(await panel.innerText(), /\d+ ties more are not drawn/);
  await panel.getByRole("link", { name: "All its ties" }).click();
  await page.waitForURL(/actor=state(%20|\+)IRN/);
  assert.ok((await page.locator("svg.network a.tie").count()) > 5);
  assert.deepEqual(faults, []);
  await close();
});

test("no name of an actor lies over another's", async () => {
  const { page, close } = await open(b, server, "/network");
  const over = await page.evaluate(() => {
    const all = [...document.querySelectorAll("svg.network text.name")].filter((t) => getComputedStyle(t).visibility === "visible").map((t) => [t.textContent, t.getBoundingClientRect()]);
    const pairs = [];
    all.forEach(([name, r], i) => {
      for (const [other, q] of all.slice(i + 1)) {
        const [x, y] = [Math.min(r.right, q.right) - Math.max(r.left, q.left), Math.min(r.bottom, q.bottom) - Math.max(r.top, q.top)];
        if (x > 3 && y > 4) pairs.push(`${name} over ${other}`);
      }
    });
    return all.length < 20 ? ["hardly a name is shown"] : pairs;
  });
  assert.deepEqual(over, []);
  await close();
});

test("five thousand marks are moved at fifty frames a second", async (t) => {
  const { page, close } = await open(b, server, "/about");
  await page.route("**/api/v1/map*", async (route) => {
    const answer = await route.fetch();
    const data = await answer.json();
    const some = data.places;
    data.places = Array.from({ length: 5000 }, (_, i) => {
      const p = some[i % some.length];
      const turn = i * 2.399963;
      const far = Math.sqrt(i / 5000) * 2.2;
      return { ...p, key: `${p.key}-${i}`, name: `${p.name} ${i}`, lat: 35 + far * Math.cos(turn), lon: 38.3 + far * 1.3 * Math.sin(turn), is_area: false };
    });
    await route.fulfill({ response: answer, json: data });
  });
  await page.goto(new URL("/map", server.address).href);
  await drawn(page);
  await page.waitForTimeout(500);
  const box = await page.locator(".canvas").boundingBox();
  await page.mouse.move(box.x + 300, box.y + 300);
  await page.mouse.down();
  const pace = page.evaluate(() => new Promise((done) => {
    const times = [];
    const step = (now) => {
      times.push(now);
      if (now - times[0] < 2000) requestAnimationFrame(step);
      else done(((times.length - 1) / (now - times[0])) * 1000);
    };
    requestAnimationFrame(step);
  }));
  for (let i = 0; i < 150; i++) await page.mouse.move(box.x + 300 + 120 * Math.sin(i / 8), box.y + 300 + 80 * Math.cos(i / 8));
  const frames = await pace;
  await page.mouse.up();
  t.diagnostic(`${frames.toFixed(1)} frames a second`);
  // A browser without a graphics card on a busy machine is the slowest that there is: half the floor is asked of it.
  assert.ok(frames > 25, `${frames.toFixed(1)} frames a second`);
  await close();
});
