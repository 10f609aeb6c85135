// Takes the pictures of docs/images/views: every view once, on the example pages, as of 6 December 2024.
//
//   FROISSART=target/release/froissart node crates/froissart-serve/web/pictures.mjs docs/images/views
//
// They are looked at before they are committed; no test reads them.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { browser, serve } from "./tests/support.mjs";

const out = process.argv[2];
if (!out) throw new Error("name the folder for the pictures: node pictures.mjs FOLDER");
mkdirSync(out, { recursive: true });

const server = await serve();
const root = server.address.replace(/\/$/, "");
const day = "as_of=2024-12-06";
const json = async (path) => (await fetch(`${root}/api/v1/${path}`)).json();

const { pages } = await json("pages");
const page = pages.find((p) => p.published?.startsWith("2024-12-02"))?.id ?? pages[0].id;
const situation = await json(`situation?${day}`);
const disputed = situation.holdings.find((h) => h.is_disputed) ?? situation.holdings[0];
const claim = disputed.grounds.claims[0].id;
const [engagement] = situation.engagements;
const key = encodeURIComponent;

/** Name, address, and what to do before the picture is taken. */
const views = [
  ["situation", `/?${day}`],
  ["map", `/map?${day}`],
  ["timeline", `/timeline?${day}`],
  ["network", `/network?${day}`],
  ["disputes", `/disputes?${day}`],
  ["search", "/search?q=aleppo"],
  ["sources", `/sources?${day}`],
  ["pages", "/pages"],
  ["reader", `/page/${page}`],
  ["claim", `/claim/${claim}`],
  ["read", "/read"],
  ["brief", `/brief?${day}&about=Syria`],
  ["corrections", "/corrections"],
  ["actor", `/actor?${day}&key=${key(situation.parties[0].members[0].key)}`],
  ["place", `/place?${day}&key=${key(disputed.place.key)}`],
  ["dyad", `/dyad?${day}&a=${key(engagement.a.key)}&b=${key(engagement.b.key)}`],
];

const b = await browser();
try {
  const context = await b.newContext({ viewport: { width: 1200, height: 860 }, deviceScaleFactor: 0.65 });
  for (const [name, path] of views) {
    const tab = await context.newPage();
    const answer = await tab.goto(root + path);
    if (answer.status() !== 200) throw new Error(`${path} answered ${answer.status()}`);
    await tab.waitForTimeout(600);
    await tab.screenshot({ path: join(out, `${name}.png`) });
    await tab.close();
    console.log(name);
  }
} finally {
  await b.close();
  await server.stop();
}
