//! The news of the ledger itself: whoever listens is told when claims or decisions were added.

use super::Shared;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use std::convert::Infallible;
use std::time::Duration;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt as _};

/// How often the ledger is asked whether it has grown, while anybody listens.
const EVERY: Duration = Duration::from_secs(1);

/// Asks the ledger again and again, and tells what has changed.
pub(crate) async fn watch(shared: Shared) {
    loop {
        tokio::time::sleep(EVERY).await;
        if shared.app.changes.receiver_count() > 0 {
            look(&shared).await;
        }
    }
}

/// Asks the ledger once whether it has grown.
async fn look(shared: &Shared) {
    // A ledger that is gone for a moment says nothing; the pages say so when they are asked for.
    if let Ok(state) = super::working(shared, |app| app.lend(|l| Ok(l.state()?))).await {
        shared.app.changes.send_if_modified(|s| {
            let is_new = *s != state;
            s.clone_from(&state);
            is_new
        });
    }
}

/// Server-sent events: `state`, with the ledger's state, now and whenever it changes.
pub(crate) async fn changes(State(shared): State<Shared>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    // While nobody listened nobody looked: what was known last may be older than the page that asks.
    look(&shared).await;
    let states = WatchStream::new(shared.app.changes.subscribe());
    Sse::new(states.map(|s| Ok(Event::default().event("state").data(s))))
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}
