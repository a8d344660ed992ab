# shellcheck shell=bash
# What scripts/run and scripts/test share: where things are, messages, the users that services run
# as, packages, Node, and the build of program and clients. Sourced, never run.
set -Eeuo pipefail
umask 022
trap 'printf "\nFAILED unexpectedly: %s (%s, line %s)\n" "$BASH_COMMAND" "${BASH_SOURCE[0]}" "$LINENO" >&2' ERR

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
RUN=$(realpath -m "${MOTCUA_RUN:-$ROOT/.run}")
PATH=$PATH:/usr/sbin:/sbin
export ROOT

say() {
	printf '%s\n' "$*"
}

# fail WHAT-FAILED WHAT-TO-DO
fail() {
	printf '\nFAILED: %s\n   -> %s\n' "$1" "$2" >&2
	exit 1
}

# at_exit COMMAND: when this shell ends. One that it has begun has its traps, too, until that sets its own: ended by then it would
# do what this one does at its end.
at_exit() {
	# shellcheck disable=SC2064 # the command as it is now
	trap "case \$BASHPID in $$) $1 ;; esac" EXIT
}

# ---- long steps -------------------------------------------------------------------------------

STEP_PID=

# step TITLE LOG COMMAND...: runs the command with its output in LOG, shows that it goes on, and on
# failure shows the end of the log. It is a process group of its own, so that stop_step ends all of it.
step() {
	local title=$1 log=$2 started=$SECONDS ticker status=0
	shift 2

	mkdir -p "$(dirname "$log")"
	printf '%s ...\n' "$title"
	setsid "$@" >"$log" 2>&1 </dev/null 9>&- &
	STEP_PID=$!
	(
		exec 9>&-
		trap - ERR EXIT
		sleeper=
		trap 'kill "$sleeper" 2>/dev/null; exit' TERM
		while :; do
			sleep 15 &
			sleeper=$!
			wait "$sleeper"
			sleeper=
			printf '   ... %s s: %s\n' "$((SECONDS - started))" "$(tail -c 300 "$log" | tail -n 1 | cut -c 1-90)"
		done
	) &
	ticker=$!
	wait "$STEP_PID" || status=$?
	STEP_PID=
	kill "$ticker" 2>/dev/null || true
	wait "$ticker" 2>/dev/null || true
	[ "$status" = 0 ] && return 0
	printf '\n'
	tail -n 25 "$log" | sed 's/^/   | /'
	return 1
}

stop_step() {
	[ -z "$STEP_PID" ] || kill -TERM -- "-$STEP_PID" 2>/dev/null || true
}

# identity PID: a word that no later process with the same number shares.
identity() {
	local fields

	{ read -r fields <"/proc/$1/stat"; } 2>/dev/null || return 0
	read -ra fields <<<"${fields##*) }"
	printf '%s' "${fields[19]}"
}

# Of what a shell has started in the background it remembers the numbers after all has ended; by then they may be others'.

# at_work PID: whether that is a job of this shell that has not ended.
at_work() {
	local pid

	while read -r pid; do
		[ -z "$pid" ] || [ "$pid" != "${1:-}" ] || return 0
	done <<<"$(jobs -pr)"
	return 1
}

# Ends those that have not ended.
end_jobs() {
	local pid

	while read -r pid; do
		[ -z "$pid" ] || kill "$pid" 2>/dev/null || true
	done <<<"$(jobs -pr)"
}

# postmaster FOLDER: the first process of the cluster whose data are in that folder, if it lives. A number that a cluster left
# behind when it was killed is given out again; the folder that a cluster works in is its own.
postmaster() {
	local pid where

	pid=$(head -n 1 "$1/postmaster.pid" 2>/dev/null) || return 1
	# one that has ended, and that nobody has asked for yet, does not live
	grep -q '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$pid/status" 2>/dev/null || return 1
	where=$(readlink "/proc/$pid/cwd") || where= # not told to whoever is neither its user nor root: taken for it
	[ -z "$where" ] || [ "$where" = "$(readlink -f "$1")" ] || return 1
	printf '%s\n' "$pid"
}

# works_in FOLDER: whether any process does.
works_in() {
	local where

	for where in /proc/[0-9]*/cwd; do
		[ ! "$where" -ef "$1" ] || return 0
	done
	return 1
}

# ---- users ------------------------------------------------------------------------------------
# Started by an ordinary user everything runs as that user. Started by root, PostgreSQL (which refuses root) runs as
# "postgres", and each part of Motcua as a user of its own that can reach what it needs and nothing else.

