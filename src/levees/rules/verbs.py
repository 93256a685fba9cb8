"""Verb forms from infinitives: rules name verbs, texts show forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from levees.rules.words import fold, words_of

FORMS = ("fin", "fut", "cond", "inf", "ger", "part")  # finite (present, past), future, conditional, infinitive, -ant, past participle
_SHUT = re.compile(r"([eé])((?:[bcdfghjklmnpqrstvwxzç]|ch|gn|vr|br|cr|dr|fr|gr|pr|tr|cl|gl|qu|gu))$")


@dataclass(frozen=True, slots=True)
class VerbEntry:
    """One form of a (possibly reflexive, possibly longer) verb: the entry to look up, where its verb stands in it, what form it is."""

    entry: str
    head: int
    form: str
    reflexive: bool


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """The data of `data/fr/verbs.yml`."""
    source = files("levees.data") / "fr" / "verbs.yml"
    loaded: dict[str, Any] = yaml.load(source.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    loaded["nouns"] = frozenset(loaded["nouns"])
    loaded["with_être"] = frozenset(loaded["with_être"])
    return loaded


def is_verb(infinitive: str) -> bool:
    """Whether a word ends like an infinitive that can be conjugated."""
    return bool(re.fullmatch(r"[a-zà-öø-ÿ-]+(?:er|ir|re|oir)", infinitive))


@lru_cache(maxsize=4096)
def conjugate(infinitive: str) -> dict[str, tuple[str, ...]]:
    """Third persons, `nous`, infinitive and participles of a verb, by `FORMS`.

    >>> conjugate("lever")["fut"], conjugate("acquérir")["part"]
    (('lèvera', 'lèveront', 'lèverons'), ('acquis', 'acquise', 'acquises'))
    """
    data = tables()
    ending = max((e for e in data["endings"] if infinitive.endswith(e)), key=len, default=None)
    if ending is not None and not infinitive.endswith("er"):
        root = infinitive[: -len(ending)]
        s, p, imp, ps, pp, fut, part = (root + x for x in data["endings"][ending])
        fin = [s, p, imp + "ait", imp + "aient", imp + "ons", ps, pp]
        futures = [fut]
    elif infinitive.endswith("er"):
        stem = infinitive[:-2]
        shut = _shut(infinitive, stem)
        soft = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem
        fin = [shut + "e", shut + "ent", soft + "ait", soft + "aient", soft + "ons", soft + "a", stem + "èrent"]
        futures = sorted({shut + "er", stem + "er"} if "é" in stem else {shut + "er"})
        imp, part = soft, stem + "é"
    elif infinitive.endswith("ir"):
        stem = infinitive[:-2]
        fin = [stem + x for x in ("it", "issent", "issait", "issaient", "issons", "irent", "isse")]
        futures, imp, part = [stem + "ir"], stem + "iss", stem + "i"
    else:
        raise ValueError(f"{infinitive!r} is no infinitive that can be conjugated")
    plural = part if part.endswith("s") else part + "s"
    return {
        "fin": tuple(dict.fromkeys(fin)),
        "fut": tuple(f + x for f in futures for x in ("a", "ont", "ons")),
        "cond": tuple(f + x for f in futures for x in ("ait", "aient", "ions")),
        "inf": (infinitive,),
        "ger": (imp + "ant",),
        "part": tuple(dict.fromkeys((part, part + "e", plural, part + "es"))),
    }


def _shut(infinitive: str, stem: str) -> str:
    """The stem before a silent ending: lev → lèv, jet → jett, pay → pai."""
    if infinitive in tables()["doubling"]:
        return stem + stem[-1]
    if stem.endswith(("oy", "uy", "ay")):
        return stem[:-1] + "i"
    found = _SHUT.search(stem)
    return stem[: found.start()] + "è" + found[2] if found and len(stem) > 2 else stem


def parts(verb: str) -> list[str]:
    """The words of a verb as a rule writes it; hyphens stay inside.

    >>> parts("s'offrir")
    ["s'", 'offrir']
    """
    return re.findall(r"[^\s']+'?", fold(verb))


def verb_entries(verb: str) -> Iterator[VerbEntry]:
    """All entries of a verb as a rule writes it: « racheter », « s'offrir », « mettre la main sur ».

    >>> [e.entry for e in verb_entries("s'offrir") if e.form == "part"][:2]
    ["s' est ~ offert", "s' était ~ offert"]
    """
    words = parts(verb)
    reflexive = words[0] in ("se", "s'")
    if reflexive:
        words = words[1:]
    rest = f" ~ {' '.join(words[1:])}" if words[1:] else ""
    for form, written in conjugate(words[0]).items():
        for w in written:
            last = len(words_of(w)) - 1
            if not reflexive:
                yield VerbEntry(w + rest, last, form, False)
                continue
            se = "s'" if w[0] in "aeéèêiouyh" else "se"
            if form != "part":
                yield VerbEntry(f"{se} {w}{rest}", 1 + last, form, True)
                continue
            for aux in (
                "s' est",
                "s' était",
                "s' étant",
                "s' être",
                "se sont",
                "se serait",
                "se sera",
                "s' étaient",
                "se seraient",
                "se seront",
            ):
                yield VerbEntry(f"{aux} ~ {w}{rest}", 2 + last, form, True)
