"""An event type of one's own, from a pack of forty lines and ten annotated sentences, through every door."""

import json

import pytest
from typer.testing import CliRunner

import levees
from levees.cli import app
from levees.packs import load_packs
from levees.schema import Extraction, GenericEvent, forget

PACK = """\
name: amendes
events:
  Fine:
    slots: {company: party, authority: party, amount: money, cause: [cartel, privacy], date: date}
    main: [company]
"""
RULES = """\
family: fine
values:
  cause:
    cartel: [entente, cartel]
    privacy: [données personnelles, vie privée]
anchors:
  - &amount {kinds: [amount], find: [after, nearest], required: true}
  - &cause {kinds: ["word:cause"], find: [after, nearest]}
rules:
  - name: impose
    event: Fine
    trigger: {verbs: [infliger, sanctionner, condamner]}
    near: [amende, amendes]
    slots:
      company: {kinds: [company, bank], find: ["oblique:à", "after:à", patient, prior], required: true}
      amount: *amount
      authority: {kinds: [org], find: [agent, agent-side, "after:par"]}
      cause: *cause
      date: {kinds: [date], find: [nearest]}
    examples:
      - {text: "[x:L'Autorité] inflige une amende de 3 M€ à [c:Alba].", gives: {company: Alba, amount: 3 M€}}
      - {text: "[c:Alba] est condamnée à une amende de 3 M€ pour entente.", gives: {company: Alba, amount: 3 M€}}
      - {text: "[c:Alba], sanctionnée d'une amende de 3 M€, fait appel.", gives: {company: Alba, amount: 3 M€}}
    rejects:
      - "[c:Alba] inflige une défaite à ses rivaux."
      - "[c:Alba] est condamnée à innover, sans amende."
"""
FIRMS = ["Alba", "Orbelia", "Verdanta", "Brumaire", "Mirelle", "Tessaly", "Cordane", "Falaise"]


def sentence(n, firm):
    text = f"La société {firm} a été condamnée à une amende de {n} millions d'euros pour entente."
    event = {"type": "Fine", "status": "completed", "certainty": "asserted", "cause": "cartel", "company": {"name": firm, "text": firm},
             "amount": {"text": f"{n} millions d'euros", "amount": f"{n}000000", "currency": "EUR"}}
    return {"id": f"f{n}", "published": "2024-05-14", "text": text, "events": [event]}


QUIET = ["La société Semail a été condamnée à se renouveler.", "L'amende honorable de la société Kervadec coûte 3 millions d'euros."]
ROWS = [sentence(n, firm) for n, firm in enumerate(FIRMS, start=2)]
ROWS += [{"id": f"q{n}", "published": "2024-05-14", "text": text, "events": []} for n, text in enumerate(QUIET)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / "amendes"
    (path / "rules").mkdir(parents=True)
    (path / "pack.yml").write_text(PACK, encoding="utf-8")
    (path / "rules" / "fine.yml").write_text(RULES, encoding="utf-8")
    (path / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    yield path
    forget("Fine")


def run(*arguments):
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exit_code == 0, result.output
    return result.output


def test_it_is_small():
    assert len((PACK + RULES).splitlines()) <= 40 and len(ROWS) == 10


def test_its_rules_are_sound(folder):
    assert run("rules", "check", folder) == "1 rules checked, 0 errors\n"


@pytest.mark.model
def test_python_reads_it(folder):
    text = "La société Palissandre a été condamnée à une amende de 12 millions d'euros pour entente."
    found = levees.extract(text, nlp=levees.load(packs=[folder]))
    (fine,) = [e for e in found.events if e.type == "Fine"]
    assert (fine.company.name, fine.amount.amount, fine.cause, fine.confidence) == ("Palissandre", 12_000_000, "cartel", 1.0)
    forget("Fine")
    (again,) = [e for e in Extraction.model_validate_json(found.to_json()).events if e.type == "Fine"]
    assert type(again) is GenericEvent
    load_packs([folder])


@pytest.mark.model
def test_the_command_line_reads_measures_and_shows_it(folder, tmp_path):
    run("annotate", folder / "articles.jsonl", "-o", tmp_path / "out.jsonl", "--pack", folder, "--types", "Fine", "--quiet")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [len(row["events"]) for row in rows] == [1] * 8 + [0] * 2
    report = json.loads(run("evaluate", folder / "articles.jsonl", tmp_path / "out.jsonl", "--pack", folder, "--json"))
    assert report["types"]["Fine"]["event"][2] == 1.0
    forget("Fine")  # the page is made without the pack
    run("view", tmp_path / "out.jsonl", "-o", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert '"type":"Fine"' in page.replace(" ", "") and "Verdanta" in page


def test_the_json_schema_holds_it(folder):
    fine = json.loads(run("schema", "--pack", folder))["$defs"]["Fine"]["properties"]
    assert {"company", "authority", "amount", "cause", "date"} <= set(fine)
