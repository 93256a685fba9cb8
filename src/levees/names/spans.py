"""Where names begin and end: runs of capitals, the words that join them, institutions with a lower-case tail."""

from __future__ import annotations

import re
from collections import Counter

from levees.names.candidate import Candidate
from levees.names.institutions import lower_institution, sigle_end, tail
from levees.names.lexicon import Entry, NameTable, common_words, demonyms, given_names, name_words, nouns
from levees.names.tokens import Tokens
from levees.names.trim import OPENERS, trim
from levees.names.words import word_set

PARTICLES = word_set("spans.particles")
LINKS = word_set("spans.links")
AND_TAILS = word_set("spans.and_tails")
PREPOSITIONS = word_set("spans.prepositions")
ENGLISH = word_set("spans.english")
LABELS = word_set("spans.labels")
INSTITUTIONS = word_set("spans.institutions")
LOWER_INSTITUTIONS = word_set("spans.lower_institutions")
ARTICLES = word_set("spans.articles")
UNITS = word_set("spans.units")
_VERSION = re.compile(r"[1-9]\.\d")  # « Cité Gourmande 2.0 »
ORDINALS = frozenset({"er", "ere", "ère", "re", "nd", "nde", "e", "es"})
MEASURES = ("mds", "mio", "mrd", "usd", "eur", "chf", "mwh", "gwh", "kwh", "musd", "meur")


