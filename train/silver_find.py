"""Find the names that one sentence may hold, for silver.py: candidates with how sure each is.

What.  Patterns over capitalised words ("Ministry of Defence", "407th Air Expeditionary Group", "Mount Sinjar"),
titles and given names ("Col. X", "Abu Bakr al-Baghdadi"), known actors and states, the gazetteer, words beside a
place ("the town of X", "X province"), weapons by model number ("AK - 47"), and the spans of spaCy, trimmed and
stretched.  Which of them stay is decided in silver.py.
"""
import collections
import re

from silver_known import PARTICLES, fold

# How sure a span is; of overlapping spans the surer one stays, then the longer one.
GOLD, SURE, PATTERN, LONG, SINGLE, TEACHER, GUESS = 100, 90, 80, 72, 70, 60, 40
HYPHENS = "-–‑"
POSSESSIVE = ("'s", "’s", "'", "’")
ORDINAL = re.compile(r"^\d+(st|nd|rd|th)$")
ACRONYM = re.compile(r"^[A-Z][A-Z&.]*[A-Z.]s?$|^[A-Z]{2,}-[A-Z]+$")


class Speller:
    """Facts of words over the whole text: how often each is written in lower case."""

    def __init__(self, docs):
        self.lower = collections.Counter(
            w for d in docs for s in d["sents"] for w in s["words"] if w.isalpha() and w.islower())

    def common(self, word):
        return self.lower[word.lower()] >= 3


