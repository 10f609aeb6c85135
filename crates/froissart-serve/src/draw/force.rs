//! Where the nodes of a graph stand: springs along its ties, and everything else apart, the same each time.
//!
//! Fruchterman and Reingold's springs (1991) from fixed first positions in a fixed number of steps: a graph has one
//! drawing, in every browser and on paper. Nearness is no claim: "Turkey stands beside the rebels" only because a tie is
//! told.

use std::f64::consts::TAU;

/// Steps after which nothing moves visibly; each is cooler than the one before.
const STEPS: usize = 320;

/// A spring between two nodes; stronger ones hold nearer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spring {
    pub(crate) a: usize,
    pub(crate) b: usize,
    /// 1 for friends; less for foes, who stand further apart.
    pub(crate) pull: f64,
}

/// Positions of `n` nodes within a sheet. Nodes of one group are drawn to one place.
pub(crate) fn layout(
    n: usize,
    springs: &[Spring],
    groups: &[Option<usize>],
    width: f64,
    height: f64,
) -> Vec<(f64, f64)> {
    if n == 0 {
        return Vec::new();
    }
    let k = (width * height / n as f64).sqrt() * 0.75;
    let n_groups = groups.iter().flatten().max().map_or(0, |m| m + 1);
    let home = |g: usize| {
        let turn = g as f64 / n_groups as f64 * TAU - TAU / 2.0;
        (width * (0.5 + 0.3 * turn.cos()), height * (0.5 + 0.3 * turn.sin()))
    };
    // The sunflower's spiral: even, without two alike, and the best attested, who come first, in the middle.
    let mut at: Vec<(f64, f64)> = (0..n)
        .map(|i| {
            let (turn, r) = (i as f64 * 2.399_963, (i as f64 + 0.5).sqrt() / (n as f64).sqrt() * 0.45);
            (width * (0.5 + r * turn.cos()), height * (0.5 + r * turn.sin()))
        })
        .collect();
    for step in 0..STEPS {
        let heat = width / 8.0 * (1.0 - step as f64 / STEPS as f64).powi(2) + 0.2;
        let mut push = vec![(0.0, 0.0); n];
        for i in 0..n {
            for j in i + 1..n {
                let (dx, dy) = (at[i].0 - at[j].0, at[i].1 - at[j].1);
                let d2 = (dx * dx + dy * dy).max(1.0);
                let f = k * k / d2;
                push[i].0 += dx * f;
                push[i].1 += dy * f;
                push[j].0 -= dx * f;
                push[j].1 -= dy * f;
            }
        }
        for s in springs {
            let (dx, dy) = (at[s.b].0 - at[s.a].0, at[s.b].1 - at[s.a].1);
            let f = dx.hypot(dy) / k * s.pull;
            push[s.a].0 += dx * f;
            push[s.a].1 += dy * f;
            push[s.b].0 -= dx * f;
            push[s.b].1 -= dy * f;
        }
        for (i, p) in push.iter_mut().enumerate() {
            let (to, hold) = match groups.get(i).copied().flatten() {
                Some(g) if n_groups > 1 => (home(g), 1.6),
                _ => ((width / 2.0, height / 2.0), 0.35),
            };
            p.0 += (to.0 - at[i].0) * hold;
            p.1 += (to.1 - at[i].1) * hold * width / height;
            let far = p.0.hypot(p.1).max(1e-9);
            let by = far.min(heat);
            at[i].0 += p.0 / far * by;
            at[i].1 += p.1 / far * by;
        }
    }
    gather(&mut at);
    fit(&mut at, width, height);
    at
}

/// Whoever stands more than twice as far out as most is taken in, so that one stranger does not make all others small.
fn gather(at: &mut [(f64, f64)]) {
    let n = at.len() as f64;
    let (x, y) = at.iter().fold((0.0, 0.0), |m, p| (m.0 + p.0 / n, m.1 + p.1 / n));
    let usual = (at.iter().map(|p| (p.0 - x).powi(2) + (p.1 - y).powi(2)).sum::<f64>() / n).sqrt();
    for p in at.iter_mut() {
        let far = (p.0 - x).hypot(p.1 - y);
        if far > 2.0 * usual && far > 0.0 {
            let by = 2.0 * usual / far;
            *p = (x + (p.0 - x) * by, y + (p.1 - y) * by);
        }
    }
}

/// Stretched to the sheet, with room for names at its sides.
fn fit(at: &mut [(f64, f64)], width: f64, height: f64) {
    let (margin_x, margin_y) = (width * 0.07, height * 0.06);
    let span = |of: fn(&(f64, f64)) -> f64| {
        let low = at.iter().map(of).fold(f64::MAX, f64::min);
        let high = at.iter().map(of).fold(f64::MIN, f64::max);
        (low, (high - low).max(1.0))
    };
    let ((x, w), (y, h)) = (span(|p| p.0), span(|p| p.1));
    let is_one = at.len() == 1;
    for p in at.iter_mut() {
        p.0 = if is_one { width / 2.0 } else { margin_x + (p.0 - x) / w * (width - 2.0 * margin_x) };
        p.1 = if is_one { height / 2.0 } else { margin_y + (p.1 - y) / h * (height - 2.0 * margin_y) };
    }
}

