// What a sign of a drawing stands for is a row of the page's own table: without a script a click leads there, with one it
// opens beside the drawing. Nothing is fetched.

import { el, link, openPanel } from "./dom";

/** The row of the table that a sign leads to. */
export function rowOf(a: SVGAElement): HTMLElement | null {
  const id = a.getAttribute("href") ?? "";
  return id.startsWith("#") ? document.getElementById(id.slice(1)) : null;
}

/** A copy of a row's cells as paragraphs, its words opened. */
export function contents(row: HTMLElement): HTMLElement[] {
  return [...row.children].map((cell) => {
    const p = el("div", "cell");
    for (const n of cell.childNodes) p.append(n.cloneNode(true));
    for (const d of p.querySelectorAll("details")) d.open = true;
    for (const e of p.querySelectorAll("[id]")) e.removeAttribute("id");
    return p;
  });
}

/** Makes a sign open its row beside the drawing. */
export function rowPanel(a: SVGAElement): void {
  a.addEventListener("click", (e) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey) return;
    const row = rowOf(a);
    if (!row || row.tagName !== "TR") return;
    e.preventDefault();
    const to = link(a.getAttribute("href") ?? "", a.getAttribute("aria-label") ?? "");
    openPanel(to, contents(row), a);
  });
}
