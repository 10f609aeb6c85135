//! The inference engine: a six-layer encoder with bytes for weights, and the heads that read trees and names off it.
//!
//! Words go in, scores and labels come out. It finds no words, splits no sentences, and knows nothing of the conflict:
//! of "China backs Assad" it says that "backs" is a verb with two dependents, and that two of the words are names.

mod encoder;
mod file;
mod float;
mod heads;
mod kernel;
#[cfg(test)]
mod oracle;
mod pieces;

pub(crate) use encoder::{Encoded, MOST_PIECES, Window};
pub use file::ModelError;
pub(crate) use heads::{Tagged, tag};

use encoder::Encoder;
use file::File;
use froissart_model::{NameKind, Pos};
use heads::Heads;
use kernel::Kernel;
use pieces::Pieces;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A lemma rule: which form it begins with, how much of it goes, what comes instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Script {
    /// Whether the form is lower-cased first.
    pub(crate) lower: bool,
    /// Characters to drop at the end.
    pub(crate) cut: usize,
    /// What to append.
    pub(crate) add: String,
}

impl Script {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '|');
        let (flag, cut, add) = (parts.next()?, parts.next()?, parts.next()?);
        let lower = match flag {
            "l" => true,
            "k" => false,
            _ => return None,
        };
        Some(Self { lower, cut: cut.parse().ok()?, add: add.to_owned() })
    }
    /// The lemma of a form; the form itself where the rule asks for more than there is, or leaves nothing.
    pub(crate) fn apply(&self, form: &str) -> String {
        let base = if self.lower { form.to_lowercase() } else { form.to_owned() };
        let count = base.chars().count();
        if self.cut > count || (self.cut == count && self.add.is_empty()) {
            return base;
        }
        let keep = base.char_indices().nth(count - self.cut).map_or(base.len(), |(i, _)| i);
        format!("{}{}", &base[..keep], self.add)
    }
}

/// What a word's name label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameTag {
    /// No name.
    Out,
    /// The first word of a name.
    Begin(NameKind),
    /// A later word of a name.
    Inside(NameKind),
}

impl NameTag {
    fn parse(text: &str) -> Option<Self> {
        let Some((flag, kind)) = text.split_once('-') else { return (text == "O").then_some(Self::Out) };
        let kind = match kind {
            "PER" => NameKind::Per,
            "NORP" => NameKind::Norp,
            "FAC" => NameKind::Fac,
            "ORG" => NameKind::Org,
            "GPE" => NameKind::Gpe,
            "LOC" => NameKind::Loc,
            "EVENT" => NameKind::Event,
            "WEAPON" => NameKind::Weapon,
            "MISC" => NameKind::Misc,
            _ => return None,
        };
        match flag {
            "B" => Some(Self::Begin(kind)),
            "I" => Some(Self::Inside(kind)),
            _ => None,
        }
    }
}

/// The label lists of a model.
pub(crate) struct Labels {
    /// Relations.
    pub(crate) relations: Vec<String>,
    /// The number of `root` among them.
    pub(crate) root: usize,
    /// Universal parts of speech.
    pub(crate) upos: Vec<Pos>,
    /// Penn tags.
    pub(crate) xpos: Vec<String>,
    /// Feature bundles.
    pub(crate) feats: Vec<String>,
    /// Lemma rules.
    pub(crate) lemma: Vec<Script>,
    /// Lemmas by form and part of speech that no rule gives: "went|VERB".
    pub(crate) exceptions: BTreeMap<String, String>,
    /// Name labels.
    pub(crate) names: Vec<NameTag>,
}

impl Labels {
    fn read(file: &File) -> Result<Self, ModelError> {
        fn parsed<T>(name: &str, list: &[String], parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, ModelError> {
            let wrong = |why: String| ModelError::List { name: name.to_owned(), why };
            if list.is_empty() {
                return Err(wrong("it is empty".to_owned()));
            }
            list.iter().map(|s| parse(s).ok_or_else(|| wrong(format!("`{s}` is unknown")))).collect()
        }
        let text = |name: &str| parsed(name, &file.list::<Vec<_>>(name)?, |s| Some(s.to_owned()));
        let relations = text("labels")?;
        let root = relations
            .iter()
            .position(|r| r == "root")
            .ok_or_else(|| ModelError::List { name: "labels".to_owned(), why: "`root` is not in it".to_owned() })?;
        let pos = |s: &str| Some(Pos::parse(s)).filter(|p| p.as_str() == s);
        // The exceptions are a later addition to the format: a file without them is whole.
        let exceptions = ["lemma_exceptions", "exceptions"].iter().find_map(|n| file.list(n).ok()).unwrap_or_default();
        Ok(Self {
            relations,
            root,
            upos: parsed("upos", &file.list::<Vec<_>>("upos")?, pos)?,
            xpos: text("xpos")?,
            feats: text("feats")?,
            lemma: parsed("lemma", &file.list::<Vec<_>>("lemma")?, Script::parse)?,
            exceptions,
            names: parsed("ner", &file.list::<Vec<_>>("ner")?, NameTag::parse)?,
        })
    }
}

/// The weight file that is built in.
const EMBEDDED: &[u8] = include_bytes!("../../../../data/model/froissart.model");

/// A trained model, ready to run.
pub struct Model {
    pub(crate) kernel: Kernel,
    pieces: Pieces,
    encoder: Encoder,
    heads: Heads,
    pub(crate) labels: Labels,
}

impl Model {
    /// Reads a weight file; whatever its bytes, it gives a model that runs or says what is wrong.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let file = File::open(bytes)?;
        let lines = file.lines("vocab")?;
        let count = lines.len();
        let pieces = Pieces::new(lines).ok_or_else(|| ModelError::List {
            name: "vocab".to_owned(),
            why: "[UNK], [CLS] or [SEP] is not in it".to_owned(),
        })?;
        let labels = Labels::read(&file)?;
        let encoder = Encoder::read(&file, count)?;
        let heads = Heads::read(&file, &labels)?;
        Ok(Self { kernel: Kernel::best(), pieces, encoder, heads, labels })
    }

