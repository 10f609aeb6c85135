//! A claim in few bytes, and back: what a row of the ledger holds.
//!
//! It is no compression: what a claim repeats (who somebody is, what sort of act, which rule) is a [`Form`] that the
//! ledger keeps once under a number, and what the page's text says already is a place in that text. "Rebels seized
//! most of Aleppo" takes some fifty bytes where its JSON takes thirteen hundred, and comes back byte for byte equal.
//!
//! Nothing can be lost: [`pack`] reads back what it wrote, and a claim that would not come back equal (one whose
//! words are not its page's, say) is kept as JSON. A field that the model gains stops the build here.

use froissart_model::{
    Acled, Basis, Certainty, Char, Claim, Day, Entity, EntityKind, Evidence, Extent, Figure, Holds, Interval, Kind,
    Link, LinkAs, MaybeSpan, Mood, Part, Place, PlaceRole, Precision, Span, Stance, Told,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

mod words;

pub(crate) use words::Words;

/// The first byte of a packed claim.
const PACKED: u8 = 1;
/// The first byte of a claim kept as JSON.
const PLAIN: u8 = 0;

/// What a claim says of its sort: everything that has no words, span or hash of its own, but for [`Sure`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Frame {
    pub(crate) kind: Kind,
    #[serde(rename = "type")]
    pub(crate) type_: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) subject: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    means: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    modes: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    contexts: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    auxiliary: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cameo: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quad: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    intensity: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    acled: Option<Acled>,
    rule: String,
}

/// How sure a claim is: the axes and their summary, which go with any sort, in ten bits beside its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sure {
    stance: Stance,
    mood: Mood,
    pub(crate) negated: bool,
    pub(crate) certainty: Certainty,
    told: Told,
}

/// How many bits [`Sure`] takes: 4 stances, 7 moods, negated or not, 7 certainties, 2 tellings make 784.
const SURE_BITS: u32 = 10;
const STANCES: [Stance; 4] = [Stance::Asserted, Stance::Believed, Stance::Alleged, Stance::Doubted];
const MOODS: [Mood; 7] =
    [Mood::Actual, Mood::Planned, Mood::Predicted, Mood::Conditional, Mood::Requested, Mood::Attempted, Mood::Asked];
const CERTAINTIES: [Certainty; 7] = [
    Certainty::Denied,
    Certainty::Requested,
    Certainty::Conditional,
    Certainty::Planned,
    Certainty::Believed,
    Certainty::Reported,
    Certainty::Asserted,
];

impl Sure {
    fn number(self) -> u64 {
        let n = place_in(&STANCES, &self.stance) * 7 + place_in(&MOODS, &self.mood);
        let n = (n * 2 + u64::from(self.negated)) * 7 + place_in(&CERTAINTIES, &self.certainty);
        n * 2 + u64::from(self.told == Told::Background)
    }
    /// How sure the claim is that stands under `frame` in its row.
    pub(crate) fn of(frame: u64) -> Option<Self> {
        let n = (frame & ((1 << SURE_BITS) - 1)) as usize;
        Some(Self {
            told: if n % 2 == 1 { Told::Background } else { Told::News },
            certainty: CERTAINTIES[n / 2 % 7],
            negated: n / 14 % 2 == 1,
            mood: MOODS[n / 28 % 7],
            stance: *STANCES.get(n / 196)?,
        })
    }
}

/// The number of the form of the sort that stands under `frame` in a claim's row.
pub(crate) fn frame_form(frame: u64) -> u64 {
    frame >> SURE_BITS
}

/// Who somebody is, without the words of the mention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Who {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    pub(crate) kind: EntityKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) country: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sector: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sectors: Vec<String>,
}

/// Where some place is, without the words of the mention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Where {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) geonames: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) country: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    admin1: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) lat: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) lon: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    radius_km: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    precision: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    feature: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    relation: Option<String>,
}

/// What many claims share, kept once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Form {
    /// A claim's sort.
    Frame(Frame),
    /// Somebody.
    Who(Who),
    /// Some place.
    Where(Where),
}

/// The forms by their numbers.
pub(crate) trait Forms {
    type Error;
    /// The number of a form, a new one where it has none yet.
    fn number(&mut self, form: &Form) -> Result<u64, Self::Error>;
    /// The form of a number; none where nothing has it.
    fn form(&self, number: u64) -> Result<Option<Arc<Form>>, Self::Error>;
}

