// Elements made by script: text is always text, never markup, whoever wrote it.

/** An element with a class and text. */
export function el<K extends keyof HTMLElementTagNameMap>(name: K, cls = "", text = ""): HTMLElementTagNameMap[K] {
  const e = document.createElement(name);
  if (cls) e.className = cls;
  if (text) e.textContent = text;
  return e;
}

export function link(href: string, text: string, cls = ""): HTMLAnchorElement {
  const a = el("a", cls, text);
  a.href = href;
  return a;
}

export function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** Whether whoever looks has asked for stillness. */
export const isStill = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Who says an item, in which words: as a view's JSON has it. */
export interface Said {
  n_accounts: number;
  n_claims: number;
  claims: { words: string; by: string; certainty: string; href: string }[];
  href: string;
}

/** The words behind an item, each a link to its place on its page. */
export function words(s: Said): HTMLElement {
  const box = el("div", "grounds");
  const list = el("ol", "words");
  for (const c of s.claims) {
    const li = el("li");
    li.append(link(c.href, `“${c.words}”`, "evidence"), " ", el("span", "by", c.by), " ", el("span", `mark ${c.certainty}`, c.certainty));
    list.append(li);
  }
  box.append(el("span", "by", count(s.n_accounts, "account", "accounts")), list);
  if (s.n_claims > s.claims.length) box.append(link(s.href, `all ${s.n_claims} claims`));
  return box;
}

/** Opens the panel beside a drawing on something, with a way to close it again. */
export function openPanel(title: Node, body: Node[], back: HTMLElement | SVGElement | null): void {
  const panel = document.querySelector<HTMLElement>("[data-panel]");
  if (!panel) return;
  const head = el("h2");
  head.append(title);
  const close = el("button", "plain close", "Close");
  close.type = "button";
  const shut = (): void => {
    panel.hidden = true;
    panel.replaceChildren();
    back?.focus();
  };
  close.addEventListener("click", shut);
  panel.onkeydown = (e) => {
    if (e.key === "Escape") shut();
  };
  panel.replaceChildren(close, head, ...body);
  panel.hidden = false;
  panel.tabIndex = -1;
  panel.setAttribute("role", "region");
  panel.setAttribute("aria-label", head.textContent ?? "");
  panel.focus({ preventScroll: true });
  if (matchMedia("(max-width: 60rem)").matches) panel.scrollIntoView({ block: "nearest", behavior: isStill() ? "auto" : "smooth" });
}
