"""A disk that is full, for real: python benchmarks/soak/disk.py (as root: it mounts a small tmpfs)

The run must end with exit code 2 and a sentence; with room made, --resume must give what an undisturbed run gives.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import articles
from kills import ENDINGS, content

START = [sys.executable, "-c", "from levees.cli import main; main()", "annotate"]


def started(source: Path, target: Path, *mode: str) -> subprocess.Popen[str]:
    return subprocess.Popen([*START, str(source), "-o", str(target), "-w", "2", "-q", *mode], stderr=subprocess.PIPE, text=True)


@contextmanager
def small_disk(folder: Path, size: str):
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def main() -> None:
    if os.name != "posix" or os.geteuid():
        sys.exit("a small tmpfs is mounted, and only root may do that")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "in.jsonl"
        articles.write(source, 200, longest=250)
        for ending in ENDINGS:
            undisturbed = folder / f"undisturbed{ending}"
            assert started(source, undisturbed).wait() == 0
            # for a database there is room for the lines and not for what they become
            lines = (folder / "undisturbed.jsonl").stat().st_size
            size = lines // 2 if ending == ".jsonl" else lines + 16_384
            with small_disk(folder / f"disk{ending}", str(size)) as disk:
                target = disk / f"out{ending}"
                process = started(source, target)
                said = process.communicate()[1]
                assert process.returncode == 2 and "cannot be written" in said and "--resume" in said, (process.returncode, said)
                assert not target.exists()
                print(f"{ending}: {said.replace(str(disk), 'DISK').strip()}")
                subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
                process = started(source, target, "--resume")
                said = process.communicate()[1]
                assert process.returncode == 0, said
                assert content(target) == content(undisturbed), f"{ending} differs"
                print(f"{ending}: with room, resumed: the same")


if __name__ == "__main__":
    main()
