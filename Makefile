# Everything here is done by scripts/dev.py, which needs Python only; each target sets up first what it needs.
# ARGS is passed on:  make run ARGS=…   make test ARGS="-k chains"   make bench ONLY=name
PYTHON ?= python3

.PHONY: run test check format bench screenshots setup lock

run test:
	@$(PYTHON) scripts/dev.py $@ $(if $(ARGS),-- $(ARGS))

bench:
	@$(PYTHON) scripts/dev.py bench $(ONLY) $(if $(ARGS),-- $(ARGS))

check format screenshots setup lock:
	@$(PYTHON) scripts/dev.py $@