/// What of a claim stands in columns of its own, beside the packed bytes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outside {
    pub(crate) id: String,
    pub(crate) anchor: String,
    pub(crate) frame: u64,
    pub(crate) from: Option<Day>,
    pub(crate) to: Option<Day>,
}

/// A claim at rest.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Packed {
    pub(crate) outside: Outside,
    pub(crate) body: Vec<u8>,
}

/// Packs `c`, whose spans count in `words`.
pub(crate) fn pack<F: Forms>(c: &Claim<Char>, words: &Words, forms: &mut F) -> Result<Packed, F::Error> {
    let Claim {
        id,
        anchor,
        kind,
        type_,
        status,
        subject,
        means,
        modes,
        contexts,
        auxiliary,
        cameo,
        quad,
        intensity,
        acled,
        actor,
        recipient,
        place,
        extent,
        figure,
        happened,
        in_force,
        said,
        according_to,
        stance,
        mood,
        negated,
        certainty,
        told,
        confidence,
        evidence,
        more_evidence,
        quotation,
        links,
        rule,
        origin: _,
    } = c;
    let frame = forms.number(&Form::Frame(Frame {
        kind: *kind,
        type_: type_.clone(),
        status: status.clone(),
        subject: subject.clone(),
        means: means.clone(),
        modes: modes.clone(),
        contexts: contexts.clone(),
        auxiliary: auxiliary.clone(),
        cameo: cameo.clone(),
        quad: *quad,
        intensity: *intensity,
        acled: acled.clone(),
        rule: rule.clone(),
    }))?;
    let sure = Sure { stance: *stance, mood: *mood, negated: *negated, certainty: *certainty, told: *told };
    let frame = frame << SURE_BITS | sure.number();
    let base = evidence.span.begin;
    let mut w = Writer { out: vec![PACKED], words, base };
    let tags = u64::from(happened.is_some())
        | u64::from(in_force.is_some()) << 1
        | u64::from(said.is_some()) << 2
        | u64::from(extent.is_some()) << 3
        | u64::from(figure.is_some()) << 4
        | u64::from(quotation.is_some()) << 5
        | u64::from(!more_evidence.is_empty()) << 6
        | u64::from(!links.is_empty()) << 7
        | u64::from(!according_to.is_empty()) << 8
        | u64::from(!place.is_empty()) << 9
        | u64::from(!recipient.is_empty()) << 10
        | u64::from(!actor.is_empty()) << 11;
    w.number(tags);
    w.number(base as u64);
    w.evidence(evidence);
    w.share(*confidence);
    for list in [actor, recipient, according_to] {
        if !list.is_empty() {
            w.number(list.len() as u64);
            for e in list {
                w.entity(e, forms)?;
            }
        }
    }
    if !place.is_empty() {
        w.number(place.len() as u64);
        for p in place {
            w.place(p, forms)?;
        }
    }
    if let Some(h) = happened {
        w.interval(h, false);
    }
    for i in [in_force, said].into_iter().flatten() {
        w.interval(i, true);
    }
    if let Some(e) = extent {
        w.extent(e);
    }
    if let Some(f) = figure {
        w.figure(f);
    }
    if let Some(q) = quotation {
        w.span(*q);
    }
    if !more_evidence.is_empty() {
        w.number(more_evidence.len() as u64);
        for e in more_evidence {
            w.signed(e.span.begin as i64 - base as i64);
            w.evidence(e);
        }
    }
    if !links.is_empty() {
        w.number(links.len() as u64);
        for l in links {
            w.link(l);
        }
    }
    let outside = Outside {
        id: id.clone(),
        anchor: anchor.clone(),
        frame,
        from: happened.as_ref().and_then(|h| h.from),
        to: happened.as_ref().and_then(|h| h.to),
    };
    let mut packed = Packed { outside, body: w.out };
    let back = unpack(packed.outside.clone(), &packed.body, words, forms)?;
    if !back.is_ok_and(|b| same(&b, c)) {
        packed.body = vec![PLAIN];
        serde_json::to_writer(&mut packed.body, c).expect("a claim is plain data");
    }
    Ok(packed)
}