/// The room that a node takes with its name, from its middle: to each side, up and down.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Room {
    pub(crate) side: f64,
    pub(crate) up: f64,
    pub(crate) down: f64,
}

/// Rounds after which whoever still touches another has no room at all.
const ROUNDS: usize = 300;

/// Moves nodes that cover each other apart, each by the shorter way and no further than it must: of forty armed groups
/// around one army each name can be read.
pub(crate) fn apart(at: &mut [(f64, f64)], rooms: &[Room], width: f64, height: f64) {
    for _ in 0..ROUNDS {
        let mut is_still = true;
        for i in 0..at.len() {
            for j in i + 1..at.len() {
                let (a, b) = (rooms[i], rooms[j]);
                let (dx, dy) = (at[j].0 - at[i].0, at[j].1 - at[i].1);
                let over_x = a.side + b.side - dx.abs();
                let over_y = if dy < 0.0 { a.up + b.down } else { a.down + b.up } - dy.abs();
                if over_x <= 0.0 || over_y <= 0.0 {
                    continue;
                }
                is_still = false;
                if over_x < over_y {
                    let by = over_x / 2.0 * if dx < 0.0 { -1.0 } else { 1.0 };
                    at[i].0 -= by;
                    at[j].0 += by;
                } else {
                    let by = over_y / 2.0 * if dy < 0.0 { -1.0 } else { 1.0 };
                    at[i].1 -= by;
                    at[j].1 += by;
                }
            }
        }
        for (p, r) in at.iter_mut().zip(rooms) {
            let was = *p;
            p.0 = p.0.clamp(r.side.min(width / 2.0), (width - r.side).max(width / 2.0));
            p.1 = p.1.clamp(r.up.min(height / 2.0), (height - r.down).max(height / 2.0));
            // Who was pushed off the edge may now cover another.
            is_still &= *p == was;
        }
        if is_still {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Room, Spring, apart, layout};
    use proptest::prelude::*;

    #[test]
    fn friends_stand_nearer_than_strangers_and_twice_the_same() {
        let springs = [Spring { a: 0, b: 1, pull: 1.0 }, Spring { a: 2, b: 3, pull: 1.0 }];
        let at = layout(4, &springs, &[None; 4], 900.0, 600.0);
        let far = |i: usize, j: usize| (at[i].0 - at[j].0).hypot(at[i].1 - at[j].1);
        assert!(far(0, 1) < far(0, 2) && far(2, 3) < far(1, 3), "{at:?}");
        assert_eq!(at, layout(4, &springs, &[None; 4], 900.0, 600.0));
        assert_eq!(layout(1, &[], &[None], 900.0, 600.0), [(450.0, 300.0)]);
    }

    #[test]
    fn whoever_covers_another_makes_room_and_nobody_else_moves() {
        let mut at = vec![(400.0, 300.0), (405.0, 302.0), (100.0, 100.0)];
        let room = Room { side: 50.0, up: 10.0, down: 22.0 };
        apart(&mut at, &[room; 3], 900.0, 600.0);
        assert!((at[1].0 - at[0].0).abs() >= 99.9 || (at[1].1 - at[0].1).abs() >= 31.9, "{at:?}");
        assert_eq!(at[2], (100.0, 100.0));
    }

    #[test]
    fn at_the_edge_names_make_room_too() {
        let mut at = vec![(0.0, 793.2), (0.0, 760.0)];
        let room = Room { side: 45.0, up: 10.0, down: 20.0 };
        apart(&mut at, &[room; 2], 1000.0, 800.0);
        assert!((at[0].1 - at[1].1).abs() > 29.9, "{at:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn where_there_is_room_no_two_names_cover_each_other(places in prop::collection::vec((0.0..1000.0_f64, 0.0..800.0_f64), 1..40)) {
            let mut at = places.clone();
            let room = Room { side: 45.0, up: 10.0, down: 20.0 };
            apart(&mut at, &vec![room; places.len()], 1000.0, 800.0);
            for (i, a) in at.iter().enumerate() {
                prop_assert!((0.0..=1000.0).contains(&a.0) && (0.0..=800.0).contains(&a.1), "{a:?}");
                for b in &at[i + 1..] {
                    prop_assert!((a.0 - b.0).abs() > 88.0 || (a.1 - b.1).abs() > 28.0, "{a:?} {b:?}");
                }
            }
        }
        #[test]
        fn everybody_is_on_the_sheet(n in 1_usize..40, ties in prop::collection::vec((0_usize..40, 0_usize..40), 0..60)) {
            let springs: Vec<Spring> =
                ties.into_iter().filter(|(a, b)| a != b && *a < n && *b < n).map(|(a, b)| Spring { a, b, pull: 1.0 }).collect();
            for (x, y) in layout(n, &springs, &vec![None; n], 900.0, 600.0) {
                prop_assert!((0.0..=900.0).contains(&x) && (0.0..=600.0).contains(&y), "{x} {y}");
            }
        }
    }
}
