// The keyboard: every view, the days, the search and the list under the hand, and a list of the keys.

const VIEWS: Record<string, string> = {
  s: "/", m: "/map", t: "/timeline", n: "/network", d: "/disputes", o: "/sources", p: "/pages", b: "/brief", c: "/corrections",
};

const HELP: [string, string][] = [
  ["g then s, m, t, n, d, o, p, b, c", "situation, map, timeline, network, disputes, sources, pages, brief, corrections"],
  ["[ and ]", "a day back, a day on"],
  ["/", "search"],
  ["j and k", "next and previous item; Enter opens its words"],
  ["e", "open or close the words of all items"],
  ["w", "in the reader: why the other sentences gave nothing"],
  ["a and r", "accept or reject the claim that is shown, and say why (with the token)"],
  ["?", "this list"],
];

/** Whether keys belong to a field just now. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName));
}

/** The address of another view with what is shared of this one's. */
export function addressOf(path: string): string {
  const link = document.querySelector<HTMLAnchorElement>(`nav a[href="${path}"], nav a[href^="${path}?"]`);
  return link?.href ?? path;
}

function step(by: number): void {
  const all = [...document.querySelectorAll<HTMLElement>("details.grounds > summary, [data-item]")].filter((e) => e.offsetParent !== null);
  if (all.length === 0) return;
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function help(): void {
  let dialog = document.querySelector<HTMLDialogElement>("dialog.keys");
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.className = "keys";
    dialog.setAttribute("aria-label", "Keys");
    const list = document.createElement("dl");
    for (const [key, what] of HELP) {
      const dt = document.createElement("dt");
      const dd = document.createElement("dd");
      dt.textContent = key;
      dd.textContent = what;
      list.append(dt, dd);
    }
    const close = document.createElement("button");
    close.textContent = "Close";
    close.addEventListener("click", () => dialog?.close());
    dialog.append(list, close);
    document.body.append(dialog);
  }
  dialog.showModal();
}

export function keys(): void {
  let awaitsView = false;
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || isTyping(e.target)) return;
    if (awaitsView) {
      awaitsView = false;
      const path = VIEWS[e.key];
      if (path) {
        e.preventDefault();
        location.assign(addressOf(path));
      }
      return;
    }
    const link = document.querySelector<HTMLAnchorElement>(`[data-key="${CSS.escape(e.key)}"]`);
    if (link) {
      e.preventDefault();
      link.click();
      return;
    }
    switch (e.key) {
      case "g": awaitsView = true; break;
      case "/": e.preventDefault(); location.assign(addressOf("/search")); break;
      case "j": step(1); break;
      case "k": step(-1); break;
      case "e": {
        const all = [...document.querySelectorAll<HTMLDetailsElement>("details.grounds")];
        const open = all.some((d) => !d.open);
        for (const d of all) d.open = open;
        break;
      }
      case "?": help(); break;
    }
  });
}
