"""Out to annotation tools and back: nothing is lost that a format can hold, and what a person did wrong is said."""

import json
from pathlib import Path

import pytest

from levees.evaluation import read_rows
from levees.exchange import FORMATS, export_rows, import_rows, to_document, to_row
from levees.exchange.names import names_of

GOLD = Path(__file__).parents[2] / "models" / "data" / "train.jsonl"
EVENTS = [name for name in FORMATS if name not in ("docbin", "conll")]
ROW = {
    "id": "a", "published": "2024-05-14", "text": "Alba lève 12 M€ auprès de Brume.\nAlba 🚀 vaut 60 M€, selon Cime.",
    "events": [
        {"type": "FundingRound", "status": ["completed", "ongoing"], "certainty": "asserted", "optional": True, "round": "series_a",
         "company": {"name": "Alba", "text": "Alba", "kind": "company", "aliases": ["Alba SAS"]},
         "amount": {"text": "12 M€", "amount": "12000000", "currency": "EUR", "alternatives": [{"amount": "13000000"}]},
         "investors": [{"name": "Brume", "text": "Brume", "lead": True, "kind": "investor"}],
         "trigger": {"text": "lève", "start": 5, "end": 9}},
        {"type": "Valuation", "status": "completed", "certainty": "reported", "source": "Cime",
         "company": {"name": "Alba", "text": "Alba", "kind": "company", "start": 33, "end": 37},
         "amount": {"text": "60 M€", "amount": "60000000", "currency": "EUR"}},
        {"type": "Layoff", "status": "planned", "certainty": "asserted", "who": [{"name": "Brume", "text": "Brume"}], "count": "12"},
    ],
}


def placed(row):
    """A row with the offsets that an export gives to values that have none."""
    return to_row(to_document(row))


def bare(value):
    """Without offsets."""
    if isinstance(value, dict):
        return {k: bare(v) for k, v in value.items() if k not in ("start", "end")}
    return [bare(v) for v in value] if isinstance(value, list) else value


def there_and_back(rows, name, tmp_path):
    export_rows(rows, tmp_path / "out", name)
    return list(import_rows(tmp_path / "out", name))


def test_placing_adds_offsets_and_changes_nothing_else():
    row = placed(ROW)
    assert bare(row["events"]) == bare(ROW["events"]) and row["events"][1]["company"]["start"] == 33
    assert row["events"][0]["amount"]["start"] == 10


@pytest.mark.parametrize("name", EVENTS)
def test_events_come_back_as_they_were(name, tmp_path):
    assert there_and_back([ROW], name, tmp_path) == [placed(ROW)]


@pytest.mark.parametrize("name", EVENTS)
def test_the_annotated_articles_come_back_as_they_were(name, tmp_path):
    rows = read_rows(GOLD)
    back = there_and_back(rows, name, tmp_path)
    assert len(back) == len(rows)
    for row, other in zip(rows, back, strict=True):
        assert other == placed(row) and bare(other) == {"published": None} | bare(row)


@pytest.mark.parametrize("name", ["docbin", "conll"])
def test_names_come_back_as_they_were(name, tmp_path):
    rows = [ROW, *read_rows(GOLD)]
    back = there_and_back_names(rows, name, tmp_path)
    for row, doc in zip(rows, back, strict=True):
        assert (doc.id, doc.text, doc.published) == (row["id"], row["text"], row.get("published"))
        assert names_of(doc) == names_of(to_document(row))


def there_and_back_names(rows, name, tmp_path):
    export_rows(rows, tmp_path / "out", name)
    return list(FORMATS[name].read(tmp_path / "out"))


def test_every_format_says_what_it_loses():
    assert all(entry.loses for entry in FORMATS.values())


