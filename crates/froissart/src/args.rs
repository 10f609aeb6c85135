//! The command line: every flag's text lives beside its definition.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use froissart_model::Day;
use std::path::PathBuf;

/// Reads news about armed conflict: who did what to whom, when, and says who.
///
/// Every claim comes with the words that carry it and with the account it rests on; contradictions are kept.
#[derive(Debug, Parser)]
#[command(name = "froissart", version, propagate_version = true)]
pub(crate) struct Args {
    /// Use the data files of DIR, laid out as data/ is, instead of those built in
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Work on N pages side by side [default: as many as there are cores]
    #[arg(long, global = true, value_name = "N")]
    pub(crate) jobs: Option<std::num::NonZero<usize>>,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands, in the order of the data's way.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read pages; print their claims and the picture they make
    ///
    /// Reads files, folders, or `-` for standard input; HTML or plain text as scraped. Keeps nothing.
    /// With --json: one line a page, then one line {"picture"}.
    ///
    /// Example: froissart read examples/*
    #[command(verbatim_doc_comment)]
    Read(ReadArgs),
    /// Code text in bulk: JSON lines in, JSON lines out
    ///
    /// Reads {"id", "text", "date"?, "outlet"?} from standard input; writes {"id", "claims", "notes"}.
    ///
    /// Example: froissart code --json < sentences.jsonl
    #[command(verbatim_doc_comment)]
    Code(CodeArgs),
    /// Print what the language analysis sees
    ///
    /// Reads text, CoNLL-U or JSON lines from standard input; writes CoNLL-U, text or JSON lines.
    ///
    /// Example: echo "Rebels seized the town." | froissart analyse
    #[command(verbatim_doc_comment)]
    Analyse(AnalyseArgs),
    /// Say who a phrase means: country, sector, role by the day
    ///
    /// Reads {"id", "text", "date"?} from standard input; writes {"id", "actors", "why"}.
    ///
    /// Example: echo '{"id":"1","text":"Syrian opposition forces"}' | froissart who
    #[command(verbatim_doc_comment)]
    Who(WhoArgs),
    /// Say where a text's places are
    ///
    /// Reads {"id", "text", "spans"?: [[begin, end]…]} from standard input; writes {"id", "places"}.
    ///
    /// Example: echo '{"id":"1","text":"Fighting near Deir Ezzor in Syria."}' | froissart where
    #[command(verbatim_doc_comment)]
    Where,
    /// Read pages into a ledger, which keeps every claim
    ///
    /// Recording a page again changes nothing.
    ///
    /// Example: froissart record --ledger syria.db examples/*
    #[command(verbatim_doc_comment)]
    Record(RecordArgs),
    /// Draw the situation from a ledger, as of any day
    ///
    /// --known-by goes by publication, --recorded-by by the ledger's own clock.
    ///
    /// Example: froissart picture --ledger syria.db --as-of 2024-11-30
    #[command(verbatim_doc_comment)]
    Picture(PictureArgs),
    /// Write a situation report from a ledger, in Markdown or HTML
    ///
    /// Each sentence has footnotes to claims, pages and days; what accounts contradict is said in words.
    ///
    /// Example: froissart brief --ledger syria.db --about Syria --since 2024-11-27 --as-of 2024-12-02
    #[command(verbatim_doc_comment)]
    Brief(BriefArgs),
    /// Query a ledger's claims
    ///
    /// Example: froissart claims --ledger syria.db --about Aleppo --kind control
    #[command(verbatim_doc_comment)]
    Claims(ClaimsArgs),
    /// Show rival accounts: claims that cannot all be true
    ///
    /// Example: froissart disputes --ledger syria.db --as-of 2024-12-05
    #[command(verbatim_doc_comment)]
    Disputes(PictureArgs),
    /// Write a ledger's claims in the layouts of the field
    ///
    /// FORMAT is plover, acled, polecat, gdelt, gdelt-mentions, ucdp, csv, geojson or graphml; docs/export.md has every
    /// column. What the layout cannot carry is told on standard error.
    ///
    /// Example: froissart export --ledger syria.db --to acled --out acled.csv
    #[command(verbatim_doc_comment)]
    Export(ExportArgs),
    /// Show one claim: its words, its rule, how each field was found
    ///
    /// CLAIM is the beginning of an id or of an anchor, as other commands print it.
    ///
    /// Example: froissart explain --ledger syria.db 3f2a9c01
    #[command(verbatim_doc_comment)]
    Explain(ExplainArgs),
    /// Check that a ledger is what was recorded: every hash, span and anchor
    ///
    /// Reads the whole file and changes nothing; what is wrong is listed, with exit 2.
    ///
    /// Example: froissart verify --ledger syria.db
    #[command(verbatim_doc_comment)]
    Verify(OneLedger),
    /// Copy a ledger, whole, while others read and write it
    ///
    /// Example: froissart backup --ledger syria.db syria-2024-12-09.db
    #[command(verbatim_doc_comment)]
    Backup(BackupArgs),
    /// Bring a ledger of an older version forward, with a copy left beside it
    ///
    /// Example: froissart upgrade --ledger syria.db
    #[command(verbatim_doc_comment)]
    Upgrade(OneLedger),
    /// Code a ledger's pages anew; the older claims stay beside the new ones
    ///
    /// What this version of the program and of its data has coded already is left alone.
    ///
    /// Example: froissart recode --ledger syria.db
    #[command(verbatim_doc_comment)]
    Recode(RecodeArgs),
    /// Compare what two versions of the coder read on the same pages
    ///
    /// With --json: one line a difference, then one line {"sum"}.
    ///
    /// Example: froissart diff --ledger syria.db
    #[command(verbatim_doc_comment)]
    Diff(DiffArgs),
    /// Serve the page and its API, on this machine alone
    ///
    /// Prints the address to open; the one with the token may also write: record pages, accept, reject and correct.
    /// --demo records the example pages into a ledger that is gone at the end, and opens on it.
    ///
    /// Example: froissart serve --ledger syria.db
    #[command(verbatim_doc_comment)]
    Serve(ServeArgs),
    /// Accept or reject a claim, with a reason; without CLAIM: list
    ///
    /// The claim stays; the opinion stands beside it, and survives a newer coder.
    ///
    /// Example: froissart opinion --ledger syria.db 3f2a9c01 reject --why "the photograph is of 2016"
    #[command(verbatim_doc_comment)]
    Opinion(OpinionArgs),
    /// Say who is meant: rename, merge or split actors; without ACT: list
    ///
    /// A split concerns the claims given with --claim. Where NAME means several actors, they are listed with their keys.
    ///
    /// Example: froissart correct --ledger syria.db merge HTS --to syria.hts --why "its initials"
    #[command(verbatim_doc_comment)]
    Correct(CorrectArgs),
    /// Tie two claims together, across pages; without CLAIM: list
    ///
    /// TYPE is same_event, contradicts, corroborates, supersedes or retracts.
    ///
    /// Example: froissart link --ledger syria.db 3f2a9c01 contradicts 88b1e4d7 --why "one town, one day, two holders"
    #[command(verbatim_doc_comment)]
    Link(LinkArgs),
    /// Check the data files, and every rule against its own sentences
    ///
    /// Without PATH the files built into the binary. PATH is a folder laid out as data/ is, or one actor or rule file.
    ///
    /// Example: froissart check data
    #[command(verbatim_doc_comment)]
    Check(CheckArgs),
}

