//! What changes the ledger: pages recorded, opinions, corrections, links, and all of these taken back.
//!
//! Each needs the token. A browser shows it once, by the address that the program prints, and carries it in a cookie that
//! no other page can send; a program sends it in its header. Nothing here changes what is there: decisions are rows of
//! their own.

use super::{Shared, guard, reply, working};
use crate::app::{App, Refusal};
use crate::cx::Cx;
use crate::selection::Selection;
use crate::{Given, views};
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use froissart_ledger::{
    Act, Cited, ClaimLink, Correction, Decision, Ground, LinkType, MadeBy, Opinion, Reading, Store, Verdict,
};
use froissart_model::Day;
use std::collections::BTreeMap;

/// Where writing is asked for.
pub(crate) fn routes() -> Vec<(&'static str, MethodRouter<Shared>)> {
    vec![
        ("/api/v1/pages", post(record)),
        ("/api/v1/opinions", post(opine)),
        ("/api/v1/corrections", post(correct)),
        ("/api/v1/links", post(link)),
        ("/api/v1/retractions", post(retract)),
    ]
}

/// "/enter?token=…": the browser keeps the token and goes to the page.
pub(crate) async fn enter(State(shared): State<Shared>, uri: Uri) -> Response {
    let given = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
        .find(|(n, _)| n == "token")
        .map(|(_, v)| v.into_owned())
        .unwrap_or_default();
    if !guard::is_equal(&given, &shared.app.token) {
        let text = "this is not the token that was printed when this server started; without it everything can be read";
        return reply::refusal(&Refusal::Forbidden(text.into()), false);
    }
    let mut r = reply::redirect("/");
    let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", guard::COOKIE_NAME, shared.app.token);
    if let Ok(v) = HeaderValue::from_str(&cookie) {
        r.headers_mut().insert(SET_COOKIE, v);
    }
    r
}

/// The fields of a form, or of a flat JSON object.
pub(crate) struct Fields(BTreeMap<String, String>);

impl Fields {
    fn read(headers: &HeaderMap, bytes: &[u8]) -> Result<Self, Refusal> {
        let mime = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if mime.starts_with("application/json") {
            let fields: BTreeMap<String, serde_json::Value> =
                serde_json::from_slice(bytes).map_err(|e| Refusal::Bad(format!("the body is no JSON object: {e}")))?;
            let text = |v: serde_json::Value| match v {
                serde_json::Value::String(s) => s,
                v => v.to_string(),
            };
            return Ok(Self(fields.into_iter().map(|(n, v)| (n, text(v))).collect()));
        }
        Ok(Self(form_urlencoded::parse(bytes).map(|(n, v)| (n.into_owned(), v.into_owned())).collect()))
    }
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|v| v.trim()).filter(|v| !v.is_empty())
    }
    fn need(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name).ok_or_else(|| Refusal::Bad(format!("`{name}` is missing")))
    }
    fn ground(&self, app: &App) -> Result<Ground, Refusal> {
        let why = self.get("why").ok_or_else(|| Refusal::Bad("a decision needs a reason: say why".into()))?;
        let who = self.get("who").unwrap_or("analyst");
        Ok(Ground { why: why.into(), who: who.into(), at: app.desk.now() })
    }
}

/// Does one write: the token is checked, the fields are read, and a browser is led back to where it was.
async fn writing(
    shared: Shared,
    request: Request,
    work: impl FnOnce(&App, &mut dyn Store, &Fields) -> Result<serde_json::Value, Refusal> + Send + 'static,
) -> Response {
    if !guard::has_token(&shared.app, request.headers()) {
        let text = "writing needs the token that was printed when this server started: open the address that was printed with it, or send `Authorization: Bearer TOKEN`";
        return reply::refusal(&Refusal::Forbidden(text.into()), true);
    }
    let headers = request.headers().clone();
    let Ok(bytes) = axum::body::to_bytes(request.into_body(), super::MOST_BODY).await else {
        return reply::refusal(&guard::too_large(), true);
    };
    let is_form =
        headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).is_some_and(|m| m.contains("form-urlencoded"));
    let fields = match Fields::read(&headers, &bytes) {
        Ok(f) => f,
        Err(why) => return reply::refusal(&why, !is_form),
    };
    let back = fields.get("back").filter(|b| b.starts_with('/') && !b.starts_with("//")).map(str::to_owned);
    let done = working(&shared, move |app| app.lend(|l| work(app, &mut **l, &fields))).await;
    match done {
        Ok(v) if is_form => {
            // A page that was recorded is shown; a decision leads back to where it was made.
            let recorded = v.get("page").and_then(|p| p.as_str()).map(|id| format!("/page/{id}"));
            reply::redirect(&recorded.or(back).unwrap_or_else(|| "/corrections".into()))
        }
        Ok(v) => reply::plain("application/json", v.to_string().into_bytes()),
        Err(why) => reply::refusal(&why, !is_form),
    }
}

/// The one claim that a beginning of an id or anchor means.
fn cited(store: &dyn Store, prefix: &str) -> Result<Cited, Refusal> {
    let is_id = prefix.len() >= 4 && prefix.bytes().all(|b| b.is_ascii_hexdigit());
    let found = if is_id { store.by_id(prefix)? } else { Vec::new() };
    match found.as_slice() {
        [one] => Ok(Cited { id: one.claim.id.clone(), anchor: one.claim.anchor.clone() }),
        [] => Err(Refusal::NotFound(format!("there is no claim `{prefix}` in this ledger"))),
        many => Err(Refusal::Bad(format!("`{prefix}` begins the ids of {} claims; give more of it", many.len()))),
    }
}

