//! The ledger that `--ledger` names: a file, or with the feature `postgres` a server that a team shares.
//!
//! "war.db" is a file, "postgres://desk@news.example/war" a server's; what can be asked of both is one trait. Nothing is
//! read or written here.

use crate::failure::Failure;
use froissart_ledger::Store;
use std::path::Path;

/// A ledger of whichever kind.
pub(crate) type Ledger = Box<dyn Store + Send>;

/// The server's address, where the name is one.
pub(crate) fn server(name: &Path) -> Option<&str> {
    name.to_str().filter(|n| n.starts_with("postgres://") || n.starts_with("postgresql://"))
}

/// The name as it may be printed: without a password.
pub(crate) fn shown(name: &Path) -> String {
    let plain = name.display().to_string();
    let Some((scheme, rest)) = server(name).and_then(|s| s.split_once("://")) else { return plain };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (whom, path) = rest.split_at(end);
    let whom = match whom.rsplit_once('@') {
        Some((user, host)) => format!("{}@{host}", user.split(':').next().unwrap_or_default()),
        None => whom.to_owned(),
    };
    // A password may stand among the parameters too.
    let (path, given) = path.split_once('?').unwrap_or((path, ""));
    let given: Vec<&str> = given.split('&').filter(|g| g.starts_with("ledger=")).collect();
    let mark = if given.is_empty() { "" } else { "?" };
    format!("{scheme}://{whom}{path}{mark}{}", given.join("&"))
}

/// Opens a ledger that exists.
pub(crate) fn existing(name: &Path) -> Result<Ledger, Failure> {
    match server(name) {
        Some(address) => on_server::existing(address),
        None => Ok(Box::new(froissart_ledger::Ledger::open_existing(name)?)),
    }
}

/// Opens a ledger to record into, and begins one where there is none. What opening did to an older one is told.
pub(crate) fn begun(name: &Path) -> Result<Ledger, Failure> {
    if let Some(address) = server(name) {
        return on_server::begun(address);
    }
    let ledger = froissart_ledger::Ledger::open(name)?;
    if let Some(m) = ledger.migration() {
        anstream::eprintln!("{}: {m}", name.display());
    }
    Ok(Box::new(ledger))
}

/// Refuses what can be done with a file alone: `instead` says how it is done on a server.
pub(crate) fn only_a_file(name: &Path, command: &str, instead: &str) -> Result<(), Failure> {
    match server(name) {
        None => Ok(()),
        Some(_) => Err(Failure::message(format!(
            "`froissart {command}` is for a ledger in a file, and `{}` is on a server: {instead}",
            shown(name)
        ))),
    }
}

#[cfg(feature = "postgres")]
pub(crate) mod on_server {
    //! A ledger on a PostgreSQL server.

    use super::Ledger;
    use crate::failure::Failure;
    use froissart_ledger::PostgresLedger;

    /// The address without the name of the ledger, and the name: that of its schema.
    fn parts(address: &str) -> (String, String) {
        let (whole, given) = address.split_once('?').unwrap_or((address, ""));
        let mut name = "froissart".to_owned();
        let mut rest: Vec<&str> = Vec::new();
        for g in given.split('&').filter(|g| !g.is_empty()) {
            match g.strip_prefix("ledger=") {
                Some(n) => n.clone_into(&mut name),
                None => rest.push(g),
            }
        }
        let mark = if rest.is_empty() { "" } else { "?" };
        (format!("{whole}{mark}{}", rest.join("&")), name)
    }

    pub(crate) fn existing(address: &str) -> Result<Ledger, Failure> {
        let (how, name) = parts(address);
        Ok(Box::new(PostgresLedger::open_existing(&how, &name)?))
    }

    pub(crate) fn begun(address: &str) -> Result<Ledger, Failure> {
        let (how, name) = parts(address);
        Ok(Box::new(PostgresLedger::open(&how, &name)?))
    }

    /// Brings an older one forward; its version, where it was one.
    pub(crate) fn upgrade(address: &str) -> Result<Option<i64>, Failure> {
        let (how, name) = parts(address);
        Ok(PostgresLedger::upgrade(&how, &name)?.1)
    }
}

#[cfg(not(feature = "postgres"))]
pub(crate) mod on_server {
    //! This program was built without the means to speak to a server, and says so.

    use super::Ledger;
    use crate::failure::Failure;

    fn refused() -> Failure {
        Failure::message(
            "this program was built without PostgreSQL: build it with `cargo build --release --features postgres`, or name a file with --ledger",
        )
    }

    pub(crate) fn existing(_: &str) -> Result<Ledger, Failure> {
        Err(refused())
    }
    pub(crate) fn begun(_: &str) -> Result<Ledger, Failure> {
        Err(refused())
    }
    pub(crate) fn upgrade(_: &str) -> Result<Option<i64>, Failure> {
        Err(refused())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for (name, expected) in [
            ("war.db", "war.db"),
            ("postgres://desk:secret@news.example:5432/war", "postgres://desk@news.example:5432/war"),
            ("postgresql:///war?ledger=syria&password=secret", "postgresql:///war?ledger=syria"),
            ("postgres://desk:se@cret@h/war", "postgres://desk@h/war"),
            ("postgres://h?user=desk&password=secret", "postgres://h"),
        ] {
            assert_eq!(shown(Path::new(name)), expected);
        }
    }
}
