"""Read one article and print its events, each with the sentence that says so.

python examples/read_one.py [FILE]
"""

import sys
from pathlib import Path

import levees

path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("article.txt")
extraction = levees.extract(path.read_text(encoding="utf-8"), published="2024-05-14")

for event in extraction.events:
    print(f"{event.type}: {event.status}, {event.certainty}")
    for slot, value in event:
        # parties, amounts and dates say where in the article they were read
        if getattr(value, "start", None) is not None and slot not in ("trigger", "evidence"):
            assert extraction.text[value.start : value.end] == value.text
            print(f"  {slot}: {value.text!r}, characters {value.start} to {value.end}")
    if event.evidence:
        print(f"  « {extraction.text[event.evidence.start : event.evidence.end].strip()} »")
