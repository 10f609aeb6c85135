//! Who may ask, and what a browser may do with the answer.
//!
//! The page is for the people of one machine: a request that names another host comes from a page of somebody else's
//! that was led here (DNS rebinding), and is refused. Writing needs the token besides, and an origin of our own.

use super::{Shared, reply};
use crate::app::{App, Refusal};
use axum::extract::{Request, State};
use axum::http::header::{
    AUTHORIZATION, CONTENT_SECURITY_POLICY, COOKIE, HOST, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;

/// The cookie that carries the token.
pub(crate) const COOKIE_NAME: &str = "froissart-token";

/// Everything comes from here and goes nowhere else; no page of another's may frame these.
const POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/// Checks who asks, and says what may be done with the answer.
pub(crate) async fn guard(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let wants_json = request.uri().path().starts_with("/api/");
    let mut response = match check(&shared.app, request.method(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(why) => reply::refusal(&why, wants_json),
    };
    if response.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        response = reply::refusal(&too_large(), wants_json);
    }
    let h = response.headers_mut();
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // With no referrer at all a browser hides the origin of our own forms too, and they would be refused.
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ] {
        h.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Said of a body over the limit.
pub(crate) fn too_large() -> Refusal {
    Refusal::TooLarge(format!(
        "at most {} MB are read at once: record larger pages with `froissart record`",
        super::MOST_BODY >> 20
    ))
}

fn check(app: &App, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
    let host = headers.get(HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
    if !is_ours(app, host) {
        return Err(Refusal::Forbidden(format!(
            "this page is served as {}, and was asked for as `{host}`; to serve it under that name: --host-name",
            app.config.address
        )));
    }
    if method == Method::GET || method == Method::HEAD {
        return Ok(());
    }
    let origin = headers.get(ORIGIN).and_then(|o| o.to_str().ok());
    if let Some(origin) = origin
        && !origin.split_once("://").is_some_and(|(_, host)| is_ours(app, host))
    {
        return Err(Refusal::Forbidden(format!("a page of `{origin}` may not write here")));
    }
    Ok(())
}

/// Whether a host is one that this server answers for: its own address, this machine, or a name it was given.
fn is_ours(app: &App, host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (name, port.parse().ok()),
        _ => (host, Some(80)),
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let is_address = bare
        .parse::<std::net::IpAddr>()
        .is_ok_and(|ip| ip == app.config.address.ip() || ip.is_loopback() && app.config.address.ip().is_loopback());
    let is_local = name.eq_ignore_ascii_case("localhost") && app.config.address.ip().is_loopback();
    let is_given = app.config.hosts.iter().any(|h| h.eq_ignore_ascii_case(name) || h.eq_ignore_ascii_case(host));
    is_given || port == Some(app.config.address.port()) && (is_address || is_local)
}

/// Whether the token was shown: by a program in its header, by a browser in its cookie.
pub(crate) fn has_token(app: &App, headers: &HeaderMap) -> bool {
    let bearer = headers.get(AUTHORIZATION).and_then(|a| a.to_str().ok()).and_then(|a| a.strip_prefix("Bearer "));
    let cookie =
        headers.get_all(COOKIE).iter().filter_map(|c| c.to_str().ok()).flat_map(|c| c.split(';')).find_map(|c| {
            let (name, value) = c.trim().split_once('=')?;
            (name == COOKIE_NAME).then_some(value)
        });
    bearer.into_iter().chain(cookie).any(|t| is_equal(t.trim(), &app.token))
}

/// Whether two are equal, in a time that does not tell how far they are.
pub(crate) fn is_equal(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |all, (x, y)| all | (x ^ y)) == 0
}
