# What .ci/run and .ci/nightly share: counting passes and failures. Sourced from the checkout's root.
export NO_COLOR=1 DEBIAN_FRONTEND=noninteractive
log="$(mktemp -d)"
passed=0 failed=0

count() { # count <file>: adds the totals of a test run
  local line
  line="$(grep -E '[0-9]+ passed( \([0-9]+ steps?\))? \| [0-9]+ failed' "$1" | tail -n 1)"
  if [ -z "$line" ]; then failed=$((failed + 1)); tail -n 40 "$1"; return; fi
  passed=$((passed + $(sed -E 's/.*\| ([0-9]+) passed.*/\1/; s/^[^|0-9]*([0-9]+) passed.*/\1/' <<<"$line")))
  failed=$((failed + $(sed -E 's/.* ([0-9]+) failed.*/\1/' <<<"$line")))
}
step() { # step <name> <command…>: one pass or fail
  local name="$1" started=$SECONDS; shift
  if "$@" >"$log/step" 2>&1; then passed=$((passed + 1)); echo "ok      $name ($((SECONDS - started)) s)"
  else failed=$((failed + 1)); echo "FAILED  $name ($((SECONDS - started)) s)"; tail -n 60 "$log/step"; fi
}
suite() { # suite <name> <command…>: a test run
  local name="$1" started=$SECONDS; shift
  echo "-- $name"
  "$@" >"$log/suite" 2>&1
  grep -E 'FAILED|^error|skipped|[0-9] passed|Coverage' "$log/suite"
  if grep -q ' FAILED' "$log/suite"; then sed -n '/ ERRORS/,$p' "$log/suite" | head -n 150; fi
  echo "   $((SECONDS - started)) s"
  count "$log/suite"
}
slurm() { # array jobs on a Slurm cluster of one node; says why where there can be none
  local test
  for test in test test_vectors; do
    step "Slurm, $test.sh" env DENO="$DENO" bash -c 'experiments/slurm/"$0".sh || { code=$?; [ $code -eq 77 ] && exit 0; exit $code; }' $test
    grep 'not run here' "$log/step" || true
  done
}
report() { # the last line; fails if anything did
  echo "whole run: $((SECONDS / 60)) min $((SECONDS % 60)) s"
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
