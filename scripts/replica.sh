# shellcheck shell=bash
# What the scripts know of two clusters of which one, the replica, follows the other, the primary. Sourced after lib.sh. What
# both need to know stands in one folder, RUN/replica (scripts/replica makes it):
#   nodes     the folders of the two, as scripts/database has them; either may be the primary
#   primary   which of them it is
#   alone     since when it confirms what the replica may not have; no such file: whatever is confirmed is in both
#   gone      "stop" or "alone": what becomes of filing while the replica is gone
#   lock      held by whoever changes any of this
# In the folder of a cluster "fenced" says that it was the primary and must not start as it is.

PAIR=$RUN/replica

has_replica() {
	[ -f "$PAIR/nodes" ]
}

# The folder of the cluster that is written to.
primary_folder() {
	if has_replica; then
		cat "$PAIR/primary"
	else
		printf '%s\n' "$RUN"
	fi
}

# other_folder FOLDER: the other one of the two.
other_folder() {
	grep -Fxv -- "$1" "$PAIR/nodes"
}

is_alone() {
	[ -f "$PAIR/alone" ]
}

# replica_settings MODE: what changes while the primary runs. MODE is "both", "alone", or "stopped": nothing can be written.
replica_settings() {
	local names="'FIRST 1 (motcua_replica)'" read_only=off

	[ "$1" != alone ] || names="''"
	[ "$1" != stopped ] || read_only=on
	printf '%s\n' "synchronous_standby_names = $names" "default_transaction_read_only = $read_only" \
		"motcua.replica = '$(<"$PAIR/gone")'"
}

# access_rules OPEN: pg_hba.conf of a cluster; unless OPEN is "open" the programs are not let in.
access_rules() {
	echo "local all postgres peer map=admin"
	! has_replica || echo "local replication motcua_replica peer map=replica"
	[ "$1" != open ] || echo "local all motcua_owner,motcua_public,motcua_citizen,motcua_staff,motcua_system,motcua_worker,motcua_readonly peer map=motcua"
}

# lets_in FOLDER: whether that cluster lets the programs in.
lets_in() {
	grep -q 'map=motcua$' "$1/pg/pg_hba.conf"
}