/// Equal, but for the predicate that a claim was read off, which is no part of it at rest.
fn same(a: &Claim<Char>, b: &Claim<Char>) -> bool {
    if b.origin.is_none() {
        return a == b;
    }
    let mut b = b.clone();
    b.origin = None;
    *a == b
}

/// The claim that was packed; the inner error says what is wrong with the bytes.
pub(crate) fn unpack<F: Forms>(
    o: Outside,
    body: &[u8],
    words: &Words,
    forms: &F,
) -> Result<Result<Claim<Char>, String>, F::Error> {
    match body.first() {
        Some(&PLAIN) => return Ok(serde_json::from_slice(&body[1..]).map_err(|e| e.to_string())),
        Some(&PACKED) => {}
        _ => return Ok(Err("it begins with a byte that this program does not know".into())),
    }
    let mut r = Reader { rest: &body[1..], words, base: 0 };
    let claim = match r.claim(o, forms) {
        Ok(c) if r.rest.is_empty() => Ok(c),
        Ok(_) => Err("there are bytes left over".into()),
        Err(Wrong::Bytes(why)) => Err(why.into()),
        Err(Wrong::Forms(e)) => return Err(e),
    };
    Ok(claim)
}

const PARTS: [Part; 4] = [Part::Headline, Part::Standfirst, Part::Caption, Part::Body];
const ROLES: [PlaceRole; 5] = [PlaceRole::At, PlaceRole::Target, PlaceRole::From, PlaceRole::To, PlaceRole::Of];
const PRECISIONS: [Precision; 8] = [
    Precision::Hour,
    Precision::Day,
    Precision::Week,
    Precision::Month,
    Precision::Quarter,
    Precision::Year,
    Precision::Decade,
    Precision::Unknown,
];
const HOLDS: [Holds; 3] = [Holds::Throughout, Holds::Within, Holds::Repeated];
const BASES: [Basis; 4] = [Basis::Words, Basis::Tense, Basis::Page, Basis::Implied];
const LINKS: [LinkAs; 7] = [
    LinkAs::ImpliedBy,
    LinkAs::ContentOf,
    LinkAs::Rejects,
    LinkAs::SameTelling,
    LinkAs::PartOf,
    LinkAs::FigureOf,
    LinkAs::BecauseOf,
];
/// The day from which days are counted; near the news, so that its days are short numbers.
const DAY_ZERO: Day = Day::constant(2000, 1, 1);

/// Days since the first of January 2000.
pub(crate) fn day_number(d: Day) -> i64 {
    // A span between two civil days in days cannot fail.
    d.since(DAY_ZERO).map_or(0, |s| i64::from(s.get_days()))
}

/// The day of a number; none beyond the calendar's end.
pub(crate) fn day_of_number(n: i64) -> Option<Day> {
    DAY_ZERO.checked_add(jiff::Span::new().try_days(n).ok()?).ok()
}

fn place_in<T: PartialEq>(list: &[T], x: &T) -> u64 {
    list.iter().position(|y| y == x).unwrap_or(usize::MAX) as u64
}

struct Writer<'a> {
    out: Vec<u8>,
    words: &'a Words,
    base: usize,
}

