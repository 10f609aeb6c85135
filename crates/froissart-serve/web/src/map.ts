// The map on a canvas: zoom, pan, keys, marks that open onto their accounts. What it shows is the view's own JSON; without
// it the server's drawing stays.

import { select } from "d3-selection";
import { zoom, zoomIdentity, type ZoomBehavior, type ZoomTransform } from "d3-zoom";
import type { Topology } from "topojson-specification";
import { onPage } from "./days";
import { count, el, isStill, link } from "./dom";
import { Glyphs, R, palette, right, type Palette } from "./glyphs";
import { openPlace, pathOf, type Data, type Place } from "./map-panel";
import { near, outlines, seen, xy, type Base, type Outlines } from "./outlines";

/** A place as it is drawn: before zooming, and where it is just now. */
interface Spot { place: Place; kind: string; x: number; y: number; rx: number; ry: number; at: [number, number]; isSeen: boolean }

const KM = 111.2;
/** Places that can be walked through with the tab key: the best attested of those in sight. */
const STEPS = 60;
const FARTHEST = 60;

class MapView {
  readonly canvas = el("canvas", "map");
  private readonly box = el("div", "canvas");
  private readonly hits = el("div", "grips");
  private readonly tip = el("div", "tip");
  private readonly c: CanvasRenderingContext2D;
  private width = 0;
  private height = 0;
  private dpr = 1;
  private base: Base = { shrink: 1, scale: 1, west: 0, north: 0, middle: 0 };
  private at: ZoomTransform = zoomIdentity;
  private readonly zoom: ZoomBehavior<HTMLCanvasElement, unknown>;
  private glyphs: Glyphs;
  private colours: Palette;
  private spots: Spot[] = [];
  private names: { x: number; y: number; text: string; spot?: Spot; isUnit: boolean }[] = [];
  private world: Topology | null = null;
  private regions: Topology[] = [];
  private codes: string[] = [];
  private drawn: Outlines[] = [];
  private data: Data | null = null;
  private waits = false;
  private idle: number | undefined;
  private hover: Spot | null = null;
  private focused: Spot | null = null;
  private isMoving = false;
  private isStale = true;
  private back: { image: HTMLCanvasElement; at: ZoomTransform; pad: number } | null = null;

  constructor() {
    const c = this.canvas.getContext("2d", { alpha: false });
    if (!c) throw new Error("no canvas");
    this.c = c;
    this.colours = palette();
    this.glyphs = new Glyphs(this.colours, 1);
    this.box.tabIndex = 0;
    this.box.setAttribute("role", "group");
    this.box.setAttribute("aria-label", "Map: arrows move it, plus and minus zoom, 0 shows all, Tab goes through the places");
    this.canvas.setAttribute("role", "img");
    this.tip.hidden = true;
    this.box.append(this.canvas, this.hits, this.tip, this.buttons());
    this.zoom = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([1 / 40, FARTHEST])
      .clickDistance(4)
      .on("start", () => { this.isMoving = true; })
      .on("zoom", (e: { transform: ZoomTransform }) => {
        this.at = e.transform;
        this.ask();
      })
      .on("end", (e: { sourceEvent: unknown }) => {
        this.settle(e.sourceEvent !== null && e.sourceEvent !== undefined);
      });
    select(this.canvas).call(this.zoom);
    this.canvas.addEventListener("pointermove", (e) => this.point(e));
    this.canvas.addEventListener("pointerleave", () => this.over(null));
    this.canvas.addEventListener("click", (e) => {
      const s = this.find(e);
      if (s) void this.open(s, null);
    });
    this.box.addEventListener("keydown", (e) => this.key(e));
    new ResizeObserver(() => this.resize()).observe(this.box);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
  }

  /** Puts the map in the place of the server's drawing, or of another day's. */
  attach(figure: HTMLElement): void {
    figure.querySelector("svg.map")?.classList.add("replaced");
    figure.prepend(this.box);
    this.resize();
  }

  show(data: Data): void {
    const isFirst = this.data === null;
    this.data = data;
    if (isFirst) this.project();
    this.place();
    if (isFirst) this.fromAddress();
    this.settle(false);
  }

  /** The world's shapes, and finer ones of some countries, by their codes. */
  shapes(world: Topology | null, codes: string[], regions: Topology[]): void {
    if (world) this.world = world;
    [this.codes, this.regions] = [codes, regions];
    this.project();
  }

  private recolour(): void {
    this.colours = palette();
    this.glyphs = new Glyphs(this.colours, this.dpr);
    this.isStale = true;
    this.ask();
  }

