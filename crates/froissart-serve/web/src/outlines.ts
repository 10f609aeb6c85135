// Countries' shapes as paths of a canvas: filled as polygons, lined from their own arcs, dashed where disputed, and only
// what is in sight. A path is made once; zooming is the canvas's own work.

import { feature, mesh } from "topojson-client";
import type { Topology } from "topojson-specification";

/** Degrees to points of the sheet before any zoom; the middle is a longitude, and may lie beyond 180 degrees. */
export interface Base { shrink: number; scale: number; west: number; north: number; middle: number }

interface Piece { path: Path2D; box: [number, number, number, number] }
export interface Named { name: string; x: number; y: number; width: number }
export interface Outlines { land: Piece[]; coast: Piece[]; borders: Piece[]; inner: Piece[]; disputed: Piece[]; units: Named[] }

type Ring = [number, number][];

export function xy(b: Base, lon: number, lat: number): [number, number] {
  return [(lon - b.west) * b.shrink * b.scale, (b.north - lat) * b.scale];
}

/** A longitude as it is counted nearest to the middle: 179 degrees west is 181 east on a map of Fiji. */
export function near(b: Base, lon: number): number {
  const first = b.middle - 180;
  return first + ((((lon - first) % 360) + 360) % 360);
}

function piece(b: Base, rings: Ring[]): Piece {
  const path = new Path2D();
  const box: Piece["box"] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    ring.forEach(([lon, lat], i) => {
      const [x, y] = xy(b, lon, lat);
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
      if (i === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    });
  }
  return { path, box };
}

function rings(g: GeoJSON.Geometry): Ring[] {
  switch (g.type) {
    case "Polygon": case "MultiLineString": return g.coordinates as Ring[];
    case "MultiPolygon": return g.coordinates.flat() as Ring[];
    case "LineString": return [g.coordinates as Ring];
    default: return [];
  }
}

/** Each arc by itself, so that those out of sight cost nothing; without those that are drawn finer from elsewhere. */
function lines(b: Base, t: Topology, name: string, without: Set<number>): Piece[] {
  const o = t.objects[name];
  if (!o) return [];
  const parts = (o.type === "GeometryCollection" ? o.geometries : [o]) as { arcs?: number[][] }[];
  const arcs = parts.flatMap((g) => (g.arcs ?? []).flat()).filter((a) => !without.has(a < 0 ? ~a : a));
  return arcs.flatMap((a) => rings(mesh(t, { type: "LineString", arcs: [a] } as never)).map((r) => piece(b, [r])));
}

/** The numbers of the arcs of some countries' polygons. */
function arcsOf(t: Topology, codes: Set<string>): Set<number> {
  const all = new Set<number>();
  const o = t.objects["countries"];
  if (o?.type !== "GeometryCollection") return all;
  for (const g of o.geometries) {
    const p = g.properties as { iso3?: string } | undefined;
    if (!p?.iso3 || !codes.has(p.iso3)) continue;
    for (const a of ((g as { arcs?: unknown[] }).arcs ?? []).flat(3) as number[]) all.add(a < 0 ? ~a : a);
  }
  return all;
}

/** Disputed lines, but for those that were none any more in `year`. */
function disputed(b: Base, t: Topology, year: number, without: Set<number>): Piece[] {
  const o = t.objects["disputed"];
  if (o?.type !== "GeometryCollection") return [];
  const geometries = o.geometries.filter((g) => {
    const until = (g.properties as { until?: number } | undefined)?.until;
    return until === undefined || year < until;
  });
  return lines(b, { ...t, objects: { disputed: { type: "GeometryCollection", geometries } } } as Topology, "disputed", without);
}

/** Reads the world, or one country's file. Disputed lines that ended before `year` are left out, and of the world the
    lines of the countries that have a file of their own, which is finer. */
export function outlines(b: Base, t: Topology, year: number, finer: Set<string> = new Set()): Outlines {
  const without = arcsOf(t, finer);
  const all = (name: string): GeoJSON.Feature[] => {
    const o = t.objects[name];
    if (!o) return [];
    const f = feature(t, o as never) as unknown as GeoJSON.FeatureCollection | GeoJSON.Feature;
    return f.type === "FeatureCollection" ? f.features : [f];
  };
  const units = all("units").flatMap((f): Named[] => {
    const name: unknown = f.properties?.["name"];
    const widest = rings(f.geometry).map((r) => piece(b, [r]).box).sort((p, q) => (q[2] - q[0]) * (q[3] - q[1]) - (p[2] - p[0]) * (p[3] - p[1]))[0];
    if (typeof name !== "string" || !widest) return [];
    return [{ name, x: (widest[0] + widest[2]) / 2, y: (widest[1] + widest[3]) / 2, width: widest[2] - widest[0] }];
  });
  return {
    land: [...all("countries"), ...all("units")].map((f) => piece(b, rings(f.geometry))),
    coast: lines(b, t, "coast", without),
    borders: lines(b, t, "borders", without),
    inner: lines(b, t, "inner", without),
    disputed: disputed(b, t, year, without),
    units,
  };
}

/** Those of which something may be within a box of the sheet. */
export function seen(all: Piece[], box: Piece["box"]): Path2D[] {
  return all.filter(({ box: b }) => b[0] <= box[2] && b[2] >= box[0] && b[1] <= box[3] && b[3] >= box[1]).map((p) => p.path);
}
