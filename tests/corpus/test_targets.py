"""What a run's lines become: compressed, Parquet, DuckDB, DocBin; and the same whether or not the run was taken up again."""

from __future__ import annotations

import gzip
import json
from decimal import Decimal

import duckdb
import pytest
from typer.testing import CliRunner

from levees.cli import app
from levees.corpus import CannotRun, annotate_files, read
from levees.corpus import output as output_module
from levees.corpus.query import ask
from levees.corpus.tables import NESTED, batch, flat_rows, flat_schema, nested_row, number
from levees.schema import EVENT_TYPES, Extraction

from ..fakes import pipeline  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("pipeline")
TEXT = "Alba lève 12 M€ en série A. Brume lève 3 M€."
ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet", ".duckdb", ".spacy")


@pytest.fixture
def source(tmp_path):
    rows = [{"id": str(n), "text": TEXT if n % 5 else "panne", "published": "2024-05-14"} for n in range(40)]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def rows_of(path, *, flat=False):
    """What a target holds, as it can be compared."""
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        return pq.read_table(path).to_pylist()
    if path.suffix == ".duckdb":
        return [list(ask(path, f"SELECT * FROM {table}")[1]) for table in ("articles", "events", "parties", "amounts")]
    if path.suffix == ".spacy":
        import spacy
        from spacy.tokens import DocBin

        docs = DocBin().from_bytes(path.read_bytes()).get_docs(spacy.blank("fr").vocab)
        return [(doc.text, [(s.text, s.label_) for s in doc.spans["events"]], doc.user_data["levees"]) for doc in docs]
    opened = gzip.open(path) if path.suffix == ".gz" else path.open("rb")
    if path.suffix == ".zst":
        import zstandard

        return zstandard.ZstdDecompressor().stream_reader(opened).readall()
    return opened.read()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_run_that_was_stopped_gives_the_same_target(source, tmp_path, ending, monkeypatch):
    monkeypatch.setattr("levees.corpus.run.CHUNK_RECORDS", 8)
    whole, target = tmp_path / f"whole{ending}", tmp_path / f"out{ending}"
    annotate_files([source], whole)

    def stop(summary):
        if summary.records >= 16:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        annotate_files([source], target, on_progress=stop)
    assert not target.exists()
    assert annotate_files([source], target, mode="resume").articles == 32
    assert rows_of(target) == rows_of(whole)
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith("out")) == [f"out{ending}", f"out{ending}.errors.jsonl"]