  private resize(): void {
    const { width, height } = this.box.getBoundingClientRect();
    const dpr = Math.min(devicePixelRatio || 1, 2);
    if (width === 0 || (width === this.width && height === this.height && dpr === this.dpr)) return;
    [this.width, this.height, this.dpr] = [width, height, dpr];
    this.canvas.width = Math.round(width * dpr);
    this.canvas.height = Math.round(height * dpr);
    this.glyphs = new Glyphs(this.colours, dpr);
    this.project();
    this.place();
    this.settle(false);
  }

  /** Fits the frame to the sheet; shapes are made for it once. */
  private project(): void {
    if (!this.data || this.width === 0) return;
    const [west, south, east, north] = this.data.frame;
    const shrink = Math.max(Math.cos(((south + north) / 2) * (Math.PI / 180)), 0.1);
    const scale = Math.min(this.width / ((east - west) * shrink), this.height / (north - south));
    // The middle of the frame in the middle of the sheet.
    this.base = {
      shrink, scale,
      west: (west + east) / 2 - this.width / 2 / scale / shrink,
      north: (south + north) / 2 + this.height / 2 / scale,
      middle: (west + east) / 2,
    };
    this.isStale = true;
    const year = Number((this.data.as_of ?? "9999").slice(0, 4));
    this.drawn = this.world ? [outlines(this.base, this.world, year, new Set(this.codes))] : [];
    this.drawn.push(...this.regions.map((t) => outlines(this.base, t, year)));
    this.ask();
  }

  private place(): void {
    if (!this.data) return;
    this.spots = this.data.places.map((place): Spot => {
      const [x, y] = xy(this.base, near(this.base, place.lon), place.lat);
      const ry = place.is_area ? ((place.radius_km ?? 0) / KM) * this.base.scale : 0;
      const rx = (ry * this.base.shrink) / Math.max(Math.cos(place.lat * (Math.PI / 180)), 0.1);
      return { place, kind: Glyphs.kind(place.mark), x, y, rx, ry, at: [0, 0], isSeen: false };
    });
    this.canvas.setAttribute("aria-label", `Map with ${count(this.spots.length, "place", "places")}; the same as a table below`);
  }

  private ask(): void {
    if (this.waits) return;
    this.waits = true;
    requestAnimationFrame(() => {
      this.waits = false;
      this.draw();
    });
  }

  /** Once nothing moves: names, places for the tab key, the address. */
  private settle(isByHand: boolean): void {
    clearTimeout(this.idle);
    this.idle = window.setTimeout(() => {
      this.isMoving = false;
      this.draw();
      this.label();
      this.steps();
      this.draw();
      if (isByHand) this.toAddress();
    }, 120);
  }

  draw(): void {
    if (!this.data || this.width === 0) return;
    this.ground();
    this.c.setTransform(this.dpr, 0, 0, this.dpr, 0, 0);
    this.marks();
    this.write();
    this.bar();
  }

  /** The outlines. While a hand moves the map, those of its last rest are moved along as a picture, as long as they cover
      the sheet and are not stretched out of shape. */
  private ground(): void {
    const { c, dpr, at, back, width, height } = this;
    const isSame = back !== null && back.at.k === at.k && back.at.x === at.x && back.at.y === at.y;
    if (back && !this.isStale && (this.isMoving || isSame)) {
      const k = at.k / back.at.k;
      const [x, y] = [at.x - back.at.x * k - back.pad * k, at.y - back.at.y * k - back.pad * k];
      const [w, h] = [(width + 2 * back.pad) * k, (height + 2 * back.pad) * k];
      if (k > 0.6 && k < 2.5 && x <= 0 && y <= 0 && x + w >= width && y + h >= height) {
        c.setTransform(1, 0, 0, 1, 0, 0);
        if (k === 1) c.drawImage(back.image, Math.round(x * dpr), Math.round(y * dpr));
        else c.drawImage(back.image, x * dpr, y * dpr, w * dpr, h * dpr);
        return;
      }
    }
    const pad = Math.round(Math.max(width, height) / 3);
    const image = back?.image ?? document.createElement("canvas");
    if (image.width !== Math.round((width + 2 * pad) * dpr) || image.height !== Math.round((height + 2 * pad) * dpr)) {
      image.width = Math.round((width + 2 * pad) * dpr);
      image.height = Math.round((height + 2 * pad) * dpr);
    }
    const inside = image.getContext("2d", { alpha: false });
    if (!inside) return;
    this.outline(inside, pad);
    this.isStale = false;
    this.back = { image, at, pad };
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.drawImage(image, Math.round(-pad * dpr), Math.round(-pad * dpr));
  }