impl Writer<'_> {
    fn number(&mut self, n: u64) {
        push_number(&mut self.out, n);
    }
    fn signed(&mut self, n: i64) {
        self.number(zigzag(n));
    }
    fn string(&mut self, s: &str) {
        self.number(s.len() as u64);
        self.out.extend_from_slice(s.as_bytes());
    }
    fn float(&mut self, f: f64) {
        self.out.extend_from_slice(&f.to_bits().to_le_bytes());
    }
    /// A share in thousandths where it is one exactly.
    fn share(&mut self, f: Option<f64>) {
        let Some(f) = f else { return self.number(0) };
        let thousandths = (f * 1e3).round();
        if (0.0..=1e3).contains(&thousandths) && (thousandths as u64 as f64 / 1e3).to_bits() == f.to_bits() {
            self.number(thousandths as u64 + 2);
        } else {
            self.number(1);
            self.float(f);
        }
    }
    /// A number that is mostly a whole one, or none.
    fn amount(&mut self, f: Option<f64>) {
        let Some(f) = f else { return self.number(0) };
        if (0.0..1e15).contains(&f) && (f as u64 as f64).to_bits() == f.to_bits() {
            self.number(f as u64 + 2);
        } else {
            self.number(1);
            self.float(f);
        }
    }
    fn span(&mut self, s: Span<Char>) {
        self.signed(s.begin as i64 - self.base as i64);
        self.signed(s.end as i64 - s.begin as i64);
    }
    /// Words that the text has at `span`, or else the words themselves; the answer goes into a flag of the caller's.
    fn stands(&self, span: Span<Char>, text: &str) -> bool {
        self.words.at(span) == Some(text)
    }
    /// Without the beginning, which for the first evidence is the base.
    fn evidence(&mut self, e: &Evidence<Char>) {
        let Evidence { span, text, part, sentence } = e;
        let stands = self.stands(*span, text);
        self.signed(span.end as i64 - span.begin as i64);
        self.number((*sentence as u64) << 3 | place_in(&PARTS, part) << 1 | u64::from(!stands));
        if !stands {
            self.string(text);
        }
    }
    fn entity<F: Forms>(&mut self, e: &Entity<Char>, forms: &mut F) -> Result<(), F::Error> {
        let Entity { text, span, name, id, code, kind, country, sector, sectors, count, antecedent } = e;
        let number = forms.number(&Form::Who(Who {
            name: name.clone(),
            id: id.clone(),
            code: code.clone(),
            kind: *kind,
            country: country.clone(),
            sector: sector.clone(),
            sectors: sectors.clone(),
        }))?;
        let stands = self.stands(*span, text);
        let flags = u64::from(!stands) | u64::from(count.is_some()) << 1 | u64::from(antecedent.is_some()) << 2;
        self.number(number << 3 | flags);
        self.span(*span);
        if !stands {
            self.string(text);
        }
        if let Some(n) = count {
            self.number(*n);
        }
        if let Some(s) = antecedent {
            self.span(*s);
        }
        Ok(())
    }
    fn place<F: Forms>(&mut self, p: &Place<Char>, forms: &mut F) -> Result<(), F::Error> {
        let Place {
            text,
            span,
            name,
            geonames,
            country,
            admin1,
            lat,
            lon,
            radius_km,
            precision,
            feature,
            role,
            relation,
        } = p;
        let number = forms.number(&Form::Where(Where {
            name: name.clone(),
            geonames: *geonames,
            country: country.clone(),
            admin1: admin1.clone(),
            lat: *lat,
            lon: *lon,
            radius_km: *radius_km,
            precision: precision.clone(),
            feature: feature.clone(),
            relation: relation.clone(),
        }))?;
        let stands = self.stands(*span, text);
        self.number(number << 4 | place_in(&ROLES, role) << 1 | u64::from(!stands));
        self.span(*span);
        if !stands {
            self.string(text);
        }
        Ok(())
    }
    fn interval(&mut self, i: &Interval<Char>, with_days: bool) {
        let Interval { from, to, precision, holds, basis, text, span } = i;
        let sort = place_in(&PRECISIONS, precision) * 12 + place_in(&HOLDS, holds) * 4 + place_in(&BASES, basis);
        self.out.push(sort as u8);
        let whole = span.get();
        let stands = text.as_deref().zip(whole).is_some_and(|(t, s)| self.stands(s, t));
        let half = whole.is_none() && (span.begin.is_some() || span.end.is_some());
        let flags = u64::from(text.is_some())
            | u64::from(whole.is_some()) << 1
            | u64::from(stands) << 2
            | u64::from(with_days && from.is_some()) << 3
            | u64::from(with_days && to.is_some()) << 4
            // One end alone is nothing that the coder makes: the reading back will differ, and JSON is kept.
            | u64::from(half) << 5;
        self.number(flags);
        if with_days {
            for d in [from, to].into_iter().flatten() {
                self.signed(day_number(*d));
            }
        }
        if let Some(s) = whole {
            self.span(s);
        }
        if let Some(t) = text.as_deref().filter(|_| !stands) {
            self.string(t);
        }
    }
    fn extent(&mut self, e: &Extent) {
        let Extent { text, of, low, high } = e;
        self.string(text);
        self.number(*of as u64);
        self.share(*low);
        self.share(*high);
    }
    fn figure(&mut self, f: &Figure) {
        let Figure { text, of, low, high, exact, scope, reported_none } = f;
        self.string(text);
        self.string(of);
        for n in [low, high, exact] {
            self.amount(*n);
        }
        self.number((*scope as u64) << 1 | u64::from(*reported_none));
    }
    fn link(&mut self, l: &Link) {
        let Link { to, as_ } = l;
        let hash = hash_bytes(to);
        self.number(place_in(&LINKS, as_) << 1 | u64::from(hash.is_none()));
        match hash {
            Some(h) => self.out.extend_from_slice(&h),
            None => self.string(to),
        }
    }
}

