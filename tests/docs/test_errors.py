"""Every sentence that docs/errors.md explains is one that the code says; `python tools/docs/errors.py` lists those it does not explain."""

from __future__ import annotations

from tests.docs.tools import load

errors = load("errors")


def test_every_sentence_of_the_page_is_one_of_the_code():
    assert errors.unfounded() == []


def test_the_page_explains_most_of_what_is_raised():
    assert len(set(errors.explained())) >= 100
    assert len(errors.explained()) == len(set(errors.explained()))
