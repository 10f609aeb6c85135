// The reader: words and claims choose each other. The page works by its links alone; here a choice is seen at once, and
// the claim's own panel is fetched from the same address that the link has. Also: copying a citation, and deciding with
// one key.

const numbersOf = (e: HTMLElement): string[] => (e.dataset.c ?? "").split(" ").filter(Boolean);

/** The part that a piece plays in a claim: "who", "where". */
export function partOf(parts: string | undefined, n: string): string {
  const mine = (parts ?? "").split("|").filter((p) => p.startsWith(`${n}:`));
  return mine.map((p) => p.slice(n.length + 1)).join(", ");
}

/** Of the claims over a piece the one to choose: the next after the one that is chosen, else the one of the fewest words. */
export function nextOf(over: string[], now: string | undefined, length: (n: string) => number): string | undefined {
  const inner = [...over].sort((a, b) => length(a) - length(b) || Number(a) - Number(b));
  const at = now === undefined ? -1 : inner.indexOf(now);
  return inner[(at + 1) % inner.length];
}

function mark(root: HTMLElement, n: string): void {
  let first: HTMLElement | null = null;
  for (const e of root.querySelectorAll<HTMLElement>("[data-c], [data-r]")) {
    const on = numbersOf(e).includes(n);
    e.classList.toggle("on", on);
    if (on) first ??= e;
    const part = partOf(e.dataset.r, n);
    if (part) e.dataset.role = part;
    else delete e.dataset.role;
  }
  for (const e of root.querySelectorAll<HTMLElement>("[data-n]")) {
    const on = e.dataset.n === n;
    e.classList.toggle("on", on);
    const link = e.matches("a") ? e : e.querySelector("a[data-item]");
    if (on) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }
  document.getElementById("claim")?.removeAttribute("id");
  if (first) {
    first.id = "claim";
    first.scrollIntoView({ block: "nearest" });
  }
}

let asked = 0;

/** Puts a claim's panel in the place of the last one's. */
async function panel(href: string): Promise<void> {
  const mine = ++asked;
  history.replaceState(null, "", href);
  const answer = await fetch(href);
  if (!answer.ok || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("chosen");
  const old = document.getElementById("chosen");
  if (mine !== asked || !fresh || !old) return;
  old.replaceWith(document.adoptNode(fresh));
  copies();
}

function reader(root: HTMLElement): void {
  const lengths = new Map<string, number>();
  for (const e of root.querySelectorAll<HTMLElement>("[data-c]")) {
    for (const n of numbersOf(e)) lengths.set(n, (lengths.get(n) ?? 0) + (e.textContent ?? "").length);
  }
  const chosen = (): string | undefined => root.querySelector<HTMLElement>("li.claim.on")?.dataset.n;

  const choose = (n: string): void => {
    const item = root.querySelector<HTMLElement>(`li.claim[data-n="${CSS.escape(n)}"]`);
    const link = item?.querySelector<HTMLAnchorElement>("a[data-item]");
    if (!item || !link) return;
    mark(root, n);
    const href = link.getAttribute("href") ?? "";
    if (href.startsWith("#")) {
      const details = item.querySelector("details");
      if (details) details.open = true;
      item.scrollIntoView({ block: "nearest" });
      return;
    }
    void panel(href);
    const beside = item.closest<HTMLElement>(".claims-of");
    if (beside && item.offsetParent !== null) item.scrollIntoView({ block: "nearest" });
  };

  root.addEventListener("click", (e) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey || e.button !== 0 || !(e.target instanceof Element)) return;
    const link = e.target.closest<HTMLElement>("a");
    const n = link?.dataset.n ?? link?.closest<HTMLElement>("li.claim")?.dataset.n;
    if (link && n && (link.dataset.n || link.hasAttribute("data-item"))) {
      e.preventDefault();
      choose(n);
      return;
    }
    const piece = e.target.closest<HTMLElement>("[data-c]");
    // Whoever selects words wants to copy them.
    if (!link && piece && (getSelection()?.isCollapsed ?? true)) {
      const next = nextOf(numbersOf(piece), chosen(), (k) => lengths.get(k) ?? 0);
      if (next) choose(next);
    }
  });
}

/** A button beside each citation. */
export function copies(): void {
  for (const text of document.querySelectorAll<HTMLElement>("[data-copy]")) {
    if (text.dataset.copy === "ready") continue;
    text.dataset.copy = "ready";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = "Copy citation";
    button.addEventListener("click", () => {
      const link = text.parentElement?.querySelector<HTMLAnchorElement>("a[href^='/claim/']");
      const words = `${text.textContent?.trim() ?? ""}${link ? ` ${link.href}` : ""}`;
      void navigator.clipboard.writeText(words).then(
        () => (button.textContent = "Copied"),
        () => getSelection()?.selectAllChildren(text),
      );
    });
    text.after(button);
  }
}

/** a and r: accept or reject the claim that is shown; the reason is asked for, and Enter sends it. */
function decide(): void {
  let verdict = "accept";
  const form = (): HTMLFormElement | null => document.querySelector<HTMLFormElement>("form[data-opinion]");
  document.addEventListener("keydown", (e) => {
    const f = form();
    const why = f?.querySelector<HTMLInputElement>("input[name='why']");
    if (!f || !why || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target === why) {
      if (e.key === "Enter") {
        e.preventDefault();
        f.requestSubmit(f.querySelector<HTMLButtonElement>(`button[value="${verdict}"]`));
      } else if (e.key === "Escape") why.blur();
      return;
    }
    const typing = e.target instanceof HTMLElement && /^(input|select|textarea)$/i.test(e.target.tagName);
    if (typing || (e.key !== "a" && e.key !== "r")) return;
    e.preventDefault();
    verdict = e.key === "a" ? "accept" : "reject";
    for (const b of f.querySelectorAll("button")) b.classList.toggle("plain", b.value !== verdict);
    why.placeholder = `why ${verdict} it? Enter sends`;
    why.focus();
  });
  // Whoever decides is called so the next time too.
  document.addEventListener("submit", (e) => {
    const who = (e.target as HTMLFormElement).elements.namedItem("who");
    if (who instanceof HTMLInputElement && who.value) localStorage.setItem("froissart-who", who.value);
  });
  const name = localStorage.getItem("froissart-who");
  if (name) for (const who of document.querySelectorAll<HTMLInputElement>("input[name='who']")) who.value = name;
}

export function reads(): void {
  const root = document.querySelector<HTMLElement>("[data-reader]");
  if (root) reader(root);
  copies();
  if (document.body.dataset.write) decide();
}
