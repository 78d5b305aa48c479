# One way in. `make run` and `make test` set up whatever they need; all targets may be repeated.
PYTHON ?= python3
# Named by the user, it is the one .venv is made with; otherwise set-up may find a better compiled one.
SETUP := scripts/setup.py $(if $(filter file,$(origin PYTHON)),,--this)
BIN := .venv/bin

.PHONY: setup run test test-fast check format bench citations-report pictures samples lock clean

setup:            ## virtual environment and packages
	@$(PYTHON) $(SETUP)

run: setup        ## set up, fill the archive with the starter corpus, serve on 127.0.0.1:8000
	@$(BIN)/cancu init --starter
	@$(BIN)/cancu serve

test:             ## all tests, the browser's included
	@$(PYTHON) $(SETUP) --browser
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

test-fast: setup  ## the core of the tests, under two minutes
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow and not browser"

check: setup      ## lint, format, types, import rule
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy archive indexer corpus web
	@$(BIN)/lint-imports

format: setup     ## mend what ruff can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: setup      ## measurements for docs/performance.md
	@$(BIN)/python -m benchmarks

citations-report: setup  ## citations gained, lost, changed since the accepted run (ACCEPT=1 accepts this one, ALL=1 shows all)
	@$(BIN)/python -m benchmarks.citations_report $(if $(ACCEPT),--accept) $(if $(ALL),--all)

pictures:         ## the guides' pictures, made anew by the browser tests that walk through them
	@$(PYTHON) $(SETUP) --browser
	@CANCU_GUIDE_PICTURES=docs/images $(BIN)/pytest tests/web/test_story_new_office.py tests/web/test_story_clerk.py tests/web/test_story_drafter.py tests/web/test_browser_drafter.py

samples: setup    ## make the sample documents again (needs LibreOffice for the PDFs)
	@$(BIN)/python -m corpus.samples.build

lock:             ## pin anew what is installed (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header -q -o requirements.lock

clean:            ## remove what set-up made in this folder; the archive stays
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
