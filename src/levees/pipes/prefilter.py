"""Which articles need no parse: those in which nothing stands that an event could hang on.

What an event hangs on is taken from the reader and the rules as they are loaded, packs included: an amount or a percentage for the
types that hang on one, a word of a class that may carry one by itself, a trigger of a rule whose mentions are events without the
reader's word. Amounts, dates and names are read from plain text, so such an article's extraction is whole without the parse.
"""

from __future__ import annotations

from collections.abc import Collection

from spacy.language import Language
from spacy.tokens import Doc

from levees.grammar.dates import find_dates
from levees.pipes.reading import Reading
from levees.pipes.standing import ENOUGH
from levees.pipes.tense import OPEN
from levees.reader.lexicon import WordClasses, fold
from levees.reader.network import PERCENT_ROLES, TYPES
from levees.reader.proposals import WORD_TYPES
from levees.rules.article import folded
from levees.rules.load import RuleSet
from levees.rules.match import Matcher

TEXT_PIPES = ("levees_sentences", "levees_amounts", "levees_dates", "levees_names")
AMOUNT_TYPES = TYPES[:9]  # as the reader proposes them
_REST = ("tok2vec", "morphologizer", "parser", "attribute_ruler", "levees_rules", "levees_events")


class Prefilter:
    """Passes over articles for a pipeline that reads `types` (None: all) with these word classes and rules."""

    def __init__(self, lexicon: WordClasses, rules: RuleSet | None, types: Collection[str] | None) -> None:
        def wanted(name: str) -> bool:
            return types is None or ("LeadershipChange" if name.startswith("LC.") else name) in types

        self.lexicon = lexicon
        self.classes = {lexicon.names.index(c) for name, classes in WORD_TYPES.items() if wanted(name) for c in classes}
        self.amounts, self.percents = any(map(wanted, AMOUNT_TYPES)), any(map(wanted, PERCENT_ROLES))
        names = [r.name for r in rules.rules.values() if rules.trusted(r.name) >= ENOUGH and wanted(r.event)] if rules is not None else []
        self.matcher = Matcher(rules, names=names) if rules is not None and names else None

    def __call__(self, nlp: Language, doc: Doc) -> bool:
        """Whether a Doc as the tokenizer made it needs no more; then its sentences, amounts, dates and names are on its reading."""
        reading: Reading = doc._.levees
        if reading.trial is not None or not fits(nlp) or self.told(doc):
            return False
        for name in TEXT_PIPES[:3]:
            nlp.get_pipe(name)(doc)
        if self.amounts and reading.amounts or self.percents and reading.percents or not _steady(reading):
            return False
        nlp.get_pipe(TEXT_PIPES[3])(doc)
        reading.passed_over = True
        return True

    def told(self, doc: Doc) -> bool:
        """Whether a word stands in a Doc that may carry an event, or that makes a rule look."""
        # forms alone settle nearly every article, mostly with the first sentence
        if any(c in self.classes for t in doc for c in self.lexicon.of_word(fold(t.text))):
            return True
        words = [fold(t.text) for t in doc]
        if any(c in self.classes for found in self.lexicon.of_words(words) for c in found):
            return True
        return self.matcher is not None and any(key in self.matcher.uses for key in self.matcher.vocabulary.find(folded(doc)))


def fits(nlp: Language) -> bool:
    """Whether a pipeline has all that reads plain text, and nothing whose needs are not known here."""
    names = nlp.pipe_names
    return set(TEXT_PIPES) <= set(names) <= {*TEXT_PIPES, *_REST}


def _steady(reading: Reading) -> bool:
    """Whether the dates stand where they stand, be it past or future that a parse would say of them: names and bare numbers look there."""
    sure = [(a.start, a.end) for a in reading.amounts if a.certain]

    def places(said: str) -> list[tuple[int, int]]:
        found = find_dates(reading.text, reading.published, judge=lambda start, end, cue: said if cue in OPEN else cue)
        return [(d.start, d.end) for d in found if not any(a < d.end and d.start < b for a, b in sure)]

    here = [(d.start, d.end) for d in reading.dates]
    return places("past") == here == places("future")
