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
