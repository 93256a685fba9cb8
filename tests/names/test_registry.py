from __future__ import annotations

from pathlib import Path

import pytest

from levees.names.entities import build_entities
from levees.names.find import find_names
from levees.names.registry import load_registry
from levees.sentences import split_sentences

ROWS = [
    {"name": "Bolvéa Énergie", "aliases": ["Bolvéa"], "kind": "company", "siren": "1"},
    {"name": "orange bleue", "kind": "company", "lei": "L"},
    {"name": "Kerdoc", "kind": "company", "isin": "A"},
    {"name": "Kerdoc", "kind": "investor", "isin": "B"},
]


def test_names_win_and_carry_ids() -> None:
    text = "Bolvéa vend à orange bleue. Bolvéa Énergie signe."
    found = find_names(text, split_sentences(text), registry=load_registry(ROWS))
    assert [(n.text, n.ids) for n in found] == [
        ("Bolvéa", {"siren": "1"}),
        ("orange bleue", {"lei": "L"}),
        ("Bolvéa Énergie", {"siren": "1"}),
    ]
    who = build_entities(text, found)
    assert [(e.name, e.ids) for e in who] == [("Bolvéa Énergie", {"siren": "1"}), ("orange bleue", {"lei": "L"})]


def test_two_parties_with_one_name_are_marked() -> None:
    text = "Le prix que Kerdoc paie."
    (found,) = find_names(text, split_sentences(text), registry=load_registry(ROWS))
    assert found.ambiguous and found.ids == {}


def test_files(tmp_path: Path) -> None:
    csv = tmp_path / "names.csv"
    csv.write_text("name;aliases;kind;siren\nBolvéa;Bolvéa SA | BLV;company;7\n", "utf-8")
    assert load_registry(csv).entries["blv"][0].ids == (("siren", "7"),)
    jsonl = tmp_path / "names.jsonl"
    jsonl.write_text('{"name": "Bolvéa", "ids": {"lei": "Z"}}\n\n', "utf-8")
    assert load_registry(jsonl).entries["bolvea"][0].ids == (("lei", "Z"),)


@pytest.mark.parametrize(
    "file, content, reason",
    [
        ("a.csv", "nom,kind\nx,company\n", r"a\.csv:1: no column « name »"),
        ("a.csv", "name,kind\nx,firm\n", r"a\.csv:2: unknown kind 'firm'"),
        ("a.csv", "name,kind\nx\n", r"a\.csv:2: fewer fields"),
        ("a.csv", "name,kind\nx,company,z\n", r"a\.csv:2: more fields"),
        ("a.jsonl", '{"name": "x"}\n{"name": \n', r"a\.jsonl:2: not JSON"),
        ("a.jsonl", '{"name": "x"}\n["y"]\n', r"a\.jsonl:2: expected an object"),
        ("a.jsonl", '{"name": "  "}\n', r"a\.jsonl:1: « name » is missing"),
        ("a.jsonl", '{"name": "x", "aliases": 3}\n', r"a\.jsonl:1: « aliases »"),
        ("a.parquet", "x", r"a\.parquet:0: "),
        ("a.xls", "x", r"a\.xls:0: unknown format"),
    ],
)
def test_malformed_files_say_where(tmp_path: Path, file: str, content: str, reason: str) -> None:
    path = tmp_path / file
    path.write_text(content, "utf-8")
    with pytest.raises(ValueError, match=reason):
        load_registry(path)


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"name\nAlba\n\xe9t\xe9\n")
    with pytest.raises(ValueError, match=r"a\.csv:3: not UTF-8"):
        load_registry(path)


def test_many_names_cost_nothing_per_article(best_of) -> None:
    small, table = (load_registry({"name": f"Zorb{i} Kerdoc", "kind": "company", "siren": str(i)} for i in range(n)) for n in (20, 20_000))
    text = "Le groupe Bolvéa a vendu Zorb7 Kerdoc à Partech. " * 20
    sentences = split_sentences(text)
    found = find_names(text, sentences, registry=table)
    few, many = (best_of(lambda r=r: find_names(text, sentences, registry=r), 5) for r in (small, table))
    assert many < 5 * few
    assert {n.ids.get("siren") for n in found if n.ids} == {"7"}
