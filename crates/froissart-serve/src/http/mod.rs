//! The server: addresses to views, bodies kept and packed, what a browser may do with them.
//!
//! A page is made on a thread of its own kind, for drawing a picture is work and no waiting; whoever asks for the same
//! page of the same ledger gets the same bytes. `GET /map?about=Syria` is one view of one selection.

mod guard;
mod live;
mod reply;
mod write;

use crate::app::{App, Body, Refusal};
use crate::cx::Cx;
use crate::selection::Selection;
use crate::views::{self, Form};
use crate::{Config, Desk, Error, assets};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use axum::routing::get;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// The largest body that is taken: a page somebody pastes.
pub(crate) const MOST_BODY: usize = 8 << 20;

/// What every handler gets.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) app: Arc<App>,
    /// As many pages are made at once as there are cores; the others wait their turn.
    pub(crate) work: Arc<Semaphore>,
}

/// A server that listens.
#[derive(Debug)]
pub struct Served {
    /// Where it listens: with the port that the system chose, where none was asked for.
    pub address: SocketAddr,
    /// What writing needs.
    pub token: String,
}

/// A server, to be run until it is told to end.
pub struct Running {
    listener: TcpListener,
    router: Router,
    shared: Shared,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running").field("listener", &self.listener).finish_non_exhaustive()
    }
}

/// Opens the ledger and the port. Nothing is answered before [`Running::until`].
pub async fn serve(desk: Arc<dyn Desk>, config: Config) -> Result<(Served, Running), Error> {
    let listener = match TcpListener::bind(config.address).await {
        Ok(l) => l,
        Err(e) => return Err(Error::Address(cannot_listen(config.address, &e).await)),
    };
    let address = listener.local_addr()?;
    let config = Config { address, ..config };
    let app = tokio::task::spawn_blocking(move || App::new(desk, config)).await.map_err(std::io::Error::other)??;
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let served = Served { address, token: app.token.clone() };
    let shared = Shared { app: Arc::new(app), work: Arc::new(Semaphore::new(cores)) };
    let router = router(shared.clone());
    Ok((served, Running { listener, router, shared }))
}

/// Why a port cannot be had, and which one can.
async fn cannot_listen(address: SocketAddr, e: &std::io::Error) -> String {
    let free = match TcpListener::bind(SocketAddr::new(address.ip(), 0)).await {
        Ok(l) => l.local_addr().ok().map(|a| a.port()),
        Err(_) => None,
    };
    let instead = free.map_or_else(String::new, |p| format!("; port {p} is free: --port {p}"));
    match e.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("port {} of {} is in use by another program{instead}", address.port(), address.ip())
        }
        std::io::ErrorKind::PermissionDenied => {
            format!("the system does not let this program use port {}{instead}", address.port())
        }
        _ => format!("{address} cannot be listened on: {e}{instead}"),
    }
}

impl Running {
    /// Answers until `end` comes; what is being answered then is finished.
    pub async fn until(self, end: impl Future<Output = ()> + Send + 'static) -> Result<(), Error> {
        let watching = tokio::spawn(live::watch(self.shared.clone()));
        let warming = tokio::spawn(warm(self.shared.clone()));
        let (told, mut ended) = tokio::sync::oneshot::channel::<()>();
        let serving = axum::serve(self.listener, self.router).with_graceful_shutdown(async move {
            end.await;
            let _ = told.send(());
        });
        // Whoever waits for changes would hold the server for ever: a few seconds are enough to finish an answer.
        let patience = async {
            let _ = (&mut ended).await;
            tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        };
        tokio::select! {
            done = serving => done?,
            () = patience => {}
        }
        watching.abort();
        warming.abort();
        Ok(())
    }
}

/// Draws the first picture before anybody asks for it.
async fn warm(shared: Shared) {
    let uri = Uri::from_static("/");
    let _ = made(&shared, &uri, "/", Form::Html, false).await;
}

