"""Plots, by the text that their SVG holds and by what is drawn in it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from levees.cli import app
from levees.corpus.targets import make
from levees.schema import Extraction
from levees.view.page import asset
from levees.view.plots import KINDS, MONEY_TYPES, draw
from levees.view.points import Point, read_points
from tests.view.samples import round_of

SVG = "{http://www.w3.org/2000/svg}"


def deal(type="FundingRound", who="Alba", amount=12e6, day=date(2024, 5, 14), *, status="completed", certainty="asserted",
         currency="EUR", investors=()):
    return Point(type, status, certainty, who, amount, currency, day, tuple(investors))


def texts(path: Path) -> list[str]:
    return [" ".join("".join(node.itertext()).split()) for node in ElementTree.parse(path).iter(f"{SVG}text")]


def run(*args: object, **kinds):
    return CliRunner().invoke(app, ["report", *map(str, args)], **kinds)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    told = [round_of(n=0), round_of("Orbelia", 40, n=1)]
    worth = {"type": "Valuation", "company": {"name": "Alba", "text": "Alba"}, "date": {"text": "x", "value": "2024-05"},
             "amount": {"text": "x", "low": "50000000", "high": "70000000", "currency": "EUR"}}
    told.append(Extraction.model_validate({"id": "v", "text": "x", "events": [worth]}))
    path = tmp_path / "deals.jsonl"
    path.write_text("".join(extraction.to_json() + "\n" for extraction in told), encoding="utf-8")
    return path


@pytest.mark.parametrize(("lang", "words"), [
    ("fr", ["Argent par mois : opérations réalisées, EUR", "Levée de fonds", "Valorisation : Alba, EUR", "Qui a investi dans qui"]),
    ("en", ["Money by month: completed deals, EUR", "Funding round", "Valuation of Alba, EUR", "Who invested in whom"]),
])
def test_the_command_draws_three_plots_in_both_languages(lines, tmp_path, lang, words):
    result = run(lines, "-o", tmp_path / "out", "--lang", lang)
    assert result.exit_code == 0, result.output
    names = [f"{name}.{kind}" for name in ("money", "valuations", "investors") for kind in ("png", "svg")]
    assert [Path(line).name for line in result.stdout.splitlines()] == names
    found = [text for name in names if name.endswith("svg") for text in texts(tmp_path / "out" / name)]
    assert not {*words, "Partech", "Alba", "Orbelia"} - set(found)
    assert all((tmp_path / "out" / name).read_bytes().startswith(b"\x89PNG") for name in names if name.endswith("png"))


@pytest.mark.parametrize("flat", [False, True])
def test_parquet_gives_the_deals_that_lines_give(lines, tmp_path, flat):
    table = tmp_path / "deals.parquet"
    make(lines, table, ".parquet", flat=flat)
    assert read_points(table) == read_points(lines)
    assert {(d.who, d.amount, d.day) for d in read_points(table) if d.type == "Valuation"} == {("Alba", 6e7, date(2024, 5, 1))}


@pytest.mark.parametrize(("when", "published", "day"), [
    ({"value": "2024-03-02"}, "2024-05-14", date(2024, 3, 2)),
    ({"value": "2023", "first_day": "2023-01-01", "last_day": "2023-12-31"}, "2024-05-14", None),  # not the article's month
    ({"value": "XXXX-03"}, None, None),
    ({"value": "PAST_REF"}, "2024-05", date(2024, 5, 1)),
    (None, "2024-05-14", date(2024, 5, 14)),
    (None, "2024", None),
])
def test_the_day_of_a_deal(tmp_path, when, published, day):
    event = {"type": "Ipo", "date": when and {"text": "x", **when}}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "x", "published": published, "events": [event]}), encoding="utf-8")
    assert [d.day for d in read_points(path)] == [day]


def test_money_counts_a_deal_once_and_only_what_is_done(tmp_path):
    from levees.view.plots import money

    told = [deal(), deal(who="ALBA"), deal("Acquisition", amount=3e6), deal(who="Brise", day=None),
            deal(certainty="denied", amount=9e9), deal(status="planned", amount=9e9), deal("Valuation", amount=9e9)]
    (axes,) = money(told, "fr").axes
    assert sorted(round(bar.get_height()) for bars in axes.containers for bar in bars) == [3_000_000, 12_000_000]
    draw(told, tmp_path)
    assert any("1 montant non daté au mois est laissé de côté." in text for text in texts(tmp_path / "money.svg"))


def test_many_months_become_years_and_currencies_stand_apart(tmp_path):
    draw([deal(day=date(2015, 2, 1)), deal(), deal(currency="USD"), *(deal(currency=c) for c in ("GBP", "CHF"))], tmp_path, lang="en")
    found = texts(tmp_path / "money.svg")
    assert {"2015", "2024", "Money by year: completed deals, EUR", "Money by year: completed deals, USD"} <= set(found)
    assert any(text.endswith("Other currencies left out: CHF.") for text in found)


def test_rumours_and_denials_have_marks_of_their_own(tmp_path):
    from levees.view.plots import valuations

    told = [deal("Valuation", certainty=c) for c in ("asserted", "reported", "hypothetical", "denied")]
    told.append(deal("Valuation", status="planned", day=date(2024, 6, 1)))
    (axes,) = valuations(told, "en").axes
    marks = {line.get_label(): (line.get_marker(), line.get_color()) for line in axes.lines if line.get_linestyle() == "None"}
    assert len(marks) == len(set(marks.values())) == len({shape for shape, _ in marks.values()}) == len(KINDS)
    (path,) = [line for line in axes.lines if line.get_linestyle() == "-"]
    assert len(path.get_xdata()) == 1  # neither a rumour nor a denial is on the line
    assert len({colour for colour, _ in MONEY_TYPES.values()}) == len({hatch for _, hatch in MONEY_TYPES.values()}) == len(MONEY_TYPES)


def test_a_company_is_asked_for_by_name(tmp_path):
    told = [deal("Valuation"), deal("Valuation", day=date(2024, 6, 1)), deal("Valuation", who="Orbelia", amount=5e9)]
    draw(told, tmp_path, company="orbelia")
    assert "Valorisation : Orbelia, EUR" in texts(tmp_path / "valuations.svg")
    with pytest.raises(ValueError, match="no dated valuation of Orbela is told; did you mean Orbelia?"):
        draw(told, tmp_path, company="Orbela")


def test_the_network_leaves_out_what_is_denied_and_says_what_does_not_fit(tmp_path):
    told = [deal(investors=[f"Fonds {n}" for n in range(30)]), deal(who="Brise", investors=["Fonds 0"], certainty="reported"),
            deal(who="Ormeau", investors=["Elaia"], certainty="denied")]
    draw(told, tmp_path)
    found = texts(tmp_path / "investors.svg")
    assert {"Alba", "Brise", "Fonds 0", "rapporté, prévu ou en cours"} <= set(found)
    assert "25 investisseurs sur 30 et 2 sociétés sur 2 : les plus actifs." in found
    assert not {"Ormeau", "Elaia"} & set(found)


def test_the_network_of_a_large_corpus_stays_a_page(tmp_path):
    draw([deal(who=f"Société {n}", investors=["Bpifrance", f"Fonds {n}"]) for n in range(2000)], tmp_path, lang="en")
    found = texts(tmp_path / "investors.svg")
    assert sum(text.startswith("Société") for text in found) == 40
    assert any(text.endswith("of 2001 investors and 40 of 2000 companies: the most active.") for text in found)


@pytest.mark.filterwarnings("error")
def test_any_name_is_drawn_as_it_is_written(tmp_path):
    names = ["A$AP $x^2$ Co", "_Alba", "<b>&amp;", "a\0b\x1bc", "{0} %s \\frac", "漢字🚀", "N" * 500]
    draw([deal(who=name, investors=[name]) for name in names] + [deal("Valuation", who="$x^2$ & Co")], tmp_path)
    found = set(texts(tmp_path / "investors.svg"))
    assert {"A$AP $x^2$ Co", "_Alba", "<b>&amp;", "a b c", "{0} %s \\frac", "漢字🚀", "N" * 39 + "…"} <= found
    assert "Valorisation : $x^2$ & Co, EUR" in texts(tmp_path / "valuations.svg")


def test_the_same_events_give_the_same_bytes(lines, tmp_path):
    for name in ("a", "b"):
        assert run(lines, "-o", tmp_path / name).exit_code == 0
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_what_cannot_be_drawn_is_said(tmp_path, lines):
    only = tmp_path / "only.jsonl"
    only.write_text(round_of(certainty="denied").to_json(), encoding="utf-8")
    result = run(only, "-o", tmp_path / "out")
    assert result.exit_code == 2 and result.stderr.startswith("levees: there is nothing to draw: ")
    assert not (tmp_path / "out").exists()
    only.write_text(round_of().to_json(), encoding="utf-8")
    result = run(only, "-o", tmp_path / "out")
    assert result.exit_code == 0 and "levees: valuations is not drawn: no valuation has a company" in result.stderr


@pytest.mark.parametrize(("name", "content", "message"), [
    ("a.jsonl", b'{"text": 1}', "a.jsonl, line 1: this is no extraction"),
    ("a.parquet", b"PAR1 no", "a.parquet is no Parquet file that can be read"),
    ("b.parquet", None, "b.parquet cannot be read or written: No such file"),
    ("b.jsonl", None, "b.jsonl cannot be read or written: No such file"),
])
def test_a_wrong_input_is_one_sentence(tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = run(tmp_path / name, "-o", tmp_path / "out")
    assert result.exit_code == 2 and message in result.stderr and result.stderr.count("\n") == 1, result.output


def test_another_table_another_language_and_a_file_for_a_folder(tmp_path, lines):
    import pyarrow as pa
    from pyarrow.parquet import write_table

    write_table(pa.table({"x": [1]}), tmp_path / "x.parquet")
    for args, message in [((tmp_path / "x.parquet",), "has no column events"), ((lines, "--lang", "de"), "lang is 'de'"),
                          ((lines, "-o", lines), "cannot be read or written")]:
        result = run("-o", tmp_path / "out", *args)
        assert result.exit_code == 2 and message in result.stderr, result.output


def test_without_matplotlib_the_extra_is_named(lines, tmp_path):
    code = f"import sys; sys.modules['matplotlib'] = None; from levees.cli import main; sys.argv[1:] = ['report', {str(lines)!r}]; main()"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr == "levees: this needs the package matplotlib; install it with: pip install 'levees[plots]'\n"


def test_both_languages_have_all_labels():
    fr, en = (json.loads(asset("plots.json"))[lang] for lang in ("fr", "en"))
    assert fr.keys() == en.keys()
    assert all(re.findall(r"{\w+}", fr[key]) == re.findall(r"{\w+}", en[key]) for key in fr)


def colour_of_ground(png: Path) -> tuple[int, ...]:
    from matplotlib.image import imread

    return tuple(round(255 * value) for value in imread(png)[2, 2][:3])


def test_plots_are_light_or_dark(lines, tmp_path):
    for name, options, ground in (("light", (), (255, 255, 255)), ("dark", ("--dark",), (0x1C, 0x1F, 0x25))):
        assert run(lines, "-o", tmp_path / name, *options).exit_code == 0
        assert {colour_of_ground(png) for png in (tmp_path / name).glob("*.png")} == {ground}


def test_an_svg_follows_the_system_of_whoever_looks(lines, tmp_path, browser):
    run(lines, "-o", tmp_path / "out")
    luminance = """() => {
        const weigh = (c) => c.match(/[\\d.]+/g).slice(0, 3).map((v) => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
        const of = (node) => weigh(getComputedStyle(node).fill);
        return [of(document.querySelector('#patch_1 path')), ...[...document.querySelectorAll('text')].map(of)];
    }"""
    for scheme in ("light", "dark"):
        tab = browser.new_page(color_scheme=scheme)
        for svg in (tmp_path / "out").glob("*.svg"):
            tab.goto(svg.as_uri())
            ground, *letters = tab.evaluate(luminance)
            assert (ground > 0.9) == (scheme == "light") and letters
            assert all((max(ground, one) + 0.05) / (min(ground, one) + 0.05) >= 4.5 for one in letters)
        tab.close()
