# shellcheck shell=bash
# Installs the packages of this folder if need be, which is $folder.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"

folder=$ROOT/tests/node
stamp=$folder/node_modules/.motcua-lock
lock=$(sha256sum <"$folder/package-lock.json")
use_node >&2
# two tests may come at once
exec 8<"$folder/package-lock.json"
flock 8
if ! same_stamp "$stamp" "$lock"; then
	npm --prefix "$folder" ci --ignore-scripts --no-audit --no-fund >&2
	printf '%s\n' "$lock" >"$stamp"
fi
exec 8>&-
