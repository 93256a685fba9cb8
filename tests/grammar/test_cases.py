"""The sentences of tests/cases, one a line with everything that is to be found in it: dates, amounts, and spans of time."""

import re
from pathlib import Path

import pytest

from levees.grammar.amounts import Amount, find_amounts
from levees.grammar.dates import find_dates

CASES = Path(__file__).parents[1] / "cases"


def read(name: str) -> list[tuple[str, str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [(s, w.strip()) for s, _, w in (line.partition(" |") for line in lines if line and line[0] != "#")]


@pytest.mark.parametrize(("sentence", "wanted"), read("dates.txt"))
def test_dates(sentence: str, wanted: str) -> None:
    published: str | None = "2024-05-16"
    if sentence[0] == "@":
        published, _, sentence = sentence[1:].partition(" ")
        published = None if published == "-" else published
    found = find_dates(sentence, published)
    assert "; ".join(f"{t.text} = {t.value}" + (f" {t.mod}" if t.mod else "") for t in found) == wanted


@pytest.mark.parametrize(("sentence", "wanted"), read("amounts.txt"))
def test_amounts(sentence: str, wanted: str) -> None:
    found = find_amounts(sentence.removeprefix("?"), candidates=sentence[0] == "?")
    assert "; ".join(f"{a.text} = {shown(a)}" for a in found) == wanted


def test_spans_are_those_of_timex3() -> None:
    """Overlap counts, as in the evaluations of news corpora."""
    marked = met = given = right = 0
    for line in (CASES / "spans.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, gold = "", []
        for part in re.split(r"(\[[^\]]*\])", line):
            if part.startswith("["):
                gold.append((len(text), len(text) + len(part) - 2))
            text += part.strip("[]")
        found = [(t.start, t.end) for t in find_dates(text, "2024-05-16")]
        marked, given = marked + len(gold), given + len(found)
        met += sum(any(a < e and s < b for a, b in found) for s, e in gold)
        right += sum(any(a < e and s < b for a, b in gold) for s, e in found)
    assert met >= 0.9 * marked
    assert right >= 0.95 * given


def shown(a: Amount) -> str:
    """Value, currency (a star where it was inferred), modifier and conversion in one line."""
    value = f"{a.amount:f}" if a.amount is not None else f"{a.low:f}.." + (f"{a.high:f}" if a.high is not None else "")
    words = [f"{value} {a.currency or '?'}" + "*" * a.currency_inferred, a.mod, "per_share" * a.per_share, "" if a.certain else "candidate"]
    return " ".join(w for w in words if w) + (f" ({shown(a.converted)})" if a.converted is not None else "")