  /** Draws the outlines, with so much more around the sheet. */
  private outline(c: CanvasRenderingContext2D, pad: number): void {
    const { dpr, colours } = this;
    const at = zoomIdentity.translate(this.at.x + pad, this.at.y + pad).scale(this.at.k);
    const [width, height] = [this.width + 2 * pad, this.height + 2 * pad];
    c.setTransform(dpr, 0, 0, dpr, 0, 0);
    c.fillStyle = colours.water;
    c.fillRect(0, 0, width, height);
    const box: [number, number, number, number] = [-at.x / at.k, -at.y / at.k, (width - at.x) / at.k, (height - at.y) / at.k];
    c.lineJoin = "round";
    // Once around the earth to either side, cut where the marks are: half a turn from the middle.
    const turn = 360 * this.base.shrink * this.base.scale;
    const west = (this.base.middle - 180 - this.base.west) * this.base.shrink * this.base.scale;
    c.save();
    c.setTransform(dpr * at.k, 0, 0, dpr * at.k, dpr * at.x, dpr * at.y);
    c.beginPath();
    c.rect(west, -turn, turn, 3 * turn);
    c.clip();
    for (const n of [0, 1, -1]) {
      const shifted: typeof box = [box[0] - n * turn, box[1], box[2] - n * turn, box[3]];
      c.setTransform(dpr * at.k, 0, 0, dpr * at.k, dpr * (at.x + n * turn * at.k), dpr * at.y);
      c.fillStyle = colours.land;
      for (const o of this.drawn) for (const p of seen(o.land, shifted)) c.fill(p, "evenodd");
      const line = (of: "coast" | "borders" | "inner" | "disputed", colour: string, width: number, dash: number[]): void => {
        c.strokeStyle = colour;
        c.lineWidth = width / at.k;
        c.setLineDash(dash.map((d) => d / at.k));
        for (const o of this.drawn) for (const p of seen(o[of], shifted)) c.stroke(p);
      };
      line("inner", colours.border, 0.6, []);
      line("coast", colours.border, 0.8, []);
      line("borders", colours.soft, 1.1, []);
      line("disputed", colours.soft, 1.3, [5, 4]);
    }
    c.restore();
  }

  private marks(): void {
    const { c, at, colours } = this;
    const near = 40;
    for (const s of this.spots) {
      const [x, y] = [s.x * at.k + at.x, s.y * at.k + at.y];
      const lift = s.place.is_area ? Math.max(s.ry * at.k, R * 2.5) : 0;
      s.at = [x, y - lift];
      s.isSeen = x > -near && x < this.width + near && s.at[1] > -near && s.at[1] < this.height + near;
      if (s.place.is_area && (s === this.hover || s === this.focused || this.spots.length < 400)) {
        c.beginPath();
        c.ellipse(x, y, s.rx * at.k, s.ry * at.k, 0, 0, 7);
        c.strokeStyle = colours.soft;
        c.lineWidth = 1;
        c.setLineDash([2, 4]);
        c.stroke();
        c.setLineDash([]);
        c.globalAlpha = s === this.hover || s === this.focused ? 0.16 : 0.06;
        c.fillStyle = colours.ink;
        c.fill();
        c.globalAlpha = 1;
      }
    }
    // The best attested last, above the others.
    c.setTransform(1, 0, 0, 1, 0, 0);
    for (let i = this.spots.length - 1; i >= 0; i--) {
      const s = this.spots[i];
      if (s?.isSeen) this.glyphs.put(c, s.kind, s.place.mark, s.at[0], s.at[1]);
    }
    c.setTransform(this.dpr, 0, 0, this.dpr, 0, 0);
    for (const s of [this.hover, this.focused]) {
      if (!s) continue;
      c.beginPath();
      c.arc(s.at[0], s.at[1], R + 7, 0, 7);
      c.strokeStyle = colours.ink;
      c.lineWidth = 2;
      c.stroke();
    }
  }