    /// The model that is built into the program.
    pub fn embedded() -> &'static Self {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| Self::from_bytes(EMBEDDED).unwrap_or_else(|e| panic!("the built-in model: {e}")))
    }

    /// The kernels that this processor runs, by name, the fastest last: `scalar`, `avx2`, `vnni`.
    pub fn kernels() -> Vec<&'static str> {
        Kernel::available().into_iter().map(Kernel::name).collect()
    }

    /// The built-in model on the kernel of that name; none where the processor does not run it. The results are the
    /// same on every kernel: this is for benches and checks.
    pub fn embedded_on(kernel: &str) -> Option<Self> {
        let kernel = Kernel::available().into_iter().find(|k| k.name() == kernel)?;
        Some(Self { kernel, ..Self::from_bytes(EMBEDDED).ok()? })
    }

    /// Whether a word is a piece by itself: it was frequent where the pieces were made.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.pieces.has(word)
    }

    /// How many word pieces a word has.
    pub(crate) fn pieces_of(&self, word: &str) -> usize {
        self.pieces.of(word).len()
    }

    /// A window of words, as far as it has room; says how many words it took.
    pub(crate) fn window<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Window {
        let mut window = Window::new(self.pieces.open);
        for word in words {
            if !window.push(&self.pieces.of(word), pieces::shape(word)) {
                break;
            }
        }
        window.close(self.pieces.close);
        window
    }

    /// Encodes windows together: a vector for what opens each, then one for each of its words.
    pub(crate) fn encode(&self, windows: &[Window]) -> Vec<Encoded> {
        self.encoder.encode(self.kernel, windows)
    }
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model").field("kernel", &self.kernel).finish_non_exhaustive()
    }
}

/// The built-in model once for each kernel that this processor runs.
#[cfg(test)]
pub(crate) fn test_kernels() -> Vec<Model> {
    Model::kernels().into_iter().map(|k| Model::embedded_on(k).expect("it is among those available")).collect()
}

#[cfg(test)]
pub(crate) mod test_random {
    /// A small generator for tests: Knuth's constants.
    pub(crate) struct Random(pub(crate) u64);

