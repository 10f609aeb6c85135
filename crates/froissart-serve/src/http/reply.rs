//! Answers as HTTP has them: bodies packed where the browser takes it, tags, refusals that show a way back.

use crate::app::{Body, Refusal};
use crate::parts::layout;
use crate::views::Form;
use axum::body::Body as Stream;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::io::Write as _;

/// A body, packed once.
pub(crate) fn packed(mime: &'static str, plain: Vec<u8>) -> Body {
    let mut gz = GzEncoder::new(Vec::new(), Compression::new(5));
    let gzip = gz.write_all(&plain).and_then(|()| gz.finish()).unwrap_or_default();
    Body { mime, plain, gzip }
}

/// The tag of what a name stands for: another state of the ledger or another program gives another.
pub(crate) fn tag(name: &str, version: &str) -> String {
    let hash = Sha256::new().chain_update(version).chain_update("\n").chain_update(name).finalize();
    let hex = hash.iter().take(12).fold(String::new(), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    });
    format!("W/\"{hex}\"")
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    headers.get_all(ACCEPT_ENCODING).iter().any(|v| v.to_str().is_ok_and(|v| v.contains("gzip")))
}

/// An answer of this status, type and bytes.
fn respond(status: StatusCode, mime: &str, bytes: Vec<u8>) -> Response {
    let mut r = Response::new(Stream::from(bytes));
    *r.status_mut() = status;
    if let Ok(v) = HeaderValue::from_str(mime) {
        r.headers_mut().insert(CONTENT_TYPE, v);
    }
    r
}

/// A page; nothing but its tag where the browser has it.
pub(crate) fn body(body: &Body, tag: &str, headers: &HeaderMap, form: Form) -> Response {
    let has = headers.get(IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    let is_known = has.is_some_and(|h| h.split(',').any(|t| t.trim() == tag));
    let mut r = if is_known {
        respond(StatusCode::NOT_MODIFIED, body.mime, Vec::new())
    } else if takes_gzip(headers) && !body.gzip.is_empty() {
        let mut r = respond(StatusCode::OK, body.mime, body.gzip.clone());
        r.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        r
    } else {
        respond(StatusCode::OK, body.mime, body.plain.clone())
    };
    let h = r.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(tag) {
        h.insert(ETAG, tag);
    }
    h.insert(VARY, HeaderValue::from_static("accept-encoding, cookie"));
    // A page is asked for again each time, and mostly has not changed.
    h.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, private"));
    if form == Form::Csv {
        h.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"froissart.csv\""));
    }
    r
}

/// A file that never changes under its name.
pub(crate) fn asset(mime: &str, gzip: &[u8], headers: &HeaderMap) -> Response {
    let mut r = if takes_gzip(headers) {
        let mut r = respond(StatusCode::OK, mime, gzip.to_vec());
        r.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        r
    } else {
        let mut plain = Vec::new();
        let mut of = flate2::write::GzDecoder::new(&mut plain);
        let is_whole = of.write_all(gzip).and_then(|()| of.try_finish()).is_ok();
        drop(of);
        if !is_whole {
            return refusal(&Refusal::Failed("this file of the program cannot be unpacked".into()), true);
        }
        respond(StatusCode::OK, mime, plain)
    };
    let h = r.headers_mut();
    h.insert(VARY, HeaderValue::from_static("accept-encoding"));
    h.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    r
}

/// Text of any kind.
pub(crate) fn plain(mime: &str, text: Vec<u8>) -> Response {
    respond(StatusCode::OK, mime, text)
}

/// Somewhere else.
pub(crate) fn redirect(to: &str) -> Response {
    let mut r = respond(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", Vec::new());
    if let Ok(v) = HeaderValue::from_str(to) {
        r.headers_mut().insert(axum::http::header::LOCATION, v);
    }
    r
}

/// Why there is no page, with a way back; as JSON for programs.
pub(crate) fn refusal(why: &Refusal, as_json: bool) -> Response {
    let (status, text) = match why {
        Refusal::NotFound(t) => (StatusCode::NOT_FOUND, t),
        Refusal::Bad(t) => (StatusCode::BAD_REQUEST, t),
        Refusal::Forbidden(t) => (StatusCode::FORBIDDEN, t),
        Refusal::Unavailable(t) => (StatusCode::SERVICE_UNAVAILABLE, t),
        Refusal::TooLarge(t) => (StatusCode::PAYLOAD_TOO_LARGE, t),
        Refusal::Failed(t) => (StatusCode::INTERNAL_SERVER_ERROR, t),
    };
    if as_json {
        let text = serde_json::json!({"error": text, "status": status.as_u16()});
        return respond(status, "application/json", text.to_string().into_bytes());
    }
    let page = layout::refusal(status.as_u16(), status.canonical_reason().unwrap_or(""), text);
    respond(status, "text/html; charset=utf-8", page.into_string().into_bytes())
}