  /** Finds room for names: the best attested places first, then regions. */
  private label(): void {
    const { c, at } = this;
    const taken: [number, number, number, number][] = [];
    const isFree = (b: [number, number, number, number]): boolean =>
      b[0] >= 0 && b[2] <= this.width && b[1] >= 0 && b[3] <= this.height && taken.every((t) => b[2] < t[0] || t[2] < b[0] || b[3] < t[1] || t[3] < b[1]);
    const seen = this.spots.filter((s) => s.isSeen).slice(0, 500);
    for (const s of seen) taken.push([s.at[0] - 9, s.at[1] - 9, s.at[0] + right(s.place.mark) - 4, s.at[1] + (s.place.mark.signs.length > 0 ? 20 : 9)]);
    this.names = [];
    c.font = "600 12px system-ui, sans-serif";
    for (const s of seen.slice(0, 150)) {
      const w = c.measureText(s.place.name).width;
      const [x, y] = s.at;
      for (const [u, v] of [[x + right(s.place.mark), y + 4], [x - 12 - w, y + 4], [x - w / 2, y - 14], [x - w / 2, y + 32]] as const) {
        const b: [number, number, number, number] = [u - 1, v - 11, u + w + 1, v + 3];
        if (!isFree(b)) continue;
        taken.push(b);
        this.names.push({ x: u - x, y: v - y, text: s.place.name, spot: s, isUnit: false });
        break;
      }
    }
    c.font = "italic 11px system-ui, sans-serif";
    for (const u of this.drawn.flatMap((o) => o.units)) {
      const w = c.measureText(u.name).width;
      const [x, y] = [u.x * at.k + at.x - w / 2, u.y * at.k + at.y];
      const b: [number, number, number, number] = [x - 2, y - 11, x + w + 2, y + 3];
      if (u.width * at.k < w || !isFree(b)) continue;
      taken.push(b);
      this.names.push({ x: u.x, y: u.y, text: u.name, isUnit: true });
    }
  }

  private write(): void {
    const { c, at, colours } = this;
    c.lineJoin = "round";
    c.lineWidth = 3;
    c.strokeStyle = colours.land;
    for (const n of this.names) {
      if (n.spot && !n.spot.isSeen) continue;
      c.font = n.isUnit ? "italic 11px system-ui, sans-serif" : "600 12px system-ui, sans-serif";
      c.fillStyle = n.isUnit ? colours.soft : colours.ink;
      c.textAlign = n.isUnit ? "center" : "left";
      const [x, y] = n.spot ? [n.spot.at[0] + n.x, n.spot.at[1] + n.y] : [n.x * at.k + at.x, n.y * at.k + at.y];
      c.strokeText(n.text, x, y);
      c.fillText(n.text, x, y);
    }
    c.textAlign = "left";
  }

  private bar(): void {
    const { c, colours } = this;
    const perPoint = KM / (this.base.scale * this.at.k);
    const most = Math.min(160, this.width / 4) * perPoint;
    const ten = 10 ** Math.floor(Math.log10(most));
    const km = [5, 2, 1].map((n) => n * ten).find((n) => n <= most) ?? ten;
    const [x, y, long] = [14, this.height - 14, km / perPoint];
    c.strokeStyle = c.fillStyle = colours.ink;
    c.lineWidth = 1.5;
    c.beginPath();
    c.moveTo(x, y - 5);
    c.lineTo(x, y);
    c.lineTo(x + long, y);
    c.lineTo(x + long, y - 5);
    c.stroke();
    c.font = "12px system-ui, sans-serif";
    c.fillText(`${km < 1 ? km.toFixed(2) : km} km`, x + long + 6, y);
  }

  /** Links over the best attested marks, for the keyboard and for readers of screens. */
  private steps(): void {
    if (this.hits.contains(document.activeElement)) return;
    const seen = this.spots.filter((s) => s.isSeen).slice(0, STEPS);
    this.hits.replaceChildren(...seen.map((s) => {
      const a = link(pathOf(s.place, this.data?.shared ?? ""), "", "hit");
      a.setAttribute("aria-label", s.place.label);
      a.style.transform = `translate(${s.at[0] - 12}px, ${s.at[1] - 12}px)`;
      a.addEventListener("focus", () => {
        this.focused = s;
        this.hint(s);
        this.ask();
      });
      a.addEventListener("blur", () => {
        this.focused = null;
        this.hint(null);
        this.ask();
      });
      a.addEventListener("click", (e) => {
        e.preventDefault();
        void this.open(s, a);
      });
      return a;
    }));
  }

  private find(e: { offsetX: number; offsetY: number }): Spot | null {
    let best: Spot | null = null;
    let near = R + 4;
    for (const s of this.spots) {
      if (!s.isSeen) continue;
      const d = Math.hypot(s.at[0] - e.offsetX, s.at[1] - e.offsetY);
      if (d < near) [best, near] = [s, d];
    }
    return best;
  }

  private point(e: PointerEvent): void {
    if (!this.isMoving) this.over(this.find(e));
  }

  private over(s: Spot | null): void {
    if (s === this.hover) return;
    this.hover = s;
    this.canvas.style.cursor = s ? "pointer" : "grab";
    this.hint(s);
    this.ask();
  }