CLUSTER_USER=$(id -un)
[ "$(id -u)" != 0 ] || CLUSTER_USER=postgres
PARTS=(api signer worker watch nginx migrate)

# part_user PART
part_user() {
	if [ "$(id -u)" = 0 ]; then
		printf 'motcua-%s\n' "$1"
	else
		id -un
	fi
}

# Beside its own: who enters the folder of files, and who changes it.
user_groups() {
	case $1 in
	motcua-api | motcua-worker) echo motcua-store,motcua-files ;;
	motcua-nginx) echo motcua-store ;;
	esac
}

make_users() {
	local name

	[ "$(id -u)" = 0 ] || return 0
	for name in motcua-store motcua-files; do
		getent group "$name" >/dev/null || groupadd --system "$name"
	done
	for name in "${PARTS[@]/#/motcua-}"; do
		getent passwd "$name" >/dev/null ||
			useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$name"
	done
}

# own FOLDER USER GROUP MODE: a folder in RUN and what is in it; users and groups are parts of names.
own() {
	local folder=$RUN/$1

	mkdir -p "$folder"
	[ "$(id -u)" != 0 ] || [ "$(stat -c %U:%G "$folder")" = "motcua-$2:motcua-$3" ] || chown -R "motcua-$2:motcua-$3" "$folder"
	chmod "$4" "$folder"
}

# own_log NAME USER: a log, which that user writes to and makes none beside; the others do not read it.
own_log() {
	touch "$RUN/log/$1.log"
	chmod 640 "$RUN/log/$1.log"
	[ "$(id -u)" != 0 ] || chown "$2:adm" "$RUN/log/$1.log"
}

# A script that stays begins again with the log of that name, should the one it wrote to have been moved away.
reopen_log() {
	[ -z "${MOTCUA_LOG_FILE:-}" ] || exec >>"$MOTCUA_LOG_FILE" 2>&1
}

# What each part keeps. Files of dossiers are read by nginx, too, which is neither their owner nor of their group; nobody else
# enters the folder around theirs.
own_data() {
	make_users
	mkdir -p "$RUN/store"
	if [ -d "$RUN/blobs" ] && [ ! -L "$RUN/blobs" ]; then
		find "$RUN/blobs" -type d -exec chmod 2775 {} + -o -type f -exec chmod 644 {} +
		mv -T "$RUN/blobs" "$RUN/store/blobs"
	fi
	ln -sfn store/blobs "$RUN/blobs"
	[ "$(id -u)" != 0 ] || chown root:motcua-store "$RUN/store"
	chmod 710 "$RUN/store"
	own store/blobs api files 2775
	own uploads api files 2770
	own keys api api 700
	own receipt-keys signer signer 700
	own published signer signer 755
	own outbox worker worker 700
	own heads worker worker 700
	own setup migrate migrate 700
}