/// Actors of the user's own.
#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct OwnActors {
    /// Load actors from FILE beside ours: our TOML, or PETRARCH's actors or agents (repeatable)
    #[arg(long = "actors", value_name = "FILE")]
    pub(crate) actors: Vec<PathBuf>,
}

/// What a page may not say of itself.
#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct PageHints {
    /// The day (or instant) of publication, over what the page says
    #[arg(long, value_name = "DAY", value_parser = day_or_instant)]
    pub(crate) date: Option<String>,
    /// Who published it, over what the page says
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,
}

/// `read`.
#[derive(Debug, ClapArgs)]
pub(crate) struct ReadArgs {
    /// Pages: files, folders, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) hints: PageHints,
    #[command(flatten)]
    pub(crate) own: OwnActors,
    /// Show implied claims too
    #[arg(long)]
    pub(crate) implied: bool,
    /// Write JSON lines
    #[arg(long)]
    pub(crate) json: bool,
    /// With --json: beside the claims, what their confidence is made of (for train/confidence.py)
    #[arg(long, hide = true)]
    pub(crate) features: bool,
}

/// `code`.
#[derive(Debug, ClapArgs)]
pub(crate) struct CodeArgs {
    #[command(flatten)]
    pub(crate) own: OwnActors,
    /// Write JSON lines (always so: the flag is accepted for uniformity)
    #[arg(long)]
    pub(crate) json: bool,
    /// Beside the claims, what their confidence is made of (for train/confidence.py)
    #[arg(long, hide = true)]
    pub(crate) features: bool,
}

