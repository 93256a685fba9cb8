from __future__ import annotations

import json
import os
import signal
import sys

import pytest
from typer.testing import CliRunner

from levees.cli import app
from levees.schema import EVENT_TYPES

from .fakes import pipeline, read  # noqa: F401 (pipeline is a fixture)

pytestmark = pytest.mark.usefixtures("pipeline")
TEXT = "Alba lève 12 M€ en série A."


def run(*args, **more):
    result = CliRunner().invoke(app, [str(arg) for arg in args], **more)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def lines(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


@pytest.fixture
def inside(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path, *rows):
    path.write_bytes(b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows))
    return path


# extract


@pytest.mark.parametrize("how", ["text", "file", "stdin"])
def test_extract_shows_a_table(inside, how):
    (inside / "a.txt").write_text("\ufeff" + TEXT, encoding="utf-8")
    args = {"text": [TEXT], "file": ["a.txt"], "stdin": ["-"]}[how]
    result = run("extract", *args, input=TEXT if how == "stdin" else None)
    assert result.exit_code == 0
    assert all(word in result.output for word in ("FundingRound", "Alba", "EUR 12 M", "completed", "series_a", "lève 12 M€"))


def test_extract_says_that_a_very_long_text_takes_a_while(monkeypatch):
    assert "minutes" not in run("extract", TEXT).output
    monkeypatch.setattr("levees.cli.LONG", 20)
    assert "27 characters are read as one article" in run("extract", TEXT).output


def test_extract_prints_json():
    result = run("extract", TEXT, "--json", "--published", "2024-05", "--title", "Argent")
    data = json.loads(result.output)
    assert data["published"] == "2024-05" and data["text"] == "Argent\n\n" + TEXT
    assert data["events"][0]["amount"]["amount"] == "12000000"


def test_extract_restricts_types(request):
    run("extract", TEXT, "--types", "FundingRound, Valuation")
    assert request.getfixturevalue("pipeline")[0]["types"] == ["FundingRound", "Valuation"]


@pytest.mark.parametrize(("text", "says"), [
    ("", "The text is empty"), ("  \n", "The text is empty"), ("Il pleut à Brest.", "No event found"),
])
def test_nothing_to_show_is_said(text, says):
    for result in (run("extract", "-", input=text), run("extract", text)):
        assert result.exit_code == 0 and says in result.output


@pytest.mark.parametrize(("args", "says"), [
    (["extract", TEXT, "--published", "hier"], "published is 'hier'; give YYYY"),
    (["extract", TEXT, "--types", "Wedding"], "'Wedding' is no event type"),
    (["extract", "absent.txt"], "there is no file absent.txt"),
    (["extract", "folder/absent"], "there is no file folder/absent"),
    (["extract", "."], ". is a folder"),
    (["extract", "latin.txt"], "latin.txt is not UTF-8 (byte 6)"),
    (["annotate", "absent.jsonl", "-o", "o.jsonl"], "absent.jsonl cannot be read: there is no such file"),
    (["annotate", "*.csv", "-o", "o.jsonl"], "*.csv holds no file that can be read"),
    (["annotate", "in.jsonl", "-o", "o.jsonl", "--overwrite", "--resume"], "give one of them"),
    (["annotate", "in.jsonl", "-o", "old.jsonl", "--resume"], "old.jsonl is done, there is nothing to resume"),
    (["annotate", "-", "-o", "o.jsonl", "--resume"], "--resume needs files"),
    (["annotate", "in.jsonl", "-o", "."], ". is a folder"),
    (["annotate", "in.jsonl", "-o", "nowhere/o.jsonl"], "there is no folder nowhere"),
    (["annotate", "in.jsonl", "-o", "in.jsonl", "--overwrite"], "in.jsonl is the input"),
    (["annotate", "in.jsonl", "-o", "old.jsonl"], "old.jsonl stands already; give --overwrite"),
    (["annotate", "in.jsonl", "-o", "o.jsonl", "--types", "Wedding"], "'Wedding' is no event type"),
    (["evaluate", "absent.jsonl"], "absent.jsonl cannot be read"),
    (["evaluate", "latin.txt"], "latin.txt, line 1: this is not JSON"),
    (["evaluate", "in.jsonl"], "article 1 of the gold has no events"),
])
def test_wrong_use_is_one_sentence_and_code_2(inside, args, says):
    write(inside / "in.jsonl", {"id": "a", "text": TEXT})
    write(inside / "old.jsonl", {})
    (inside / "latin.txt").write_bytes("Alba lève".encode("cp1252"))
    result = run(*args)
    assert result.exit_code == 2
    assert says in result.stderr and result.stderr.count("\n") == 1
    assert lines(inside / "old.jsonl") == [{}]