# The capability that lets an unprivileged user read through a folder such as /root (mode 700) when
# the checkout lies there: reading alone where the kernel offers it, as containers often do not.
reading_capability() {
	local bounding

	bounding=$((16#$(awk '/^CapBnd/ { print $2 }' /proc/self/status)))
	if ((bounding & 4)); then
		echo dac_read_search
	elif ((bounding & 2)); then
		echo dac_override
	fi
}

# By doing it: access(2), which test -r asks, leaves capabilities out of account.
can_read_checkout() {
	"${AS[@]}" stat "$ROOT/scripts/." "$RUN/." >/dev/null 2>&1 &&
		"${AS[@]}" head -c 1 "$ROOT/scripts/lib.sh" >/dev/null 2>&1
}

# user_command USER: sets the array AS to the words that run a command as that user.
user_command() {
	local user=$1 caps=

	AS=()
	[ "$user" != "$(id -un)" ] || return 0
	id "$user" >/dev/null 2>&1 || fail "There is no system user '$user'." \
		"Install the packages first: scripts/install database edge"
	AS=(setpriv --no-new-privs --reuid "$user" --regid "$(id -g "$user")" --clear-groups)
	[ -z "$(user_groups "$user")" ] || AS=(setpriv --no-new-privs --reuid "$user" --regid "$(id -g "$user")" --groups "$(user_groups "$user")")
	can_read_checkout || caps=$(reading_capability)
	if [ "$user" = motcua-nginx ] && [ "${MOTCUA_PORT:-8080}" -lt 1024 ]; then
		caps="$caps net_bind_service"
	fi
	for cap in $caps; do
		AS+=(--inh-caps "+$cap" --ambient-caps "+$cap")
	done
	can_read_checkout || fail \
		"The user '$user' cannot read $ROOT." \
		"Move the checkout to a folder that every user may enter, for example /srv, or run as an ordinary user."
}

# ---- packages and Node ------------------------------------------------------------------------

# install_packages GROUP...: asks for root only when something is missing. sudo stays in the foreground,
# where it can ask for the password.
install_packages() {
	local missing

	missing=$("$ROOT/scripts/install" --missing "$@")
	[ -n "$missing" ] || return 0
	if [ "$(id -u)" = 0 ]; then
		step "Installing $(wc -l <<<"$missing") Debian packages" "$RUN/log/install.log" \
			"$ROOT/scripts/install" "$@" && return 0
	elif command -v sudo >/dev/null; then
		say "Installing $(wc -l <<<"$missing") Debian packages with sudo ..."
		sudo "$ROOT/scripts/install" "$@" && return 0
	fi
	fail "These packages are missing and could not be installed: ${missing//$'\n'/ }" \
		"Check the network and that this is Debian 12; or as root: $ROOT/scripts/install $*"
}

node_suits() {
	command -v node >/dev/null && node -e '
		const [major, minor] = process.versions.node.split(".").map(Number);
		process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null
}

# Puts a Node that the client tools accept on the PATH: the system's, or the npm package "node".
use_node() {
	local own=$ROOT/.run/node

	[ ! -x "$own/node_modules/.bin/node" ] || PATH=$own/node_modules/.bin:$PATH
	node_suits && command -v npm >/dev/null && return 0
	command -v npm >/dev/null || install_packages node
	mkdir -p "$own"
	step "Installing Node 22 into .run/node" "$RUN/log/node.log" \
		npm install --prefix "$own" --no-audit --no-fund --no-save node@22 npm@11 || fail \
		"Node 22 could not be installed from npm." "Read $RUN/log/node.log, or put Node >= 20.19 on the PATH."
	PATH=$own/node_modules/.bin:$PATH
	hash -r
	node_suits || fail "Node $(node --version) is too old." "Put Node >= 20.19 on the PATH and start again."
}

# ---- building ---------------------------------------------------------------------------------

# build_program PRESET LOG: the program alone, without the tests.
build_program() {
	[ -f "$ROOT/build/$1/build.ninja" ] || step "Configuring ($1)" "$2" \
		cmake -S "$ROOT" --preset "$1" -D MOTCUA_TESTS=OFF || fail "Configuring the build ($1) failed." "Read $2."
	step "Building the program ($1)" "$2" cmake --build "$ROOT/build/$1" --target motcua || fail \
		"The program ($1) does not build." "Read $2; correct the code and start again."
}

# hash_of PATH...: one hash over the names and contents of the files below.
hash_of() {
	find "$@" \( -name node_modules -o -name dist -o -name .git \) -prune -o -type f -print0 2>/dev/null |
		LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-64
}

# same_stamp FILE VALUE
same_stamp() {
	[ -f "$1" ] && [ "$(<"$1")" = "$2" ]
}

# install_client_packages LOG: npm ci, unless node_modules already belongs to this lockfile.
install_client_packages() {
	local stamp=$ROOT/clients/node_modules/.motcua-lock lock

	lock=$(sha256sum <"$ROOT/clients/package-lock.json")
	same_stamp "$stamp" "$lock" && return 0
	step "Installing the client packages" "$1" npm --prefix "$ROOT/clients" ci --no-audit --no-fund || fail \
		"npm ci failed in clients/." "Read $1; check the network and start again."
	printf '%s\n' "$lock" >"$stamp"
}

# build_clients LOG: only when a source or the contract has changed since the last build.
build_clients() {
	local stamp=$ROOT/clients/node_modules/.motcua-build hash app

	install_client_packages "$1"
	hash=$(hash_of "$ROOT/clients" "$ROOT/openapi.yaml" "$ROOT/schema/reference")
	for app in portal mobile desk; do
		[ -f "$ROOT/clients/$app/dist/index.html" ] || rm -f "$stamp"
	done
	same_stamp "$stamp" "$hash" && return 0
	step "Building the web clients" "$1" npm --prefix "$ROOT/clients" run build || fail \
		"The web clients do not build." "Read $1; correct the code and start again."
	"$ROOT/scripts/precompress" "$ROOT"/clients/*/dist
	hash=$(hash_of "$ROOT/clients" "$ROOT/openapi.yaml" "$ROOT/schema/reference")
	printf '%s\n' "$hash" >"$stamp"
}