def test_spans_drawn_by_a_person_get_the_values_that_the_grammar_reads(tmp_path):
    task = {
        "id": 7, "data": {"text": "Alba lève 12 M€ en mai 2024."},
        "annotations": [{"completed_by": 1, "result": [
            {"id": "x", "type": "labels", "from_name": "label", "to_name": "text",
             "value": {"start": 0, "end": 4, "text": "Alba", "labels": ["Party"]}},
            {"id": "y", "type": "labels", "value": {"start": 10, "end": 15, "labels": ["Money"]}},
            {"id": "t", "type": "labels", "value": {"start": 5, "end": 9, "labels": ["FundingRound"]}},
            {"id": "d", "type": "labels", "value": {"start": 19, "end": 27, "labels": ["Date"]}},
            {"type": "relation", "from_id": "t", "to_id": "x", "direction": "right", "labels": ["company"]},
            {"type": "relation", "from_id": "t", "to_id": "y", "direction": "right", "labels": ["amount"]},
            {"type": "relation", "from_id": "d", "to_id": "t", "direction": "left", "labels": ["date"]},
        ]}],
    }
    (tmp_path / "ls.json").write_text(json.dumps([task]), encoding="utf-8")
    event = next(import_rows(tmp_path / "ls.json", "label-studio"))["events"][0]
    assert (event["type"], event["company"]["name"], event["amount"]["amount"]) == ("FundingRound", "Alba", "12000000")
    assert event["date"]["value"] == "2024-05" and event["trigger"]["text"] == "lève"


def test_what_tools_write_of_their_own_is_read(tmp_path):
    # doccano's export with relations, Prodigy's db-out, brat after a person has drawn an event
    (tmp_path / "d.jsonl").write_text(
        '{"id": 3, "text": "Alba lève 12 M€.", "entities": [{"id": 11, "label": "Party", "start_offset": 0, "end_offset": 4}, '
        '{"id": 12, "label": "FundingRound", "start_offset": 5, "end_offset": 9}], '
        '"relations": [{"id": 1, "from_id": 12, "to_id": 11, "type": "company"}], "Comments": []}\n', encoding="utf-8")
    spans = [{"start": 0, "end": 4, "token_start": 0, "token_end": 0, "label": "Party"},
             {"start": 5, "end": 9, "token_start": 1, "token_end": 1, "label": "FundingRound"}]
    line = {"text": "Alba lève 12 M€.", "_task_hash": 3, "answer": "accept", "spans": spans,
            "relations": [{"head": 1, "child": 0, "head_span": spans[1], "child_span": spans[0], "label": "company", "color": "#c5bdf4"}]}
    (tmp_path / "p.jsonl").write_text(json.dumps(line) + "\n" + json.dumps(line | {"answer": "reject"}) + "\n", encoding="utf-8")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "3.txt").write_text("Alba lève 12 M€.", encoding="utf-8")
    (tmp_path / "b" / "3.ann").write_text(
        "T1\tParty 0 4\tAlba\nT2\tFundingRound 5 9\tlève\nE1\tFundingRound:T2 company:T1\n#1\tAnnotatorNotes E1\tsûr\n", encoding="utf-8")
    for name, file in (("doccano", "d.jsonl"), ("prodigy", "p.jsonl"), ("brat", "b")):
        (row,) = import_rows(tmp_path / file, name)
        assert (row["id"], row["events"][0]["company"]["name"], row["events"][0]["trigger"]["text"]) == ("3", "Alba", "lève"), name