def test_a_long_text_is_no_file_name():
    assert "Alba" in run("extract", TEXT * 1000).output


# annotate


def test_annotate_writes_one_line_an_article_in_order(inside):
    rows = [{"id": str(n), "text": TEXT, "published": "2024-05-14", "events": [{"type": "gold"}], "url": "x"} for n in range(100)]
    result = run("annotate", write(inside / "in.jsonl", *rows), "-o", "out.jsonl")
    out = lines(inside / "out.jsonl")
    assert result.exit_code == 0
    assert [row["id"] for row in out] == [row["id"] for row in rows]
    assert list(out[0])[:2] == ["id", "published"] and out[0]["entities"] == [] and out[0]["events"][0]["type"] == "FundingRound"
    assert sorted(p.name for p in inside.iterdir()) == ["in.jsonl", "out.jsonl"]
    assert "100 articles read, 100 events found" in result.stderr


def test_bad_lines_are_listed_and_the_run_goes_on(inside):
    write(
        inside / "in.jsonl",
        b"\xef\xbb\xbf" + json.dumps({"id": "a", "text": TEXT}).encode(),
        b"{",
        b"",
        {"id": "b"},
        {"id": "a", "text": "x"},
        {"id": "c", "text": "x", "published": "hier"},
        b'{"id": "d", "text": "\xe8"}',
        [1],
        {"id": "e", "text": 5},
        {"id": "f", "text": "panne"},
        b"[" * 100_000,
        b'{"id": "n", "text": "x", "n": ' + b"9" * 5000 + b"}",
        {"text": TEXT},
        {"id": "g", "text": ""},
        {"id": 7, "text": " \x00\ud800"},
    )
    result = run("annotate", "in.jsonl", "-o", "out.jsonl")
    assert result.exit_code == 1
    assert [row["id"] for row in lines(inside / "out.jsonl")] == ["a", "in.jsonl:13", "g", "7"]
    errors = lines(inside / "out.jsonl.errors.jsonl")
    assert {row["file"] for row in errors} == {"in.jsonl"}
    expected = [
        (2, None, "not JSON"), (4, "b", "no 'text'"), (5, "a", "already used in in.jsonl, line 1"), (6, "c", "published is 'hier'"),
        (7, None, "not UTF-8"), (8, None, "no article"), (9, "e", "'text' is a number"), (10, "f", "RuntimeError: a deliberate failure"),
        (11, None, "not JSON"), (12, None, "digits"),
    ]
    assert [(row["line"], row["id"]) for row in errors] == [(line, name) for line, name, _ in expected]
    assert all(says in row["reason"] for row, (_, _, says) in zip(errors, expected, strict=True))
    assert "10 articles could not be read; all are listed in out.jsonl.errors.jsonl" in result.stderr
    assert "in.jsonl, line 2: this is not JSON" in result.stderr


def test_a_clean_run_leaves_no_old_errors_and_overwrites_only_when_told(inside):
    write(inside / "in.jsonl", {"id": "a", "text": TEXT})
    write(inside / "out.jsonl", {"old": 1})
    write(inside / "out.jsonl.errors.jsonl", {"old": 1})
    assert run("annotate", "in.jsonl", "-o", "out.jsonl", "--overwrite").exit_code == 0
    assert lines(inside / "out.jsonl")[0]["id"] == "a"
    assert not (inside / "out.jsonl.errors.jsonl").exists()


