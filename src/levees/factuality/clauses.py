"""Clauses of a sentence by its signs and linking words: a flat cut with parents, good enough to keep a cue within its own clause."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

_RELATIVE = frozenset(
    {"qui", "dont", "où", "lequel", "laquelle", "lesquels", "lesquelles", "auquel", "à-laquelle", "duquel", "auxquels", "desquels"}
)
_ADVERBIAL = frozenset({"quand", "lorsque", "lorsqu'", "puisque", "puisqu'", "car", "quoique", "tandis", "comme"})
_BEFORE_QUE = frozenset(
    {
        "alors",
        "tandis",
        "bien",
        "parce",
        "après",
        "avant",
        "dès",
        "pour",
        "afin",
        "ainsi",
        "pendant",
        "depuis",
        "sans",
        "tant",
        "aussi",
        "plus",
        "moins",
        "autant",
        "même",
        "sitôt",
        "aussitôt",
    }
)
_NOT_SI = frozenset({"bien", "tant", "peu", "longtemps", "vite", "cher", "proche", "grand", "haut"})
_ASK = frozenset(
    {"savoir", "demande", "demandent", "demander", "ignore", "ignorait", "dire", "sait", "ou", "comme", "même", "demandé", "interrogé"}
)
_BREAKS = frozenset(",;:()—–!?.")
LISTS = frozenset(";·•▪")  # signs between the items of a round-up: nothing reaches over them
_COORDINATE = frozenset({"et", "mais", "ou", "puis", "or"})


@dataclass(slots=True)
class Clause:
    """One clause: how it hangs on which other, where it begins, and whether a finite verb has been seen."""

    kind: str  # main, coordinate, relative, that, if, adverbial, participial, colon, aside
    parent: int
    start: int
    level: int = 0  # the main-line clause that it belongs to
    verbs: int = 0
    comma: bool = False


def cut(words: Sequence[str], finite: Callable[[int], bool], attribution: set[int], phrases: set[int]) -> tuple[list[int], list[Clause]]:
    """The clause of each word, and the clauses.

    `finite` tells whether word i is a finite verb; `attribution` holds the words of « , a annoncé Alba » and the like: no clauses;
    `phrases` the participles that head an adjunct of their own up to the next comma.
    """
    clauses = [Clause("main", -1, 0)]
    of: list[int] = []
    stack = [0]
    asides: list[int] = []
    n = len(words)
    ahead = _finite_ahead(words, finite, attribution)

    def push(kind: str, i: int, *, parent: int | None = None) -> None:
        clauses.append(Clause(kind, stack[-1] if parent is None else parent, i, comma=i > 0 and words[i - 1] == ","))
        stack.append(len(clauses) - 1)

    def root() -> int:
        return asides[-1] if asides else 0

    i = 0
    while i < n:
        w = words[i]
        here = clauses[stack[-1]]
        if i in attribution:
            of.append(stack[-1])
            i += 1
            continue
        if w in LISTS:
            del stack[root() + 1 :]
            push("main", i, parent=-1)
        elif w == ":" and i + 1 < n:
            push("colon", i)
        elif w in "(" or (w in "—–" and not asides and i > 1 and w in words[i + 1 :]):
            push("aside", i)
            asides.append(len(stack) - 1)
        elif (w == ")" or w in "—–") and asides:
            of.append(stack[-1])
            del stack[asides.pop() :]
            i += 1
            continue
        elif i in phrases:
            push("participial", i)
        elif w == "," and i + 1 < n:
            if here.kind == "participial":
                stack.pop()
                here = clauses[stack[-1]]
            if (
                here.kind in ("relative", "adverbial", "if")
                and (here.verbs or here.kind == "relative" and here.comma and i - here.start > 3)
                and len(stack) > 1
            ):
                while len(stack) > root() + 1 and clauses[stack[-1]].kind in ("relative", "adverbial", "if", "participial"):
                    stack.pop()
                here = clauses[stack[-1]]
            if here.verbs and ahead[i + 1] and words[i + 1] not in _RELATIVE and words[i + 1] not in ("que", "qu'", "si", "s'"):
                while len(stack) > root() + 1 and clauses[stack[-1]].kind != "colon":
                    stack.pop()
                push("coordinate", i)
        elif w in _COORDINATE and here.verbs and i + 1 < n:
            nxt = words[i + 1]
            if nxt in ("que", "qu'") and here.kind == "that":
                stack.pop()
            elif nxt in ("qui", "dont") and here.kind == "relative":
                stack.pop()
            elif ahead[i + 1] and nxt not in _RELATIVE:
                kind, parent = here.kind if here.kind in ("that", "relative", "if") else "coordinate", here.parent
                if w == "mais" or words[i - 1] == ",":
                    kind = "coordinate"
                    while len(stack) > root() + 1 and clauses[stack[-1]].kind != "colon":
                        stack.pop()
                elif len(stack) > root() + 1:
                    stack.pop()
                push(kind, i, parent=parent if kind != "coordinate" else None)
        elif w in _RELATIVE and i + 1 < n and (ahead[i + 1] or w == "qui" or w == "dont" and words[i + 1] in ("le", "la", "l'", "les")):
            push("relative", i)
        elif w in ("que", "qu'") and i and ahead[i + 1 : i + 2] == [True]:
            before = words[i - 1]
            if before in _BEFORE_QUE:
                push("adverbial", i)
            else:
                push("that" if finite(i - 1) or _verbal(before) else "relative", i)
        elif (
            (w == "si" or w == "s'" and i + 1 < n and words[i + 1] in ("il", "ils"))
            and i + 1 < n
            and ahead[i + 1]
            and words[i + 1] not in _NOT_SI
            and (i == 0 or words[i - 1] not in _ASK)
        ):
            push("if", i)
        elif w in _ADVERBIAL and i + 1 < n and ahead[i + 1]:
            push("adverbial", i)
        of.append(stack[-1])
        if finite(i):
            clauses[stack[-1]].verbs += 1
        i += 1
    return of, clauses


def _verbal(word: str) -> bool:
    return word.endswith(("é", "er", "ir", "ant", "it", "dit", "dire", "u", "nt")) or word in (
        "savoir",
        "valoir",
        "fait",
        "là",
        "pas",
        "dit-il",
        "dit-elle",
        "ce",
    )


def _finite_ahead(words: Sequence[str], finite: Callable[[int], bool], attribution: set[int]) -> list[bool]:
    """For each place, whether a finite verb comes before the next sign or linking word."""
    out = [False] * (len(words) + 1)
    seen = False
    for i in range(len(words) - 1, -1, -1):
        w = words[i]
        if i in attribution:
            seen = False
        elif finite(i):
            seen = True
        elif w in _BREAKS or w in _RELATIVE or w in ("que", "qu'", "si", "mais"):
            seen = False
        out[i] = seen
    return out