XMI = """<?xml version="1.1" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore"
  xmlns:type="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore"
  xmlns:type2="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore" xmi:version="2.0">
  <cas:NULL xmi:id="0"/>
  <type2:DocumentMetaData xmi:id="2" sofa="1" begin="0" end="28" language="fr" documentTitle="brève-3.txt" documentId="anna"/>
  <type:Sentence xmi:id="3" sofa="1" begin="0" end="28"/>
  <type:Token xmi:id="4" sofa="1" begin="0" end="4"/>
  <custom:LeveesSpan xmi:id="10" sofa="1" begin="17" end="21" label="Money"/>
  <custom:LeveesSpan xmi:id="11" sofa="1" begin="12" end="16" label="FundingRound"/>
  <custom:LeveesSpan xmi:id="12" sofa="1" begin="7" end="11" label="Party"/>
  <custom:LeveesSlot xmi:id="13" sofa="1" begin="7" end="11" Governor="11" Dependent="12" slot="company"/>
  <custom:LeveesSlot xmi:id="14" sofa="1" begin="17" end="21" Governor="11" Dependent="10" slot="amount"/>
  <cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="🚀 Ciao Alba lève 3 M€ demain."/>
  <cas:View sofa="1" members="2 3 4 10 11 12 13 14"/>
</xmi:XMI>
"""
DESCRIPTIONS = "".join(
    f"<typeDescription><name>{name}</name><description/><supertypeName>{above}</supertypeName><features>"
    + "".join(f"<featureDescription><name>{f}</name><description/><rangeTypeName>{holds}</rangeTypeName></featureDescription>"
              for f, holds in features.items())
    + "</features></typeDescription>\n"
    for name, above, features in (
        ("webanno.custom.LeveesSpan", "uima.tcas.Annotation", dict.fromkeys(("label", "attributes", "ref"), "uima.cas.String")),
        ("webanno.custom.LeveesSlot", "uima.tcas.Annotation",
         dict.fromkeys(("Governor", "Dependent"), "uima.tcas.Annotation") | dict.fromkeys(("slot", "ref"), "uima.cas.String")),
        ("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence", "uima.tcas.Annotation", {"id": "uima.cas.String"}),
        ("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token", "uima.tcas.Annotation", {"order": "uima.cas.Integer"}),
        ("de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData", "uima.tcas.DocumentAnnotation",
         dict.fromkeys(("documentTitle", "documentId"), "uima.cas.String")),
    ))
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>'
    f"{DESCRIPTIONS}</types></typeSystemDescription>\n"
)


def inception(folder, xmi):
    """What INCEpTION exports of a document that a person annotated from nothing; offsets there count UTF-16 units."""
    inner = folder / "annotation" / "brève-3.txt" / "anna"
    inner.mkdir(parents=True)
    (inner / "anna.xmi").write_text(xmi, encoding="utf-8")
    (inner / "TypeSystem.xml").write_text(TYPES, encoding="utf-8")
    return folder


def test_what_inception_writes_is_read(tmp_path):
    xmi = XMI.replace('begin="7" end="11"', 'begin="8" end="12"').replace('begin="12" end="16"', 'begin="13" end="17"')
    (row,) = import_rows(inception(tmp_path, xmi.replace('begin="17" end="21"', 'begin="18" end="22"')), "cas")
    (event,) = row["events"]
    assert (row["id"], event["type"], event["company"]["name"], event["trigger"]["text"]) == ("brève-3.txt", "FundingRound", "Alba", "lève")
    assert event["amount"]["amount"] == "3000000" and event["amount"]["start"] == 17 and row["text"][17:21] == "3 M€"


@pytest.mark.parametrize(("old", "new", "says"), [
    (' label="Party"', "", "has no label; give it one"),
    (' slot="company"', "", "has no slot; name one"),
    ('begin="12" end="16"', 'begin="12" end="16" attributes="{"', "JSON of the span"),
    ("</xmi:XMI>", "", "is no UIMA CAS"),
])
def test_what_is_wrong_in_inception_is_told_with_its_file(tmp_path, old, new, says):
    source = inception(tmp_path, XMI.replace(old, new))
    with pytest.raises(ValueError, match=says):
        list(import_rows(source, "cas"))


def test_inception_learns_its_layers(tmp_path):
    export_rows([ROW], tmp_path, "cas")
    slot, span, _ = json.loads((tmp_path / "layers.json").read_text(encoding="utf-8"))
    tags = {f["name"]: [t["tag_name"] for t in f["tag_set"]["tags"]] for f in (*slot["features"], *span["features"]) if f["tag_set"]}
    assert slot["attach_type"] == {"name": span["name"]} and "FundingRound" in tags["label"] and "investors" in tags["slot"]


