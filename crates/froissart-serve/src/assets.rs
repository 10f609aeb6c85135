//! Script, style and shapes, packed into the program when it is built.

/// Something a page asks for; its path changes with its content, so that it is asked for once.
pub(crate) struct Asset {
    /// "app.js".
    pub(crate) name: &'static str,
    /// "/assets/app-3f2a….js".
    pub(crate) path: &'static str,
    /// Its media type.
    pub(crate) mime: &'static str,
    /// Packed.
    pub(crate) gzip: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The path of an asset.
pub(crate) fn path(name: &str) -> &'static str {
    ASSETS.iter().find(|a| a.name == name).map_or("", |a| a.path)
}
