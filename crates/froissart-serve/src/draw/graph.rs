//! Who stands with and against whom, as a graph: actors, and the ties that somebody tells, each with its sign.
//!
//! A denied tie is kept and counts for nothing; a tie that only follows from others is not there unless it was asked
//! for. "Turkey supports the rebels" is one edge with an arrow, "the army fights the rebels" one with an arrow for each
//! who is told to have attacked.

use super::force::{Room, Spring, apart, layout};
use froissart_picture::{ActorRef, Grounds, Picture, Standing, Timing, backing_text, engagement_text, tie_text};
use std::collections::{BTreeMap, BTreeSet};

/// So many ties can be told apart on one sheet; who wants more asks for more.
pub(crate) const MOST: usize = 80;

/// Whether a tie binds or divides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sign {
    With,
    Against,
    /// `part_of`, `leads`, `mediates`: neither.
    Other,
}

impl Sign {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::With => "with",
            Self::Against => "against",
            Self::Other => "other",
        }
    }
}

/// An actor, and how many independent accounts all its ties have, drawn or not.
#[derive(Debug, Clone)]
pub(crate) struct Node<'p> {
    pub(crate) actor: &'p ActorRef,
    pub(crate) accounts: usize,
    /// Its ties that are not drawn: "Iran, 12 accounts; 3 ties more".
    pub(crate) ties_left_out: usize,
}

/// A tie between two nodes, by their numbers.
#[derive(Debug, Clone)]
pub(crate) struct Edge<'p> {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) tie: &'p str,
    pub(crate) sign: Sign,
    /// An arrow at the second, and one at the first.
    pub(crate) heads: (bool, bool),
    pub(crate) standing: Standing,
    pub(crate) timing: Timing,
    pub(crate) text: String,
    pub(crate) grounds: &'p Grounds,
    /// Which of several between the same two: 0 in the middle, then beside it.
    pub(crate) bend: i32,
}

impl Edge<'_> {
    pub(crate) fn accounts(&self) -> usize {
        self.grounds.accounts.len().max(1)
    }
    /// Nobody tells it of the day itself.
    pub(crate) fn is_past(&self, as_of: Option<froissart_model::Day>, stale_after: u16) -> bool {
        match self.timing {
            Timing::Past => true,
            Timing::LastReported(d) => {
                as_of.and_then(|a| a.since(d).ok()).is_some_and(|s| s.get_days() > i32::from(stale_after))
            }
            _ => false,
        }
    }
}

/// A graph with the positions of its nodes.
#[derive(Debug, Default)]
pub(crate) struct Graph<'p> {
    pub(crate) nodes: Vec<Node<'p>>,
    pub(crate) edges: Vec<Edge<'p>>,
    /// Actors that no drawn tie joins.
    pub(crate) left_out: usize,
    /// Ties that are not drawn: no other has more accounts than the drawn ones.
    pub(crate) ties_left_out: usize,
}

struct Told<'p> {
    a: &'p ActorRef,
    b: &'p ActorRef,
    tie: &'p str,
    sign: Sign,
    heads: (bool, bool),
    standing: Standing,
    timing: Timing,
    text: String,
    grounds: &'p Grounds,
}

