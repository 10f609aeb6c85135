//! What this page is, how to read it, its keys, whose data it stands on.

use super::{Shown, VIEWS, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::parts::layout::{Content, Days};
use crate::parts::number;
use froissart_ledger::Store as _;
use maud::html;
use serde_json::{Value, json};

pub(crate) const VIEW: View = View {
    path: "/about",
    title: "About",
    is_listed: false,
    access: None,
    has_days: false,
    has_csv: false,
    about: "How much the ledger holds, and which versions have coded its pages.",
    takes: &[],
    html: page,
    json: data,
    csv: None,
};

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    Ok(
        json!({"ledger": cx.app.desk.name(), "counts": cx.store().counts()?, "versions": cx.store().versions()?, "version": cx.app.desk.version()}),
    )
}

/// The marks, each with what it says.
const MARKS: &[(&str, &str)] = &[
    ("believed", "somebody believes, alleges or doubts it"),
    ("planned", "somebody plans, predicts or attempts it"),
    ("requested", "somebody wants it"),
    ("denied", "somebody says that it is not so"),
    ("disputed", "accounts of it cannot all be true; both are shown"),
    ("last told", "nobody has told it for some days: it is no longer shown as current"),
    ("possibly", "the words leave the day open"),
];

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let counts = cx.store().counts()?;
    let lead = html! {
        "The ledger " b { (cx.app.desk.name()) } " holds " (number(counts.claims)) " claims of " (number(counts.pages)) " pages."
    };
    let main = html! {
        section aria-labelledby="h-read" {
            h2 id="h-read" { "How to read it" }
            p { "Each line is what somebody says, never what is so. Its accounts are counted, not its copies: five papers that print one line of a war monitor are one account. Open them, and the sentences stand there; a click on one leads to its place on its page." }
            p { "“As of” is the day of the situation; “known by” the day by which pages had been published. Both are in the address, as is everything else: an address can be sent and cited." }
            dl class="marks" { @for (mark, text) in MARKS { dt { span class={ "mark " (mark) } { (mark) } } dd { (text) } } }
        }
        section aria-labelledby="h-keys" {
            h2 id="h-keys" { "Keys" }
            dl class="marks" {
                dt { kbd { "g" } " then " kbd { "s" } " " kbd { "m" } " " kbd { "t" } " " kbd { "n" } " " kbd { "d" } " " kbd { "o" } " " kbd { "p" } " " kbd { "b" } " " kbd { "c" } } dd { "situation, map, timeline, network, disputes, sources, pages, brief, corrections" }
                dt { kbd { "[" } " " kbd { "]" } } dd { "a day back, a day on" }
                dt { kbd { "/" } } dd { "search" }
                dt { kbd { "j" } " " kbd { "k" } } dd { "next and previous item; Enter opens its words" }
                dt { kbd { "e" } } dd { "the words of all items, open or closed" }
                dt { kbd { "?" } } dd { "the list of keys" }
            }
        }
        section aria-labelledby="h-views" {
            h2 id="h-views" { "Views" }
            dl class="marks" { @for v in VIEWS { dt { code { (v.path) } } dd { (v.about) } } }
            p { "Each is to be had as JSON under " code { "/api/v1" } ", most as CSV too: " a href="/api/v1/openapi.json" { "the API's description" } "." }
        }
        section aria-labelledby="h-data" {
            h2 id="h-data" { "What it stands on" }
            p { "Borders: Made with Natural Earth (public domain); disputed ones are dashed, and whose they are is not said. Places: GeoNames, CC BY 4.0. Actors and their leanings: the tables of this program, each with its reason; leanings are claims and can be switched off." }
            p { "Coded by " code { (cx.app.desk.version()) } "." }
        }
    };
    Ok(Shown {
        content: Content { title: "About this page".into(), lead, main },
        days: Days::default(),
        notes: Vec::new(),
    })
}
