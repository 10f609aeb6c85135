// The timeline with a hand on it: items open their words beside it, and a brush over the days narrows every view to them.

import { brushX, type D3BrushEvent } from "d3-brush";
import { select } from "d3-selection";
import { onPage } from "./days";
import { el } from "./dom";
import { rowPanel } from "./rows";

const DAY = 86_400_000;

/** The day so many days after another. */
export function dayAfter(first: string, n: number): string {
  return new Date(Date.parse(`${first}T00:00:00Z`) + n * DAY).toISOString().slice(0, 10);
}

/** Which whole days a stretch of the axis covers. */
export function daysOf(x: [number, number], left: number, wide: number, days: number): [number, number] {
  const at = (p: number): number => Math.min(Math.max(Math.floor((p - left) / wide + 1e-6), 0), days - 1);
  const first = at(x[0] + wide * 0.3);
  return [first, Math.max(at(x[1] - wide * 0.3), first)];
}

function brush(svg: SVGSVGElement): void {
  const n = (name: string): number => Number(svg.dataset[name]);
  const [first, left, wide, days, top, height] = [svg.dataset.first ?? "", n("left"), n("wide"), n("days"), n("top"), n("height")];
  if (!first || !(wide > 0)) return;
  const form = document.querySelector<HTMLFormElement>("form[data-range]");
  const field = (name: string): HTMLInputElement | null => form?.querySelector<HTMLInputElement>(`input[name="${name}"]`) ?? null;
  const layer = select(svg).append("g").attr("class", "brush").attr("aria-hidden", "true");
  const b = brushX<unknown>()
    .extent([[left, 0], [left + wide * days, top - 16]])
    .on("brush end", (e: D3BrushEvent<unknown>) => {
      const s = e.selection as [number, number] | null;
      if (!s || !e.sourceEvent) return;
      const [from, to] = daysOf(s, left, wide, days);
      const [f, t] = [field("from"), field("to")];
      if (f) f.value = dayAfter(first, from);
      if (t) t.value = dayAfter(first, to);
      if (e.type === "end") form?.requestSubmit();
    });
  layer.call(b);
  // The stretch that is seen goes down through all lanes.
  layer.select(".selection").attr("data-height", height);
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = "Draw over days to see only them, in every view";
  layer.select<SVGElement>(".overlay").node()?.append(title);
}

export function timeline(): void {
  if (!document.querySelector("[data-timeline]")) return;
  onPage(() => {
    const svg = document.querySelector<SVGSVGElement>("svg.timeline");
    if (!svg) return;
    brush(svg);
    svg.closest(".scroll")?.before(el("p", "order hint", "Draw over the row of days to see only those, here and in every view."));
    for (const a of svg.querySelectorAll<SVGAElement>("a.item")) rowPanel(a);
  });
}