@pytest.mark.parametrize("ending", [".parquet", ".duckdb"])
def test_a_run_that_died_while_it_made_its_target_makes_it_again(source, tmp_path, ending, monkeypatch):
    target = tmp_path / f"out{ending}"
    with monkeypatch.context() as patch:
        patch.setattr(output_module, "make", lambda *args, **more: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            annotate_files([source], target)
    assert not target.exists()
    assert annotate_files([source], target, mode="resume").articles == 32
    annotate_files([source], tmp_path / f"whole{ending}")
    assert rows_of(target) == rows_of(tmp_path / f"whole{ending}")


@pytest.mark.parametrize("error", [
    OSError(28, "No space left on device"),
    duckdb.TransactionException("Failed to commit: No space left on device"),
    duckdb.IOException("No space left on device"),
])
def test_a_disk_that_is_full_when_the_target_is_made_is_a_sentence(source, tmp_path, monkeypatch, error):
    target = tmp_path / "out.parquet"
    with monkeypatch.context() as patch:
        patch.setattr(output_module, "make", lambda *args, **more: (_ for _ in ()).throw(error))
        with pytest.raises(CannotRun, match="No space left on device; what is committed stays, and --resume goes on from it"):
            annotate_files([source], target)
    assert annotate_files([source], target, mode="resume").articles == 32
    assert len(rows_of(target)) == 32


def test_nested_rows_hold_all_that_an_extraction_holds(source, tmp_path):
    annotate_files([source], tmp_path / "out.parquet")
    row = rows_of(tmp_path / "out.parquet")[0]
    event = row["events"][0]
    assert (row["id"], row["published"], row["text"], len(row["events"])) == ("1", "2024-05-14", TEXT, 2)
    assert (event["type"], event["parties"][0]["slot"], event["parties"][0]["name"]) == ("FundingRound", "company", "Alba")
    assert event["amounts"][0]["amount"] == Decimal(12_000_000) and event["amounts"][0]["currency"] == "EUR"
    assert event["values"] == [{"slot": "round", "value": "series_a"}] and event["evidence"]["text"].startswith("Alba lève 12")
    for kind in ("parties", "amounts", "grounds"):
        for place in event[kind]:
            assert row["text"][place["start"] : place["end"]] == place["text"]


def test_flat_rows_are_the_records(source, tmp_path):
    annotate_files([source], tmp_path / "out.parquet", flat=True)
    rows = rows_of(tmp_path / "out.parquet")
    assert len(rows) == 64 and list(rows[0]) == flat_schema().names
    first = {key: value for key, value in rows[0].items() if value is not None}
    assert first | {"article": "1", "company": "Alba", "amount": Decimal(12_000_000), "currency": "EUR", "round": "series_a"} == first
    with pytest.raises(CannotRun, match="--flat is a table of events in Parquet"):
        annotate_files([source], tmp_path / "flat.jsonl", flat=True)


def test_every_slot_of_every_type_has_its_column():
    names = set(flat_schema().names)
    for kind in EVENT_TYPES.values():
        assert set(kind.model_fields) - {"id", "trigger", "links", "grounds"} <= names


def test_slots_of_packs_have_their_place():
    event = {"id": "a#0", "type": "Layoff", "company": {"name": "Alba", "text": "Alba", "start": 0, "end": 4}, "posts": "120"}
    extraction = Extraction.model_validate({"id": "a", "text": "Alba supprime 120 postes.", "events": [event]})
    (row,) = batch(flat_rows(extraction), flat_schema()).to_pylist()
    assert row["company"] == "Alba" and json.loads(row["more"]) == {"posts": "120"}
    (row,) = batch([nested_row(extraction)], NESTED).to_pylist()
    assert row["events"][0]["values"] == [{"slot": "posts", "value": "120"}] and row["events"][0]["parties"][0]["name"] == "Alba"


@pytest.mark.parametrize(("value", "held"), [("12.5", "12.5"), ("0.1234567891", "0.123456789"), ("1e28", "1e28"), ("1e29", None)])
def test_numbers_fit_their_columns(value, held):
    assert number(Decimal(value)) == (None if held is None else Decimal(held))


def test_a_docbin_of_a_run_can_be_read_again(source, tmp_path):
    annotate_files([source], tmp_path / "out.spacy")
    text, events, _ = rows_of(tmp_path / "out.spacy")[0]
    assert (text, events) == (TEXT, [("lève", "FundingRound"), ("lève", "FundingRound")])
    records = list(read([str(tmp_path / "out.spacy")]))
    assert len(records) == 32 and {r.article.text for r in records} == {TEXT}


# query


def query(*args):
    result = CliRunner().invoke(app, ["query", *map(str, args)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_query_answers_in_a_table_or_in_json(source, tmp_path):
    annotate_files([source], tmp_path / "out.duckdb")
    sql = "SELECT company, count(*) AS events, sum(amount) AS amount FROM events GROUP BY company ORDER BY company"
    shown = query(tmp_path / "out.duckdb", sql).output
    assert "company" in shown and "384000000" in shown
    lines = query(tmp_path / "out.duckdb", sql, "--json").output.splitlines()
    assert [json.loads(line)["company"] for line in lines] == ["Alba", "Brume"]
    joined = "SELECT p.name, a.amount FROM parties p JOIN amounts a USING (event) WHERE p.slot = 'company' AND p.article = '1'"
    assert sorted(list(ask(tmp_path / "out.duckdb", joined)[1])) == [("Alba", 12_000_000), ("Brume", 3_000_000)]


@pytest.mark.parametrize(("file", "sql", "says"), [
    ("absent.duckdb", "SELECT 1", "there is no file"),
    ("in.jsonl", "SELECT 1", "gives no answer"),
    ("out.duckdb", "SELECT nothing FROM events", "gives no answer"),
    ("out.duckdb", "DROP TABLE events", "read-only"),
])
def test_a_wrong_question_is_one_sentence(source, tmp_path, file, sql, says):
    annotate_files([source], tmp_path / "out.duckdb")
    result = query(tmp_path / file, sql)
    assert result.exit_code == 2 and says in result.stderr and result.stderr.count("\n") == 1