    impl Random {
        pub(crate) fn next(&mut self) -> u32 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as u32
        }
        /// From -1 to 1.
        pub(crate) fn float(&mut self) -> f32 {
            self.next() as f32 / 2_f32.powi(30) - 1.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lemma_rules_cut_and_append() {
        for (script, form, want) in [
            ("l|0|", "Rebels", "rebels"),
            ("l|1|", "Rebels", "rebel"),
            ("k|1|", "Syrians", "Syrian"),
            ("l|2|be", "is", "be"),
            ("l|3|", "it", "it"),
            ("l|1|", "s", "s"),
            ("k|1|e", "é", "e"),
        ] {
            assert_eq!(Script::parse(script).expect(script).apply(form), want, "{script} {form}");
        }
        assert_eq!(Script::parse("x|0|"), None);
        assert_eq!(Script::parse("l|0"), None);
    }

    /// How far two vectors point the same way: 1 for the same direction.
    fn cosine(a: &[f32], b: &[f64]) -> f64 {
        let dot: f64 = a.iter().zip(b).map(|(a, b)| f64::from(*a) * b).sum();
        let length = |v: &mut dyn Iterator<Item = f64>| v.map(|x| x * x).sum::<f64>().sqrt();
        dot / length(&mut a.iter().map(|x| f64::from(*x))) / length(&mut b.iter().copied())
    }

    #[test]
    fn the_engine_points_where_double_precision_points() {
        let model = Model::embedded();
        for text in [
            "Rebels seized Aleppo .",
            "The ministry denied on Monday that its jets had struck a market in the northern town , killing 12 .",
            "Turkey - backed fighters , who hold al-Bab , fired Grad rockets ; nobody claimed the attack .",
        ] {
            let window = model.window(text.split(' '));
            let want = oracle::encode(EMBEDDED, &window).expect("the built-in model is whole");
            let got = &model.encode(&[window])[0].rows;
            assert_eq!(got.len(), want.len() * encoder::HIDDEN);
            for (n, (got, want)) in got.chunks_exact(encoder::HIDDEN).zip(&want).enumerate() {
                let same = cosine(got, want);
                assert!(same > 0.99, "{text:?} row {n}: {same}");
            }
        }
    }

    /// Words, and the SHA-256 of all that the engine says of them, down to the last bit.
    #[derive(serde::Serialize, serde::Deserialize)]
    struct Output {
        words: String,
        sha256: String,
    }
    #[derive(serde::Serialize, serde::Deserialize)]
    struct Outputs {
        output: Vec<Output>,
    }

    #[test]
    fn the_bits_are_the_stored_ones_on_every_kernel() {
        use sha2::{Digest as _, Sha256};
        use std::fmt::Write as _;
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/model/outputs.toml");
        let text = std::fs::read_to_string(path).expect("the file of outputs");
        let mut stored: Outputs = toml::from_str(&text).expect("words and hashes");
        assert!(stored.output.len() > 2);
        for (number, model) in test_kernels().into_iter().enumerate() {
            for output in &mut stored.output {
                let encoded = model.encode(&[model.window(output.words.split(' '))]);
                let mut hash = Sha256::new();
                encoded[0].rows.iter().for_each(|v| hash.update(v.to_bits().to_le_bytes()));
                hash.update(format!("{:?}", tag(&model, &encoded)));
                let mut got = String::new();
                for byte in hash.finalize() {
                    let _ = write!(got, "{byte:02x}");
                }
                if number == 0 && std::env::var_os("UPDATE").is_some() {
                    output.sha256 = got;
                } else {
                    assert_eq!(got, output.sha256, "{model:?} {:?} (a new model? UPDATE=1)", output.words);
                }
            }
        }
        if std::env::var_os("UPDATE").is_some() {
            let comment: String = text.lines().take_while(|l| l.starts_with('#')).flat_map(|l| [l, "\n"]).collect();
            std::fs::write(path, comment + "\n" + &toml::to_string(&stored).expect("TOML")).expect("written");
        }
    }

    #[test]
    fn name_labels_are_read_or_refused() {
        assert_eq!(NameTag::parse("B-GPE"), Some(NameTag::Begin(NameKind::Gpe)));
        assert_eq!(NameTag::parse("O"), Some(NameTag::Out));
        assert_eq!(NameTag::parse("B-CAR"), None);
        assert_eq!(NameTag::parse("X"), None);
    }

    /// A container of one tensor.
    fn container(header: &str, data: &[u8]) -> Vec<u8> {
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header.as_bytes());
        bytes.extend(data);
        bytes
    }

    #[test]
    fn wrong_files_are_refused_with_a_reason() {
        let message = |bytes: &[u8]| Model::from_bytes(bytes).expect_err("refused").to_string();
        assert_eq!(message(b""), "not a model file: shorter than its own header");
        assert_eq!(message(&[0xff; 64]), "not a model file: the header is longer than the file");
        assert!(message(&container("nonsense", b"")).starts_with("not a model file: the header: "));
        assert_eq!(message(&container("{}", b"")), "the model has no tensor `vocab`");
        let vocab = |shape: &str, to: usize| {
            container(&format!(r#"{{"vocab":{{"dtype":"U8","shape":[{shape}],"data_offsets":[0,{to}]}}}}"#), b"[UNK]")
        };
        assert_eq!(message(&vocab("9", 9)), "not a model file: tensor `vocab` does not lie in the file");
        assert_eq!(
            message(&vocab("18446744073709551615", 5)),
            "not a model file: tensor `vocab` does not lie in the file"
        );
        assert_eq!(message(&vocab("5, 1", 5)), "tensor `vocab` is U8 [5, 1], not U8 [any]");
        assert_eq!(message(&vocab("5", 5)), "list `vocab` of the model: [UNK], [CLS] or [SEP] is not in it");
    }

    #[test]
    fn a_damaged_model_is_refused_or_runs() {
        let whole = EMBEDDED;
        let end = 8 + u64::from_le_bytes(*whole.first_chunk().expect("a header")) as usize;
        let header = std::str::from_utf8(&whole[8..end]).expect("JSON is text");
        let with = |from: &str, to: &str| {
            assert!(header.contains(from), "{from}");
            Model::from_bytes(&container(&header.replace(from, to), &whole[end..])).expect_err("refused").to_string()
        };
        assert_eq!(with("\"l3.qkv.q\"", "\"l3.qkv.z\""), "the model has no tensor `l3.qkv.q`");
        assert_eq!(with("[1152,384]", "[384,1152]"), "tensor `l0.qkv.q` is I8 [384, 1152], not I8 [1152, 384]");
        assert!(with("\\\"root\\\"", "\\\"tree\\\"").contains("`root` is not in it"));
        assert!(with("\\\"B-PER\\\"", "\\\"B-CAR\\\"").contains("`B-CAR` is unknown"));
        let cut = Model::from_bytes(&whole[..whole.len() / 2]).expect_err("refused").to_string();
        assert!(cut.contains("does not lie in the file"), "{cut}");
    }
}
