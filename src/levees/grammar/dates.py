"""French expressions of time as TIMEX3 (ISO-TimeML): spans, values, extents, and the two readings where tense decides.

Everything is read by the grammar's own patterns and reckoned with `datetime`; nothing depends on today's clock, only on `published`.
dateparser is trusted with one thing: full dates in other languages (« 12. März 2024 ») on a span that a pattern has delimited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from levees.grammar import dates_read_calendar, dates_read_intervals, dates_read_relative  # noqa: F401  (they register their readers)
from levees.grammar.dates_calendar import parse
from levees.grammar.dates_lexer import lex
from levees.grammar.dates_parser import Parser
from levees.grammar.dates_quote import quote_start
from levees.grammar.dates_resolve import Judge, Resolver
from levees.schema.dates import DateMod, Grain, TimeExpression

# what these count, they count over a stretch
COUNTED = ("TotalRaised", "MarketActivity", "FinancialResult")
_BY = re.compile(r"(?:avant|pour|d['’ ]ici|vers)\b", re.IGNORECASE)
_DAY = re.compile(r"\d|di\b")


@dataclass(frozen=True, slots=True)
class Timex:
    """An expression of time: its TIMEX3 span and value.

    `first_day` and `last_day` are inclusive and absent where unknown. `quote_start` is where the expression begins with its preposition
    or article. `past` and `future` are the two candidates where tense decides; `value` is the one chosen by the words of the clause.
    `anchor` says what it was resolved against: "published", "previous" (a date named before) or None. `over` is the stretch up to
    publication that « depuis 2017 » spans, for what is counted over it; a duration's `past` is when it began (« depuis six semaines »).
    """

    start: int
    end: int
    text: str
    value: str
    mod: str | None
    grain: str
    first_day: date | None
    last_day: date | None
    quote_start: int
    past: str | None = None
    future: str | None = None
    anchor: str | None = None
    quote: str = ""
    over: str | None = None

    def to_timex(self) -> TimeExpression:
        """The schema's model of it as TIMEX3 has it: its own span, without preposition, and its own value, a time of day too.

        >>> found = find_dates("Fondée en 2015, cédée mardi soir.", "2024-05-16")
        >>> [(t.to_timex().text, t.to_timex().value) for t in found]
        [('2015', '2015'), ('mardi soir', '2024-05-14TEV')]
        """
        return self._as(self.text, self.start, self.value, self.grain, self.first_day, self.last_day)

    def to_expression(self, event: str | None = None) -> TimeExpression:
        """The schema's model of it, with the span that an event quotes; a time of day gives its day.

        With the type of an event, its date: « depuis 2017 » is a stretch for money raised in total, a beginning for anything else.

        >>> find_dates("Fondée en 2015.")[0].to_expression().text
        'en 2015'
        """
        value, grain = self.value, self.grain
        if grain == "time":
            value, grain = self.first_day.isoformat() if self.first_day else value.partition("T")[0], "day"
        first, last = self.first_day, self.last_day
        other = None
        if event in COUNTED:
            other = self.over if event != "FinancialResult" or grain != "year" else None
        elif event and grain == "duration":
            other = self.past
        elif event and grain == "day" and self.text[0].isupper() and _BY.match(self.quote) and not _DAY.search(self.text):
            other = value[:7]  # « avant Noël »: the month
        if other and (s := parse(other)):
            value, grain, first, last = s.value, s.grain, s.first, s.last
        return self._as(self.quote, self.quote_start, value, grain, first, last)

    def _as(self, text: str, start: int, value: str, grain: str, first: date | None, last: date | None) -> TimeExpression:
        return TimeExpression(
            text=text,
            start=start,
            end=self.end,
            value=value,
            mod=DateMod(self.mod) if self.mod and self.mod in DateMod.__members__ else None,
            grain=Grain(grain),
            first_day=first,
            last_day=last,
        )


def find_dates(text: str, published: str | None = None, *, judge: Judge | None = None) -> list[Timex]:
    """Find the expressions of time in a text, in order, not overlapping.

    `published` is the text's date, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; relative expressions are resolved against it as far as it goes,
    and stay underspecified (`XXXX-WXX-4`) without it. Past or future is told by the words of the clause, unless `judge`, which a pipe
    with a parse brings, knows better. Never raises.

    >>> [(t.text, t.value, t.mod) for t in find_dates("Elle a levé 3 M€ fin 2023, puis 10 M€ jeudi.", "2024-05-20")]
    [('fin 2023', '2023', 'END'), ('jeudi', '2024-05-16', None)]
    """
    tokens = lex(text)
    resolver = Resolver(tokens, published, judge)
    out: list[Timex] = []
    nodes = list(Parser(tokens).nodes())
    resolver.survey(nodes)
    for node in nodes:
        reading = resolver.read(node)
        if reading is None:
            continue
        start, end = tokens.starts[node.i], tokens.end(node.j - 1)
        q = quote_start(tokens, node.i)
        s = reading.stretch
        over = resolver.since(node, s)
        past = reading.past or resolver.begun(node)
        out.append(
            Timex(
                start, end, text[start:end], s.value, reading.mod, s.grain, s.first, s.last, q,
                past, reading.future, reading.anchor, text[q:end], over,
            )
        )  # fmt: skip
    return out
