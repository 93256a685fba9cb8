"""Packs: loaded, refused with a reason, and read with, end to end."""

import json
import shutil
from pathlib import Path

import pytest

import levees
from levees.factuality.lexicon import current, extended, shipped, using
from levees.packs import load_packs, new_pack
from levees.rules.check import check
from levees.rules.load import load_rules
from levees.rules.source import RuleError
from levees.schema import Extraction, GenericEvent, forget, json_schema

EXAMPLE = Path(__file__).parents[1] / "examples" / "layoffs"


@pytest.fixture(autouse=True)
def _forget():
    yield
    for name in ("Layoff", "SiteOpening"):
        forget(name)


@pytest.fixture
def pack(tmp_path):
    """A copy of the example that a test may spoil."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "layoffs"))


@pytest.fixture(scope="module")
def nlp():
    return levees.load(packs=[EXAMPLE])


@pytest.mark.model
def test_events_of_a_packs_own_type_come_out_beside_the_shipped_ones(nlp):
    load_packs([EXAMPLE])
    text = (
        "Les Ateliers Kervadec suppriment 120 postes à Brest, a annoncé la direction mardi. "
        "Alba lève 12 millions d'euros auprès de Partech."
    )
    found = levees.extract(text, published="2024-05-16", nlp=nlp)
    layoff = found.events[0]
    assert (layoff.type, layoff.company.name, str(layoff.count), layoff.place.name) == ("Layoff", "Ateliers Kervadec", "120", "Brest")
    assert layoff.date.value == "2024-05-14" and layoff.rule == "layoff.cut" and layoff.id.endswith("#0")
    assert text[layoff.company.start : layoff.company.end] == layoff.company.text and layoff.evidence.end < layoff.evidence.start + 90
    assert "FundingRound" in {event.type for event in found.events}
    assert type(Extraction.model_validate_json(found.to_json()).events[0]) is type(layoff)
    assert "Layoff" in json_schema()["$defs"]
    assert found.fingerprint.count("+") == 2  # the pack is part of what read the article


@pytest.mark.model
def test_a_packs_articles_are_read_as_they_are_annotated(nlp):
    from levees.evaluation import read_rows, score_pipeline

    load_packs([EXAMPLE])
    report = score_pipeline(read_rows(EXAMPLE / "articles.jsonl"), nlp)
    assert report.types["Layoff"].event.f1 >= 0.9, [str(d) for d in report.differences]


@pytest.mark.model
def test_types_may_name_a_packs_own(nlp):
    assert levees.load(packs=[EXAMPLE], types=["Layoff"]).get_pipe("levees_events").types == {"Layoff"}
    with pytest.raises(ValueError, match="did you mean Layoff"):
        levees.load(packs=[EXAMPLE], types=["Layof"])


def test_without_the_pack_its_events_read_back_as_generic_ones():
    row = json.loads((EXAMPLE / "articles.jsonl").read_text(encoding="utf-8").splitlines()[0])
    event = Extraction.model_validate(row).events[0]
    assert type(event) is GenericEvent and event.company.name == "Ateliers Kervadec"


def test_the_example_is_sound():
    rules = load_rules([EXAMPLE])
    own = [name for name, of in rules.pack.items() if of == "layoffs"]
    assert own == ["layoff.cut", "layoff.plan"] and [str(p) for p in check(rules, only=own)] == []


def test_a_new_pack_is_sound_and_is_never_written_over(tmp_path):
    written = new_pack(tmp_path / "Ma Presse")
    assert tmp_path / "Ma Presse" / "pack.yml" in written
    packs = load_packs([tmp_path / "Ma Presse"])
    assert packs.rules.pack["site.open"] == "ma-presse" and packs.types == ["SiteOpening"]
    assert [str(p) for p in check(packs.rules, only=["site.open"])] == []
    with pytest.raises(ValueError, match="is there already"):
        new_pack(tmp_path / "Ma Presse")


def test_a_pack_overrides_and_switches_off_shipped_rules_by_name(pack):
    (pack / "rules" / "funding.yml").write_text(
        "family: funding\nrules:\n  - name: raise\n    event: FundingRound\n    trigger: {verbs: [glaner]}\n"
        "    slots: {company: {kinds: [company], find: [agent-side], required: true}}\n",
        encoding="utf-8",
    )
    with (pack / "pack.yml").open("a", encoding="utf-8") as file:
        file.write("off: [ipo]\ntrust: {funding.raise: 0.7, acquisition: 0.6}\n")
    rules = load_packs([pack]).rules
    assert rules.rules["funding.raise"].trigger.verbs == ("glaner",) and not any(name.startswith("ipo.") for name in rules.rules)
    assert [rules.trusted(n) for n in ("funding.raise", "layoff.cut", "acquisition.buy", "stake.x")] == [0.7, 1.0, 0.6, 0.0]


def test_a_pack_adds_names_cues_and_words(pack):
    (pack / "cues" / "triggers.yml").write_text("acquire: [gober]\njobs_word: [poste*]\n", encoding="utf-8")
    packs = load_packs([pack])
    assert {e.name for e in packs.names.entries["kervadec"]} == {"Ateliers Kervadec"}
    assert packs.classes.of_word("gober") and packs.rules.classes["jobs_word"] == ("poste*",)
    assert len(packs.cues.entries) == len(shipped().entries) + 1
    with using(packs.cues):
        assert current() is packs.cues
    assert current() is shipped()


def spoil(pack, file, old, new):
    path = pack / file
    path.parent.mkdir(exist_ok=True)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(text.replace(old, new) if old else new, encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "says"),
    [
        ("pack.yml", "name: layoffs", "nom: layoffs", 2, "unknown key .nom.; known are"),
        ("pack.yml", "main:", "mian:", 8, "did you mean main?"),
        ("pack.yml", "Layoff:", "Ipo:", 5, "already"),
        ("pack.yml", "count: number", "count: nombre", 7, "nombre|Input should be"),
        ("pack.yml", "main: [company]", "main: [firm]", 5, "none of its slots"),
        ("pack.yml", "{company: party,", "{company: party", 7, "not YAML"),
        ("pack.yml", "events:", "off: [fundin]\nevents:", 4, "did you mean funding"),
        ("pack.yml", "events:", "trust: {layoff.cut: 2}\nevents:", 4, "less than or equal to 1"),
        ("rules/layoff.yml", "      count: *count\n", "      count: {kinds: [date], find: [after]}\n", 15, "'date' is not"),
        ("rules/layoff.yml", "find: [nearest]", "find: ['.*']", 6, "is no strategy"),
        ("rules/layoff.yml", "  - &date {", "  - &date {x: *date, ", 6, "alias"),
        ("cues/factuality.yml", "planned:", "plannd:", 2, "there are no cues 'plannd'"),
        ("cues/factuality.yml", "governs:", "govern:", 3, "has no role 'govern'"),
        ("cues/factuality.yml", "menac/er de|d'", "menac/er _ _ _ _ _ _ _ _ _ de", 4, "the ways to match them multiply"),
        ("cues/factuality.yml", "menac/er de|d'", "_ de", 4, "begins with no word"),
        ("calibration.yml", "", "Fundinground: [0, 1]", 1, "did you mean FundingRound"),
        ("calibration.yml", "", "all: [0, 1]\nIpo: [0, -1]", 2, "the weight above 0"),
        ("calibration.yml", "", "all: yes", 1, "two numbers are wanted"),
        ("calibration.yml", "", "floor: 2", 1, "a chance between 0 and 1 is wanted"),
        ("cues/other.yml", "", "a: b", 1, "no file of cues"),
        ("lexicons/firms.txt", "", "Alba", 1, "called after the kind"),
    ],
)
def test_what_is_wrong_with_a_pack_is_said_with_file_and_line(pack, file, old, new, line, says):
    spoil(pack, file, old, new)
    with pytest.raises(RuleError, match=says) as error:
        load_packs([pack])
    assert str(error.value).startswith(f"{pack / file}, line {line}: ")


def test_two_packs_that_declare_one_type_differently_are_told(pack, tmp_path):
    (tmp_path / "other").mkdir()
    manifest = "name: other\nevents:\n  Layoff:\n    slots: {firm: party}\n    main: [firm]\n"
    (tmp_path / "other" / "pack.yml").write_text(manifest, encoding="utf-8")
    with pytest.raises(RuleError, match=r"pack\.yml, line 3: 'Layoff' is declared otherwise in .*layoffs/pack\.yml; rename one"):
        load_packs([pack, tmp_path / "other"])


def test_a_file_that_unfolds_without_end_is_refused(pack):
    levels = "\n".join(f"  - &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]" for n in range(9))
    spoil(pack, "rules/layoff.yml", "anchors:\n", f"anchors:\n  - &a0 [x, x, x, x, x, x, x, x, x]\n{levels}\n")
    with pytest.raises(RuleError, match="layoff.yml, line 5: too many aliases"):
        load_packs([pack])


def test_a_pack_reads_nothing_outside_its_folder(pack, tmp_path):
    (tmp_path / "outside.txt").write_text("Alba\n", encoding="utf-8")
    (pack / "lexicons" / "bank.txt").symlink_to(tmp_path / "outside.txt")
    with pytest.raises(RuleError, match="leads out of the pack"):
        load_packs([pack])


def test_a_missing_pack_says_how_to_make_one(tmp_path):
    with pytest.raises(ValueError, match="levees pack new"):
        load_packs([tmp_path / "nothing"])


def test_cues_are_refused_where_they_are_none():
    with pytest.raises(ValueError, match="begins with no word"):
        extended(shipped(), {"planned": {"governs": ["_ de"]}})
