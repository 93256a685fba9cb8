"""The look-up tables of currencies: CLDR's French names and symbols joined with the press's own.

babel is trusted with names (singular, plural), symbols and which country uses what; `data/fr/currencies.yml` adds the rest.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

WORD = re.compile(r"[^\W_]+(?:\.(?=[a-z]\.?))?")
_DATED = re.compile(r" \(.*")


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything looked up, built once from CLDR and the data file."""

    codes: frozenset[str]
    never_before: frozenset[str]
    names: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    signs: dict[str, str]
    after: re.Pattern[str]
    before: re.Pattern[str]
    abbreviated: dict[str, str]
    families: dict[str, Any]
    cues: dict[str, dict[str, re.Pattern[str]]]
    home: dict[str, re.Pattern[str]]


@lru_cache(maxsize=2048)
def fold(word: str) -> str:
    """Lower case, no accents, no plural mark.

    >>> fold("Norvégiennes"), fold("réaux")
    ('norvegienne', 'reau')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
    return plain[:-1] if len(plain) > 3 and plain[-1] in "sx" else plain


def _tokens(name: str) -> tuple[str, ...]:
    return tuple(fold(w) for w in WORD.findall(name.replace("’", "'")) if fold(w) not in ("d", "l"))


def _pattern(signs: list[str], *, before: bool) -> re.Pattern[str]:
    parts = []
    for sign in sorted(signs, key=len, reverse=True):
        body = re.escape(sign).replace(r"\ ", " ?")
        head = r"(?<![^\W_])" if before and sign[0].isalpha() else ""
        tail = r"(?![^\W_])" if not before and sign[-1].isalpha() else ""
        parts.append(head + body + tail)
    joined = "|".join(parts)
    return re.compile(rf"({joined}) ?$" if before else joined)


def _cldr() -> tuple[dict[str, list[str]], dict[str, str], frozenset[str], dict[str, list[str]]]:
    """CLDR's French names and symbols, the codes in use today, and the countries of each."""
    from babel import Locale
    from babel.core import get_global

    names: dict[str, list[str]] = {}
    symbols: dict[str, str] = {}
    locale = Locale.parse("fr")
    plurals = locale._data["currency_names_plural"]
    for code, name in locale.currencies.items():
        names[code] = [name, *dict(plurals.get(code, {})).values()]
    for source in ("fr_CA", "fr"):
        for code, symbol in Locale.parse(source).currency_symbols.items():
            if symbol != code and symbol not in ("$", "£", "F", "¤"):
                symbols[symbol.replace("\u00a0", " ").replace("\u202f", " ")] = code
    countries: dict[str, list[str]] = {}
    for territory, spells in get_global("territory_currencies").items():
        for code, _since, until, tender in spells:
            if until is None and tender:
                countries.setdefault(code, []).append(str(locale.territories.get(territory, "")))
    return names, symbols, frozenset(countries), countries


@lru_cache(maxsize=1)
def tables() -> Tables:
    """Build the look-up tables on first use (babel and YAML are imported only here)."""
    import yaml

    source = (resources.files("levees.data.fr") / "currencies.yml").read_text(encoding="utf-8")
    data = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    names, symbols, current, countries = _cldr()
    index: dict[tuple[str, ...], str] = {}
    alone = {fold(w) for w in data["not_alone"]}
    heads: dict[str, set[str]] = {}
    old = frozenset(data["old_codes"])
    order = sorted((c for c in names if c not in ("XXX", "XTS")), key=lambda c: (c in current, c in old))
    for code in order:
        for name in names[code]:
            bare = _tokens(_DATED.sub("", name))
            index[bare] = code
            if bare[0] == "nouveau":
                index.setdefault(bare[1:], code)
                bare = bare[1:]
            if code in current:
                heads.setdefault(bare[0], set()).add(code)
    for code in order:
        for name in names[code]:
            exact, dated = _tokens(name), _DATED.search(name) is not None
            if dated or index[exact] not in current:
                index[exact] = code
    for head, codes in heads.items():
        if head not in alone and len(codes) == 1:
            index.setdefault((head,), min(codes))
    families = data["families"]
    for name, code in data["names"].items():
        index[_tokens(name)] = code
    for head in families:
        if head != "cfa":
            index[_tokens(head)] = head
    for key in [k for k in index if len(k) == 1 and k[0] in alone]:
        del index[key]
    by_head: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for tokens, code in sorted(index.items(), key=lambda item: -len(item[0])):
        by_head.setdefault(tokens[0], []).append((tokens, code))
    signs = {**symbols, **data["signs"]}
    listed = [s for s in signs if len(s) == 1 and not s.isalnum()] + data["prefixed"]
    cues = {family: {code: re.compile(rx) for code, rx in table.items()} for family, table in data["cues"].items()}
    for family in families:
        cues.setdefault(family, _country_cues(family, names, countries))
    return Tables(
        codes=frozenset(c for c in names if c in current or c in old or c in ("XAU", "XAG", "XDR", "CNH")),
        never_before=frozenset(data["not_codes"]) | old,
        names={h: tuple(v) for h, v in by_head.items()},
        signs=signs,
        after=_pattern(list(signs), before=False),
        before=_pattern([*listed, *(s for s in symbols if s.endswith("$"))], before=True),
        abbreviated=data["abbreviated"],
        families=families,
        cues=cues,
        home={code: re.compile(rx) for code, rx in data["home"].items()},
    )


def _country_cues(family: str, names: dict[str, list[str]], countries: dict[str, list[str]]) -> dict[str, re.Pattern[str]]:
    """Country names and adjectives that tell the currencies of one head noun apart, from CLDR."""
    cues = {}
    for code, places in countries.items():
        tokens = names.get(code, ["?"])[0].split()
        if fold(tokens[0]) != family or len(tokens) < 2 or family in ("dollar", "franc"):
            continue
        stems = [re.escape(place.lower()) for place in places if place] + [re.escape(tokens[1][: max(5, len(tokens[1]) - 3)])]
        cues[code] = re.compile("|".join(stems))
    return cues
