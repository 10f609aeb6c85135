// Marks of places on a canvas: the same signs that the server draws as SVG, each kind drawn once and then copied.

export interface Piece { side: number | null; backs: boolean; how: string; is_last: boolean }
export interface Mark { sectors: Piece[]; signs: Piece[]; is_disputed: boolean; quads: [number, number, number, number] }

export const R = 8;
/** The colours of the page, as its style has them now. */
export interface Palette { ink: string; soft: string; paper: string; water: string; land: string; border: string; coast: string; warn: string; sides: string[] }

export function palette(): Palette {
  const s = getComputedStyle(document.documentElement);
  const v = (n: string): string => s.getPropertyValue(n).trim();
  return {
    ink: v("--ink"), soft: v("--soft"), paper: v("--paper"), water: v("--water"), land: v("--land"), border: v("--border"), coast: v("--soft"),
    warn: v("--warn"), sides: Array.from({ length: 9 }, (_, n) => v(`--side-${n}`)),
  };
}

function path(c: CanvasRenderingContext2D, r: number, a: number, b: number): void {
  c.beginPath();
  if (b - a < Math.PI * 2 - 0.001) c.moveTo(0, 0);
  c.arc(0, 0, r, a - Math.PI / 2, b - Math.PI / 2);
  c.closePath();
}

/** Lines or dots over a sector, in the paper's colour. */
function over(c: CanvasRenderingContext2D, how: string, p: Palette): void {
  c.save();
  c.clip();
  c.strokeStyle = c.fillStyle = p.paper;
  c.lineWidth = 1.5;
  if (how === "contested") {
    for (let i = -24; i < 24; i += 4) {
      c.beginPath();
      c.moveTo(i - 10, -10);
      c.lineTo(i + 10, 10);
      c.stroke();
    }
  } else {
    for (let x = -8; x <= 8; x += 4) {
      for (let y = -8; y <= 8; y += 4) {
        c.beginPath();
        c.arc(x, y, 1.1, 0, 7);
        c.fill();
      }
    }
  }
  c.restore();
}

function sign(c: CanvasRenderingContext2D, s: Piece, p: Palette): void {
  c.strokeStyle = c.fillStyle = s.side === null ? p.soft : (p.sides[s.side] ?? p.soft);
  c.lineWidth = 1.8;
  c.globalAlpha = s.is_last ? 0.65 : 1;
  c.beginPath();
  switch (s.how) {
    case "lost": c.arc(0, 0, 3.6, 0, 7); c.moveTo(-5, 3.4); c.lineTo(5, -3.4); c.stroke(); break;
    case "present": c.fillRect(-3, -3, 6, 6); break;
    case "besieging": c.arc(0, 0, 4.2, -0.65, 0.65, true); c.stroke(); break;
    case "denied": c.moveTo(-3.4, -3.4); c.lineTo(3.4, 3.4); c.moveTo(3.4, -3.4); c.lineTo(-3.4, 3.4); c.stroke(); break;
    default:
      c.setLineDash([1.5, 1.5]);
      c.lineWidth = 1;
      c.arc(0, 0, 4.6, 0, 7);
      c.stroke();
      c.setLineDash([]);
      c.font = "700 8px system-ui, sans-serif";
      c.textAlign = "center";
      c.fillText("?", 0, 3);
      c.textAlign = "left";
  }
  c.globalAlpha = 1;
}

function quad(c: CanvasRenderingContext2D, q: number, n: number, p: Palette): void {
  c.strokeStyle = c.fillStyle = p.ink;
  c.lineWidth = 1.4;
  c.beginPath();
  if (q < 2) c.arc(0, 0, 3.6, 0, 7);
  else {
    c.moveTo(0, -4.4);
    c.lineTo(4.4, 3.4);
    c.lineTo(-4.4, 3.4);
    c.closePath();
  }
  if (q % 2 === 1) c.fill();
  else {
    c.fillStyle = p.paper;
    c.fill();
  }
  c.stroke();
  if (n > 1) {
    c.font = "600 10px system-ui, sans-serif";
    c.lineWidth = 3;
    c.strokeStyle = p.land;
    c.fillStyle = p.ink;
    const text = n > 9 ? "9+" : String(n);
    c.strokeText(text, 6, 4);
    c.fillText(text, 6, 4);
  }
}

