"""What passes between the rooms of the date grammar: a node read from the words, and a rule that reads one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from levees.grammar.dates_lexer import Tokens, lexicon, value

YearRef = tuple[str, int]
"""How a node names its year: abs (2024), dir (-1: the last such), off (-1: before publication's), anchor (0: the last named), pair."""


@dataclass(frozen=True, slots=True)
class Node:
    """An expression as said, not yet resolved; `i` and `j` bound its words, `j` exclusive."""

    kind: str
    i: int
    j: int
    year: YearRef | None = None
    month: int = 0
    day: int = 0
    weekday: int = 0
    n: float = 0
    count: int = 0
    unit: str = ""
    value: str = ""
    mod: str | None = None
    time: str = ""
    left: Node | None = None
    right: Node | None = None

    def to(self, j: int, **changes: Any) -> Node:
        """The same node with another end."""
        return replace(self, j=j, **changes)


class Groups:
    """The words that a rule's named groups took."""

    __slots__ = ("i", "j", "match", "tokens")

    def __init__(self, tokens: Tokens, match: re.Match[str]) -> None:
        self.tokens, self.match, self.i, self.j = tokens, match, match.start(), match.end()

    def at(self, name: str) -> int:
        """Index of the first word of a group, -1 where it took none."""
        return self.match.start(name)

    def word(self, name: str) -> str:
        """First word of a group, empty where it took none."""
        i = self.match.start(name)
        return self.tokens.words[i] if i >= 0 and self.match.end(name) > i else ""

    def words(self, name: str) -> list[str]:
        """All words of a group."""
        i, j = self.match.span(name)
        return self.tokens.words[i:j] if i >= 0 else []

    def val(self, name: str) -> Any:
        """The lexicon's value of a group's first word."""
        return value(self.word(name))


Build = Callable[[Groups], Node | None]

SETS = {
    "unit": "day_unit week_unit month_unit year_unit big_unit quarter half",
    "int": "day_number small",
    "numword": "number sept",
    "seasons": "season ete",
    "art": "le la les l",
    "ord": "ordinal second first ordinal_number roman",
    "prep": "en depuis des_since",
    "clocks": "clock clock_h",
}
MACROS = {
    "DAY": "(?P<day>{day_number}|{first}|{numword}(?:{dash}{numword}|{et}{one})?)",
    "NUM": "(?P<num>(?:{int}|{year4}|{one}|{some}|{numword}(?:{dash}?{numword}|{dash}?{one}|{et}{one}){0,5}"
    "|{one}?{about_ten}{d}|{one}?{about_ten}{de}))",
    "MON": "(?P<month>{month}|{month_short}{dot}?|{sept}{dot}|{sept}(?={year4}|{comma}|{close}|{break_}|$))",
    "ORD": "(?P<ord>{ord})",
    "Y": "(?P<y>{year4})",
    "UNIT": "(?P<unit>{unit})",
}


@cache
def charset(name: str) -> str:
    """Characters of a class or of a set of classes."""
    chars = lexicon()[2]
    return "".join(chars[n] for n in SETS[name].split()) if name in SETS else chars[name]


def expand(template: str) -> str:
    """Turn `{class}` and MACROS into a regular expression over class characters."""
    for name, body in MACROS.items():
        template = re.sub(rf"\b{name}\b", lambda _, body=body: body, template)  # type: ignore[misc]

    def chars(m: re.Match[str]) -> str:
        return m[0] if m[1].isdigit() or "," in m[1] else f"[{charset(m[1])}]"

    return re.sub(r"\{([a-z_0-9,]+)\}", chars, template.replace(" ", ""))


def compiled(template: str) -> re.Pattern[str]:
    """Compile a template.

    >>> bool(compiled("{le}{month}").match(""))
    False
    """
    return re.compile(expand(template))


def _closing(text: str) -> int:
    """Index of the parenthesis that closes the one with which a text begins."""
    depth = 0
    for k, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if not depth:
            return k
    return len(text) - 1


def firsts(template: str) -> str:
    """The class characters with which a match of a template can begin."""
    out, rest = "", template.strip()
    for name, body in MACROS.items():
        rest = re.sub(rf"\b{name}\b", lambda _, body=body: body, rest)  # type: ignore[misc]
    rest = rest.replace(" ", "")
    while True:
        if m := re.match(r"\{([a-z_0-9]+)\}(\??)", rest):
            out += charset(m[1])
            if not m[2]:
                return out
            rest = rest[m.end() :]
        elif m := re.match(r"\((?:\?P<\w+>|\?:)", rest):
            k = _closing(rest)
            inner, start, depth = [], m.end(), 0
            for p in range(m.end(), k + 1):
                c = rest[p]
                depth += (c == "(") - (c == ")" and p < k)
                if (c == "|" and not depth) or p == k:
                    inner.append(rest[start:p])
                    start = p + 1
            out += "".join(firsts(part) for part in inner)
            if rest[k + 1 : k + 2] != "?":
                return out
            rest = rest[k + 2 :]
        else:
            raise ValueError(f"cannot tell what {template!r} begins with at {rest!r}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over classes and what it means."""

    match: Callable[[str, int], re.Match[str] | None]
    firsts: str
    build: Build


class RuleBook:
    """Rules by the class with which they begin."""

    def __init__(self) -> None:
        self.pending: list[tuple[str, Build]] = []
        self._by_first: dict[str, list[Rule]] | None = None

    def rule(self, *templates: str) -> Callable[[Build], Build]:
        """Register a builder for patterns."""

        def register(build: Build) -> Build:
            self.pending += [(t, build) for t in templates]
            return build

        return register

    def by_first(self) -> dict[str, list[Rule]]:
        """Compiled once, at first use."""
        if self._by_first is None:
            table: dict[str, list[Rule]] = {}
            for template, build in self.pending:
                r = Rule(compiled(template).match, firsts(template), build)
                for c in dict.fromkeys(r.firsts):
                    table.setdefault(c, []).append(r)
            self._by_first = table
        return self._by_first

    def read(self, tokens: Tokens, i: int) -> Node | None:
        """The longest reading that begins at a word; the earlier rule wins a tie."""
        best: Node | None = None
        classes = tokens.classes
        for rule in self.by_first().get(classes[i], ()):
            if (m := rule.match(classes, i)) is not None and (best is None or m.end() > best.j):
                node = rule.build(Groups(tokens, m))
                if node is not None and (best is None or node.j > best.j):
                    best = node
        return best