/// The forms that `analyse` reads and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// Running text; a blank line ends a paragraph.
    Text,
    /// CoNLL-U; given tokens and sentences are kept.
    Conllu,
    /// JSON lines {"id", "text", "date"?}.
    Jsonl,
}

/// `analyse`.
#[derive(Debug, ClapArgs)]
pub(crate) struct AnalyseArgs {
    /// What standard input is
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) from: Form,
    /// What to write
    #[arg(long, value_enum, default_value = "conllu")]
    pub(crate) to: Form,
    /// The day that relative times are anchored to
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) date: Option<Day>,
}

/// `who`.
#[derive(Debug, ClapArgs)]
pub(crate) struct WhoArgs {
    /// The day whose roles count, where a line has none of its own
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) on: Option<Day>,
    #[command(flatten)]
    pub(crate) own: OwnActors,
}

/// `record`.
#[derive(Debug, ClapArgs)]
pub(crate) struct RecordArgs {
    /// Pages: files, folders, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The ledger, a file or postgres://…; made where it is missing
    #[arg(long, value_name = "FILE", default_value = "froissart.db")]
    pub(crate) ledger: PathBuf,
    /// The instant of recording (RFC 3339), for replays; now where not given
    #[arg(long, value_name = "INSTANT")]
    pub(crate) recorded_at: Option<String>,
    #[command(flatten)]
    pub(crate) hints: PageHints,
    #[command(flatten)]
    pub(crate) own: OwnActors,
    /// Write what was recorded as JSON lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// `picture` and `disputes`.
#[derive(Debug, ClapArgs)]
pub(crate) struct PictureArgs {
    /// The ledger: a file, or postgres://…
    #[arg(long, value_name = "FILE", default_value = "froissart.db")]
    pub(crate) ledger: PathBuf,
    /// The day of the situation; the latest day of publication where not given
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) as_of: Option<Day>,
    /// Only what had been published by this day; --as-of where not given
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) known_by: Option<Day>,
    /// Only what the ledger held at this instant or day
    #[arg(long, value_name = "INSTANT")]
    pub(crate) recorded_by: Option<String>,
    /// Only what this country, place or actor is in; A/B for what is between two
    #[arg(long, value_name = "NAME")]
    pub(crate) about: Option<String>,
    /// Compare with this day, and list events after it [default: the day before, and seven days of events]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) since: Option<Day>,
    /// With all that was published in so many days up to the day; of what is older, who was last told to hold, back,
    /// fight and agree
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) days: u16,
    /// How many days back the last telling of a tie or an agreement may lie; those not told of since are left out, and
    /// coverage says how many claims that are. Who holds a place is shown however long ago it was told
    #[arg(long, value_name = "DAYS", default_value_t = froissart_ledger::BACK_DAYS)]
    pub(crate) back: u16,
    /// After so many days without a telling a holding stands as last told
    #[arg(long, value_name = "DAYS", default_value_t = froissart_picture::STALE_AFTER_DAYS)]
    pub(crate) stale_after: u16,
    /// A state's government, army and president each by itself, and not on one card
    #[arg(long)]
    pub(crate) separate_organs: bool,
    /// With a partition into camps, by stated ties alone, and what does not fit it
    #[arg(long)]
    pub(crate) camps: bool,
    /// With ties that only follow from others
    #[arg(long)]
    pub(crate) implied: bool,
    /// The ledger as it was recorded, without what analysts have decided since
    #[arg(long)]
    pub(crate) without_decisions: bool,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What `brief` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Paper {
    /// Markdown with footnotes.
    Md,
    /// One self-contained HTML file.
    Html,
}

