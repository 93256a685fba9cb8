"""What the package promises to whoever imports it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import levees

SURFACE = """
    Acquisition Article Certainty EVENT_TYPES Entity Extraction FinancialResult Founding FundClosing FundingRound Ipo
    LeadershipChange MarketActivity Money Party ProductLaunch Stake Status TimeExpression TotalRaised Valuation
    amounts annotate dates extract load percents
""".split()


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def seconds_of(code: str) -> float:
    """Processor time, the best of three: other work on the machine only ever adds."""
    timed = f"import time; t = time.process_time(); {code}; print(time.process_time() - t)"
    return min(float(run(timed).split()[-1]) for _ in range(3))


def test_the_public_surface_is_frozen():
    assert sorted(levees.__all__) == sorted(SURFACE)
    assert dir(levees) == sorted([*SURFACE, "__version__"])


@pytest.mark.parametrize("name", SURFACE)
def test_every_name_is_there_and_says_what_it_is(name):
    value = getattr(levees, name)
    assert name == "EVENT_TYPES" or value.__doc__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'extrct'"):
        _ = levees.extrct


def test_importing_is_cheap():
    code = "import sys; import levees; print(*({'spacy', 'pydantic', 'numpy', 'thinc'} & sys.modules.keys()))"
    assert run(code) == ""
    # pydantic alone takes 0.2 s
    assert seconds_of("import levees") < seconds_of("import pydantic; pydantic.BaseModel")


def test_asking_for_a_model_of_the_schema_imports_no_spacy():
    assert run("import sys, levees; levees.Extraction; levees.extract; print('spacy' in sys.modules)") == "False"


def test_help_needs_no_pipeline():
    code = "import sys, levees.cli; print(*({'spacy', 'pydantic', 'numpy'} & sys.modules.keys()))"
    assert run(code) == ""


def test_help_comes_at_once():
    assert seconds_of("from levees.cli import app; app(['--help'], standalone_mode=False)") < seconds_of("import spacy")
