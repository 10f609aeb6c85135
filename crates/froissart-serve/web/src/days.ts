// The row of days as a slider with a play button: each step fetches the page of that day and puts it in this one's place,
// address and all, so that what is on the screen can always be cited.

import { el, isStill } from "./dom";

const begun: (() => void)[] = [];
let shown = "";
let timer: number | undefined;

/** Begins something now, and again whenever another day's page has come. */
export function onPage(begin: () => void): void {
  begun.push(begin);
  begin();
}

const bare = (url: string): string => url.split("#")[0] ?? url;

/** Puts another page's content in this one's place. */
export async function swap(url: string, push: boolean): Promise<void> {
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  if (!answer.ok) {
    location.assign(url);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focus = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.keep : undefined;
  if (push) history.pushState(null, "", url + (location.hash.startsWith("#map=") ? location.hash : ""));
  shown = bare(location.href);
  document.title = page.title;
  document.body.dataset.query = page.body.dataset.query ?? "";
  for (const part of ["header.top", "form.ask", ".chips", "main", "footer"]) {
    const [old, now] = [document.querySelector(part), page.querySelector(part)];
    if (old && now) old.replaceWith(document.adoptNode(now));
  }
  for (const b of begun) b();
  if (focus) document.querySelector<HTMLElement>(`[data-keep="${focus}"]`)?.focus({ preventScroll: true });
}

function stop(): void {
  clearTimeout(timer);
  timer = undefined;
}

/** Makes the slider of the row of links. */
function slider(): void {
  const nav = document.querySelector<HTMLElement>("nav[data-days]");
  if (!nav || nav.querySelector("input")) return;
  const links = [...nav.querySelectorAll<HTMLAnchorElement>("a[data-day]")];
  const at = links.findIndex((a) => a.getAttribute("aria-current") === "date");
  const box = el("div", "slider");
  const range = el("input");
  range.type = "range";
  range.min = "0";
  range.max = String(links.length - 1);
  range.value = String(Math.max(at, 0));
  range.dataset.keep = "slider";
  range.setAttribute("aria-label", "As of");
  // Each day's knob stands under the middle of its bar.
  range.style.marginInline = `calc(${50 / links.length}% - 0.5rem)`;
  const say = (): void => range.setAttribute("aria-valuetext", links[range.valueAsNumber]?.getAttribute("aria-label") ?? "");
  say();
  const go = (n: number, push: boolean): void => {
    const link = links[n];
    if (link) void swap(link.href, push);
  };
  range.addEventListener("input", say);
  range.addEventListener("change", () => {
    stop();
    go(range.valueAsNumber, true);
  });
  if (!isStill()) {
    const play = el("button", "plain", timer === undefined ? "▶ Play" : "❚❚ Pause");
    play.type = "button";
    play.dataset.keep = "play";
    play.title = "Step through the days";
    play.addEventListener("click", () => {
      if (timer !== undefined) {
        stop();
        play.textContent = "▶ Play";
        return;
      }
      play.textContent = "❚❚ Pause";
      timer = window.setTimeout(() => undefined, 0);
      // From the end it begins again.
      go(at + 1 < links.length && at >= 0 ? at + 1 : 0, true);
    });
    nav.prepend(play);
    if (timer !== undefined) {
      clearTimeout(timer);
      if (at + 1 < links.length) timer = window.setTimeout(() => go(at + 1, true), 1300);
      else {
        stop();
        play.textContent = "▶ Play";
      }
    }
  }
  box.append(range);
  nav.append(box);
  nav.classList.add("slides");
  for (const [n, a] of links.entries()) {
    a.dataset.keep = `day-${n}`;
    a.addEventListener("click", (e) => {
      if (e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      stop();
      void swap(a.href, true);
    });
  }
}

export function days(): void {
  if (!document.querySelector("nav[data-days]")) return;
  shown = bare(location.href);
  addEventListener("popstate", () => {
    if (bare(location.href) !== shown) void swap(location.href, false);
  });
  onPage(slider);
}
