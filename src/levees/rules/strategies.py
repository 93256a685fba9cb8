"""How a slot is filled: strategies, each a walk from the trigger to candidates, best first.

Syntax strategies ask the parse and answer nothing without one; surface strategies read the order of the words. Walks are bounded
(`REACH` tokens), so that a text is read in linear time however it is built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from levees.rules import surface
from levees.rules.article import Article, Filler
from levees.rules.surface import Fits, Site
from levees.rules.words import words_of


def phrases(arguments: str, lists: Mapping[str, Sequence[str]] = MappingProxyType({})) -> list[tuple[str, ...]]:
    """The word sequences of a strategy's argument; `@name` stands for a list of them.

    >>> phrases("auprès de|@lead", {"lead": ["mené par"]})
    [('auprès', 'de'), ('mené', 'par')]
    """
    out = []
    for piece in filter(None, map(str.strip, arguments.split("|"))):
        out += [words_of(p) for p in (lists[piece[1:]] if piece.startswith("@") else (piece,))]
    return out


@dataclass(frozen=True, slots=True)
class Strategy:
    """A strategy as a rule names it, ready to run."""

    label: str
    walk: Callable[..., Iterator[Filler]]
    phrases: tuple[tuple[str, ...], ...] | None

    def __call__(self, site: Site, fits: Fits) -> Iterator[Filler]:
        """Candidates that fit, best first."""
        return self.walk(site, fits) if self.phrases is None else self.walk(site, self.phrases, fits)


def strategy(label: str, lists: Mapping[str, Sequence[str]] = MappingProxyType({})) -> Strategy:
    """Make ready what a rule calls `agent` or `list-after:auprès de|mené par`.

    >>> strategy("list-after:auprès de").phrases
    (('auprès', 'de'),)
    """
    name, _, arguments = label.partition(":")
    if not arguments:
        return Strategy(label, _PLAIN[name], None)
    return Strategy(label, _WORDS[name], tuple(phrases(arguments, lists)))


def _noun_phrases(site: Site, heads: Iterable[int], fits: Fits) -> Iterator[Filler]:
    """Fillers at heads of noun phrases, then inside those phrases: « le groupe X », « un tour de table de 12 M€ »."""
    at = site.article.at
    for head in heads:
        if site.low <= head < site.high:
            for token in site.article.syntax.phrase(head):
                for f in at.get(token, ()):
                    if fits(f) and (f.entity < 0 or token == head or _flat(site.article, head, f)):
                        yield f


def _flat(article: Article, head: int, f: Filler) -> bool:
    """Whether a name belongs to the noun phrase of a head without a preposition between: « le groupe X », « X, la société »."""
    return (
        f.start <= head < f.end
        or article.preposition(f) == ""
        or head > f.start
        or not any(w in ("de", "d'", "du", "par", "à", "chez") for w in article.words[head : f.start])
    )


def _agent(site: Site, fits: Fits) -> Iterator[Filler]:
    if not site.noun:
        yield from _noun_phrases(site, site.article.syntax.agent(site.hit.head, site.voice), fits)
    else:
        yield from _oblique(site, [("par",)], fits)


def _patient(site: Site, fits: Fits) -> Iterator[Filler]:
    if not site.noun:
        yield from _noun_phrases(site, site.article.syntax.patient(site.hit.head, site.voice), fits)
    else:
        yield from _oblique(site, [("de",)], fits)


def _apposition(site: Site, fits: Fits) -> Iterator[Filler]:
    yield from _noun_phrases(site, site.article.syntax.appositions(site.hit.head), fits)


def _governor(site: Site) -> int | None:
    return site.article.syntax.governor(site.hit.head) if site.noun else None


def _governor_agent(site: Site, fits: Fits) -> Iterator[Filler]:
    at = _governor(site)
    if at is not None:
        yield from _noun_phrases(site, site.article.syntax.subject(at), fits)


def _governor_patient(site: Site, fits: Fits) -> Iterator[Filler]:
    at = _governor(site)
    if at is not None:
        yield from _noun_phrases(site, site.article.syntax.patient(at, "active"), fits)


def _governor_oblique(site: Site, wanted: Sequence[tuple[str, ...]], fits: Fits) -> Iterator[Filler]:
    at = _governor(site)
    if at is not None:
        yield from _noun_phrases(site, (t for p in wanted for t in site.article.syntax.obliques(at, p)), fits)


def _oblique(site: Site, wanted: Sequence[tuple[str, ...]], fits: Fits) -> Iterator[Filler]:
    yield from _noun_phrases(site, (t for p in wanted for t in site.article.syntax.obliques(site.hit.head, p)), fits)


def _inside(site: Site, fits: Fits) -> Iterator[Filler]:
    if site.article.syntax.parsed:
        for at in site.article.syntax.phrase(site.hit.head):
            yield from (f for f in site.article.at.get(at, ()) if fits(f))


_PLAIN: dict[str, Callable[[Site, Fits], Iterator[Filler]]] = {
    "agent": _agent,
    "patient": _patient,
    "apposition": _apposition,
    "governor-agent": _governor_agent,
    "governor-patient": _governor_patient,
    "inside": _inside,
    "agent-side": surface.agent_side,
    "patient-side": surface.patient_side,
    "before": surface.before,
    "after": surface.after,
    "before-any": surface.before_any,
    "after-any": surface.after_any,
    "nearest": surface.nearest,
    "sentence": surface.sentence,
    "previous": surface.previous,
    "topic": surface.topic,
    "title": surface.title,
    "trigger": surface.trigger,
    "whole": surface.whole,
    "next": surface.next_one,
    "prior": surface.prior,
    "opening": surface.opening,
    "owner": surface.owner,
    "measure": surface.measure,
    "dative": surface.dative,
    "pronoun": surface.pronoun,
}
_WORDS: dict[str, Callable[[Site, Sequence[tuple[str, ...]], Fits], Iterator[Filler]]] = {
    "oblique": _oblique,
    "governor-oblique": _governor_oblique,
    "after": surface.after_words,
    "before": surface.before_words,
    "list-after": surface.list_after,
    "role-of": surface.role_of,
}
