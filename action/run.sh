#!/usr/bin/env bash
# Runs the program with what the inputs say. Inputs come through the environment and are never part of a script.
set -euo pipefail

set -- action --check-name "${CIHOOK_CHECK_NAME:-cihook}" --wait "${CIHOOK_WAIT:-300}"
[ -z "${CIHOOK_PR:-}" ] || set -- "$@" --pr "$CIHOOK_PR"
[ -z "${CIHOOK_POLICY:-}" ] || set -- "$@" --policy-from "$CIHOOK_POLICY"
[ -z "${CIHOOK_LOGIN:-}" ] || set -- "$@" --login "$CIHOOK_LOGIN"
[ -z "${CIHOOK_KEY:-}" ] || set -- "$@" "--key=$CIHOOK_KEY"
[ "${CIHOOK_DCO_CHECK:-false}" != true ] || set -- "$@" --dco-check
[ "${CIHOOK_COMMENT:-true}" = true ] || set -- "$@" --no-comment
[ "${CIHOOK_LABELS:-true}" = true ] || set -- "$@" --no-labels

exec "$CIHOOK_PROGRAM" "$@"
