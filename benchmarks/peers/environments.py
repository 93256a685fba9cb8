"""An environment of its own for each peer, under benchmarks/.envs.

Peers break each other's dependencies (recognizers-text needs an emoji older than 2), so none shares an environment.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ENVS = Path(__file__).resolve().parents[1] / ".envs"
# peer: what pip installs
PACKAGES: dict[str, list[str]] = {
    "price-parser": ["price-parser"],
    "dateparser": ["dateparser"],
    "recognizers": ["recognizers-text-suite", "emoji<2"],
    "duckling": ["pyduckling-native-phihos"],
    "edsnlp": ["edsnlp"],
}


def environment(peer: str) -> Path | None:
    """Python of the peer's environment, made on the first call; None where it cannot be made."""
    python = ENVS / peer / "bin" / "python"
    ready = ENVS / peer / ".ready"
    if ready.exists():
        return python
    packages = PACKAGES[peer]
    sys.stdout.write(f"Installing {' '.join(packages)} into benchmarks/.envs/{peer}\n")
    sys.stdout.flush()
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(ENVS / peer)],
        # setuptools: some peers import pkg_resources and do not say so
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "setuptools<81", *packages],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            sys.stdout.write(f"{peer} is skipped, since it cannot be installed here: {reason}\n")
            return None
    ready.touch()
    return python
