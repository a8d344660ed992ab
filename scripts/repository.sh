# shellcheck shell=bash
# What scripts/backup and scripts/restore know of a repository of copies, and of the settings by which an installation uses
# it. Sourced after lib.sh.
#   REPOSITORY/pgbackrest/             the database and its log, pgBackRest's own, encrypted by the secret
#   REPOSITORY/secret.age              that secret
#   REPOSITORY/files/ab/<sha256>.age   each file once, by what is in it    files/.seen   when all that there was had a copy
#   REPOSITORY/keys/<time>-<hash>.tar.age
#   REPOSITORY/heads/<day>-<hash>.age  each signed head of the log of hand-overs, once
#   REPOSITORY/marks/<segment>         the numbers given when that piece of the log was handed over; before the name of one of
#                                      an earlier history of the database when that ended, and "-"
#   REPOSITORY/manifests/<label>.json.age
# The settings stand in RUN/backup: pgbackrest.conf (yours to change), recipient, repository.

# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/replica.sh"
source "$(dirname "${BASH_SOURCE[0]}")/postgres.sh"

SETTINGS=$RUN/backup
DATA=$RUN/pg

# make_repository FOLDER GROUP: the cluster's user writes the database, who runs Motcua files and keys.
make_repository() {
	local part

	mkdir -p "$1"
	for part in pgbackrest marks files keys heads manifests; do
		mkdir -p "$1/$part"
		[ -z "$2" ] || chgrp "$2" "$1/$part"
		chmod 2750 "$1/$part"
	done
	[ "$(id -u)" != 0 ] || chown "$CLUSTER_USER" "$1/pgbackrest" "$1/marks"
	# the cluster's user asks for files/.seen alone
	chmod o+x "$1/files"
}

# make_settings REPOSITORY RECIPIENT SECRET
make_settings() {
	mkdir -p "$SETTINGS/lock" "$SETTINGS/log"
	printf '%s\n' "$1" >"$SETTINGS/repository"
	printf '%s\n' "$2" >"$SETTINGS/recipient"
	(umask 077 && cat >"$SETTINGS/pgbackrest.conf") <<-CONF
		[global]
		repo1-path=$1/pgbackrest
		repo1-cipher-type=aes-256-cbc
		repo1-cipher-pass=$3
		# days
		repo1-retention-full-type=time
		repo1-retention-full=30
		compress-type=zst
		start-fast=y
		archive-timeout=120
		lock-path=$SETTINGS/lock
		log-path=$SETTINGS/log
		log-level-console=warn
		log-level-file=off
		[motcua]
		pg1-path=$DATA
		pg1-user=postgres
	CONF
	[ "$(id -u)" != 0 ] || chown -R "$CLUSTER_USER:" "$SETTINGS/pgbackrest.conf" "$SETTINGS/lock" "$SETTINGS/log"
}

# open_repository [FOLDER]: of the cluster there, or of the one that is written to.
open_repository() {
	local folder=${1:-$(primary_folder)}

	[ -r "$SETTINGS/repository" ] || fail "Backups of $RUN are off." "Turn them on: scripts/backup init REPOSITORY IDENTITY"
	# shellcheck disable=SC2034 # of the scripts that source this
	REPOSITORY=$(<"$SETTINGS/repository")
	SOCKET=$("$ROOT/scripts/database" socket "$folder")
	DATA=$folder/pg
}

running_database() {
	pg_isready -q -h "$SOCKET" -U postgres -d postgres || fail "The database of $RUN does not run." "Start it: scripts/run"
}

# rest COMMAND...: pgBackRest as the cluster's user.
rest() {
	user_command "$CLUSTER_USER"
	# by the environment, as not every command takes it as an option
	"${AS[@]}" env PGBACKREST_PG1_PATH="$DATA" PGBACKREST_PG1_SOCKET_PATH="$SOCKET" pgbackrest \
		--config="$SETTINGS/pgbackrest.conf" --stanza=motcua "$@"
}

# What pgBackRest counts of the database's histories: another version of PostgreSQL, or other data, are another one.
history_number() {
	rest info --output=json | /usr/bin/python3 -c '
import json, sys
print(max((one["id"] for stanza in json.load(sys.stdin) for one in stanza["db"]), default=0))'
}

# Data that say so (motcua-copies) begin a history of their own among the copies; what was copied before stays as it is. Their log
# may name its pieces as an earlier one did: the marks of that are kept under other names. Whoever comes second finds it done.
begin_history() {
	local before now name

	[ -e "$DATA/motcua-copies" ] || return 0
	exec 7<"$DATA"
	flock 7
	if [ -e "$DATA/motcua-copies" ] && [ -e "$REPOSITORY/pgbackrest/archive/motcua/archive.info" ]; then
		before=$(history_number)
		rest stanza-upgrade --no-online || fail "The copies do not take the database's log." "The reason stands above."
		if [ "$(history_number)" != "$before" ]; then
			now=$(date -u +%Y%m%dT%H%M%SZ)
			for name in "$REPOSITORY"/marks/*; do
				[[ ! ${name##*/} =~ ^[0-9A-F]{24}$ ]] || mv "$name" "$REPOSITORY/marks/$now-${name##*/}"
			done
		fi
	fi
	rm -f "$DATA/motcua-copies"
	exec 7>&-
}

# The marks that are highest: of each timeline of each history the newest.
highest_marks() {
	local timeline

	find "$REPOSITORY/marks" -type f -printf '%f\n' | sed -n 's/[0-9A-F]\{16\}$//p' | sort -u | while read -r timeline; do
		newest "$REPOSITORY/marks" "$timeline????????????????"
	done
}

# Each copy of the database, the oldest first: its label, and when it began (seconds since 1970).
database_copies() {
	rest info --output=json | /usr/bin/python3 -c '
import json, sys
for copy in json.load(sys.stdin)[0]["backup"]:
    print(copy["label"], copy["timestamp"]["start"])'
}

# newest FOLDER PATTERN: the last by name, or nothing.
newest() {
	find "$1" -maxdepth 1 -name "$2" | LC_ALL=C sort | tail -n 1
}

count_files() {
	find "$1" -mindepth 2 -maxdepth 2 -type f -name "$2" | wc -l
}
