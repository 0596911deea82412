# `make` alone lists what there is.
PORT ?= 8000
PY := .venv/bin/python
export PYTHONPATH := src

.PHONY: help setup demo test test-full check bench lock
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/run.stamp: requirements/run.lock
	@sh tools/need-python
	@test -x .venv/bin/python || python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	@echo "$(CURDIR)/src" >"$$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/lodestar.pth"
	@touch $@

.venv/dev.stamp: requirements/dev.lock .venv/run.stamp
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

setup: .venv/dev.stamp ## install everything into .venv

demo: .venv/run.stamp ## start a program with fictional people on http://localhost:$(PORT)
	@PORT=$(PORT) sh tools/demo

test: setup ## run every test but the full matrix; the engine's with every branch covered, on SQLite and on PostgreSQL
	@sh tools/need-chromium
	.venv/bin/pytest -n 2 -m "not full" --ignore=tests/pairing
	.venv/bin/pytest -n 2 -m "not full" tests/pairing --cov=pairing --cov-fail-under=100 --cov-report=
	$(PY) -m tests.postgres .venv/bin/pytest -n 2 -m "not full and not browser and not sqlite" --ignore tests/pairing --ignore tests/architecture

test-full: setup ## run the whole matrix of pages and modes, every hostile value, and the architecture on PostgreSQL
	@sh tools/need-chromium
	@sh tools/need-nu
	.venv/bin/pytest -n 2 -m full
	$(PY) -m tests.postgres .venv/bin/pytest -n 2 -m "not sqlite" tests/architecture --ignore tests/architecture/test_canaries.py

check: setup ## format, lint, types, imports, templates, migrations, deployment settings
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy src
	.venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet src
	$(PY) manage.py makemigrations --check --dry-run --settings lodestar.config.settings.test
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') ALLOWED_HOSTS=example.org \
	SITE_URL=https://example.org EMAIL_URL=smtp://localhost:25 $(PY) manage.py check --deploy --fail-level WARNING --settings lodestar.config.settings.production

bench: setup ## measure, beside a peer or the bare framework
	$(PY) -m bench

lock: ## write the locks again from requirements/*.in (needs uv)
	uv pip compile --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url requirements/run.in -o requirements/run.lock
	uv pip compile --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements/run.lock requirements/dev.in -o requirements/dev.lock