/// `brief`.
#[derive(Debug, ClapArgs)]
pub(crate) struct BriefArgs {
    #[command(flatten)]
    pub(crate) picture: PictureArgs,
    /// What to write
    #[arg(long, value_enum, default_value = "md")]
    pub(crate) to: Paper,
    /// The file to write; standard output where not given
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// `serve`.
#[derive(Debug, ClapArgs)]
pub(crate) struct ServeArgs {
    /// The ledger: a file, or postgres://…
    #[arg(long, value_name = "FILE", default_value = "froissart.db")]
    pub(crate) ledger: PathBuf,
    /// Record the examples into a ledger that is gone at the end, and serve that
    #[arg(long, conflicts_with = "ledger")]
    pub(crate) demo: bool,
    /// The port; 0 for one that is free
    #[arg(long, value_name = "PORT", default_value_t = 8024)]
    pub(crate) port: u16,
    /// The address to listen on; any other than this machine's own lets others read the ledger
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) address: std::net::IpAddr,
    /// A name by which others may ask for the page (repeatable)
    #[arg(long = "host-name", value_name = "NAME")]
    pub(crate) host_names: Vec<String>,
    /// What writing needs [default: made at random each time]
    #[arg(long, value_name = "TOKEN", env = "FROISSART_TOKEN", hide_env_values = true)]
    pub(crate) token: Option<String>,
    #[command(flatten)]
    pub(crate) own: OwnActors,
    /// Write one JSON line when it listens: {"address", "token"}
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which claims of a ledger: what `claims` lists and `export` writes.
#[derive(Debug, ClapArgs)]
pub(crate) struct Filters {
    /// The ledger: a file, or postgres://…
    #[arg(long, value_name = "FILE", default_value = "froissart.db")]
    pub(crate) ledger: PathBuf,
    /// Only claims that name this actor, place or account
    #[arg(long, value_name = "NAME")]
    pub(crate) about: Option<String>,
    /// Only this kind: event, statement, agreement, relation, control, figure, assessment
    #[arg(long, value_name = "KIND", value_parser = kind)]
    pub(crate) kind: Option<froissart_model::Kind>,
    /// Only this type: ASSAULT, supports, …
    #[arg(long = "type", value_name = "TYPE")]
    pub(crate) type_: Option<String>,
    /// Only this certainty: asserted, reported, believed, planned, conditional, requested, denied
    #[arg(long, value_name = "WORD", value_parser = certainty)]
    pub(crate) certainty: Option<froissart_model::Certainty>,
    /// Only what may have happened on this day or later
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) since: Option<Day>,
    /// Only what may have happened on this day or earlier
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) until: Option<Day>,
    /// Only what had been published by this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) known_by: Option<Day>,
    /// Only what the ledger held at this instant or day
    #[arg(long, value_name = "INSTANT")]
    pub(crate) recorded_by: Option<String>,
    /// Only claims whose words or names hold these words
    #[arg(long, value_name = "WORDS")]
    pub(crate) text: Option<String>,
    /// Only claims with somebody or some place of this country (ISO 3166 alpha-3): SYR
    #[arg(long, value_name = "CODE")]
    pub(crate) country: Option<String>,
}

impl Filters {
    /// The query for what passes all of them; implied claims are left out.
    pub(crate) fn query(&self) -> froissart_ledger::Query {
        froissart_ledger::Query {
            about: self.about.clone(),
            kind: self.kind,
            type_: self.type_.clone(),
            certainty: self.certainty,
            text: self.text.clone(),
            country: self.country.clone(),
            ..self.times()
        }
    }
    /// The query for their days and instants alone.
    pub(crate) fn times(&self) -> froissart_ledger::Query {
        froissart_ledger::Query {
            since: self.since,
            until: self.until,
            known_by: self.known_by,
            recorded_by: self.recorded_by.clone(),
            ..froissart_ledger::Query::default()
        }
    }
}

