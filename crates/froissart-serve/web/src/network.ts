// The network with a hand on it: actors can be moved, pointing at one shows its ties alone, a click opens the words. Where
// everybody stands at first is the server's drawing, the same for everybody.

import { drag, type D3DragEvent } from "d3-drag";
import { select } from "d3-selection";
import { onPage } from "./days";
import { count, el, link, openPanel } from "./dom";
import { contents, rowOf, rowPanel } from "./rows";

type Point = [number, number];
interface Actor { a: SVGAElement; g: SVGGElement; at: Point }
interface Tie { a: SVGAElement; from: number; to: number; bend: number; rims: [number, number] }

/** A tie as a curve between two rims, as the server draws it, with where its signs stand. */
export function curve(from: Point, to: Point, rims: [number, number], bend: number): { d: string; ends: [number, number, number][] } {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const far = Math.max(Math.hypot(dx, dy), 1);
  const c: Point = [(from[0] + to[0]) / 2 - (dy / far) * bend, (from[1] + to[1]) / 2 + (dx / far) * bend];
  const near = (p: Point, r: number): Point => {
    const [x, y] = [c[0] - p[0], c[1] - p[1]];
    const f = Math.max(Math.hypot(x, y), 1);
    return [p[0] + (x / f) * r, p[1] + (y / f) * r];
  };
  const [a, b] = [near(from, rims[0]), near(to, rims[1])];
  const turn = (p: Point, q: Point): number => (Math.atan2(p[1] - q[1], p[0] - q[0]) * 180) / Math.PI;
  const m: Point = [(a[0] + 2 * c[0] + b[0]) / 4, (a[1] + 2 * c[1] + b[1]) / 4];
  const t = (n: number): string => n.toFixed(1);
  return {
    d: `M${t(a[0])} ${t(a[1])}Q${t(c[0])} ${t(c[1])} ${t(b[0])} ${t(b[1])}`,
    ends: [[a[0], a[1], turn(a, c)], [b[0], b[1], turn(b, c)], [m[0], m[1], turn(b, a)]],
  };
}

function redraw(tie: Tie, actors: Actor[]): void {
  const [from, to] = [actors[tie.from], actors[tie.to]];
  if (!from || !to) return;
  const c = curve(from.at, to.at, tie.rims, tie.bend);
  for (const p of tie.a.querySelectorAll(".line, .wide")) p.setAttribute("d", c.d);
  for (const sign of tie.a.querySelectorAll<SVGElement>("[data-end]")) {
    const end = sign.dataset.end === "m" ? 2 : Number(sign.dataset.end);
    const [x, y, turn] = c.ends[end] ?? [0, 0, 0];
    sign.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${sign.classList.contains("query") ? 0 : turn.toFixed(1)})`);
  }
}

function open(actor: Actor, ties: Tie[]): void {
  const name = actor.a.getAttribute("aria-label") ?? "";
  const list = el("ul", "items");
  for (const t of ties) {
    const row = rowOf(t.a);
    if (!row) continue;
    const li = el("li");
    // In words, with the accounts, and the way to all between the two.
    li.append(...contents(row).slice(3));
    list.append(li);
  }
  const body: Node[] = [el("p", "by", count(ties.length, "tie", "ties")), list];
  const [more, own] = [Number(actor.a.dataset.more ?? 0), actor.a.dataset.own];
  if (own) {
    const p = el("p", "more", more > 0 ? `${count(more, "tie", "ties")} more are not drawn. ` : "");
    p.append(link(own, more > 0 ? "All its ties" : "Only its ties"));
    body.push(p);
  }
  openPanel(link(actor.a.getAttribute("href") ?? "", name), body, actor.a);
}

function begin(): void {
  const svg = document.querySelector<SVGSVGElement>("svg.network");
  if (!svg) return;
  const actors = [...svg.querySelectorAll<SVGAElement>("a.node")].flatMap((a): Actor[] => {
    const g = a.querySelector("g");
    return g ? [{ a, g, at: [Number(a.dataset.x), Number(a.dataset.y)] }] : [];
  });
  const ties = [...svg.querySelectorAll<SVGAElement>("a.tie")].map((a): Tie => {
    const rims = (a.dataset.rims ?? "").split(" ").map(Number);
    return { a, from: Number(a.dataset.a), to: Number(a.dataset.b), bend: Number(a.dataset.bend), rims: [rims[0] ?? 8, rims[1] ?? 8] };
  });
  for (const t of ties) rowPanel(t.a);
  actors.forEach((actor, i) => {
    const own = ties.filter((t) => t.from === i || t.to === i);
    const near = new Set<SVGAElement>([actor.a, ...own.map((t) => t.a), ...own.flatMap((t) => [actors[t.from]?.a, actors[t.to]?.a]).filter((a) => a !== undefined)]);
    const show = (on: boolean): void => {
      svg.classList.toggle("quiet", on);
      for (const a of near) a.classList.toggle("near", on);
    };
    actor.a.addEventListener("pointerenter", () => show(true));
    actor.a.addEventListener("pointerleave", () => show(false));
    actor.a.addEventListener("focus", () => show(true));
    actor.a.addEventListener("blur", () => show(false));
    let moved = false;
    actor.a.addEventListener("click", (e) => {
      if (e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      if (!moved) open(actor, own);
    });
    select<SVGAElement, unknown>(actor.a).call(
      drag<SVGAElement, unknown>()
        .container(() => svg)
        .subject(() => ({ x: actor.at[0], y: actor.at[1] }))
        .on("start", () => { moved = false; })
        .on("drag", (e: D3DragEvent<SVGAElement, unknown, unknown>) => {
          moved = true;
          actor.at = [e.x, e.y];
          actor.g.setAttribute("transform", `translate(${e.x.toFixed(1)} ${e.y.toFixed(1)})`);
          for (const t of own) redraw(t, actors);
        })
        .on("end", () => setTimeout(() => { moved = false; })),
    );
  });
}

export function network(): void {
  if (document.querySelector("nav[data-days], [data-network]") && document.body.classList.contains("view-network")) onPage(begin);
}
