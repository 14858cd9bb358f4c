# The README's commands. Each sets up what is missing by itself.
.PHONY: run test test-long test-postgres demo check bench lock setup setup-test

run: setup
	deploy/serve.sh

test: setup-test
	deploy/test.sh

# A hundred signatures and every single-bit flip, a million events through periksa.pyz, a thousand random attacks
# of each class on the log and a thousand honest logs; two hours.
test-long: setup-test
	PAPAN_CANARY=all PAPAN_ATTACKS=all .venv/bin/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder tests/signing
	PAPAN_LONG=1 PAPAN_LOG_ATTACKS=all .venv/bin/python -m pytest -q tests/audit

test-postgres: setup-test
	deploy/test-postgres.sh

demo: setup
	@rm -rf instance/demo
	@PAPAN_INSTANCE=instance/demo .venv/bin/flask setup --office none
	@PAPAN_INSTANCE=instance/demo .venv/bin/flask demo run

check: setup-test
	deploy/check.sh

bench: setup-test
	.venv/bin/python -m bench

setup:
	@deploy/setup.sh run

setup-test:
	@deploy/setup.sh test

# Pins with hashes, without the address of any registry.
lock: setup-test
	.venv/bin/uv pip compile pyproject.toml --extra postgres --generate-hashes --no-header --no-emit-index-url --no-annotate --python-version 3.11 --universal -o requirements.lock
	.venv/bin/uv pip compile pyproject.toml --extra postgres --extra dev --generate-hashes --no-header --no-emit-index-url --no-annotate --python-version 3.11 --universal -o requirements-dev.lock
