"""Lexicons of public knowledge, looked up by hash on token n-grams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from levees.names.tokens import Tokens, _tokenise, fold

FILES = {
    "investors": "investor",
    "banks": "bank",
    "public_bodies": "public_body",
    "media": "media",
    "exchanges": "exchange",
    "companies": "company",
    "products": "product",
    "countries": "place",
    "places": "place",
    "cities": "place",
    "other_names": "other",
}
_SIMPLE = str.maketrans("", "", "-")


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of one known name: `source` is the file, `name` the form that stands first on its line."""

    kind: str
    source: str
    name: str
    form: str
    ids: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class NameTable:
    """Entries by folded token n-gram: one dictionary probe for each length that a first word allows."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    lower: set[str] = field(default_factory=set)

    def add(self, entry: Entry) -> None:
        """Enter one form of a name."""
        folds = _folds(entry.form)
        if not folds:
            return
        key = " ".join(folds)
        known = self.entries.setdefault(key, [])
        if entry not in known:
            known.append(entry)
        # a bit mask of the lengths on offer
        self.lengths[folds[0]] = self.lengths.get(folds[0], 0) | 1 << len(folds)
        if not entry.form[0].isupper():
            self.lower.add(folds[0])

    def longest(self, tokens: Tokens, i: int) -> tuple[int, list[Entry]] | None:
        """The longest entry that begins at token `i`: (end token, entries), capitals respected."""
        mask = self.lengths.get(tokens.folds[i])
        if not mask:
            return None
        folds, limit = tokens.folds, len(tokens.words)
        upper = tokens.words[i][0].isupper()
        sentence = tokens.sentence[i]
        for n in range(mask.bit_length() - 1, 0, -1):
            if not mask >> n & 1 or i + n > limit or tokens.sentence[i + n - 1] != sentence:
                continue
            found = self.entries.get(folds[i] if n == 1 else " ".join(folds[i : i + n]))
            if not found:
                continue
            surface = tokens.text[tokens.starts[i] : tokens.ends[i + n - 1]]
            if "\n" in surface:
                continue
            shout = surface.isupper()
            if surface[0].isdigit():
                good = [
                    e
                    for e in found
                    if e.form == surface and tokens.text[tokens.ends[i + n - 1] : tokens.ends[i + n - 1] + 1] not in tuple("€$£%")
                ]
            else:
                good = [e for e in found if _cased(e.form, surface, upper, shout)]
            if good:
                return i + n, good
        return None


def _cased(form: str, surface: str, upper: bool, shout: bool) -> bool:
    if form[0].isupper() != upper and not (upper and not form[0].isupper() and not form.islower()):
        return False
    if shout or form == surface:
        return True
    if " " in form and any(a[0].isupper() and b[0].islower() for a, b in zip(form.split(), surface.split(), strict=False)):
        return False
    # « IRIS » in capitals alone is a sigle: it does not match « Iris » written small, nor the reverse for short words
    return not (form.isupper() and len(form) <= 4 and not surface.isupper())


def _folds(form: str) -> list[str]:
    form = form.strip()
    if not form:
        return []
    if form.translate(_SIMPLE).isalpha() and form[0] != "-" and form[-1] != "-" and not form.startswith(("ex-", "Ex-")):
        return [fold(form)]
    return _tokenise.__wrapped__(form, ((0, len(form)),)).folds


def read_lines(name: str) -> Iterator[str]:
    """The lines of one lexicon file, comments and blanks left out."""
    content = files("levees.data").joinpath("fr", "lexicons", f"{name}.txt").read_text("utf-8")
    for line in content.splitlines():
        if line and line[0] != "#" and line.strip():
            yield line


@lru_cache(maxsize=1)
def known_names() -> NameTable:
    """Every name of the shipped lexicons."""
    table = NameTable()
    for source, kind in FILES.items():
        for line in read_lines(source):
            forms = [part.strip() for part in line.split("\t")[0].split(" | ")]
            for form in forms:
                table.add(Entry(kind, source, forms[0], form))
    return table


@lru_cache(maxsize=1)
def given_names() -> dict[str, str]:
    """Given names by folded form: gender "m", "f" or "x"."""
    out: dict[str, str] = {}
    for line in read_lines("given_names"):
        name, _, gender = line.partition("\t")
        key = fold(name)
        out[key] = gender if out.get(key, gender) == gender else "x"
    return out


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Folded French word forms."""
    return frozenset(fold(line) for line in read_lines("common_words"))


@lru_cache(maxsize=1)
def name_words() -> dict[str, tuple[str, float]]:
    """Words inside a name that tell its kind, by exact form."""
    out = {}
    for line in read_lines("name_words"):
        word, kind, weight = line.split("\t")
        out[word] = (kind, float(weight))
    return out


@dataclass(frozen=True, slots=True)
class Noun:
    """A common noun that stands for a party or before its name."""

    form: str
    key: str
    kinds: tuple[str, ...]
    gender: str


@lru_cache(maxsize=1)
def nouns() -> dict[str, Noun]:
    """Nouns by folded form, plurals included (same entry)."""
    out: dict[str, Noun] = {}
    for line in read_lines("nouns"):
        form, key, kinds, gender = line.split("\t")
        noun = Noun(form, key, tuple(kinds.split()), gender)
        base = fold(form)
        out[base] = noun
        for plural in plurals(base):
            out.setdefault(plural, noun)
    return out


def plurals(base: str) -> Iterable[str]:
    """Plural forms of a folded noun or noun phrase, good enough to look up.

    >>> list(plurals("jeune pousse"))
    ['jeunes pousses']
    """
    parts = base.split(" ")
    out = []
    for part in parts:
        if part in {"de", "d'affaires", "d'investissement", "d'actifs", "d'etudes", "un", "deux"} or part.endswith(("s", "x")):
            out.append(part)
        elif part.endswith(("eau", "eu")):
            out.append(part + "x")
        elif part.endswith("al"):
            out.append(part[:-2] + "aux")
        else:
            out.append(part + "s")
        if part == "de":
            out.extend(parts[len(out) :])
            break
    yield " ".join(out)


@lru_cache(maxsize=1)
def demonyms() -> dict[str, tuple[str, str, str]]:
    """Adjectives of place, all forms folded: (place, gender, number)."""
    out: dict[str, tuple[str, str, str]] = {}
    for line in read_lines("demonyms"):
        form, place = line.split("\t")
        base = fold(form)
        feminine = (
            base if base.endswith("e") else base + "ne" if base.endswith("en") else base + "te" if base.endswith("et") else base + "e"
        )
        if base.endswith("eau"):
            feminine = base[:-3] + "elle"
        if base == "breton":
            feminine = "bretonne"
        if base == "grec":
            feminine = "grecque"
        if base == "turc":
            feminine = "turque"
        for word, gender in ((base, "m" if feminine != base else "x"), (feminine, "f" if feminine != base else "x")):
            out.setdefault(word, (place, gender, "s"))
            if word[-1] != "s":
                out.setdefault(word + "s", (place, gender, "p"))
    return out
