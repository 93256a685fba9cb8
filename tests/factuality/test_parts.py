from __future__ import annotations

import pytest

from levees.factuality import assess, survey
from levees.factuality.lexicon import CUES, build, shipped
from levees.factuality.sentence import article
from levees.factuality.verbs import tense
from levees.names.model import Name
from levees.sentences import split_sentences


@pytest.mark.parametrize(
    "word, expected",
    [
        ("lèverait", "conditional"),
        ("vaudrait", "conditional"),
        ("aurait", "conditional"),
        ("mettraient", "conditional"),
        ("lèvera", "future"),
        ("seront", "future"),
        ("facturait", "finite"),
        ("entrait", "finite"),
        ("préparait", "finite"),
        ("montra", "finite"),
        ("retrait", None),
        ("environ", None),
        ("lever", None),
        ("extra", None),
    ],
)
def test_tense(word: str, expected: str | None) -> None:
    assert tense(word) == expected


def clauses(text: str) -> list[str]:
    s = article(text, [(0, len(text))], None, ()).sentence(0)
    return [" ".join(w for i, w in enumerate(s.words) if s.clause[i] == k and w not in ",.;") for k in range(len(s.clauses))]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Alba a levé 12 millions et vise 50 millions.", ["alba a levé 12 millions", "et vise 50 millions"]),
        ("Alba, qui vise 50 millions, a levé 12 millions.", ["alba a levé 12 millions", "qui vise 50 millions"]),
        ("Alba assure que Bora négocie, mais elle recrute.", ["alba assure", "que bora négocie", "mais elle recrute"]),
        ("Alba a levé 12 millions et 3 millions de dette.", ["alba a levé 12 millions et 3 millions de dette"]),
        ("Si la banque suit, Alba investira.", ["alba investira", "si la banque suit"]),
        ("Alba, valorisée 80 millions en 2021, recrute.", ["alba recrute", "valorisée 80 millions en 2021"]),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert clauses(text) == expected


def lexicon_data() -> dict[str, object]:
    return {says: {"governs": [], "befalls": [], "frames": []} for says in CUES} | {"say": [], "according": [], "nouns": []}


def test_a_lexicon_with_an_error_is_refused() -> None:
    assert not build(lexicon_data()).entries
    with pytest.raises(ValueError, match="no role 'govern'"):
        build(lexicon_data() | {"planned": {"govern": ["vise"]}})
    with pytest.raises(ValueError, match="runs two entries together"):
        build(lexicon_data() | {"planned": {"governs": ["vise - veut"]}})
    with pytest.raises(ValueError, match="begins with no word"):
        build(lexicon_data() | {"planned": {"governs": ["_ de"]}})


def test_the_shipped_lexicon_loads_once() -> None:
    assert shipped() is shipped() and len(shipped().entries) > 300


def test_an_article_is_read_once() -> None:
    text = "Selon le baromètre d'EY, 10 milliards ont été levés. En Europe, c'est 40 milliards."
    sentences = split_sentences(text)
    names = [Name(21, 23, "EY", "company", 1.0)]
    first = assess(text, sentences, 25, 37, names=names)
    assert assess(text, sentences, 25, 37, names=names) == first
    assert first.source == "EY" and assess(text, sentences, 70, 82, names=names).source is None
    assert survey(text, sentences, names=names) == (21, 23)
    other = text.replace("ont été levés", "seraient levés")
    assert assess(other, split_sentences(other), 25, 37, names=names).certainty == "reported"


def test_a_parse_is_only_a_hint() -> None:
    class Token:
        def __init__(self, idx: int, pos: str) -> None:
            self.idx, self.pos_ = idx, pos

    class Doc(list):  # type: ignore[type-arg]
        def has_annotation(self, _: str) -> bool:
            return True

    text = "Alba a levé 12 millions et lorgnotte 50 millions."
    doc = Doc([Token(0, "PROPN"), Token(27, "VERB")])
    assert assess(text, [(0, len(text))], 37, 48, doc=doc).status == "completed"
    assert assess("", [], 0, 0).status == "completed"