def test_conll_of_others_is_read_and_a_wrong_tag_is_told(tmp_path):
    (tmp_path / "c.txt").write_text("Alba B-company\nSA I-company\ngrandit O\n\n", encoding="utf-8")
    (doc,) = FORMATS["conll"].read(tmp_path / "c.txt")
    assert doc.text == "Alba SA grandit" and names_of(doc) == [(0, 7, "company")]
    (tmp_path / "c.txt").write_text("Alba\tO\nSA\tI-company\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"c\.txt, line 2: I-company follows no company"):
        list(FORMATS["conll"].read(tmp_path / "c.txt"))


def spoilt(name, tmp_path, change):
    export_rows([ROW], tmp_path / "out", name)
    text = (tmp_path / "out").read_text(encoding="utf-8")
    (tmp_path / "out").write_text(change(text), encoding="utf-8")
    with pytest.raises(ValueError) as error:
        list(import_rows(tmp_path / "out", name))
    return str(error.value)


def test_a_span_outside_the_text_is_told(tmp_path):
    said = spoilt("doccano", tmp_path, lambda text: text.replace('"end_offset": 4}', '"end_offset": 400}'))
    assert "out, line 1: the Party at 0–400 is not inside the text" in said


def test_spans_that_overlap_are_told(tmp_path):
    def crossed(text):
        line = json.loads(text)
        line["entities"].append({"id": 99, "label": "Party", "start_offset": 2, "end_offset": 8})
        return json.dumps(line)

    said = spoilt("doccano", tmp_path, crossed)
    assert "out, line 1: the Party spans « Alba » at 0–4 and « ba lèv » at 2–8 overlap, neither inside the other; mend" in said


def test_annotators_who_disagree_are_told(tmp_path):
    def twice(text):
        tasks = json.loads(text)
        one = {"completed_by": 1, "result": tasks[0]["predictions"][0]["result"]}
        tasks[0]["annotations"] = [one, {"completed_by": 2, "result": one["result"][:2]}]
        return json.dumps(tasks)

    assert "task 1: its annotators (1 and 2) disagree; settle" in spoilt("label-studio", tmp_path, twice)


def test_an_article_annotated_twice_and_a_line_that_is_no_json_are_told(tmp_path):
    assert "'a' is annotated twice" in spoilt("prodigy", tmp_path, lambda text: text + text)
    assert "line 2: this is not JSON" in spoilt("prodigy", tmp_path, lambda text: text + "{\n")


def test_an_amount_that_is_none_is_told(tmp_path):
    def emptied(text):
        line = json.loads(text)
        line["levees"]["attributes"] = {}
        line["entities"][1]["end_offset"] = line["entities"][1]["start_offset"] + 1
        return json.dumps(line)

    assert "is labelled Money and is not an amount of money" in spoilt("doccano", tmp_path, emptied)


def test_an_unknown_format_is_told(tmp_path):
    with pytest.raises(ValueError, match="formats are label-studio, doccano"):
        export_rows([ROW], tmp_path / "x", "gate")


def test_the_command_line_exports_and_imports(tmp_path):
    from typer.testing import CliRunner

    from levees.cli import app

    def run(*arguments):
        return CliRunner().invoke(app, list(map(str, arguments)))

    (tmp_path / "gold.jsonl").write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    result = run("export", tmp_path / "gold.jsonl", "-f", "label-studio", "-o", tmp_path / "ls.json")
    assert result.exit_code == 0 and "cannot hold" in result.stderr
    assert '<Label value="FundingRound"/>' in (tmp_path / "ls.json.config.xml").read_text(encoding="utf-8")
    again = run("export", tmp_path / "gold.jsonl", "-f", "doccano", "-o", tmp_path / "ls.json")
    assert again.exit_code == 2 and "is there already" in again.stderr
    assert run("import", tmp_path / "ls.json", "-f", "label-studio", "-o", tmp_path / "back.jsonl").exit_code == 0
    assert read_rows(tmp_path / "back.jsonl") == [placed(ROW)]
    wrong = run("import", tmp_path / "gold.jsonl", "-f", "label-studio", "-o", tmp_path / "x.jsonl")
    assert wrong.exit_code == 2 and "task 1: it has no text" in wrong.stderr


@pytest.mark.model
def test_articles_without_events_are_read_before_they_are_exported(tmp_path):
    from typer.testing import CliRunner

    from levees.cli import app

    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "Alba lève 12 millions d\'euros auprès de Partech."}\n', encoding="utf-8")
    out = str(tmp_path / "p.jsonl")
    assert CliRunner().invoke(app, ["export", str(tmp_path / "a.jsonl"), "-f", "prodigy", "-o", out]).exit_code == 0
    (row,) = import_rows(out, "prodigy")
    assert row["events"][0]["company"]["name"] == "Alba" and row["events"][0]["trigger"]["text"] == "lève" and row["entities"]
