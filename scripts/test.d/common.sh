# shellcheck shell=bash
# What the phases share. A phase appends lines "PASSED FAILED" to $COUNT; the helpers here do it.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

TEST=${TEST:-$ROOT/.test}
COUNT=${COUNT:-/dev/null}
# What a longer run ($LONG is not empty) did goes to $NOTES in words.
NOTES=${NOTES:-/dev/null}
LONG=${LONG:-}
RUN=$TEST
PYTHON=/usr/bin/python3
export PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:detect_stack_use_after_return=1:strict_string_checks=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
# Asked to end, a phase does what it does at its end; a second request must not end that.
trap 'trap "" TERM; exit 143' TERM
mkdir -p "$TEST/log" "$TEST/report"
cd "$ROOT"

# A phase whose tests are not there has failed; it does not pass by testing nothing.
need() {
	local path

	for path; do
		[ -e "$path" ] || {
			echo "There is no $path: nothing was tested."
			exit 1
		}
	done
}

# check TITLE COMMAND...: one test.
check() {
	local title=$1
	shift

	echo "== $title"
	if "$@"; then
		echo "1 0" >>"$COUNT"
		echo "ok: $title"
	else
		echo "0 1" >>"$COUNT"
		echo "FAILED: $title"
	fi
}

# reported REPORT.xml COMMAND...: a runner that writes a JUnit report; its tests are counted one by one.
reported() {
	local report=$1 status=0 counted
	shift

	rm -f "$report"
	"$@" || status=$?
	counted=$("$ROOT/scripts/count" "$report") || counted="0 1"
	echo "$counted" >>"$COUNT"
	[ "$status" = 0 ] || echo "(exit status $status)"
	[ "$status" = 0 ] || [ "${counted#* }" != 0 ] || echo "0 1" >>"$COUNT"
}

# pytests FOLDER-OR-FILE...: with Debian's Python, whatever Python comes first on the PATH.
REPORTS=0
pytests() {
	local report

	REPORTS=$((REPORTS + 1))
	report=$TEST/report/$(basename "$0")-$REPORTS.xml
	PYTHONPATH=$ROOT/scripts/test.d reported "$report" "$PYTHON" -m pytest -q -ra -p no:cacheprovider -p ended_by_term \
		--continue-on-collection-errors --durations=5 --junitxml="$report" "$@"
}