def test_an_empty_file_gives_an_empty_file(inside):
    (inside / "in.jsonl").touch()
    assert run("annotate", "in.jsonl", "-o", "out.jsonl").exit_code == 0
    assert (inside / "out.jsonl").read_bytes() == b""


def test_ten_megabytes_on_one_line(inside):
    write(inside / "in.jsonl", {"id": "a", "text": "x" * 10_000_000}, {"id": "b", "text": TEXT})
    assert run("annotate", "in.jsonl", "-o", "out.jsonl").exit_code == 0
    assert [len(row["text"]) for row in lines(inside / "out.jsonl")] == [10_000_000, len(TEXT)]


def test_standard_input_and_output():
    result = run("annotate", "-", "-o", "-", input='{"id": "a", "text": "Alba lève 12 M€."}\n{\n')
    assert result.exit_code == 1
    assert json.loads(result.stdout)["id"] == "a"
    assert "1 article could not be read" in result.stderr and "errors.jsonl" not in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the fakes reach workers by fork only")
def test_a_run_that_is_stopped_goes_on_to_the_same_output(inside, monkeypatch):
    monkeypatch.setattr("levees.corpus.run.CHUNK_RECORDS", 16)
    rows = [{"id": str(n % 90), "text": TEXT if n % 7 else "panne"} for n in range(100)]
    write(inside / "in.jsonl", *rows)
    write(inside / "out.jsonl", {"old": 1})
    build = sys.modules["levees.pipes.build"]

    def stopped(nlp, article):
        if article.id == "40":
            os.kill(os.getppid(), signal.SIGINT)
        return read(nlp, article)

    build.read = stopped
    result = run("annotate", "in.jsonl", "-o", "out.jsonl", "--overwrite")
    assert result.exit_code == 2 and "stopped; give --resume to go on with out.jsonl later" in result.stderr
    assert lines(inside / "out.jsonl") == [{"old": 1}]
    build.read = read
    result = run("annotate", "in.jsonl", "-o", "out.jsonl", "--resume")
    assert result.exit_code == 1 and "77 articles read" in result.stderr and "23 articles could not be read" in result.stderr
    run("annotate", "in.jsonl", "-o", "undisturbed.jsonl")
    for ending in ("", ".errors.jsonl"):
        assert (inside / f"out.jsonl{ending}").read_bytes() == (inside / f"undisturbed.jsonl{ending}").read_bytes()
    assert not list(inside.glob("*.part")) and not list(inside.glob("*.manifest.json"))


@pytest.mark.skipif("not __import__('os').path.exists('/dev/full')")
def test_a_full_disk_is_a_sentence(inside):
    write(inside / "in.jsonl", {"id": "a", "text": TEXT})
    result = run("annotate", "in.jsonl", "-o", "/dev/full")
    assert result.exit_code == 2 and "/dev/full cannot be written: No space left on device" in result.stderr


# evaluate, schema


def test_evaluate_reads_the_gold_or_compares_two_files(inside):
    event = {"type": "FundingRound", "status": "completed", "certainty": "asserted", "company": {"name": "Alba", "text": "Alba"},
             "amount": {"text": "12 M€", "amount": "12000000", "currency": "EUR"}}
    gold = {"id": "a", "text": TEXT, "events": [event]}
    write(inside / "gold.jsonl", gold)
    write(inside / "pred.jsonl", {"id": "a", "events": []})
    report = json.loads(run("evaluate", "gold.jsonl", "--json").output)
    assert report["all"]["event"] == [1, 1, 1] and report["types"]["FundingRound"]["gold"] == 1
    result = run("evaluate", "gold.jsonl", "pred.jsonl", "--errors")
    assert "- missed FundingRound[completed/asserted] company=Alba; amount=12 M€" in result.output
    assert "ALL" in result.output and result.exit_code == 0


def test_schema_prints_json_schema():
    assert set(EVENT_TYPES) <= set(json.loads(run("schema").output)["$defs"])


def test_version_and_help():
    assert run("--version").output.startswith("levees 0.")
    assert "annotate" in run("--help").output
    assert run("annotate").exit_code == 2
