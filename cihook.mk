# Include this file in a Makefile:
#
#     include cihook.mk
#
# It brings three targets and needs nothing but cihook: `make install-hooks`, `make uninstall-hooks`, `make check-commits`.
# CIHOOK is the program; COMMITS is what check-commits judges, such as COMMITS=origin/main..HEAD.

CIHOOK ?= cihook
COMMITS ?=

.PHONY: install-hooks uninstall-hooks check-commits cihook-is-there

install-hooks: cihook-is-there
	@$(CIHOOK) install

uninstall-hooks: cihook-is-there
	@$(CIHOOK) uninstall

check-commits: cihook-is-there
	@$(CIHOOK) check $(COMMITS)

cihook-is-there:
	@command -v "$(firstword $(CIHOOK))" >/dev/null 2>&1 || { \
	  echo "cihook is not installed: cargo binstall cihook, npm install cihook, or pip install cihook" >&2; exit 3; }
