"""Read a file of articles and print a table of events, one row each, as CSV.

python examples/read_many.py [IN.jsonl] > events.csv
"""

import csv
import json
import sys
from pathlib import Path

import levees

path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("articles.jsonl")
columns = ["article", "published", "type", "status", "certainty", "company", "target", "amount", "currency", "date", "evidence"]

writer = csv.DictWriter(sys.stdout, columns, extrasaction="ignore", lineterminator="\n")
writer.writeheader()
with path.open(encoding="utf-8") as lines:
    # annotate is lazy: articles are drawn from the file as they are read
    for extraction in levees.annotate(json.loads(line) for line in lines):
        writer.writerows(extraction.to_records())
