// What is told of a place, beside the map: who holds it by whose account, what happened there, in their words.

import { el, link, openPanel, words, type Said } from "./dom";
import type { Mark } from "./glyphs";

interface Holding {
  text: string; holder: string; actor: string; side: number | null; status: string; extent: string | null; standing: string;
  timing: { state: string; day?: string }; is_disputed: boolean; is_stale: boolean; since: string | null; told: string | null; said: Said;
}
interface Happened { text: string; type: string; quad: number; day: string; said: Said }
export interface Place {
  key: string; name: string; country: string | null; lat: number; lon: number; radius_km: number | null; precision: string | null; is_area: boolean;
  mark: Mark; label: string; holdings?: Holding[]; n_holdings?: number; events?: Happened[]; n_events?: number;
}
export interface Data { as_of: string | null; frame: [number, number, number, number]; shapes: string[]; places: Place[]; left_out: number; shared: string }

/** An address with what all views share, and one thing more. */
function at(path: string, shared: string, name: string, value: string): string {
  return `${path}?${shared ? `${shared}&` : ""}${name}=${encodeURIComponent(value)}`;
}

/** The place's own page. */
export const pathOf = (p: Place, shared: string): string => at("/place", shared, "key", p.key);

/** Of thousands of places only the marks have come: one place's words are asked for when it is looked at. */
async function whole(p: Place, shared: string): Promise<Place> {
  if (p.holdings) return p;
  const answer = await fetch(at("/api/v1/map", shared, "place", p.key)).catch(() => null);
  const all = answer?.ok ? ((await answer.json()) as Data) : null;
  return all?.places.find((x) => x.key === p.key) ?? p;
}

function holding(h: Holding): HTMLElement {
  const li = el("li");
  const line = el("p");
  line.append(el("span", `actor ${h.side === null ? "" : `side-${h.side}`}`, h.holder), " ", el("span", `mark status-${h.status}`, h.status));
  if (h.extent) line.append(" ", el("span", "extent", h.extent));
  if (h.is_disputed) line.append(" ", el("span", "mark disputed", "disputed"));
  if (h.standing !== "fact") line.append(" ", el("span", `mark ${h.standing}`, h.standing));
  if (h.timing.state === "possible") line.append(" ", el("span", "mark possible", "possibly"));
  if (h.is_stale && h.told) line.append(" ", el("span", "mark old", `last told ${h.told}`));
  else if (h.told) line.append(" ", el("span", "age", h.told));
  li.append(line, words(h.said));
  return li;
}

function happened(e: Happened): HTMLElement {
  const li = el("li");
  li.append(el("p", "", e.text), words(e.said));
  return li;
}

/** Opens the panel on a place; closing it leads back to `back`. */
export async function openPlace(brief: Place, shared: string, back: HTMLElement): Promise<void> {
  const p = await whole(brief, shared);
  const where = `${Math.abs(p.lat).toFixed(2)}° ${p.lat < 0 ? "S" : "N"} ${Math.abs(p.lon).toFixed(2)}° ${p.lon < 0 ? "W" : "E"}`;
  const reach = p.is_area ? `, somewhere within ${Math.round(p.radius_km ?? 0)} km` : "";
  const body: Node[] = [el("p", "by", where + reach)];
  const list = (title: string, all: HTMLElement[], n: number): void => {
    if (all.length === 0) return;
    const ul = el("ul", "items");
    ul.append(...all);
    body.push(el("h3", "", title), ul);
    if (n > all.length) body.push(link(pathOf(p, shared), `${n - all.length} more`));
  };
  list("Told of who holds it", (p.holdings ?? []).map(holding), p.n_holdings ?? 0);
  list("What happened there", (p.events ?? []).map(happened), p.n_events ?? 0);
  const more = el("p", "more");
  more.append(link(pathOf(p, shared), "the place's page"), " · ", link(at(location.pathname, shared, "place", p.key), "only this place, in every view"));
  body.push(more);
  openPanel(link(pathOf(p, shared), p.name), body, back);
}