enum Wrong<E> {
    Bytes(&'static str),
    Forms(E),
}

type Read<T> = Result<T, &'static str>;

struct Reader<'a> {
    rest: &'a [u8],
    words: &'a Words,
    base: usize,
}

impl<E> From<&'static str> for Wrong<E> {
    fn from(why: &'static str) -> Self {
        Self::Bytes(why)
    }
}

impl<'a> Reader<'a> {
    fn claim<F: Forms>(&mut self, o: Outside, forms: &F) -> Result<Claim<Char>, Wrong<F::Error>> {
        let frame = forms.form(frame_form(o.frame)).map_err(Wrong::Forms)?;
        let Some(Form::Frame(f)) = frame.as_deref() else { return Err("its sort is not there".into()) };
        let sure = Sure::of(o.frame).ok_or("nothing says how sure it is")?;
        let tags = self.number()?;
        let has = |n: u32| tags >> n & 1 == 1;
        self.base = self.size()?;
        let evidence = self.evidence(self.base)?;
        let confidence = self.share()?;
        let actor = self.list(has(11), |r| r.entity(forms))?;
        let recipient = self.list(has(10), |r| r.entity(forms))?;
        let according_to = self.list(has(8), |r| r.entity(forms))?;
        let place = self.list(has(9), |r| r.place(forms))?;
        let happened = if has(0) {
            let mut i = self.interval(false)?;
            (i.from, i.to) = (o.from, o.to);
            Some(i)
        } else {
            None
        };
        let in_force = if has(1) { Some(self.interval(true)?) } else { None };
        let said = if has(2) { Some(self.interval(true)?) } else { None };
        let extent = if has(3) { Some(self.extent()?) } else { None };
        let figure = if has(4) { Some(self.figure()?) } else { None };
        let quotation = if has(5) { Some(self.span()?) } else { None };
        let more_evidence = self.list(has(6), |r| -> Result<_, Wrong<F::Error>> {
            let begin = r.offset()?;
            Ok(r.evidence(begin)?)
        })?;
        let links = self.list(has(7), |r| Ok::<_, Wrong<F::Error>>(r.link()?))?;
        let f = f.clone();
        Ok(Claim {
            id: o.id,
            anchor: o.anchor,
            kind: f.kind,
            type_: f.type_,
            status: f.status,
            subject: f.subject,
            means: f.means,
            modes: f.modes,
            contexts: f.contexts,
            auxiliary: f.auxiliary,
            cameo: f.cameo,
            quad: f.quad,
            intensity: f.intensity,
            acled: f.acled,
            actor,
            recipient,
            place,
            extent,
            figure,
            happened,
            in_force,
            said,
            according_to,
            stance: sure.stance,
            mood: sure.mood,
            negated: sure.negated,
            certainty: sure.certainty,
            told: sure.told,
            confidence,
            evidence,
            more_evidence,
            quotation,
            links,
            rule: f.rule,
            origin: None,
        })
    }
    fn number(&mut self) -> Read<u64> {
        take_number(&mut self.rest).ok_or("its numbers end too soon")
    }
    fn signed(&mut self) -> Read<i64> {
        self.number().map(unzigzag)
    }
    fn size(&mut self) -> Read<usize> {
        usize::try_from(self.number()?).map_err(|_| "a number is too large")
    }
    fn bytes(&mut self, n: usize) -> Read<&'a [u8]> {
        let (these, rest) = self.rest.split_at_checked(n).ok_or("its bytes end too soon")?;
        self.rest = rest;
        Ok(these)
    }
    fn string(&mut self) -> Read<String> {
        let n = self.size()?;
        Ok(std::str::from_utf8(self.bytes(n)?).map_err(|_| "its words are no UTF-8")?.to_owned())
    }
    fn float(&mut self) -> Read<f64> {
        let b = self.bytes(8)?;
        Ok(f64::from_bits(u64::from_le_bytes(b.try_into().map_err(|_| "a fraction has no eight bytes")?)))
    }
    fn share(&mut self) -> Read<Option<f64>> {
        Ok(match self.number()? {
            0 => None,
            1 => Some(self.float()?),
            n => Some((n - 2) as f64 / 1e3),
        })
    }
    fn amount(&mut self) -> Read<Option<f64>> {
        Ok(match self.number()? {
            0 => None,
            1 => Some(self.float()?),
            n => Some((n - 2) as f64),
        })
    }
    /// A place in the text, counted from the base.
    fn offset(&mut self) -> Read<usize> {
        let n = self.signed()?;
        self.base.checked_add_signed(n as isize).ok_or("a span begins before the page")
    }
    fn end(&mut self, begin: usize) -> Read<usize> {
        let n = self.signed()?;
        begin.checked_add_signed(n as isize).ok_or("a span ends before the page")
    }
    fn span(&mut self) -> Read<Span<Char>> {
        let begin = self.offset()?;
        Ok(Span::new(begin, self.end(begin)?))
    }
    fn words_at(&mut self, span: Span<Char>, given: bool) -> Read<String> {
        if given {
            return self.string();
        }
        self.words.at(span).map(str::to_owned).ok_or("a span lies outside the page's text")
    }
    fn list<T, X: From<&'static str>>(
        &mut self,
        any: bool,
        mut one: impl FnMut(&mut Self) -> Result<T, X>,
    ) -> Result<Vec<T>, X> {
        let n = if any { self.size()? } else { 0 };
        // Each item takes a byte at least: a wrong number asks for no memory that is not there.
        if n > self.rest.len() {
            return Err("a list is longer than its bytes".into());
        }
        // A list that grows would take room for four, each of some hundred bytes, where most have one.
        let mut all = Vec::with_capacity(n);
        for _ in 0..n {
            all.push(one(self)?);
        }
        Ok(all)
    }
    fn evidence(&mut self, begin: usize) -> Read<Evidence<Char>> {
        let span = Span::new(begin, self.end(begin)?);
        let n = self.number()?;
        let part = PARTS[(n >> 1 & 3) as usize];
        let sentence = usize::try_from(n >> 3).map_err(|_| "a sentence's number is too large")?;
        Ok(Evidence { text: self.words_at(span, n & 1 == 1)?, span, part, sentence })
    }
    fn entity<F: Forms>(&mut self, forms: &F) -> Result<Entity<Char>, Wrong<F::Error>> {
        let n = self.number()?;
        let form = forms.form(n >> 3).map_err(Wrong::Forms)?;
        let Some(Form::Who(w)) = form.as_deref() else { return Err("somebody is not there".into()) };
        let span = self.span()?;
        let text = self.words_at(span, n & 1 == 1)?;
        let count = if n & 2 == 2 { Some(self.number()?) } else { None };
        let antecedent = if n & 4 == 4 { Some(self.span()?) } else { None };
        let Who { name, id, code, kind, country, sector, sectors } = w.clone();
        Ok(Entity { text, span, name, id, code, kind, country, sector, sectors, count, antecedent })
    }
    fn place<F: Forms>(&mut self, forms: &F) -> Result<Place<Char>, Wrong<F::Error>> {
        let n = self.number()?;
        let form = forms.form(n >> 4).map_err(Wrong::Forms)?;
        let Some(Form::Where(w)) = form.as_deref() else { return Err("a place is not there".into()) };
        let role = *ROLES.get((n >> 1 & 7) as usize).ok_or("a place has no role")?;
        let span = self.span()?;
        let text = self.words_at(span, n & 1 == 1)?;
        let Where { name, geonames, country, admin1, lat, lon, radius_km, precision, feature, relation } = w.clone();
        Ok(Place {
            text,
            span,
            name,
            geonames,
            country,
            admin1,
            lat,
            lon,
            radius_km,
            precision,
            feature,
            role,
            relation,
        })
    }
    fn interval(&mut self, with_days: bool) -> Read<Interval<Char>> {
        let sort = usize::from(self.bytes(1)?[0]);
        let precision = *PRECISIONS.get(sort / 12).ok_or("a time has no precision")?;
        let (holds, basis) = (HOLDS[sort % 12 / 4], BASES[sort % 4]);
        let flags = self.number()?;
        let has = |n: u32| flags >> n & 1 == 1;
        let day = |r: &mut Self, n: u32| -> Read<Option<Day>> {
            if !(with_days && has(n)) {
                return Ok(None);
            }
            Ok(Some(day_of_number(r.signed()?).ok_or("a day is out of the calendar")?))
        };
        let (from, to) = (day(self, 3)?, day(self, 4)?);
        let span = if has(1) { Some(self.span()?) } else { None };
        let text = match (has(0), span) {
            (false, _) => None,
            (true, Some(s)) if has(2) => Some(self.words_at(s, false)?),
            (true, _) => Some(self.string()?),
        };
        Ok(Interval { from, to, precision, holds, basis, text, span: MaybeSpan::from(span) })
    }
    fn extent(&mut self) -> Read<Extent> {
        use froissart_model::ExtentOf as Of;
        let text = self.string()?;
        let of = *[Of::Whole, Of::Rest, Of::Part].get(self.size()?).ok_or("an extent is of nothing")?;
        Ok(Extent { text, of, low: self.share()?, high: self.share()? })
    }
    fn figure(&mut self) -> Read<Figure> {
        use froissart_model::FigureScope as Scope;
        let (text, of) = (self.string()?, self.string()?);
        let (low, high, exact) = (self.amount()?, self.amount()?, self.amount()?);
        let n = self.size()?;
        let scope = *[Scope::Event, Scope::Total, Scope::Subset].get(n >> 1).ok_or("a figure counts over nothing")?;
        Ok(Figure { text, of, low, high, exact, scope, reported_none: n & 1 == 1 })
    }
    fn link(&mut self) -> Read<Link> {
        let n = self.number()?;
        let as_ = *LINKS.get((n >> 1) as usize).ok_or("a link says nothing")?;
        let to = if n & 1 == 1 { self.string()? } else { hash_text(self.bytes(16)?) };
        Ok(Link { to, as_ })
    }
}