async fn opine(State(shared): State<Shared>, request: Request) -> Response {
    writing(shared, request, |app, store, f| {
        let verdict = match f.need("verdict")? {
            "accept" => Verdict::Accept,
            "reject" => Verdict::Reject,
            other => return Err(Refusal::Bad(format!("`{other}` is no verdict: accept or reject"))),
        };
        let claim = cited(store, f.need("claim")?)?;
        let number = store.opine(&Opinion { claim, verdict, ground: f.ground(app)? })?;
        Ok(serde_json::json!({"decision": "opinion", "number": number}))
    })
    .await
}

async fn correct(State(shared): State<Shared>, request: Request) -> Response {
    writing(shared, request, |app, store, f| {
        let subject = store.actor_named(f.need("name")?)?.key;
        let to = f.need("to")?;
        let (act, into) = match f.need("act")? {
            "rename" => (Act::Rename, to.to_owned()),
            "merge" => (Act::Merge, store.actor_named(to)?.key),
            "split" => (Act::Split, to.to_owned()),
            other => return Err(Refusal::Bad(format!("`{other}` is no correction: rename, merge or split"))),
        };
        let claims: Vec<Cited> = f
            .get("claims")
            .unwrap_or_default()
            .split([',', ' ', '\n', '\r'])
            .filter(|c| !c.is_empty())
            .map(|c| cited(store, c))
            .collect::<Result<_, _>>()?;
        let number = store.correct(&Correction { act, subject, into, claims, ground: f.ground(app)? })?;
        Ok(serde_json::json!({"decision": "correction", "number": number}))
    })
    .await
}

async fn link(State(shared): State<Shared>, request: Request) -> Response {
    writing(shared, request, |app, store, f| {
        let type_ = match f.need("type")? {
            "same_event" => LinkType::SameEvent,
            "contradicts" => LinkType::Contradicts,
            "corroborates" => LinkType::Corroborates,
            "supersedes" => LinkType::Supersedes,
            "retracts" => LinkType::Retracts,
            other => return Err(Refusal::Bad(format!("`{other}` is no link between claims"))),
        };
        let (from, to) = (cited(store, f.need("claim")?)?, cited(store, f.need("other")?)?);
        let number = store.link(&ClaimLink { type_, from, to, made_by: MadeBy::Analyst, ground: f.ground(app)? })?;
        Ok(serde_json::json!({"decision": "link", "number": number}))
    })
    .await
}

async fn retract(State(shared): State<Shared>, request: Request) -> Response {
    writing(shared, request, |app, store, f| {
        let what = match f.need("decision")? {
            "opinion" => Decision::Opinion,
            "correction" => Decision::Correction,
            "link" => Decision::Link,
            other => return Err(Refusal::Bad(format!("`{other}` is no decision: opinion, correction or link"))),
        };
        let number: i64 = f.need("number")?.parse().map_err(|_| Refusal::Bad("a decision has a number".into()))?;
        store.retract(what, number, &f.ground(app)?)?;
        Ok(serde_json::json!({"decision": what.word(), "number": number, "retracted": true}))
    })
    .await
}

/// The page that fields hold: its text, when it was published, by whom.
fn given(f: &Fields) -> Result<Given, Refusal> {
    let text = f.get("text").ok_or_else(|| Refusal::Bad("there is no text to read: paste a page".into()))?;
    if let Some(d) = f.get("date").filter(|d| d.get(..10).is_none_or(|d| d.parse::<Day>().is_err())) {
        return Err(Refusal::Bad(format!("“{d}” is no day of publication: a day is written 2024-12-02")));
    }
    Ok(Given {
        bytes: text.as_bytes().to_vec(),
        date: f.get("date").map(str::to_owned),
        outlet: f.get("outlet").map(str::to_owned),
    })
}

async fn record(State(shared): State<Shared>, request: Request) -> Response {
    writing(shared, request, |app, store, f| {
        let r = app.desk.read(&given(f)?).map_err(Refusal::Bad)?;
        let one = [Reading { page: &r.page, claims: &r.claims, notes: &r.notes }];
        let done = store.record_all(&one, &app.desk.version(), &app.desk.now())?;
        Ok(serde_json::json!({"page": r.page.id, "recorded": done.first()}))
    })
    .await
}

/// A page that somebody pastes, read and shown; nothing is kept, and no token is needed.
pub(crate) async fn paste(State(shared): State<Shared>, uri: Uri, headers: HeaderMap, bytes: Bytes) -> Response {
    let as_json = uri.path().starts_with("/api/");
    let may_write = guard::has_token(&shared.app, &headers);
    let done = working(&shared, move |app| {
        let fields = Fields::read(&headers, &bytes)?;
        let r = app.desk.read(&given(&fields)?).map_err(Refusal::Bad)?;
        app.lend(|ledger| {
            let state = ledger.state()?;
            let (selection, problems) = (Selection::default(), Vec::new());
            let cx = Cx { app, ledger, state: &state, path: "/read", selection, problems, may_write };
            Ok(views::pasted(&cx, &r, &fields.0, as_json))
        })
    })
    .await;
    match done {
        Ok((mime, body)) => reply::plain(mime, body),
        Err(why) => reply::refusal(&why, as_json),
    }
}