fn told(p: &Picture) -> Vec<Told<'_>> {
    let mut all = Vec::new();
    for x in &p.backers {
        // Whoever depends points at whom it depends on.
        let (a, b) = if x.tie == "depends_on" { (&x.backed, &x.backer) } else { (&x.backer, &x.backed) };
        let (standing, timing) = (x.standing, x.timing);
        let heads = (x.tie != "allied_with", false);
        all.push(Told {
            a,
            b,
            tie: &x.tie,
            sign: Sign::With,
            heads,
            standing,
            timing,
            text: backing_text(x),
            grounds: &x.grounds,
        });
    }
    for x in &p.engagements {
        let heads = (x.a_on_b > 0, x.b_on_a > 0);
        let (standing, text, grounds) = (x.standing, engagement_text(x), &x.grounds);
        // Fighting has no day of its own: it is as old as the last act that tells of it.
        let timing = x.latest.map_or(Timing::Possible, Timing::LastReported);
        all.push(Told { a: &x.a, b: &x.b, tie: "fights", sign: Sign::Against, heads, standing, timing, text, grounds });
    }
    for party in &p.parties {
        for o in party.against.iter().filter(|o| !o.fights) {
            let head = |name: &str| {
                let party = p.parties.iter().find(|x| x.name == name)?;
                party.members.iter().find(|m| m.name == name).or(party.members.first())
            };
            if let Some((a, b)) = head(&party.name).zip(head(&o.party)) {
                let text = format!("{} opposes {}", a.name, b.name);
                let (standing, timing) = (Standing::Fact, Timing::Current);
                all.push(Told {
                    a,
                    b,
                    tie: "opposes",
                    sign: Sign::Against,
                    heads: (false, false),
                    standing,
                    timing,
                    text,
                    grounds: &o.grounds,
                });
            }
        }
    }
    for x in &p.ties {
        if let Some(to) = &x.to {
            let (standing, timing) = (x.standing, x.timing);
            all.push(Told {
                a: &x.from,
                b: to,
                tie: &x.tie,
                sign: Sign::Other,
                heads: (true, false),
                standing,
                timing,
                text: tie_text(x),
                grounds: &x.grounds,
            });
        }
    }
    all.retain(|t| t.a.key != t.b.key && t.grounds.claims.len() + t.grounds.accounts.len() > 0);
    // Each of two parties opposes the other by the same words: that is one tie.
    let mut seen = BTreeSet::new();
    all.retain(|t| {
        t.tie != "opposes" || {
            let pair = if t.a.key <= t.b.key { (&t.a.key, &t.b.key) } else { (&t.b.key, &t.a.key) };
            seen.insert(pair)
        }
    });
    all
}

impl<'p> Graph<'p> {
    /// The graph of a picture: the `most` best attested ties, and the actors that they join.
    pub(crate) fn of(p: &'p Picture, most: usize) -> Self {
        let mut told = told(p);
        let mut accounts: BTreeMap<&str, Node<'p>> = BTreeMap::new();
        for t in &told {
            for actor in [t.a, t.b] {
                let n = if t.standing == Standing::Denied { 0 } else { t.grounds.accounts.len().max(1) };
                let node = accounts.entry(&actor.key).or_insert(Node { actor, accounts: 0, ties_left_out: 0 });
                node.accounts += n;
                node.ties_left_out += 1;
            }
        }
        let (n_actors, n_told) = (accounts.len(), told.len());
        if told.len() > most {
            // Of two with as many accounts, the one that was told last: the sort keeps the picture's order beyond that.
            told.sort_by_key(|t| std::cmp::Reverse((t.grounds.accounts.len(), t.grounds.last_told)));
            told.truncate(most);
        }
        for t in &told {
            for actor in [t.a, t.b] {
                if let Some(node) = accounts.get_mut(actor.key.as_str()) {
                    node.ties_left_out -= 1;
                }
            }
        }
        let joined: BTreeSet<&str> = told.iter().flat_map(|t| [t.a.key.as_str(), t.b.key.as_str()]).collect();
        let mut nodes: Vec<Node<'p>> =
            accounts.into_values().filter(|n| joined.contains(n.actor.key.as_str())).collect();
        nodes.sort_by(|a, b| b.accounts.cmp(&a.accounts).then_with(|| a.actor.key.cmp(&b.actor.key)));
        let number: BTreeMap<&str, usize> = nodes.iter().enumerate().map(|(i, n)| (n.actor.key.as_str(), i)).collect();
        let mut between: BTreeMap<(usize, usize), i32> = BTreeMap::new();
        let mut edges = Vec::new();
        for t in told {
            let (a, b) = (number[t.a.key.as_str()], number[t.b.key.as_str()]);
            let n = between.entry((a.min(b), a.max(b))).or_default();
            // Beside each other, to the left and to the right of the first; seen from the same end.
            let bend = (*n + 1) / 2 * if *n % 2 == 0 { 1 } else { -1 } * if a < b { 1 } else { -1 };
            *n += 1;
            let Told { tie, sign, heads, standing, timing, text, grounds, .. } = t;
            edges.push(Edge { a, b, tie, sign, heads, standing, timing, text, grounds, bend });
        }
        Self { left_out: n_actors - nodes.len(), ties_left_out: n_told - edges.len(), nodes, edges }
    }

    /// The fewest independent accounts that a drawn tie has.
    pub(crate) fn least_accounts(&self) -> usize {
        self.edges.iter().map(Edge::accounts).min().unwrap_or(0)
    }