fn router(shared: Shared) -> Router {
    let mut router = Router::new()
        .route("/api/v1/changes", get(live::changes))
        .route("/api/v1/openapi.json", get(openapi))
        .route("/assets/{name}", get(asset))
        .route("/shapes/{name}", get(shapes))
        .route("/enter", get(write::enter));
    for (path, handler) in write::routes() {
        // "/api/v1/pages" is written to and is a view besides.
        router = router.route(path, handler.get(page).fallback(refused));
    }
    router
        .fallback(get(page).fallback(refused))
        .route("/read", get(page).post(write::paste).fallback(refused))
        .route("/api/v1/read", get(page).post(write::paste).fallback(refused))
        .layer(DefaultBodyLimit::max(MOST_BODY))
        .layer(axum::middleware::from_fn_with_state(shared.clone(), guard::guard))
        .with_state(shared)
}

async fn refused() -> Response {
    reply::refusal(&Refusal::Bad("this address is only for reading: ask for it with GET".into()), false)
}

/// Every view, as a page, as JSON or as CSV.
async fn page(State(shared): State<Shared>, request: Request) -> Response {
    let uri = request.uri().clone();
    let may_write = guard::has_token(&shared.app, request.headers());
    let (path, form) = Form::of(uri.path());
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return refused().await;
    }
    let body = made(&shared, &uri, &path, form, may_write).await;
    match body {
        Ok((body, tag)) => reply::body(&body, &tag, request.headers(), form),
        Err(why) => reply::refusal(&why, form != Form::Html),
    }
}

/// The body of a page, made now or before, and its tag.
async fn made(
    shared: &Shared,
    uri: &Uri,
    path: &str,
    form: Form,
    may_write: bool,
) -> Result<(Arc<Body>, String), Refusal> {
    let query = uri.query().unwrap_or_default().to_owned();
    let path = path.to_owned();
    working(shared, move |app| {
        app.lend(|ledger| {
            let state = ledger.state()?;
            let (selection, problems) = Selection::parse(&query);
            let name =
                format!("{state}\n{may_write}\n{form:?}\n{path}\n{}\n{}", selection.query(), problems.join("\n"));
            let size = |b: &Body| b.plain.len() + b.gzip.len();
            let tag = reply::tag(&name, &app.desk.version());
            let body = app.bodies.get(&name, size, || {
                let cx = Cx { app, ledger, state: &state, path: &path, selection, problems, may_write };
                let (mime, plain) = views::render(&cx, form)?;
                Ok(reply::packed(mime, plain))
            })?;
            Ok((body, tag))
        })
    })
    .await
}

/// Does work on a thread that may take its time.
pub(crate) async fn working<T: Send + 'static>(
    shared: &Shared,
    work: impl FnOnce(&App) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let permit = shared.work.clone().acquire_owned().await;
    let app = shared.app.clone();
    let done = tokio::task::spawn_blocking(move || {
        let done = work(&app);
        drop(permit);
        done
    });
    match done.await {
        Ok(done) => done,
        Err(_) => Err(Refusal::Failed("the program failed on this page; please report it with its address".into())),
    }
}

async fn openapi() -> Response {
    let text = serde_json::to_vec_pretty(&views::openapi()).unwrap_or_default();
    reply::plain("application/json", text)
}

async fn asset(uri: Uri, headers: HeaderMap) -> Response {
    match assets::ASSETS.iter().find(|a| a.path == uri.path()) {
        Some(a) => reply::asset(a.mime, a.gzip, &headers),
        None => reply::refusal(&Refusal::NotFound("there is no such file".into()), true),
    }
}

/// "/shapes/world.json" and "/shapes/SYR.json".
async fn shapes(uri: Uri, headers: HeaderMap) -> Response {
    let name = uri.path().trim_start_matches("/shapes/").trim_end_matches(".json");
    let found = if name == "world" {
        Some(assets::WORLD)
    } else {
        assets::REGIONS.iter().find(|(code, _)| *code == name).map(|(_, bytes)| *bytes)
    };
    match found {
        Some(bytes) => reply::asset("application/json", bytes, &headers),
        None => reply::refusal(&Refusal::NotFound(format!("there are no shapes of `{name}`")), true),
    }
}
