# Everything here is done by scripts/dev.py, which needs Python only; each target sets up first what it needs.
# ARGS is passed on:  make run ARGS=…   make test ARGS="-k chains"   make bench ONLY=name
PYTHON ?= python3

.PHONY: run test check format bench reliability screenshots setup lock

run test:
	@$(PYTHON) scripts/dev.py $@ $(if $(ARGS),-- $(ARGS))

bench reliability:
	@$(PYTHON) scripts/dev.py $@ $(ONLY) $(if $(ARGS),-- $(ARGS))

check format screenshots setup lock:
	@$(PYTHON) scripts/dev.py $@
