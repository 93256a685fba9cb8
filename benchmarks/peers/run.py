"""Run the grammar's benchmarks, and the same sentences through every peer in an environment of its own.

    python benchmarks/peers/run.py          environments go to benchmarks/.envs; a peer that cannot be installed is skipped

Peers break each other's dependencies (recognizers-text needs an emoji older than 2), so none shares an environment.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
ENVS = HERE / ".envs"
# peer: what pip installs, and the benchmarks that it can be asked
PEERS: dict[str, tuple[list[str], list[str]]] = {
    "price-parser": (["price-parser"], ["grammar_money.py"]),
    "dateparser": (["dateparser"], ["grammar_dates.py"]),
    "recognizers": (["recognizers-text-suite", "emoji<2"], ["grammar_money.py", "grammar_dates.py"]),
    "duckling": (["pyduckling-native-phihos"], ["grammar_money.py", "grammar_dates.py"]),
    "edsnlp": (["edsnlp"], ["grammar_dates.py"]),
}


def environment(peer: str, packages: list[str]) -> Path | None:
    """Python of the peer's environment, made on the first call; None where it cannot be made."""
    python = ENVS / peer / "bin" / "python"
    ready = ENVS / peer / ".ready"
    if ready.exists():
        return python
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


def main() -> None:
    """Levees first, then every peer on the same sentences."""
    for script in ("grammar_money.py", "grammar_dates.py"):
        sys.stdout.write(f"== {script}: levees\n")
        sys.stdout.flush()
        subprocess.run([sys.executable, str(HERE / script), "--only-levees"], check=True)
    for peer, (packages, scripts) in PEERS.items():
        python = environment(peer, packages)
        for script in scripts if python else []:
            sys.stdout.write(f"== {script}: {peer}\n")
            sys.stdout.flush()
            done = subprocess.run([sys.executable, str(HERE / script), "--peer", peer, "--python", str(python)])
            if done.returncode:
                sys.stdout.write(f"{peer} is skipped for {script}: it does not run here\n")


if __name__ == "__main__":
    main()
