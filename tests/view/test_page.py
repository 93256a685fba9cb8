"""The page as text: self-contained, escaped, closed to any script but its own."""

from __future__ import annotations

import gzip
import html
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from levees.cli import app
from levees.schema import EVENT_TYPES, BaseEvent, Certainty, DateMod, Extraction, MoneyMod, Status
from levees.view.page import LANGUAGES, asset, digest, frame, labels, page
from levees.view.source import read_extractions
from tests.view.samples import round_of

DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.S)
ASSETS = ("core.js", "article.js", "overview.js", "report.js")
HOSTILE = (
    "</script><script>window.pwned=1</script>", "<!--<script>", "<img src=x onerror=window.pwned=1>",
    "\u2028';window.pwned=1;//", "&lt;b&gt;", "]]>{{7*7}}${7*7}",
)


def run(*args: str, **kinds):
    return CliRunner().invoke(app, list(args), **kinds)


def data(page_text: str):
    return json.loads(DATA.search(page_text)[1])


@given(st.lists(st.sampled_from([*HOSTILE, "Alba", "\ud800", "é🚀", "\0"]) | st.text(max_size=20), max_size=6).map("".join))
def test_whatever_the_text_it_comes_through_and_stays_in_its_place(text):
    made = page([Extraction(id=text, text=text)], title=text)
    assert made.count("<script") == 2 and made.count("</script") == 2 and "<!--" not in made and "<img" not in made
    assert data(made)["articles"][0]["text"] == Extraction(text=text).text
    assert "<iframe" not in frame(Extraction(text=text))[7:]


def test_only_its_own_script_and_style_may_run_and_nothing_is_fetched():
    made = page([round_of()])
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', made)[1]
    script, style = re.search(r"<script>(.*?)</script>", made, re.S)[1], re.search(r"<style>(.*?)</style>", made, re.S)[1]
    assert policy.startswith("default-src 'none'; ") and digest(script) in policy and digest(style) in policy and "unsafe" not in policy
    addresses = set(re.findall(r"https?://[^'\"\s)]*", made))
    assert addresses <= {"http://www.w3.org/2000/svg"}  # the name of a namespace, which nobody fetches
    assert not re.search(r"\b(?:src|href)=[\"'][^#]", re.sub(r"<script.*", "", made, flags=re.S))


def test_the_scripts_make_text_of_text():
    makes_markup = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|Function\(|\.srcdoc|setAttributeNS"
    for name in ASSETS:
        assert not re.search(makes_markup, asset(name)), name


def test_every_label_is_there_in_both_languages():
    used = {key for name in ASSETS for key in re.findall(r"\bui\('(\w+)'\)", asset(name))}
    fr, en = (labels()[lang] for lang in LANGUAGES)
    assert used <= fr["ui"].keys() and fr["ui"].keys() == en["ui"].keys()
    slots = {slot for event in EVENT_TYPES.values() for slot in event.model_fields if slot not in BaseEvent.model_fields and slot != "type"}
    for table in (fr, en):
        assert table["types"].keys() == EVENT_TYPES.keys() and slots <= table["slots"].keys()
        assert table["status"].keys() == {s.value for s in Status} and table["certainty"].keys() == {c.value for c in Certainty}
        assert table["mods"].keys() == {m.value for m in (*MoneyMod, *DateMod)}


def test_another_language_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="lang is 'de'; labels are there in fr and en"):
        page([round_of()], lang="de")


def test_an_extraction_shows_itself():
    extraction = round_of()
    assert data(extraction.to_html(title="Un tour"))["title"] == "Un tour"
    shown = extraction._repr_html_()
    assert shown.startswith('<iframe sandbox="allow-scripts allow-downloads"')
    inner = html.unescape(re.search(r'srcdoc="([^"]*)"', shown)[1])
    assert data(inner)["articles"] == [extraction.to_dict()]


# the command


def write(path, *extractions):
    path.write_text("".join(e.to_json() + "\n" for e in extractions), encoding="utf-8")
    return str(path)


def test_the_command_writes_a_page(tmp_path):
    source, target = write(tmp_path / "week.jsonl", round_of(), round_of("Brume", n=1)), tmp_path / "out.html"
    result = run("view", source, "-o", str(target), "--lang", "en")
    assert result.exit_code == 0 and "2 articles, 4 events" in result.stderr
    made = data(target.read_text(encoding="utf-8"))
    assert (made["title"], made["lang"], [a["id"] for a in made["articles"]]) == ("week", "en", ["a0", "a1"])


def test_packed_files_and_standard_input_are_read(tmp_path):
    line = round_of().to_json()
    (tmp_path / "e.jsonl.gz").write_bytes(gzip.compress(line.encode()))
    assert [e.id for e in read_extractions(tmp_path / "e.jsonl.gz")] == ["a0"]
    result = run("view", "-", "-o", str(tmp_path / "o.html"), input=line)
    assert result.exit_code == 0 and data((tmp_path / "o.html").read_text(encoding="utf-8"))["title"] == "a0"


@pytest.mark.parametrize("content, said", [
    ('{"id": 3}\n', "line 1: this is no extraction (id: Input should be a valid string)"),
    ('{"text": "a"}\n{\n', "line 2: this is no extraction ("),
    ('{"text": "a", "events": [{"type": "Ipo", "statut": "x"}]}\n', "statut: Extra inputs are not permitted"),
    ("\n", "holds no extraction"),
])
def test_what_is_no_extraction_is_a_sentence_with_its_place(tmp_path, content, said):
    (tmp_path / "e.jsonl").write_text(content)
    result = run("view", str(tmp_path / "e.jsonl"), "-o", str(tmp_path / "o.html"))
    assert result.exit_code == 2 and said in result.stderr and not (tmp_path / "o.html").exists()


def test_files_that_cannot_be_used_are_sentences(tmp_path):
    source = write(tmp_path / "e.jsonl", round_of())
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(source.encode() * 99)[:30])
    for args, said in (
        (("nowhere.jsonl",), "nowhere.jsonl cannot be read: No such file"),
        ((source, "-o", source), "is the input; name another file"),
        ((source, "-o", str(tmp_path / "no" / "o.html")), "o.html cannot be written: No such file"),
        ((source, "-o", str(tmp_path / "o.html"), "--lang", "de"), "lang is 'de'"),
        ((str(tmp_path / "cut.jsonl.gz"), "-o", str(tmp_path / "o.html")), "is damaged after line 0"),
    ):
        result = run("view", *args)
        assert result.exit_code == 2 and said in result.stderr, result.stderr
