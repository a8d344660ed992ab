# shellcheck shell=bash
# What the scripts know of PostgreSQL's major versions, and of the folder of a cluster. Sourced after lib.sh. In the folder:
#   pg           the data; PG_VERSION in it says whose programs they are for
#   pg.next      the data for another version, while scripts/upgrade makes them
#   pg.before    the data as they were before, until somebody removes them
# and in the data, beside what PostgreSQL keeps there:
#   motcua-upgraded   scripts/upgrade has made them: where their log stood at the end, and when that was (seconds since 1970)
#   motcua-copies     the log of these data is to be a history of its own among the copies (begin_history in repository.sh)

# The version that a new cluster has; whatever else names one asks this or the cluster.
POSTGRES=$(sed -n 's/^database  *postgresql-\([0-9]*\)$/\1/p' "$ROOT/scripts/packages")

# programs VERSION: the folder of its programs, where Debian's packages put them.
programs() {
	printf '/usr/lib/postgresql/%s/bin\n' "$1"
}

# version_of DATA: of the cluster there, or of one that would be made there.
version_of() {
	cat "$1/PG_VERSION" 2>/dev/null || printf '%s\n' "$POSTGRES"
}

# need_programs VERSION
need_programs() {
	[ -x "$(programs "$1")/postgres" ] || fail "PostgreSQL $1 is not installed: there is no $(programs "$1")/postgres." \
		"Install it: scripts/install postgresql-$1. If there is no such package, see runbook/postgresql.md."
}

# own_by_cluster FOLDER...
own_by_cluster() {
	mkdir -p "$@"
	[ "$CLUSTER_USER" = "$(id -un)" ] || chown "$CLUSTER_USER:" "$@"
}

# new_cluster DATA VERSION LOG: makes an empty one there, as the cluster's user (AS).
new_cluster() {
	own_by_cluster "$1"
	chmod 700 "$1"
	"${AS[@]}" "$(programs "$2")/initdb" -D "$1" -U postgres --data-checksums --encoding=UTF8 --locale=C.UTF-8 \
		--auth-local=peer --auth-host=reject >"$3" 2>&1 || fail "PostgreSQL could not create its cluster in $1." "Read $3."
	echo "include 'motcua.conf'" >>"$1/postgresql.conf"
}

# ctl DATA WORDS...: pg_ctl, as the cluster's user (AS).
ctl() {
	local data=$1
	shift

	"${AS[@]}" "$(programs "$(version_of "$data")")/pg_ctl" -D "$data" "$@" 8>&- 9>&-
}

# end_of_upgrade DATA: stops what an upgrade that was killed left running, where it is how pg_upgrade starts a database (-b).
end_of_upgrade() {
	local pid

	pid=$(postmaster "$1") && tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q -- ' -b ' || return 0
	ctl "$1" -m fast -w -t 60 stop >/dev/null
}

# complete_switch FOLDER: where an upgrade was ended between the two renames that are its last step: the new data are whole, and
# nobody can have written since. Data that are missing for any other reason are not made anew beside those from before.
complete_switch() {
	[ ! -e "$1/pg" ] && [ -e "$1/pg.before" ] || return 0
	[ -e "$1/pg.next/motcua-upgraded" ] || fail "There is no database in $1/pg, but one from before an upgrade in $1/pg.before." \
		"Bring back what is missing (runbook/restore.md); the one from before lacks all that was filed since."
	mv -T "$1/pg.next" "$1/pg"
	sync "$1"
}
