"""One sentence read for factuality: its words, verbs, clauses, cues and attributions. Kept per article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from levees.factuality.clauses import Clause, cut
from levees.factuality.lexicon import fold, shipped, tokenise
from levees.factuality.sources import Attribution, Speakers, attributions
from levees.factuality.verbs import is_infinitive, is_participle, tense


@dataclass(slots=True)
class Hit:
    """One cue: words start to end, what it says, its role, the clause of its first word."""

    start: int
    end: int
    says: str
    role: str
    clause: int


@dataclass(slots=True)
class Sentence:
    """What is known of one sentence."""

    start: int
    end: int
    words: list[str]
    starts: list[int]
    ends: list[int]
    finite: list[str | None]
    clause: list[int]
    clauses: list[Clause]
    hits: list[Hit]
    sources: list[Attribution]
    question: bool

    def word_at(self, offset: int) -> int:
        """The word that an offset stands in, or the next one before it."""
        return max(0, bisect_right(self.starts, offset) - 1)


@dataclass(slots=True)
class Article:
    """An article's sentences, read when first asked for."""

    text: str
    spans: list[tuple[int, int]]
    speakers: Speakers
    verbs: frozenset[int] | None = None
    folded: str = ""
    read: dict[int, Sentence] = field(default_factory=dict)

    def sentence(self, index: int) -> Sentence:
        """The sentence of an index, analysed once."""
        found = self.read.get(index)
        if found is None:
            a, b = self.spans[index]
            found = self.read[index] = analyse(self, a, b)
        return found

    def index(self, offset: int) -> int:
        """The sentence that holds an offset, or the last before it."""
        lo, hi = 0, len(self.spans)
        while lo < hi:
            mid = (lo + hi) // 2
            if self.spans[mid][0] <= offset:
                lo = mid + 1
            else:
                hi = mid
        return max(0, lo - 1)


def article(text: str, sentences: Sequence[tuple[int, int]], doc: Any, names: Sequence[Any]) -> Article:
    """Lay an article out; a parsed Doc's verbs are a hint for finite forms that the lists do not know."""
    spans = list(sentences) or [(0, len(text))]
    verbs = None
    if doc is not None and getattr(doc, "has_annotation", lambda _: False)("TAG"):
        verbs = frozenset(t.idx for t in doc if t.pos_ == "VERB")
    return Article(text, spans, Speakers(text, names), verbs, fold(text))


def analyse(art: Article, start: int, end: int) -> Sentence:
    """Read one sentence."""
    words, starts, ends = tokenise(art.folded, start, end)
    finite: list[str | None] = []
    for i, w in enumerate(words):
        t = tense(w)
        if art.text[starts[i]].isupper() and i and t is not None and words[i - 1] not in '.!?:«»"':
            t = None  # a name in the middle of a sentence
        if (
            t is None
            and art.verbs is not None
            and starts[i] in art.verbs
            and not (is_participle(w) or is_infinitive(w) or w.endswith("ant"))
        ):
            t = "finite"
        if (
            t is not None
            and i
            and (
                words[i - 1]
                in (
                    "le",
                    "la",
                    "les",
                    "un",
                    "une",
                    "du",
                    "des",
                    "ce",
                    "cette",
                    "son",
                    "sa",
                    "au",
                    "de",
                    "d'",
                    "en",
                    "par",
                    "pour",
                    "sans",
                    "avec",
                )
                and words[i - 2 : i - 1] not in (["ne"], ["il"], ["elle"], ["qui"], ["n'"], ["ils"], ["elles"], ["on"])
                and words[i - 1] not in ("le", "la", "les", "en")
                or words[i - 1] in ("de", "d'", "l'")
                and w in ("est", "offre", "entre", "ont")
            )
        ):
            t = None  # a noun after its determiner
        finite.append(t)
    raw = [(i, j, e) for i, j, e in shipped().matches(words)]
    says = [(i, j, e.says) for i, j, e in raw if e.says in ("say", "according")]
    found = attributions(words, starts, ends, says, finite, art.speakers)
    covered = {k for a in found if a.form in ("prep", "post") for k in range(a.start, a.end)}
    of, clauses = cut(words, lambda i: 0 <= i < len(finite) and finite[i] is not None, covered)
    for a in found:
        a.clause = of[a.start]
    found += _asides(art, words, starts, ends, of, clauses)
    hits = [
        Hit(i, j, e.says, e.role, of[i])
        for i, j, e in raw
        if e.says not in ("say", "according") and not (i in covered and e.says != "hearsay")
    ]
    text = art.text[max(start, end - 3) : end]
    return Sentence(start, end, words, starts, ends, finite, of, clauses, hits, found, "?" in text)


def _asides(art: Article, words: list[str], starts: list[int], ends: list[int], of: list[int], clauses: list[Clause]) -> list[Attribution]:
    """A medium alone in brackets: « Alba discuterait d'une vente (Les Echos) »."""
    out = []
    for c, clause in enumerate(clauses):
        if clause.kind != "aside":
            continue
        inside = [i for i in range(clause.start + 1, len(words)) if of[i] == c and words[i] != ")"]
        if inside and len(inside) <= 5:
            medium = art.speakers.medium(words, starts, ends, inside[0], inside[-1] + 1)
            medium = medium or next(
                ((n.start, n.end) for n in art.speakers.between(starts[inside[0]], ends[inside[-1]]) if n.kind == "media"), None
            )
            if medium is not None and medium[0] <= starts[inside[min(1, len(inside) - 1)]]:
                out.append(Attribution(inside[0], inside[-1] + 1, "prep", "media", medium, clause.parent))
    return out
