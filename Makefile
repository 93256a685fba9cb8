# Two commands to start with: make demo, make test. Everything lives in .venv; stamps keep repeated calls quick.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
GOLD ?= ../shared/gold
NOTE ?=

.PHONY: demo test lint fmt docs docs-examples quality bench bench-grammar soak test-engines bench-tuning fuzz-serve wheel-test reader ablation clean

demo: .venv/.run
	$(BIN)/levees extract examples/article.txt

test: .venv/.dev .venv/.browser
	$(BIN)/python -m pytest

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: .venv/.dev
	$(BIN)/ruff check --fix .

# The site, under site/; a broken link or a docstring that cannot be read fails it
docs: .venv/.dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# Writes the outputs of the documentation's code blocks, its event pages and its notebook anew: after every change of what is read
docs-examples: .venv/.dev
	$(BIN)/python tools/docs/events.py
	$(BIN)/python tools/docs/blocks.py
	$(BIN)/python tools/docs/notebook.py

# Scores the gold beside the clone and adds a dated row-set to docs/quality.md: make quality NOTE="why it moved"
quality: .venv/.dev
	$(BIN)/python -m levees.evaluation.quality --gold $(GOLD) --note "$(NOTE)"

bench: .venv/.dev
	@set -e; for script in benchmarks/*.py; do [ -f "$$script" ] || continue; echo "== $$script"; $(BIN)/python "$$script"; done

# Amounts and dates beside their peers, each peer in an environment of its own under benchmarks/.envs
bench-grammar: .venv/.dev
	$(BIN)/python benchmarks/grammar.py --peers

# What tuning wins back of a family of triggers taken away, and how far the confidence of slots can be trusted: some minutes,
# with the networks and judges that make reader leaves in models/build
bench-tuning: .venv/.dev
	$(BIN)/python benchmarks/recovery.py
	$(BIN)/python benchmarks/slot_confidence.py

# A hundred kills, one percent of poison, a full disk (as root), memory over 20,000 articles: about an hour on two quiet cores.
# A quick look whether all of it runs: make soak KILLS=3 POISONED=200 LONG=200
KILLS = 100
POISONED = 2000
LONG = 20000
soak: .venv/.dev
	$(BIN)/python benchmarks/soak/kills.py --kills $(KILLS)
	$(BIN)/python benchmarks/soak/poison.py --articles $(POISONED)
	$(BIN)/python benchmarks/soak/disk.py
	$(BIN)/python benchmarks/soak/memory.py --articles $(LONG)

# Spark, Ray Data and an S3 server for real, on this machine: installs them beside the rest (600 MB); Spark also needs Java 17
test-engines: .venv/.dev
	@$(PIP) install --editable '.[test-engines]'
	$(BIN)/python -m pytest tests/engines

# The source archive and the wheel looked into, the bare wheel installed in an empty environment and tried: a minute
wheel-test: .venv/.dev
	$(BIN)/python tools/wheel.py

# Ten thousand malformed requests to the playground, over a socket on this machine (make test sends some hundreds)
fuzz-serve: .venv/.dev
	LEVEES_HOSTILE=10000 $(BIN)/python -m pytest tests/view/test_hostile.py tests/view/test_serve.py -k hostile

# Trains the shipped networks, their judge and the choice of slots again (models/README.md): about eight hours on one core
NETWORKS = 0 1 2 3
LIKE = ja- jb- jc- jd-
TRAIN = $(BIN)/python models/reader/train.py --inputs models/build/reader.pkl --hold-out 7 --cross --favour $(LIKE)
WEIGHTS = --weights $(NETWORKS:%=models/build/reader-%.npz)
reader: .venv/.dev
	@$(PIP) install --editable '.[train]'
	$(BIN)/python models/articles/compile.py models/articles/*.txt -o models/build/articles.jsonl
	$(BIN)/python models/nominals/train.py
	$(BIN)/python models/reader/prepare.py --gold models/data/train.jsonl --own models/build/articles.jsonl --out models/build/reader.pkl
	@set -e; for k in 0 1; do $(TRAIN) --out models/build/reader-$$k.npz --fold $$k --limit-own 0.75 --epochs 12 --stop 10 --seed $$((k + 11)); done
	$(TRAIN) --out models/build/reader-2.npz --fold 0 --epochs 11 --dropout 0.65 --seed 21
	$(TRAIN) --out models/build/reader-3.npz --fold 1 --epochs 11 --dropout 0.65 --seed 22 --from models/build/reader-1.npz --rate 0.001
	cp $(NETWORKS:%=models/build/reader-%.npz) src/levees/data/fr/
	$(BIN)/python models/reader/topic.py --rows models/build/articles.jsonl models/data/train.jsonl --out src/levees/data/fr/topic.npz \
	    --folds models/build/topics.npz
	$(BIN)/python models/reader/judge.py propose --rows models/data/train.jsonl models/build/articles.jsonl --without $(LIKE) $(WEIGHTS) \
	    --out models/build/unseen.pkl
	$(BIN)/python models/reader/judge.py train --proposals models/build/unseen.pkl --cross --out models/build/judge.npz
	$(BIN)/python models/reader/crossfit.py models/build/articles.jsonl $(WEIGHTS) --judges models/build/judge
	$(BIN)/python models/reader/judge.py train --proposals models/build/unseen.pkl --out src/levees/data/fr/judge.npz
	$(BIN)/python models/reader/fields.py --proposals models/build/unseen.pkl --measure --out src/levees/data/fr/fields.npz
	$(BIN)/python models/reader/fields.py --proposals models/build/unseen.pkl --half --out models/build/fields.npz

# What each part of the reader is worth, on articles that the network and the judge in question did not see: half an hour, with what
# make reader leaves in models/build
ablation: .venv/.dev
	$(BIN)/python models/reader/ablate.py models/build/articles.jsonl $(WEIGHTS) \
	    --judges models/build/judge --without $(LIKE)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build

.venv/bin/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(None if v >= (3, 11) else "levees needs Python 3.11 or later; %s is %d.%d. Say which to use: make PYTHON=python3.12" % (sys.executable, v[0], v[1]))'
	$(PYTHON) -m venv .venv

.venv/.run: pyproject.toml | .venv/bin/python
	@echo "Installing levees into .venv (the first time takes a minute)"
	@$(PIP) install --editable .
	@touch $@

.venv/.dev: pyproject.toml | .venv/bin/python
	@echo "Installing levees and its tools into .venv (the first time takes a minute or two)"
	@$(PIP) install --editable '.[dev]'
	@touch $@ .venv/.run

# A browser for the tests of pages: tried once, where this is Debian and one may install; the tests say so where there is none
.venv/.browser: | .venv/bin/python
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium >/dev/null; } \
	  || echo "No Chromium: the tests of pages in a browser are skipped"
	@touch $@
