"""Build the source archive and the wheel, look into both, install the bare wheel in an empty environment and try it.

Run by `make wheel-test`. Nothing is left behind; what is wrong ends it with one sentence.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SENTENCE = "Alba lève 12 millions d'euros auprès de Partech."
# what no archive may hold
UNWANTED = re.compile(r"(^|/)(models/build|\.venv|\.envs|__pycache__|\.git|\.[a-z_]+_cache|\.hypothesis|site|dist)/|\.(pyc|egg-info)$")
LARGEST = 40_000_000  # bytes of an archive
# commands that need an extra, and the extra that their sentence must name
NEEDS = {
    ("serve",): "serve",
    ("report", "out.jsonl"): "plots",
    ("annotate", "in.jsonl", "-o", "out.parquet"): "lake",
    ("annotate", "page.html", "-o", "page.jsonl"): "html",
    ("export", "in.jsonl", "-f", "cas", "-o", "cas"): "annotate",
}


def main() -> None:
    """All of it."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        # the wheel is built from the source archive, so that this one is known to be whole
        run(sys.executable, "-m", "build", "--outdir", work, ROOT)
        archive, wheel = next(work.glob("*.tar.gz")), next(work.glob("*.whl"))
        with tarfile.open(archive) as tar:
            inside(archive, {name.partition("/")[2] for name in tar.getnames()}, tracked("src", "tests", "docs", "examples"))
        with zipfile.ZipFile(wheel) as zipped:
            inside(wheel, set(zipped.namelist()), {path.removeprefix("src/") for path in tracked("src")})
        venv.create(work / "env", with_pip=True)
        bin = work / "env" / ("Scripts" if sys.platform == "win32" else "bin")
        run(bin / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel)
        attempt(bin, work)
    print("the wheel is sound: built from the source archive, installed bare, tried")


def tracked(*folders: str) -> set[str]:
    """The files under version control that are there; all files where there is no git."""
    found = subprocess.run(["git", "ls-files", *folders], cwd=ROOT, capture_output=True, text=True)
    return {path for path in found.stdout.splitlines() if (ROOT / path).is_file()}


def inside(archive: Path, names: set[str], wanted: set[str]) -> None:
    """Hold what an archive has against what it must and must not have."""
    expect(not (bad := sorted(name for name in names if UNWANTED.search(name))), f"{archive.name} holds {', '.join(bad[:5])}")
    expect(not (gone := sorted(wanted - names)), f"{archive.name} lacks {', '.join(gone[:5])}")
    expect(archive.stat().st_size < LARGEST, f"{archive.name} has {archive.stat().st_size:,} bytes")


def attempt(bin: Path, work: Path) -> None:
    """Try the library and the command line of an environment, with and without what needs an extra."""
    heavy = run(bin / "python", "-c", "import sys, levees; print(levees.__version__, *({'spacy', 'numpy'} & sys.modules.keys()))", cwd=work)
    expect(re.fullmatch(r"[\d.]+\S*", heavy.strip()), f"import levees imports too much: {heavy.strip()}")
    shown = run(bin / "levees", "extract", SENTENCE, cwd=work)
    expect("FundingRound" in shown and "Alba" in shown and "EUR 12 M" in shown, f"levees extract shows: {shown}")
    (work / "in.jsonl").write_text(json.dumps({"id": "a", "text": SENTENCE}) + "\n", encoding="utf-8")
    (work / "page.html").write_text(f"<p>{SENTENCE}</p>", encoding="utf-8")
    run(bin / "levees", "annotate", "in.jsonl", "-o", "out.jsonl", cwd=work)
    run(bin / "levees", "view", "out.jsonl", "-o", "report.html", cwd=work)
    expect("Alba" in (work / "report.html").read_text(encoding="utf-8"), "levees view wrote a page without the article")
    for command, extra in NEEDS.items():
        tried = subprocess.run([bin / "levees", *command], cwd=work, capture_output=True, text=True, timeout=60)
        said = tried.stdout + tried.stderr
        expect(tried.returncode in (1, 2) and f"levees[{extra}]" in said and "Traceback" not in said,
               f"levees {' '.join(command)} without levees[{extra}] ends with {tried.returncode} and says: {said}")


def run(*command: object, cwd: Path = ROOT) -> str:
    """What a command prints; the end where it fails."""
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True)
    expect(done.returncode == 0, f"{' '.join(map(str, command))} ended with {done.returncode}: {done.stdout[-1500:]}{done.stderr[-1500:]}")
    return done.stdout


def expect(sound: object, sentence: str) -> None:
    """End with a sentence where something is not as it should be."""
    if not sound:
        sys.exit(f"wheel: {sentence}")


if __name__ == "__main__":
    main()