class Reader:
    """Finds candidate spans in one sentence."""

    def __init__(self, known, speller):
        self.k, self.speller = known, speller
        self.l = known.lists

    # ---- words -----------------------------------------------------------------------

    def capital(self, w):
        return w[:1].isupper() or (len(w) > 2 and w[0] in "'‘’" and w[1].isupper())

    def propers(self, s):
        """For each word: may it be a word of a name?"""
        words, out = s["words"], []
        shout = sum(w.isupper() and len(w) > 1 for w in words) > .6 * sum(w[:1].isalpha() for w in words)
        for i, w in enumerate(words):
            ok = self.capital(w) and w not in self.l["stop"]["words"] and not shout
            if ok and (i == 0 or words[i - 1] in "\"“.:?!”'‘`") and self.speller.common(w):
                ok = s["noun"][i]
            out.append(ok or bool(ORDINAL.match(w) and i + 1 < len(words) and self.capital(words[i + 1])))
        return out

    def known(self, words, i):
        """The longest known name that begins at i: (end, type)."""
        for n in range(min(self.k.longest, len(words) - i), 0, -1):
            part = tuple(w.replace("’", "'") for w in words[i:i + n])
            t = self.k.names.get(part)
            if not t and all(w.isupper() and len(w) > 2 for w in part):     # "BAGHDAD", of a dateline
                t = self.k.names.get(tuple(w.title() for w in part))
                t = t if t in ("GPE", "NORP", "LOC") and len(part[0]) > 3 else None
            if t:
                return i + n, t
        return None

    def place(self, words, i, proper):
        """The longest place of the gazetteer that begins at i: (end, type, weight)."""
        if not self.capital(words[i]):
            return None
        for n in range(min(6, len(words) - i), 0, -1):
            part = words[i:i + n]
            if not all(self.capital(w) or w in HYPHENS or (0 < j < n - 1 and w.lower() in PARTICLES)
                       for j, w in enumerate(part)) or part[-1] in HYPHENS:
                continue
            if (part[0] in self.l["stop"]["words"] or not proper[i] or n == 1 and (
                    len(part[0]) < 4 or part[0] in self.l["person"]["given"] or part[0][-1] == "." or part[0] in self.l["person"]["titles"] | self.l["org"]["heads"])):
                continue
            hit = self.k.gazetteer.find([w for w in part if w not in HYPHENS])
            if hit and (n > 1 or not part[0].isupper() or len(part[0]) > 4):
                return i + n, *hit
        return None

    def stretch(self, words, i, proper):
        """End of a run of name words from i on, with its hyphens and particles."""
        j = i
        while j < len(words):
            w = words[j]
            if proper[j]:
                j += 1
            elif w in HYPHENS and j + 1 < len(words) and j > i and self.capital(words[j + 1]):
                if (words[j - 1].isupper() and len(words[j - 1]) > 4
                        or {self.k.names.get((words[x],)) for x in (j - 1, j + 1)} & {"GPE", "NORP"}):
                    break                       # "Turkey - Syria", "BAGHDAD - Combined"
                j += 2
            elif w.lower() in PARTICLES and j + 1 < len(words) and (j > i or w.lower() in ("al", "el")):
                k = j + 1 + (words[j + 1] in HYPHENS)
                if k < len(words) and self.capital(words[k]) and w not in ("e", "a", "i", "o", "an", "as", "us"):
                    j = k + 1
                elif k < len(words) and self.capital(words[k]) and words[k - 1] in HYPHENS:
                    j = k + 1
                else:
                    break
            else:
                break
        while j > i and words[j - 1] in HYPHENS:
            j -= 1
        return j

    # ---- candidates --------------------------------------------------------------------

    def candidates(self, s):
        """Spans as (strength, first, end, type)."""
        words, out = s["words"], []
        proper = s["proper"] = self.propers(s)
        self.weapons(words, proper, out)
        if not headline(words):                 # where every word is capitalised, patterns run on
            self.organisations(words, proper, s, out)
            self.sites(words, proper, out)
            self.persons(words, proper, out)
            self.spots(words, proper, s, out)
        self.knowns(words, proper, s, out)
        self.teacher(s, proper, out)
        return [self.whole(words, c) for c in out]

    def whole(self, words, c):
        """The span with its article ("al - Shayrat") and, a weapon's, with its number ("Sukhoi - 34")."""
        x, a, b, t = c
        if a >= 2 and words[a - 1] in HYPHENS and re.match(r"^(al|el|ash|as|ad|ar|at|an|az|ez)$", words[a - 2].lower()):
            a -= 2
        if t == "WEAPON" and b + 1 < len(words) and words[b] in HYPHENS and re.match(r"^[A-Z0-9][A-Z0-9]{0,3}[a-z]?$", words[b + 1]):
            b += 2
        return x, a, b, t

    def weapons(self, words, proper, out):
        w = self.l["weapon"]
        for i, x in enumerate(words):
            if (x in w["models"] and i + 2 < len(words) and words[i + 1] in HYPHENS
                    and re.match(r"^\d+[A-Za-z]{0,3}s?$", words[i + 2]) and words[i + 2][-1] not in "%"
                    and len(x) > 1):
                out.append((SURE, i, i + 3, "WEAPON"))
            elif (x in ("F", "B", "T", "S", "C", "A", "M") and i + 2 < len(words) and words[i + 1] in HYPHENS
                    and re.match(r"^\d+[A-Z]{0,2}s?$", words[i + 2])
                    and any(y.lower() in w["beside"] for y in words[max(0, i - 3):i + 6])):
                out.append((SURE, i, i + 3, "WEAPON"))
            elif x == "Operation" and i + 1 < len(words) and proper[i + 1]:
                j = self.stretch(words, i + 1, proper)
                if j < len(words) - 1 and words[j] in ("of", "and") and proper[j + 1]:
                    j = self.stretch(words, j + 1, proper)
                out.append((SURE, i, j, "EVENT"))
            elif x in ("Battle", "Siege", "Treaty", "Battles") and i + 2 < len(words) and words[i + 1] == "of" and proper[i + 2]:
                out.append((SURE, i, self.stretch(words, i + 2, proper), "MISC" if x == "Treaty" else "EVENT"))

    def organisations(self, words, proper, s, out):
        o, p, f = self.l["org"], self.l["person"], self.l["fac"]
        i = 0
        while i < len(words):
            if not (proper[i] or (words[i].lower() in ("al", "el") and i + 2 < len(words))):
                i += 1
                continue
            j = self.stretch(words, i, proper)
            # "People 's Protection Units": the possessive joins where its word is generic.
            while (j + 1 < len(words) and words[j] in POSSESSIVE and proper[j + 1]
                   and words[j - 1] + "'s" in self.l["stop"]["generic"] | {x[:-1] + "'s" for x in self.l["stop"]["generic"] if x.endswith("s'")}):
                j = self.stretch(words, j + 1, proper)
            while j + 1 < len(words) and words[j] == "&" and proper[j + 1] and words[j - 1] not in ("A",):
                j = self.stretch(words, j + 1, proper)
            if j == i:
                i += 1
                continue
            last = max((x for x in range(i, j) if words[x] in o["heads"] or words[x] in o["of"]), default=None)
            if last is None:
                i = j
                continue
            first, end = i, last + 1
            for x in range(first, last):        # nothing before a title belongs to the organisation
                if words[x] in p["titles"] and words[x] not in (
                        "Interior", "Defence", "Defense", "Foreign", "Prime", "Special", "Home", "High", "General",
                        "Press", "State", "Finance", "Treasury", "Justice", "Staff", "Central", "First", "Acting",
                        "President", "Deputy", "Major", "Judge", "King", "Sultan", "Imam", "Father"):
                    first = x + 1
            while first < end and words[first] in HYPHENS:
                first += 1
            extended = False
            if end == j or words[last] in o["of"]:
                end2 = self.complement(words, proper, last + 1, words[last])
                if end2:
                    end, extended = end2, True
            body = [w for w in words[first:end] if w not in HYPHENS]
            after = words[end] if end < len(words) else ""
            if after in p["sure"] and end < j and len(body) == 1:
                pass                            # "Army Gen. X"
            elif len(body) >= 2 or extended:
                if words[last] not in o["heads"] and not extended:
                    i = j
                    continue
                # "Syria Army" of a headline, "State Department": one name. A lone place or people before a
                # word that is no head ("Kurdish Front") is one too.
                if first == 0 and len(body) == 2 and not s["noun"][0] and self.speller.common(words[0]):
                    i = max(end, j)
                    continue
                out.append((PATTERN, first, end, "ORG"))
            i = max(end, j)

    def complement(self, words, proper, i, head):
        """End of "of Defence", "for Human Rights", "of Iraq and the Levant" from i on; None where there is none."""
        o = self.l["org"]
        if i + 1 >= len(words) or words[i] not in ("of", "for", "against", "on", "in", "to", "without"):
            return None
        if words[i] == "of" and head not in o["of"]:
            return None
        if words[i] in ("in", "to", "without", "against", "on"):
            if not (words[i] == "in" and head in ("State", "Resistance", "Mission") and words[i + 1] in ("Iraq", "Somalia", "the", "Syria", "Yemen")
                    or words[i] == "to" and head in ("Mission", "Force") or words[i] == "without" and head in ("Doctors", "Reporters")
                    or words[i] in ("against", "on") and head in ("Committee", "Council", "Commission", "Office", "Coalition", "Campaign") and i + 1 < len(words) and proper[i + 1]):
                return None
        if words[i] == "for" and head in ("Army", "State", "Forces", "Force", "Police", "Government"):
            return None
        j = i + 1
        if words[j] in ("the", "The") and j + 1 < len(words):
            j += 1
        if not (proper[j] or words[j].lower() == "al"):
            return None
        end = self.stretch(words, j, proper)
        if end == j:
            return None
        while end + 1 < len(words) and (words[end] in ("and", "&", ",") or words[end] == "of"):
            k = end + 1 + (words[end + 1] == "the")
            if k >= len(words) or not (proper[k] or words[k].lower() == "al"):
                break
            if words[end] == "and" and head == "State" and words[end - 1] == "Iraq":
                pass                            # Islamic State of Iraq and the Levant
            elif words[end] == "and" and head in ("Ministry", "Department", "Office", "Committee", "Centre", "Center", "Institute",
                                                  "Commission", "Front", "Party", "Federation", "Union", "Council", "Organization",
                                                  "Organisation", "Coalition") and not self.name_of_place(words, k, proper):
                pass
            elif words[end] == "of" and words[end - 1] in ("Affairs", "Liberation", "Defence", "Defense", "Defenders", "Republic",
                                                            "Rebirth", "Victims", "Rights", "Church", "Government", "State"):
                pass
            else:
                break
            end = self.stretch(words, k, proper)
        return end

    def name_of_place(self, words, i, proper):
        hit = self.known(words, i)
        return bool(hit and hit[1] in ("GPE", "PER", "ORG", "NORP"))

    def sites(self, words, proper, out):
        """ "Hasaka Province", "Tabqa Dam", "Hamrin Mountains", "Mount Sinjar", "Gulf of Aden"."""
        f, l, g = self.l["fac"], self.l["loc"], self.l["gpe"]
        i = 0
        while i < len(words):
            if not proper[i]:
                i += 1
                continue
            j = self.stretch(words, i, proper)
            end = max((x for x in range(i + 1, j) if words[x] in f["heads"] | l["heads"] | g["heads"]), default=None)
            if end is not None:
                w = words[end]
                t = "GPE" if w in g["heads"] else "LOC" if w in l["heads"] else "FAC"
                first = i
                for x in range(i, end):         # "Syrian Kurdish" before a site is no part, a title neither
                    if words[x] in self.l["person"]["sure"] and x + 1 < end and words[x] not in ("King", "Queen", "Imam", "Prince", "Sultan", "General"):
                        first = x + 1
                before = words[end - 1]
                alone = end - first
                nation = alone == 1 and self.k.names.get((words[first],)) == "NORP"
                if w in ("Base", "Field") and not (before in f["base"] and end - first >= 2):
                    pass
                elif w in ("State", "Region", "House", "Gate", "Market", "Plant", "Line", "Zone", "Bank", "Channel", "Field",
                           "Territory", "Republic", "Depot", "Road", "Camp", "Fort", "Embassy", "Delta", "Coast"):
                    if w == "Embassy":
                        pass
                    elif w in ("Camp", "Road", "Delta", "Coast", "Fort") or self.k.gazetteer.find(words[first:end + 1]):
                        if not nation:
                            out.append((PATTERN, first, end + 1, t))
                elif not nation or w in ("Sea", "Desert", "Ocean", "Peninsula", "Mountains", "Embassy"):
                    out.append((PATTERN, first, end + 1, t))
            if words[i] in l["front"] and j > i + 1 and not any(words[x] in self.l["org"]["heads"] for x in range(i, j)):
                if words[i] not in ("Gulf", "Strait", "Sea", "Bay"):
                    out.append((PATTERN, i, j, "LOC"))
            if words[i] in ("Gulf", "Strait", "Straits", "Sea", "Bay", "Horn", "Cape") and j == i + 1 and j + 1 < len(words) and words[j] == "of" and proper[j + 1]:
                out.append((PATTERN, i, self.stretch(words, j + 1, proper), "LOC"))
            i = j

    def persons(self, words, proper, out):
        """A title, or a given name, and what follows."""
        p = self.l["person"]
        i = 0
        while i < len(words):
            titled = i > 0 and words[i - 1] in p["sure"]
            role = words[i - 1].lower() if i and words[i - 1] != "," else words[i - 2].lower() if i > 1 else ""
            if role in p["roles"] and not titled:   # "the armed forces minister , Florence Parly"
                titled = self.stretch(words, i, proper) - i in (2, 3, 4) and not self.place(words, i, proper)
            given = words[i] in p["given"] and proper[i] or words[i] in ("Abu", "Umm")
            if not (proper[i] and (titled or given)) or words[i] in p["titles"] or self.forbidden(words, i):
                i += 1
                continue
            if given and i > 0 and words[i - 1] in HYPHENS:
                i += 1
                continue
            j = self.person_end(words, i, proper)
            body = [w for w in words[i:j] if w not in HYPHENS and w.lower() not in PARTICLES]
            known = self.known(words, i)
            place = self.place(words, i, proper)
            if known and known[1] != "PER" and known[0] >= j:
                pass
            elif place and place[0] >= j and not titled and (place[2] > 5e4 or len(body) == 1):
                pass
            elif body and (titled or len(body) > 1):
                out.append((PATTERN - (not titled), i, j, "PER"))
            i = max(j, i + 1)

    def forbidden(self, words, i):
        """Words that no person's name begins with."""
        w = words[i]
        return (w in self.l["stop"]["words"] or w in self.l["org"]["heads"] or w in self.l["org"]["alone"]
                or self.k.names.get((w,)) in ("NORP", "GPE", "ORG", "WEAPON"))

    def person_end(self, words, i, proper):
        j, count = i, 0
        while j < len(words) and count < 5:
            w = words[j]
            if proper[j] and not (count and (self.forbidden(words, j) or w in self.l["person"]["titles"])
                                  and w not in ("General",)):
                j += 1
                count += 1
            elif w in HYPHENS and count and j + 1 < len(words) and (proper[j + 1] or self.capital(words[j + 1])):
                j += 2
            elif w.lower() in PARTICLES and w not in ("a", "an", "as", "at", "us", "i", "o", "e", "are") and j + 1 < len(words):
                k = j + 1 + (words[j + 1] in HYPHENS)
                if w in ("a", "an", "as", "at", "us") and words[j + 1] not in HYPHENS:
                    break
                if k < len(words) and self.capital(words[k]):
                    j = k + 1
                    count += 1
                else:
                    break
            elif w.lower() in ("as", "at", "an", "ad", "ar") and j + 2 < len(words) and words[j + 1] in HYPHENS and self.capital(words[j + 2]):
                j += 3
                count += 1
            else:
                break
        return j

    def knowns(self, words, proper, s, out):
        i = 0
        while i < len(words):
            hit = self.known(words, i)
            if not hit:
                i += 1
                continue
            j, t = hit
            body = [w for w in words[i:j] if w[0].isalnum()]
            one = len(body) == 1
            w = words[i]
            step = j
            if t == "ORG" and words[j - 1] in ("Qaeda", "Qaida") and words[j:j + 2] == ["in", "Iraq"]:
                j += 2
                one = False
            if one and not (proper[i] or w[0].islower()):
                i += 1
                continue
            if t == "WEAPON":
                if one and w in self.l["weapon"]["doubtful"] and not any(
                        x.lower() in self.l["weapon"]["beside"] for x in words[max(0, i - 2):i] + words[j:j + 3]):
                    i += 1
                    continue
                out.append((SURE, i, j, t))
            elif one and t == "ORG" and self.speller.common(w) and not w.isupper():
                step = j                        # "Coalition", "Wagner": left to the teacher and the vote
                out.append((TEACHER, i, j, t)) if w in self.l["org"]["alone"] and s["noun"][i] else None
            elif one and w in ("US", "IS", "WHO", "AP", "EU") and not w.isupper():
                pass
            elif one and t == "NORP" and w in ("English", "Arabic") and i and words[i - 1] in ("in", "speaks"):
                out.append((SINGLE, i, j, "MISC"))
            else:
                strength = SINGLE if one else PATTERN + .2
                if t == "GPE" and one and i and words[i - 1] in ("Michael", "Jordan", "Paris", "King"):
                    strength = TEACHER
                out.append((strength, i, j, t))
            i = step

    def spots(self, words, proper, s, out):
        """Places by the gazetteer and by the words beside them."""
        p = self.l["place"]
        n = len(words)
        i = 0
        while i < n:
            w = words[i]
            # "the town of X", "the villages of X and Y"
            if w.lower() in p["nouns"] | p["wide"] and i + 2 < n and words[i + 1] == "of":
                k = i + 2 + (words[i + 2] == "the")
                while k < n and (proper[k] or words[k].lower() in ("al", "el", "ad", "as", "ar", "ash", "az")) and words[k] not in self.l["person"]["titles"]:
                    j = self.stretch(words, k, proper)
                    if j == k:
                        break
                    known = self.known(words, k)
                    if known and known[1] in ("NORP", "PER", "ORG"):
                        break
                    place = self.place(words, k, proper)
                    t = "LOC" if w.lower() in p["wide"] and not (place and place[1] == "GPE") else "GPE"
                    for e in range(k + 1, j):   # a site's own word ends it
                        if words[e] in self.l["fac"]["heads"]:
                            t = "FAC"
                    out.append((PATTERN - 1, k, place[0] if place and place[0] < j and s["set"] == "fa-kes" else j, t))
                    k = j
                    while k < n and words[k] in (",", "and"):
                        k += 1
                    if not w.lower().endswith("s") and k > j:
                        break
                i += 1
                continue
            if not proper[i] and not (w.lower() in ("al", "el", "ash", "ad", "as", "ar", "az") and i + 2 < n and words[i + 1] in HYPHENS):
                i += 1
                continue
            j = self.stretch(words, i, proper)
            if j == i:
                i += 1
                continue
            after = words[j] if j < n else ""
            before = words[i - 1].lower() if i else ""
            if before == "the" and i > 1:
                before = words[i - 2].lower() if words[i - 2].lower() in p["preps"] else "the"
            at = i
            while at < j:                       # gazetteer, longest first, inside the run
                hit = self.place(words, at, proper)
                if not hit:
                    at += 1
                    continue
                e, t, weight = hit
                several = sum(w[0].isalnum() and w.lower() not in PARTICLES for w in words[at:e]) > 1
                nxt = words[e] if e < n else ""
                locative = (at == i and before in p["preps"] or nxt in p["nouns"] | {"governorate", "countryside", "airbase", "airport"}
                            or nxt == "," and e + 1 < n and self.k.names.get((words[e + 1],)) == "GPE"
                            or at == i and before in p["nouns"] or nxt in POSSESSIVE and weight > 1e5)
                if several and (weight > 1 or words[at] in p["front"]):
                    out.append((LONG + .5, at, e, t))
                elif locative and (weight >= 1e3 or not self.speller.common(words[at])):
                    out.append((SINGLE - 1, at, e, t))
                elif weight > 2e5 and not self.speller.common(words[at]):
                    out.append((TEACHER - 1, at, e, t))
                elif not self.speller.common(words[at]):
                    out.append((GUESS, at, e, t))
                at = e
            # "X province": whatever X is
            built = after in ("camp", "airbase", "airport", "crossing", "dam", "oilfield", "prison", "bridge", "hospital", "mosque")
            if (built or after in p["nouns"]) and j - i <= 4 and after not in ("port", "capital", "enclave"):
                known = self.known(words, i)
                hit = self.place(words, i, proper)
                single = self.k.names.get(tuple(words[j - 1:j]))
                if built and not (words[i].lower() == "al" or hit or words[i] in p["front"]):
                    pass
                elif not (known and known[1] in ("NORP", "ORG", "PER")) and fold(words[j - 1]) not in self.k.surnames and single not in ("NORP", "ORG") and words[j - 1] not in self.l["org"]["heads"]:
                    start = i
                    if s["set"] == "fa-kes" and j - i > 1 and not hit:
                        start = j - 1
                        while start - 2 >= i and words[start - 1] in HYPHENS:
                            start -= 2
                        if start - 1 >= i and words[start - 1].lower() in PARTICLES | {"tel", "tal", "deir", "kafr", "ain", "ras", "jisr", "khan", "bab"}:
                            start -= 1
                    out.append((SINGLE - 1 if j - start == 1 else PATTERN - 1, start, j, "GPE" if hit or not built else "FAC"))
            i = j

    def teacher(self, s, proper, out):
        """spaCy's spans, trimmed, stretched over what belongs to them, and checked for sense."""
        words = s["words"]
        p = self.l["person"]
        for a, b, t in s["spacy"]:
            for c, d in self.pieces(words, a, b):
                while c < d and (words[c].lower() in ("the", "a", "an") or not self.nameword(words, c, proper) or
                                 t == "PER" and (words[c] in p["titles"] and words[c] not in ("Judge", "King", "Major", "Sultan")
                                                 or self.k.names.get((words[c],)) in ("NORP",) and d - c > 1)):
                    c += 1
                while c < d and (words[d - 1] in POSSESSIVE or words[d - 1] in HYPHENS or not self.capital(words[d - 1])
                                 and not re.match(r"^\d", words[d - 1])):
                    d -= 1
                if c >= d or not any(self.capital(w) for w in words[c:d]):
                    continue
                if t in ("PER", "GPE", "ORG", "LOC", "NORP", "FAC") and not any(proper[c:d]):
                    continue
                if s["upos"] and t != "NORP" and not any(s["upos"][x] == "PROPN" for x in range(c, d)):
                    continue
                if all(w in p["titles"] or w in self.l["stop"]["words"] for w in words[c:d]) and t != "MISC":
                    continue
                if t == "ORG":
                    while d - c > 1 and (words[d - 1] in p["titles"] - {"General", "Press", "Staff", "State", "Justice", "Treasury", "Home"}
                                         or words[d - 1] in ("Resolution", "Resolutions") or words[d - 1].isdigit()):
                        d -= 1
                    if d - c == 2 and self.k.names.get((words[c],)) == "NORP" and words[c + 1] in self.l["org"]["alone"] - self.l["org"]["heads"]:
                        c += 1
                hit = self.known(words, c)
                if hit and hit[0] < d and hit[1] in ("ORG", "GPE") and t in ("PER", "GPE", "MISC", "FAC") and hit[0] - c > 1:
                    d, t = hit              # "Jaysh al - Islam" + "Chemical Attack"
                c, d = self.close(words, proper, c, d, t)
                if t in ("PER", "ORG") and d - c > 1 and words[c] in self.l["place"]["front"]:
                    t = "GPE"
                body = [w for w in words[c:d] if w[0].isalnum() and w.lower() not in PARTICLES]
                if d - c == 1 and (words[c] in self.l["stop"]["words"] | self.l["stop"]["lone"] or len(words[c]) == 1):
                    continue
                if t == "ORG" and d - c == 1 and words[c] in p["titles"] | self.l["org"]["heads"] and words[c] not in (
                        self.l["org"]["alone"]):
                    t2 = TEACHER - 15
                    out.append((t2, c, d, t))
                    continue
                if d < len(words) and words[d] in HYPHENS and t == "PER" and d + 1 < len(words) and words[d + 1].islower():
                    pass
                out.append((LONG if len(body) > 1 else TEACHER, c, d, t))

    def pieces(self, words, a, b):
        """A span cut at commas, brackets and quotation marks."""
        at = a
        for i in range(a, b):
            if words[i] in (",", "(", ")", ";", ":", "“", "”", "\"", "``", "''", "--", "—", "–", "-LRB-", "-RRB-", "…", "|", "/"):
                if i > at:
                    yield at, i
                at = i + 1
        if b > at:
            yield at, b

    def nameword(self, words, c, proper):
        w = words[c]
        return (self.capital(w) and w not in ("The", "A", "An") or w.lower() in ("al", "el", "ez", "ash", "as", "ad", "bin", "ibn", "abu", "de", "van", "von")
                and c + 1 < len(words) or bool(re.match(r"^\d", w)) and c + 1 < len(words) and self.capital(words[c + 1]))

    def close(self, words, proper, c, d, t):
        """Take in what hangs on a span by a particle or a hyphen: "Abu Bakr" + "al - Baghdadi"."""
        while True:
            if c >= 2 and words[c - 1] in HYPHENS and words[c - 2].lower() in PARTICLES:
                c -= 2
            elif c >= 1 and words[c - 1].lower() in ("al", "el", "bin", "ibn", "abu", "abdul", "abdel") and words[c - 1] not in ("Al",) and self.capital(words[c]):
                c -= 1
            elif (t == "PER" and c >= 1 and proper[c - 1] and words[c - 1] in self.l["person"]["given"]
                  and not self.forbidden(words, c - 1)):
                c -= 1
            elif c >= 1 and ORDINAL.match(words[c - 1]) and t == "ORG":
                c -= 1
            else:
                break
        while d < len(words):
            w = words[d]
            nxt = words[d + 1] if d + 1 < len(words) else ""
            if words[d - 1].lower() in PARTICLES and w in HYPHENS and self.capital(nxt):
                d += 2
            elif w.lower() in PARTICLES and nxt in HYPHENS and d + 2 < len(words) and self.capital(words[d + 2]) and t in ("PER", "GPE", "ORG", "LOC"):
                if t in ("GPE", "LOC") and not self.k.gazetteer.find([x for x in words[c:d + 3] if x not in HYPHENS]):
                    break
                d += 3
            elif w in ("al", "bin", "ibn", "el", "ul") and self.capital(nxt) and t in ("PER", "ORG"):
                d += 2
            elif t == "PER" and w in HYPHENS and proper[d - 1] and d + 1 < len(words) and proper[d + 1] and not self.forbidden(words, d + 1):
                d += 2
            else:
                break
        return c, d


def headline(words):
    """Is nearly every longer word capitalised?"""
    long = [w for w in words if len(w) > 3 and w.isalpha()]
    return len(long) >= 4 and sum(w[0].isupper() for w in long) >= .75 * len(long)