/// The sixteen bytes of an id or anchor; none for any other text.
pub(crate) fn hash_bytes(text: &str) -> Option<[u8; 16]> {
    let digit = |b: u8| match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    };
    let t = text.as_bytes();
    if t.len() != 32 {
        return None;
    }
    let mut out = [0; 16];
    for (o, pair) in out.iter_mut().zip(t.chunks_exact(2)) {
        *o = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(out)
}

/// An id or anchor as people see it.
pub(crate) fn hash_text(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut digits = vec![0; 2 * bytes.len()];
    for (two, b) in digits.chunks_exact_mut(2).zip(bytes) {
        two.copy_from_slice(&[DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]);
    }
    // Digits are UTF-8.
    String::from_utf8(digits).unwrap_or_default()
}

fn zigzag(n: i64) -> u64 {
    (n << 1 ^ n >> 63) as u64
}
fn unzigzag(n: u64) -> i64 {
    (n >> 1) as i64 ^ -((n & 1) as i64)
}

fn push_number(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

fn take_number(rest: &mut &[u8]) -> Option<u64> {
    let mut n = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&b, more) = rest.split_first()?;
        *rest = more;
        n |= u64::from(b & 0x7F).checked_shl(shift)?;
        if b < 0x80 {
            return Some(n);
        }
    }
    None
}

/// Row numbers, mostly one after the other, in few bytes.
pub(crate) fn pack_rows(rows: &[i64]) -> Vec<u8> {
    let mut out = Vec::with_capacity(rows.len() + 8);
    let mut last = 0_i64;
    for &r in rows {
        push_number(&mut out, zigzag(r.wrapping_sub(last)));
        last = r;
    }
    out
}

/// What [`pack_rows`] packed; none where the bytes are not its.
pub(crate) fn unpack_rows(mut bytes: &[u8]) -> Option<Vec<i64>> {
    let (mut out, mut last) = (Vec::new(), 0_i64);
    while !bytes.is_empty() {
        last = last.wrapping_add(unzigzag(take_number(&mut bytes)?));
        out.push(last);
    }
    Some(out)
}

#[cfg(test)]
mod tests;