class Runs:
    """Finds candidate stretches in tokens; one object a text."""

    def __init__(self, tokens: Tokens, table: NameTable, extra: NameTable | None = None) -> None:
        self.t = tokens
        self.table = table
        self.extra = extra
        self.common = common_words()
        self.given = given_names()
        self.words = name_words()
        self.nouns = nouns()
        self.people = demonyms()
        self._counted: dict[int, Counter[tuple[str, ...]]] = {}
        self._numbers: tuple[Counter[str], Counter[int]] | None = None  # figures by the word before, and by sentence
        self.mid: dict[str, int] = {}
        self.heads: set[str] = set()  # words that begin a run inside a sentence
        self.pairs: set[tuple[str, str]] = set()  # neighbours inside a run, inside a sentence
        self.lower: set[str] = set()
        for k, shape in enumerate(tokens.shapes):
            if shape == "l":
                self.lower.add(tokens.folds[k])
            elif shape in "Uc" and not tokens.initial[k] and not tokens.shouting[tokens.sentence[k]]:
                self.mid[tokens.folds[k]] = self.mid.get(tokens.folds[k], 0) + 1
                if tokens.shapes[k - 1] not in "Uc" or not tokens.adjacent(k - 1):
                    self.heads.add(tokens.folds[k])
                elif not tokens.initial[k - 1]:
                    self.pairs.add((tokens.folds[k - 1], tokens.folds[k]))

    def find(self) -> list[Candidate]:
        """Candidates in order, none overlapping."""
        out: list[Candidate] = []
        _t, n = self.t, len(self.t)
        i = 0
        while i < n:
            found = self._at(i)
            if found is None:
                i += 1
                continue
            i = max(found.j, i + 1)
            found = trim(self, found)
            if found is not None:
                out.append(found)
        return out

    # a capital, camel case or digit-led word; « L' », « D' » in capitals inside a sentence
    def _capital(self, i: int) -> bool:
        t = self.t
        shape = t.shapes[i]
        if shape in "Ucd":
            return True
        return shape == "l" and t.words[i][:3] in ("al-", "el-") and t.words[i][3:4].isupper()

    def _lookup(self, i: int) -> tuple[int, list[Entry], bool] | None:
        if self.extra is not None and (hit := self.extra.longest(self.t, i)):
            return hit[0], hit[1], True
        hit = self.table.longest(self.t, i)
        return (hit[0], hit[1], False) if hit else None

    def _at(self, i: int) -> Candidate | None:
        t = self.t
        shape, word = t.shapes[i], t.words[i]
        if shape == "p":
            return None
        if shape in "ln" or (shape == "e" and word[0].islower()):
            if shape == "l" and t.folds[i] in LOWER_INSTITUTIONS and (hit := lower_institution(self, i)):
                return hit
            lower = t.folds[i] in self.table.lower or (self.extra is not None and t.folds[i] in self.extra.lengths)
            if (lower or shape == "n") and (known := self._lookup(i)):
                return Candidate(i, known[0], known[1], certain=known[2])
            if not (shape == "l" and self._capital(i)):
                return None
        if shape == "e" and not (word[0].isupper() and i + 1 < len(t) and t.shapes[i + 1] in "Uc"):
            return None
        known = self._lookup(i)
        if t.folds[i] in ("le", "la", "les", "l'") and i + 1 < len(t):
            nxt = self._lookup(i + 1)
            if nxt and nxt[0] > (known[0] if known else i):
                return None
            if known and known[0] == i + 2 and t.folds[i + 1] in INSTITUTIONS and self._extend(i + 1, i + 2, []) > i + 2:
                return None
            housed = t.folds[i] == "les" and t.folds[i + 1] in HEADS
            if t.initial[i] and (t.folds[i + 1] in INSTITUTIONS or housed) and not (known and known[0] > i + 1):
                return None
        if shape == "e" and not known and t.initial[i]:
            return None
        if not known and (self.organ(i) or t.folds[i] in BODIES or self._beside(i)):
            return None
        if shape == "d" and not known and not self._digit_led(i):
            return None
        j = known[0] if known else i + 1
        if shape == "e" and not known:
            j = i + 2
        whole = known[1] if known else []
        if known and known[2]:
            return Candidate(i, j, whole, certain=True)
        end = self._extend(i, j, whole)
        if end != j:
            whole = []
        return Candidate(i, end, whole)

    def _beside(self, i: int) -> bool:
        """« [La Scop] Lunettes du Risoux », « [Prenez] Union togolaise d'épargne »: no part of a name that has a head of its own."""
        t = self.t
        k = i + 1 if t.folds[i] in ("la", "une") and t.adjacent(i) else i
        if k + 1 >= len(t) or not t.adjacent(k) or t.shapes[k + 1] != "U":
            return False
        cooperative = t.folds[k] in ("scop", "scic") and t.folds[k + 1] in HEADS
        return cooperative or t.initial[i] and t.folds[i] in OPENERS and t.folds[i + 1] in INSTITUTIONS

    def _digit_led(self, i: int) -> bool:
        word = self.t.words[i]
        letters = word.lstrip("0123456789")
        low = letters.lower()
        if low in ORDINALS or low.endswith(("ème", "eme")):
            return False
        return len(letters) >= 3 and not low.startswith(MEASURES)

    def _extend(self, i: int, j: int, entries: list[Entry]) -> int:
        """How far the run that begins at i and reaches j goes on."""
        t, n = self.t, len(self.t)
        place = bool(entries) and all(e.kind in ("place", "exchange") for e in entries)
        head = t.folds[i]
        place = place and head not in self.given and i > 0 and t.folds[i - 1] in PREPOSITIONS
        while j < n and t.adjacent(j - 1):
            word, shape, key = t.words[j], t.shapes[j], t.folds[j]
            gap = t.starts[j] > t.ends[j - 1]
            if shape in "Ucd" and gap:
                if shape == "d" and not self._digit_led(j):
                    break
                hit = self.table.longest(t, j)
                if entries and j == i + 1 and t.initial[i] and self._dateline(i, j, entries):
                    break
                # « à Lyon Paul Morvan » ends with the place; « confié à Bretagne Amorçage » does not: a common noun has no capital
                if key == t.folds[j - 1] or place and not (self._organised_ahead(j) or self._named(j, hit)):
                    break
                if hit and hit[0] - j > 1:
                    j = hit[0]
                else:
                    j += 1
                place = False
                continue
            if shape == "n" and gap and self._number(i, j):
                # « Alga 3D »: a number with a letter or two glued to it
                glued = j + 1 < n and t.starts[j + 1] == t.ends[j] and t.words[j + 1].isupper() and len(t.words[j + 1]) < 3
                j += 2 if glued else 1
                continue
            if word in "&+" and j + 1 < n and t.shapes[j + 1] in "Ucd" and t.adjacent(j):
                j += 2
                continue
            if (
                word == "."
                and not gap
                and len(t.words[j - 1]) == 1
                and j + 1 < n
                and t.shapes[j + 1] == "U"
                and t.adjacent(j)
                and not (j - i == 1 and i > 0 and t.folds[i - 1] in LABELS)
            ):
                j += 2  # « J. Dupont », « Donald J. Trump »
                continue
            if key in ENGLISH and j + 1 < n and (end := self._english(j)):
                j = end
                continue
            if key == "et" and j + 1 < n and t.folds[j + 1] in AND_TAILS and t.shapes[j + 1] == "U":
                j += 2
                continue
            if entries and j - i > 1 and key not in OF:
                break  # « Crédit Agricole revendique », « Crédit Lyonnais et Palatine »
            if key in OF and (end := self._titled(i, j, entries)) is not None:
                return self._onward(end)
            if shape == "l" and gap and key in LOWER_TAILS and j - i == 1 and not entries and not t.initial[i]:
                return j + 1  # « SUN bioscience »
            step = self.linked(i, j, head, place)
            if step is None:
                break
            j = step
        return j

    def _dateline(self, i: int, j: int, entries: list[Entry]) -> bool:
        """« LAUSANNE Les Éditions X »: a place in capitals throughout that opens a sentence, before an article written small."""
        t = self.t
        place = all(e.kind == "place" for e in entries) and t.words[i].isupper() and len(t.words[i]) > 3
        return place and t.words[j][1:].islower() and t.folds[j] in FUNCTION

    def _named(self, j: int, hit: tuple[int, list[Entry]] | None) -> bool:
        """Whether token j is a common noun in capitals that no other name begins with."""
        key = self.t.folds[j]
        return (
            not hit
            and key in self.common
            and key not in self.given
            and key not in self.people
            and key not in FUNCTION
            and self.t.words[j][1:].islower()
        )

    def _organised_ahead(self, j: int) -> bool:
        """Whether a run that goes on after a place name holds a word of organisations: « Hefei City Investment »."""
        t, k = self.t, j
        while k < len(t) and k - j < 6 and (t.shapes[k] == "U" or t.folds[k] in ENGLISH) and (k == j or t.adjacent(k - 1)):
            if t.words[k] in self.words:
                return True
            k += 1
        return False

    def _english(self, j: int) -> int | None:
        """« State Board of Investment », « Think and Learn »."""
        t, k = self.t, j
        while k < len(t) and k - j < 3 and t.folds[k] in ENGLISH and t.adjacent(k - 1):
            k += 1
        if k < len(t) and t.shapes[k] == "U" and t.adjacent(k - 1) and t.words[j].islower():
            return k + 1
        return None

    def _number(self, i: int, j: int) -> bool:
        t = self.t
        word = t.words[j]
        if _VERSION.fullmatch(word):
            return True
        if not word.isdigit() or len(word) > 4 or (len(word) == 4 and word[:2] in ("19", "20")):
            return False
        if t.folds[j - 1] in LINKS or t.folds[i] in LINKS:
            return False
        if j + 1 < len(t) and t.adjacent(j):
            nxt = t.words[j + 1]
            if nxt in "%€$£°/" or t.shapes[j + 1] == "n" or (t.folds[j + 1] in UNITS and t.shapes[j + 1] != "U"):
                return False
            if nxt in MAGNITUDES:
                return False
            own = nxt == "," and j + 2 < len(t) and t.shapes[j + 2] == "n"  # « Newfund 2, 85 M€ »
            if (t.shapes[j + 1] == "p" and nxt != "-" or t.folds[j + 1] == "et") and not own and self._elliptic(i, j):
                return False
            if t.shapes[j + 1] == "l" and t.folds[j + 1] not in LINKS and not self._function(j + 1):
                return False
        return t.folds[j - 1] not in self.people

    def _elliptic(self, i: int, j: int) -> bool:
        """« Novacap 19 et le fondateur 38 », « le Mexique 290 ; »: a figure whose unit was said before."""
        t = self.t
        name = t.folds[j - 1]
        if len(t.words[j]) == 1:  # funds and products bear small numbers: « Lac 1 », but « Inovia 14 et Ribbit 6 »
            listed = i > 0 and t.folds[i - 1] in (",", ";", "et") and t.sentence[i - 1] == t.sentence[i]
            if not (listed and any(t.words[k] == "%" or t.folds[k] in MAGNITUDE_WORDS for k in range(max(0, i - 25), i))):
                return False
        if self._numbers is None:
            at = [k for k, shape in enumerate(t.shapes) if shape == "n"]
            self._numbers = Counter(t.folds[k - 1] for k in at if k), Counter(t.sentence[k] for k in at)
        numbered, inside = self._numbers
        return numbered[name] == 1 and inside[t.sentence[j]] > 1

    def _function(self, j: int) -> bool:
        return self.t.folds[j] in FUNCTION

    def linked(self, i: int, j: int, head: str, place: bool) -> int | None:
        """End after a linking word and what it links, or None."""
        t, n = self.t, len(self.t)
        key = t.folds[j]
        if key in PARTICLES and self._personal(i, j):
            k = j + 1
            while k < n and k - j < 3 and t.folds[k] in PARTICLES and t.adjacent(k - 1) and t.shapes[k] in "le":
                k += 1
            if k + 1 < n and t.words[k] in ("La", "Le", "Les", "Du", "De", "L'", "L’") and t.shapes[k + 1] == "U" and t.adjacent(k):
                return k + 2
            if k < n and t.shapes[k] == "U" and t.adjacent(k - 1) and not (key in ("de", "du", "d'") and self._organised(k)):
                return k + 1
        if key in ("von", "van") and j + 1 < n:
            k = j + 2 if t.folds[j + 1] in ("der", "den") else j + 1
            if k < n and t.shapes[k] == "U":
                return k + 1
        if key in FOREIGN and j + 1 < n and t.shapes[j + 1] == "U" and t.adjacent(j) and not t.words[i].isupper():
            return j + 2  # « Plantas del Turia », « Puig i Fills »
        if place and head not in HEADS:
            return None
        if key in ("de", "d'", "du", "des", "pour") and head in self.common and (end := sigle_end(self, i, j)) is not None:
            return end
        institution = head in INSTITUTIONS and not self.organ(i)
        if institution and (t.shapes[j] in "le"):
            end = tail(self, i, j)
            return end if end is None or head in OFFICES else self._onward(end)
        titled = j - i == 2 and t.folds[i] in ("le", "la", "les") and not t.initial[i]  # « pour La Mie de Paris »
        if j - i == 2 and (t.folds[i] in ("le", "la", "les") or t.folds[i] in SIZES and t.folds[i + 1] in HEADS):
            i, head = i + 1, t.folds[i + 1]  # « Le Courrier de Vendée », « Grand Hôtel des Palmes »
        if j - i == 1 and key in OF and self._adjective(i) and self._plural_noun(j):
            return j + 2
        # a capitalised common noun inside a sentence heads a name: « les Galeries de Nantes »
        if (
            (key in ("de", "d'", "du", "des", "pour", "en", "et") or t.words[j] == "à" and j + 1 < n and self._noun(j + 1))
            and (not t.initial[i] or head in HEADS and key not in ("pour", "en", "et"))
            and j - i == 1
            and t.shapes[i] == "U"
            and (titled or head in self.common or head in HEADS)
            and (titled or head not in self.given or head in HEADS)
            and head not in self.people
            and not t.words[i].isupper()
            and (head in HEADS or not self.table.longest(t, i))
        ):
            k = j + 1
            while k < n and t.folds[k] in ("la", "l'", "le", "les") and t.adjacent(k - 1):
                k += 1
            if t.folds[j - 1] in NOT_HEADS:
                return None
            hit = self.table.longest(t, k) if k < n else None
            firm = hit is not None and head not in HEADS and any(e.kind in FIRMS for e in hit[1])
            given = self._given(k) and head not in HEADS and not titled if k < n else False
            if k < n and t.shapes[k] in "Uc" and t.adjacent(k - 1) and key != "et" and not firm and not given:
                return self._onward(k + 1) if key in OF else k + 1
        return None

    def _noun(self, k: int) -> bool:
        """Whether token k is a common noun with a capital."""
        return self.t.shapes[k] == "U" and self._named(k, self.table.longest(self.t, k))

    def _adjective(self, i: int) -> bool:
        """« Armoricaine », « Lyonnaise »: an adjective of place for a name."""
        key = self.t.folds[i]
        return self.t.words[i][1:].islower() and key.endswith(("aine", "aise", "oise", "ienne", "onne", "ande")) and key not in self.given

    def _plural_noun(self, j: int) -> bool:
        """« [de] Chocolats », « [des] Eaux »."""
        t, k = self.t, j + 1
        return k < len(t) and t.adjacent(j) and t.folds[k][-1] in "sx" and (t.shapes[k] == "U" and t.folds[k] in HEADS or self._noun(k))

    def _onward(self, end: int) -> int:
        """« Société des Jeux [de l'Estérel] », « Coopérative du Pays [d'Ouche] »: a noun in capitals with a complement of its own."""
        t, n = self.t, len(self.t)
        if end >= n or t.folds[end] not in OF or not t.adjacent(end - 1) or not self._noun(end - 1):
            return end
        k = end + 1
        while k < n and t.folds[k] in ("la", "l'", "le", "les") and t.adjacent(k - 1):
            k += 1
        if k >= n or not t.adjacent(k - 1) or t.shapes[k] != "U" or t.folds[k] in FUNCTION or self._given(k):
            return end
        hit = self.table.longest(t, k)
        return end if hit is not None and any(e.kind in FIRMS for e in hit[1]) else k + 1

    def _titled(self, i: int, j: int, entries: list[Entry]) -> int | None:
        """End of « La Dépêche [du Velay] », « Arnaud Villers [d'Arbouet] », and of what comes twice: « Grand Frais [du Léman] »."""
        t, k = self.t, j + 1
        while k < len(t) and t.folds[k] in ("la", "l'", "le", "les") and t.adjacent(k - 1):
            k += 1
        if k >= len(t) or t.shapes[k] not in "Uc" or not t.adjacent(k - 1) or self._given(k) or t.folds[k] in FUNCTION:
            return None
        hit = self.table.longest(t, k)
        if hit is not None and any(e.kind not in ("place", "other") for e in hit[1]):
            return None
        if entries and all(e.kind == "media" for e in entries) and t.folds[i] in ("le", "la", "les", "l'"):
            return k + 1
        if t.folds[j] in ("de", "d'") and j - i == 2 and not entries and self._given(i) and not self._given(j - 1) and hit is None:
            begins = t.folds[0] == t.folds[k]
            alone = self._times((t.folds[k],)) - begins > self._times((t.folds[j], t.folds[k]))
            return None if alone else k + 1
        if self._given(i) or t.initial[i] and j - i == 1:
            return None
        times, whole = self._times(tuple(t.folds[i : k + 1])), self._times((t.folds[j - 1],))
        return k + 1 if times > 1 and 2 * times > whole else None

    def _times(self, stretch: tuple[str, ...]) -> int:
        """How often folded words follow each other in the text; all stretches of one length are counted at once, when first asked for."""
        size = len(stretch)
        if size not in self._counted:
            folds = self.t.folds
            self._counted[size] = Counter(zip(*(folds[m:] for m in range(size)), strict=False))
        return self._counted[size][stretch]

    def organ(self, i: int) -> bool:
        """« Conseil d'administration [de X] », « Comité de direction »: a body of a firm, no name."""
        t = self.t
        if t.folds[i] not in ORGANS:
            return False
        k = i + 1
        while k < len(t) and t.folds[k] in ("de", "d'", "des", "la") and t.adjacent(k - 1):
            k += 1
        return k < len(t) and t.adjacent(k - 1) and t.folds[k] in ORGAN_TAILS

    def _personal(self, i: int, j: int) -> bool:
        """Whether tokens [i, j) are one or two given names and nothing else."""
        return j - i <= 2 and all(self._given(k) for k in range(i, j))

    def _given(self, k: int) -> bool:
        key = self.t.folds[k]
        return key in self.given or ("-" in key and key.split("-")[0] in self.given)

    def _organised(self, k: int) -> bool:
        hit = self.table.longest(self.t, k)
        if self.t.adjacent(k) and self.t.shapes[k + 1] == "U":
            return True
        return bool(hit) and any(e.kind not in ("person", "place") or e.source in ("countries", "places") for e in hit[1])


DAYS = word_set("spans.days")
TITLES = word_set("spans.titles")
ROLES = word_set("spans.roles")
NOT_HEADS = word_set("spans.not_heads")
OFFICES = word_set("spans.offices")
SIZES = word_set("spans.sizes")
LOWER_TAILS = word_set("spans.lower_tails")
HEADS = word_set("spans.heads")
BODIES = word_set("spans.bodies")
ORGANS = word_set("spans.organs")
ORGAN_TAILS = word_set("spans.organ_tails")
FIRMS = ("company", "investor", "bank", "person", "media")
FOREIGN = frozenset({"i", "und", "y", "del", "di", "da", "do", "dos", "das", "della", "delle", "dello"})
OF = ("de", "d'", "du", "des")
MAGNITUDE_WORDS = frozenset({"million", "millions", "milliard", "milliards", "€", "$"})
MAGNITUDES = ("M", "Md", "Mds", "MUSD", "FCFA", "K", "k", "KE", "MEUR", "Mio", "mio", "mrd", "Mrd")
ACRONYMS = word_set("spans.acronyms")
STRIP = TITLES | ROLES | word_set("spans.strip")
FUNCTION = word_set("spans.function")