  private hint(s: Spot | null): void {
    this.tip.hidden = !s;
    if (!s) return;
    this.tip.textContent = s.place.label;
    this.tip.style.left = `${Math.min(Math.max(s.at[0] - 110, 4), Math.max(this.width - 230, 4))}px`;
    this.tip.style.top = `${s.at[1] + (s.at[1] > this.height - 110 ? -70 : 24)}px`;
  }

  private async open(s: Spot, back: HTMLElement | null): Promise<void> {
    if (this.data) await openPlace(s.place, this.data.shared, back ?? this.box);
  }

  private buttons(): HTMLElement {
    const box = el("div", "zooms");
    for (const [text, name, by] of [["+", "Nearer", 1.6], ["−", "Farther", 1 / 1.6], ["⤢", "All of it", 0]] as const) {
      const b = el("button", "plain", text);
      b.type = "button";
      b.title = name;
      b.setAttribute("aria-label", name);
      b.addEventListener("click", () => this.by(by));
      box.append(b);
    }
    return box;
  }

  private by(k: number): void {
    const s = select(this.canvas);
    if (k === 0) this.zoom.transform(s, zoomIdentity);
    else this.zoom.scaleBy(s, k);
    this.settle(true);
  }

  private key(e: KeyboardEvent): void {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const far = 60 / this.at.k;
    const move: Record<string, [number, number]> = { ArrowLeft: [far, 0], ArrowRight: [-far, 0], ArrowUp: [0, far], ArrowDown: [0, -far] };
    const by = move[e.key];
    if (by) this.zoom.translateBy(select(this.canvas), by[0], by[1]);
    else if (e.key === "+" || e.key === "=") this.by(1.6);
    else if (e.key === "-") this.by(1 / 1.6);
    else if (e.key === "0") this.by(0);
    else return;
    e.preventDefault();
    this.settle(true);
  }

  /** What is looked at, as the address has it after its mark: the middle and how many kilometres are seen across. */
  private toAddress(): void {
    const [x, y] = this.at.invert([this.width / 2, this.height / 2]);
    const lon = ((((this.base.west + x / this.base.scale / this.base.shrink + 180) % 360) + 360) % 360) - 180;
    const lat = this.base.north - y / this.base.scale;
    const km = (this.width / (this.base.scale * this.at.k)) * KM;
    const mark = this.at.k === 1 && this.at.x === 0 && this.at.y === 0 ? "" : `#map=${lat.toFixed(3)}/${lon.toFixed(3)}/${Math.round(km)}`;
    history.replaceState(null, "", location.pathname + location.search + mark);
    // On paper what was looked at, and the whole where nobody moved it.
    this.box.classList.toggle("moved", mark !== "");
  }

  private fromAddress(): void {
    const m = /^#map=(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)\/(\d+)$/.exec(location.hash);
    if (!m || this.width === 0) return;
    const [lat, lon, km] = [Number(m[1]), Number(m[2]), Math.max(Number(m[3]), 1)];
    const k = Math.min(Math.max(((this.width / this.base.scale) * KM) / km, 1 / 40), FARTHEST);
    const [x, y] = xy(this.base, near(this.base, lon), lat);
    this.box.classList.add("moved");
    this.zoom.transform(select(this.canvas), zoomIdentity.translate(this.width / 2 - x * k, this.height / 2 - y * k).scale(k));
  }
}

let view: MapView | null = null;
const kept = new Map<string, Promise<Topology | null>>();

function shape(name: string): Promise<Topology | null> {
  let got = kept.get(name);
  if (!got) {
    got = fetch(`/shapes/${name}.json`).then((r) => (r.ok ? (r.json() as Promise<Topology>) : null)).catch(() => null);
    kept.set(name, got);
  }
  return got;
}

async function begin(): Promise<void> {
  const box = document.querySelector<HTMLElement>("[data-map]");
  const figure = box?.querySelector<HTMLElement>("figure.sheet");
  const url = box?.dataset.map;
  if (!figure || !url) return;
  // Another day's marks come onto the map that is there.
  if (view) view.attach(figure);
  const [data, world] = await Promise.all([fetch(url).then((r) => (r.ok ? (r.json() as Promise<Data>) : null)).catch(() => null), shape("world")]);
  if (!data || !document.contains(figure)) return;
  view ??= new MapView();
  const codes = data.shapes.slice(0, 3);
  const regions = await Promise.all(codes.map(shape));
  const there = codes.filter((_, i) => regions[i]);
  view.attach(figure);
  view.show(data);
  view.shapes(world, there, regions.filter((t) => t !== null));
  figure.dataset.ready = isStill() ? "still" : "1";
}

export function map(): void {
  if (document.querySelector("[data-map]")) onPage(() => void begin());
}
