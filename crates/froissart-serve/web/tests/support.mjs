// A server of the examples and a browser, for the tests of the pages: the program is the one that FROISSART names.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Starts the program; resolves once it listens. */
export function serve(args = ["--demo"]) {
  const program = process.env.FROISSART;
  if (!program) throw new Error("FROISSART names the program under test: FROISSART=target/release/froissart node --test tests/");
  const child = spawn(program, ["serve", ...args, "--port", "0", "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    let text = "";
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.on("data", (some) => {
      text += some;
      if (!text.includes("\n")) return;
      const { address, token } = JSON.parse(text);
      resolve({
        address,
        token,
        stop: () => new Promise((done) => {
          child.removeAllListeners("exit");
          child.on("exit", done);
          child.kill("SIGTERM");
        }),
      });
    });
  });
}

/** A browser; give it back with close(). */
export function browser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
}

/**
 * A page of the browser that writes down what must not be: errors in the console, requests to other hosts, answers
 * that are errors and that nobody expected.
 */
export async function open(b, server, path, { expect = 200, ...options } = {}) {
  const context = await b.newContext({ viewport: { width: 1400, height: 1000 }, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (m) => {
    if (["error", "warning"].includes(m.type()) && !(expect !== 200 && m.text().includes(`status of ${expect}`))) faults.push(`console: ${m.text()}`);
  });
  page.on("pageerror", (e) => faults.push(`script: ${e.message}`));
  page.on("request", (r) => {
    if (!r.url().startsWith(server.address)) faults.push(`a request to ${r.url()}`);
  });
  const answer = await page.goto(server.address.replace(/\/$/, "") + path);
  if (answer.status() !== expect) faults.push(`${path} answered ${answer.status()}`);
  return { page, faults, close: () => context.close() };
}

/** What axe finds wrong, in short. */
export async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }));
  return found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(" | ")}`);
}