    /// Where the actors stand; those of a camp together, where camps were asked for.
    /// `boxes` is the room that each takes with its name.
    pub(crate) fn layout(&self, p: &Picture, boxes: &[Room], width: f64, height: f64) -> Vec<(f64, f64)> {
        let told: Vec<&Edge<'_>> = self.edges.iter().filter(|e| e.standing != Standing::Denied).collect();
        let mut degree = vec![0_usize; self.nodes.len()];
        for e in &told {
            degree[e.a] += 1;
            degree[e.b] += 1;
        }
        let springs: Vec<Spring> = told
            .iter()
            .map(|e| {
                let pull = if e.sign == Sign::Against { 0.35 } else { 1.0 };
                // Where everybody is tied to everybody the ties would draw all into one heap.
                let crowd = degree[e.a].min(degree[e.b]) as f64 / 3.0;
                Spring { a: e.a, b: e.b, pull: pull / crowd.max(1.0) }
            })
            .collect();
        let groups: Vec<Option<usize>> = self.nodes.iter().map(|n| camp_of(p, &n.actor.key)).collect();
        let mut at = layout(self.nodes.len(), &springs, &groups, width, height);
        apart(&mut at, boxes, width, height);
        at
    }
}

/// The number of an actor's camp, where there are camps.
pub(crate) fn camp_of(p: &Picture, key: &str) -> Option<usize> {
    p.camps.as_ref()?.camps.iter().position(|c| c.iter().any(|m| m.key == key))
}

#[cfg(test)]
mod tests {
    use super::{Graph, Sign};
    use froissart_picture::{Picture, Standing};
    use serde_json::json;

    fn picture() -> Picture {
        let actor = |n: &str| json!({"key": n, "name": n, "country": null, "sector": null, "kind": "group"});
        let account = |n: usize| json!({"accounts": (0..n).map(|i| json!({"by": [format!("a{i}")], "outlet": null, "day": null})).collect::<Vec<_>>(), "claims": []});
        let backing = |a: &str, b: &str, tie: &str, standing: &str, n: usize| {
            json!({"party": b, "backer": actor(a), "backed": actor(b), "tie": tie, "means": [], "standing": standing,
                   "timing": {"state": "current"}, "since": null, "grounds": account(n)})
        };
        let backers = serde_json::from_value(json!([
            backing("Rohan", "Gondor", "supports", "fact", 3),
            backing("Rohan", "Gondor", "allied_with", "fact", 1),
            backing("Harad", "Gondor", "supports", "denied", 9),
            backing("Mordor", "Orcs", "depends_on", "fact", 1),
        ]))
        .unwrap();
        let engagements = serde_json::from_value(json!([
            {"a": actor("Gondor"), "b": actor("Mordor"), "a_on_b": 0, "b_on_a": 2, "places": [], "latest": "3019-03-15",
             "standing": "fact", "grounds": account(2)}
        ]))
        .unwrap();
        Picture { backers, engagements, ..Picture::default() }
    }

    #[test]
    fn ties_are_signed_and_pointed_and_what_is_denied_does_not_count() {
        let p = picture();
        let g = Graph::of(&p, 10);
        let names: Vec<&str> = g.nodes.iter().map(|n| n.actor.name.as_str()).collect();
        assert_eq!(names, ["Gondor", "Rohan", "Mordor", "Orcs", "Harad"]);
        assert_eq!(g.nodes[4].accounts, 0);
        let shown: Vec<_> = g.edges.iter().map(|e| (e.a, e.b, e.tie, e.sign, e.heads, e.bend)).collect();
        assert_eq!(
            shown,
            [
                (1, 0, "supports", Sign::With, (true, false), 0),
                (1, 0, "allied_with", Sign::With, (false, false), 1),
                (4, 0, "supports", Sign::With, (true, false), 0),
                (3, 2, "depends_on", Sign::With, (true, false), 0),
                (0, 2, "fights", Sign::Against, (false, true), 0),
            ]
        );
        assert_eq!(g.edges[2].standing, Standing::Denied);
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let p = picture();
        let g = Graph::of(&p, 3);
        let drawn: Vec<_> = g.edges.iter().map(|e| e.text.as_str()).collect();
        assert_eq!((g.nodes.len(), g.left_out, g.edges.len(), g.ties_left_out), (4, 1, 3, 2), "{drawn:?}");
        assert_eq!(g.least_accounts(), 2, "no weaker tie instead of a better attested one: {drawn:?}");
        let left: Vec<_> = g.nodes.iter().map(|n| (n.actor.name.as_str(), n.accounts, n.ties_left_out)).collect();
        assert_eq!(left, [("Gondor", 6, 1), ("Rohan", 4, 1), ("Mordor", 3, 1), ("Harad", 0, 0)]);
    }
}