/// `claims`.
#[derive(Debug, ClapArgs)]
pub(crate) struct ClaimsArgs {
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// With claims that only follow from others
    #[arg(long)]
    pub(crate) implied: bool,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// The latest published first; with --limit, the newest so many
    #[arg(long)]
    pub(crate) newest: bool,
    /// Write JSON lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// `export`.
#[derive(Debug, ClapArgs)]
pub(crate) struct ExportArgs {
    /// The layout: plover, acled, polecat, gdelt, gdelt-mentions, ucdp, csv, geojson, graphml
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    pub(crate) to: froissart_export::Format,
    /// Write to FILE instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// A row an event, or a row a claim [default: event; csv has always a row a claim]
    #[arg(long, value_name = "WHAT", value_parser = per)]
    pub(crate) per: Option<froissart_export::Per>,
    /// With what pages only recall
    #[arg(long)]
    pub(crate) with_background: bool,
    /// With claims that only follow from others
    #[arg(long)]
    pub(crate) with_implied: bool,
    /// With claims that something did not happen
    #[arg(long)]
    pub(crate) with_negated: bool,
    /// With what is planned, predicted, conditional, requested, attempted or asked
    #[arg(long)]
    pub(crate) with_non_actual: bool,
    /// Give an act without a date its page's day, in the layout's coarsest precision; blank otherwise
    #[arg(long)]
    pub(crate) undated_by_page: bool,
    /// The ledger as it was recorded, without what analysts have decided since
    #[arg(long)]
    pub(crate) without_decisions: bool,
    /// Put an apostrophe before text that a spreadsheet would run as a formula
    #[arg(long)]
    pub(crate) spreadsheet_safe: bool,
    /// Write what the layout could not carry to FILE instead of standard error
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// At most so many claims
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// Write the report as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `explain`.
#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    /// The beginning of a claim's id or anchor
    pub(crate) claim: String,
    /// The ledger: a file, or postgres://…
    #[arg(long, value_name = "FILE", default_value = "froissart.db")]
    pub(crate) ledger: PathBuf,
    #[command(flatten)]
    pub(crate) own: OwnActors,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `verify` and `upgrade`.
#[derive(Debug, ClapArgs)]
pub(crate) struct OneLedger {
    /// The ledger: a file, or postgres://…
    #[arg(long, value_name = "FILE", default_value = "froissart.db")]
    pub(crate) ledger: PathBuf,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `backup`.
#[derive(Debug, ClapArgs)]
pub(crate) struct BackupArgs {
    /// The copy: a file that is not there yet
    #[arg(value_name = "FILE")]
    pub(crate) to: PathBuf,
    /// The ledger: a file, or postgres://…
    #[arg(long, value_name = "FILE", default_value = "froissart.db")]
    pub(crate) ledger: PathBuf,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `recode`.
#[derive(Debug, ClapArgs)]
pub(crate) struct RecodeArgs {
    /// The ledger: a file, or postgres://…
    #[arg(long, value_name = "FILE", default_value = "froissart.db")]
    pub(crate) ledger: PathBuf,
    /// The instant of recording (RFC 3339), for replays; now where not given
    #[arg(long, value_name = "INSTANT")]
    pub(crate) recorded_at: Option<String>,
    #[command(flatten)]
    pub(crate) own: OwnActors,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `diff`.
#[derive(Debug, ClapArgs)]
pub(crate) struct DiffArgs {
    /// The ledger: a file, or postgres://…
    #[arg(long, value_name = "FILE", default_value = "froissart.db")]
    pub(crate) ledger: PathBuf,
    /// The older version; the last but one where not given
    #[arg(long, value_name = "VERSION")]
    pub(crate) from: Option<String>,
    /// The newer version; the last where not given
    #[arg(long, value_name = "VERSION")]
    pub(crate) to: Option<String>,
    /// Write JSON lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// What all decisions share.
#[derive(Debug, ClapArgs)]
pub(crate) struct DecisionArgs {
    /// The ledger: a file, or postgres://…
    #[arg(long, value_name = "FILE", default_value = "froissart.db")]
    pub(crate) ledger: PathBuf,
    /// The reason; no decision is kept without one
    #[arg(long, value_name = "WORDS")]
    pub(crate) why: Option<String>,
    /// Who decides [default: the user's name]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// The instant of the decision (RFC 3339), for replays; now where not given
    #[arg(long, value_name = "INSTANT")]
    pub(crate) decided_at: Option<String>,
    /// Take back the decision of this number, with --why
    #[arg(long, value_name = "N")]
    pub(crate) retract: Option<i64>,
    /// Write JSON lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// For or against a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Verdict {
    /// It is right.
    Accept,
    /// It is not what the page says, or not so.
    Reject,
}

/// `opinion`.
#[derive(Debug, ClapArgs)]
pub(crate) struct OpinionArgs {
    /// The beginning of a claim's id or anchor
    #[arg(requires = "verdict")]
    pub(crate) claim: Option<String>,
    /// accept or reject
    #[arg(value_enum)]
    pub(crate) verdict: Option<Verdict>,
    #[command(flatten)]
    pub(crate) decision: DecisionArgs,
}

/// What is put right about a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Act {
    /// It is called otherwise.
    Rename,
    /// It is another actor of the ledger.
    Merge,
    /// In some claims it is somebody else.
    Split,
}

/// `correct`.
#[derive(Debug, ClapArgs)]
pub(crate) struct CorrectArgs {
    /// rename, merge or split
    #[arg(value_enum)]
    pub(crate) act: Option<Act>,
    /// The actor: a name, or a key as the ledger lists it
    pub(crate) name: Option<String>,
    /// The new name (rename), the actor that it is (merge), whoever is meant in the claims (split)
    #[arg(long, value_name = "NAME")]
    pub(crate) to: Option<String>,
    /// A claim that the correction rests on; of a split, one that it changes (repeatable)
    #[arg(long = "claim", value_name = "CLAIM")]
    pub(crate) claims: Vec<String>,
    #[command(flatten)]
    pub(crate) decision: DecisionArgs,
}

/// `link`.
#[derive(Debug, ClapArgs)]
pub(crate) struct LinkArgs {
    /// The beginning of a claim's id or anchor
    pub(crate) claim: Option<String>,
    /// same_event, contradicts, corroborates, supersedes, retracts
    #[arg(value_name = "TYPE", value_parser = link_type)]
    pub(crate) type_: Option<froissart_ledger::LinkType>,
    /// The beginning of the other claim's id or anchor
    pub(crate) other: Option<String>,
    #[command(flatten)]
    pub(crate) decision: DecisionArgs,
}

/// `check`.
#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    /// A folder laid out as data/ is, or one actor or rule file
    pub(crate) path: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) own: OwnActors,
    /// Check one rule's sentences only: FILE/name, or its beginning
    #[arg(long, value_name = "RULE")]
    pub(crate) rule: Option<String>,
    /// Write JSON lines, one a failing sentence
    #[arg(long)]
    pub(crate) json: bool,
}

fn day(s: &str) -> Result<Day, String> {
    s.parse().map_err(|_| format!("`{s}` is no day of the calendar; write it as 2024-12-02"))
}

fn day_or_instant(s: &str) -> Result<String, String> {
    let d = s.get(..10).unwrap_or(s);
    day(d)?;
    Ok(s.to_owned())
}

fn kind(s: &str) -> Result<froissart_model::Kind, String> {
    serde_json::from_value(serde_json::Value::String(s.to_lowercase()))
        .map_err(|_| "one of event, statement, agreement, relation, control, figure, assessment".into())
}

fn link_type(s: &str) -> Result<froissart_ledger::LinkType, String> {
    serde_json::from_value(serde_json::Value::String(s.to_lowercase()))
        .map_err(|_| "one of same_event, contradicts, corroborates, supersedes, retracts".into())
}

fn certainty(s: &str) -> Result<froissart_model::Certainty, String> {
    serde_json::from_value(serde_json::Value::String(s.to_lowercase()))
        .map_err(|_| "one of asserted, reported, believed, planned, conditional, requested, denied".into())
}

fn format(s: &str) -> Result<froissart_export::Format, String> {
    froissart_export::Format::named(s).ok_or_else(|| {
        let all: Vec<&str> = froissart_export::Format::ALL.iter().map(|f| f.name()).collect();
        format!("one of {}", all.join(", "))
    })
}

fn per(s: &str) -> Result<froissart_export::Per, String> {
    use froissart_export::Per;
    [Per::Event, Per::Claim].into_iter().find(|p| p.name() == s).ok_or_else(|| "one of event, claim".into())
}
