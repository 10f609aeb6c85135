//! Bundles the page's script and style with npm's esbuild, compresses them, and lists the shapes of the map.
//!
//! Nothing of a third party is kept in the repository: `web/package-lock.json` names what is fetched, once, when the
//! program is built. The program itself needs neither Node nor a network.

use flate2::{Compression, GzBuilder};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

fn main() {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo names the package's folder"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo names a folder to write into"));
    let web = here.join("web");
    for name in ["package.json", "package-lock.json", "src"] {
        println!("cargo::rerun-if-changed={}", web.join(name).display());
    }
    let work = out.join("web");
    install(&web, &work);
    let mut assets = String::from("/// What a page asks for beside itself.\npub(crate) static ASSETS: &[Asset] = &[\n");
    for (entry, name, mime) in [
        ("main.ts", "app.js", "text/javascript; charset=utf-8"),
        ("style.css", "app.css", "text/css; charset=utf-8"),
        ("icon.svg", "icon.svg", "image/svg+xml"),
    ] {
        let bundle = work.join(name);
        if name.ends_with(".svg") {
            fs::copy(web.join("src").join(entry), &bundle).expect("the build's folder can be written");
        } else {
            esbuild(&web.join("src").join(entry), &bundle, &work);
        }
        let bytes = fs::read(&bundle).expect("esbuild wrote its bundle");
        let hash: String = Sha256::digest(&bytes).iter().take(6).fold(String::new(), |mut s, b| {
            let _ = write!(s, "{b:02x}");
            s
        });
        let packed = out.join(format!("{name}.gz"));
        fs::write(&packed, gzip(&bytes)).expect("the build's folder can be written");
        let (stem, ending) = name.split_once('.').expect("a name has an ending");
        let _ = writeln!(
            assets,
            "    Asset {{ name: \"{name}\", path: \"/assets/{stem}-{hash}.{ending}\", mime: \"{mime}\", gzip: include_bytes!({packed:?}) }},"
        );
    }
    assets.push_str("];\n\n");
    shapes(&here.join("../../data/map"), &mut assets);
    fs::write(out.join("assets.rs"), assets).expect("the build's folder can be written");
}

/// The same bytes each time: no name and no time of day in the head.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gz = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    gz.write_all(bytes).expect("memory takes what is written");
    gz.finish().expect("memory takes what is written")
}

/// Fetches what the lock file names, unless it has been fetched for this lock file.
fn install(web: &Path, work: &Path) {
    fs::create_dir_all(work).expect("the build's folder can be written");
    let lock = fs::read(web.join("package-lock.json")).expect("the lock file is in the repository");
    let mark = work.join("installed");
    if fs::read(&mark).is_ok_and(|m| m == lock) {
        return;
    }
    for name in ["package.json", "package-lock.json"] {
        fs::copy(web.join(name), work.join(name)).expect("the build's folder can be written");
    }
    let ran = Command::new("npm")
        .args(["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(work)
        .status();
    match ran {
        Ok(s) if s.success() => fs::write(mark, lock).expect("the build's folder can be written"),
        Ok(s) => panic!(
            "npm could not fetch what the page's script is bundled from ({s}): see its message above; \
             to build without the page: cargo build --release --no-default-features"
        ),
        Err(e) => panic!(
            "the page's script is bundled with Node (18 or later) and its npm, and npm could not be started ({e}): \
             install Node, or build without the page: cargo build --release --no-default-features"
        ),
    }
}

fn esbuild(entry: &Path, bundle: &Path, work: &Path) {
    let ran = Command::new(work.join("node_modules/.bin/esbuild"))
        .arg(entry)
        .args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8", "--log-level=warning"])
        .arg("--legal-comments=none")
        .arg(format!("--outfile={}", bundle.display()))
        .env("NODE_PATH", work.join("node_modules"))
        .current_dir(work)
        .status();
    assert!(
        ran.as_ref().is_ok_and(std::process::ExitStatus::success),
        "esbuild could not bundle {}: see its message above ({ran:?})",
        entry.display()
    );
}

/// The shapes of the map, packed already: the world, and each country's first-level regions.
fn shapes(folder: &Path, assets: &mut String) {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut regions: Vec<PathBuf> = fs::read_dir(folder.join("regions"))
        .map(|all| all.filter_map(|f| Some(f.ok()?.path())).collect())
        .unwrap_or_default();
    regions.sort();
    let world = folder.join("world.json.gz");
    let _ = writeln!(
        assets,
        "/// Countries and disputed borders of the world, as packed TopoJSON.\npub(crate) static WORLD: &[u8] = include_bytes!({world:?});\n"
    );
    assets.push_str("/// Each country's first-level regions, as packed TopoJSON, by its code.\npub(crate) static REGIONS: &[(&str, &[u8])] = &[\n");
    for path in regions {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        if let Some(code) = name.strip_suffix(".json.gz") {
            let _ = writeln!(assets, "    ({code:?}, include_bytes!({path:?})),");
        }
    }
    assets.push_str("];\n");
}