function draw(c: CanvasRenderingContext2D, m: Mark, p: Palette): void {
  const n = m.sectors.length;
  const whole = Math.PI * 2;
  if (n === 0 && m.signs.length > 0) {
    path(c, R - 2, 0, whole);
    c.fillStyle = p.paper;
    c.fill();
    c.strokeStyle = p.soft;
    c.lineWidth = 1.2;
    c.stroke();
  }
  m.sectors.forEach((s, i) => {
    const [a, b] = [(i / n) * whole, ((i + 1) / n) * whole];
    const colour = s.side === null ? p.soft : (p.sides[s.side] ?? p.soft);
    path(c, R, a, b);
    c.fillStyle = p.paper;
    c.fill();
    c.globalAlpha = s.is_last ? 0.3 : 1;
    c.fillStyle = colour;
    c.fill();
    c.globalAlpha = 1;
    if (s.how === "contested" || s.how === "shared") over(c, s.how, p);
    path(c, R, a, b);
    c.strokeStyle = s.is_last ? colour : p.paper;
    c.lineWidth = 1.5;
    c.setLineDash(s.is_last ? [2.5, 2] : []);
    c.stroke();
    c.setLineDash([]);
    if (s.how === "besieged") {
      c.beginPath();
      c.arc(0, 0, R + 3, a - Math.PI / 2, b - Math.PI / 2);
      c.strokeStyle = colour;
      c.lineWidth = 2;
      c.stroke();
    }
  });
  if (m.is_disputed) {
    c.beginPath();
    c.arc(0, 0, R + (m.sectors.some((s) => s.how === "besieged") ? 6 : 3), 0, 7);
    c.setLineDash([3, 2.5]);
    c.strokeStyle = p.warn;
    c.lineWidth = 1.6;
    c.stroke();
    c.setLineDash([]);
  }
  const signs = m.signs.slice(0, 4);
  signs.forEach((s, i) => {
    c.save();
    c.translate(i * 11 - 5.5 * (signs.length - 1), R + 8);
    sign(c, s, p);
    c.restore();
  });
  [3, 2, 1, 0].filter((q) => (m.quads[q] ?? 0) > 0).slice(0, 2).forEach((q, i) => {
    c.save();
    c.translate(R + 5, -R + 12 * i);
    quad(c, q, m.quads[q] ?? 0, p);
    c.restore();
  });
}

/** How far the signs of events reach to the right of a mark's middle: its name begins there. */
export function right(m: Mark): number {
  const most = Math.max(...[3, 2, 1, 0].filter((q) => (m.quads[q] ?? 0) > 0).slice(0, 2).map((q) => m.quads[q] ?? 0), 0);
  return R + (most === 0 ? 5 : most === 1 ? 13 : most > 9 ? 25 : 20);
}

/** How far a mark reaches from its middle: to the left, up, to the right and down. What is not drawn costs nothing. */
function reach(m: Mark): [number, number, number, number] {
  const ring = R + 2 + (m.is_disputed ? 3 : 0) + (m.sectors.some((s) => s.how === "besieged") ? 4 : 0);
  const n = Math.min(m.signs.length, 4);
  const signs = n > 0 ? 5.5 * (n - 1) + 7 : 0;
  const [upper, lower] = m.quads.some((k) => k > 0) ? [R + 6, 12] : [0, 0];
  return [Math.max(ring, signs), Math.max(ring, upper), Math.max(ring, signs, right(m)), Math.max(ring, lower, n > 0 ? R + 15 : 0)].map(Math.ceil) as [number, number, number, number];
}

interface Copy { image: HTMLCanvasElement; left: number; up: number }

/** Copies of marks: five thousand of them have some dozens of kinds. They are put on whole points of the screen, where
    copying is cheapest. */
export class Glyphs {
  private readonly made = new Map<string, Copy>();
  constructor(private readonly palette: Palette, private readonly dpr: number) {}

  /** The kind of a mark: what looks alike is alike. */
  static kind(m: Mark): string {
    return JSON.stringify([m.sectors, m.signs.slice(0, 4), m.is_disputed, m.quads.map((n) => Math.min(n, 10))]);
  }

  /** Puts a copy on a canvas whose points are those of the screen. */
  put(c: CanvasRenderingContext2D, kind: string, m: Mark, x: number, y: number): void {
    let g = this.made.get(kind);
    if (!g) {
      const [left, up, far, down] = reach(m);
      const image = document.createElement("canvas");
      image.width = Math.ceil((left + far) * this.dpr);
      image.height = Math.ceil((up + down) * this.dpr);
      const inside = image.getContext("2d");
      if (inside) {
        inside.setTransform(this.dpr, 0, 0, this.dpr, left * this.dpr, up * this.dpr);
        draw(inside, m, this.palette);
      }
      g = { image, left, up };
      this.made.set(kind, g);
    }
    c.drawImage(g.image, Math.round((x - g.left) * this.dpr), Math.round((y - g.up) * this.dpr));
  }
}
