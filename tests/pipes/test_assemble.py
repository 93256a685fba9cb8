"""From drafts to events: what the assembler decides by itself."""

from datetime import date
from types import SimpleNamespace

import pytest

from levees.pipes.assemble import Assembler


@pytest.mark.parametrize(
    ("published", "first_day", "later"),
    [
        ("2024-03-01", date(2024, 8, 31), True),
        ("2024-03-01", date(2024, 3, 1), False),
        ("2024-03-01", date(2024, 2, 29), False),
        ("2024-03", date(2024, 3, 31), False),
        ("2024-03", date(2024, 4, 1), True),
        ("2024", date(2025, 1, 1), True),
        (None, date(2025, 1, 1), False),
        ("2024-03-01", None, False),
    ],
)
def test_a_date_that_lies_ahead_of_the_article(published, first_day, later):
    assembler = Assembler(SimpleNamespace(published=published), None, None)
    assert assembler.later(SimpleNamespace(first_day=first_day)) is later


@pytest.mark.parametrize(("anchor", "mention", "told"), [(0, 0, ["0"]), (3, 1, ["3"]), (5, 1, ["3"]), (1, 0, ["0"]), (2, 1, ["3"])])
def test_the_words_beside_the_event_say_who_leads(anchor, mention, told):
    # six sentences of ten characters, one token each; the investor stands in the first and in the fourth
    sentences = [(10 * k, 10 * k + 10) for k in range(6)]
    encoded = SimpleNamespace(
        sent=range(6), anchors=[SimpleNamespace(start=anchor)], mentions=[SimpleNamespace(start=0), SimpleNamespace(start=3)]
    )
    entity = SimpleNamespace(mentions=[SimpleNamespace(start=2, end=6), SimpleNamespace(start=32, end=36)])
    assembler = Assembler(SimpleNamespace(sentences=sentences, entities=[entity]), SimpleNamespace(encoded=encoded), None, weights={})
    found = assembler.told_here(SimpleNamespace(anchors=[0]), 0, mention)
    assert [str(a // 10) for a, _ in found] == told
