"""Every statement of schema/<noun>/queries can be prepared and run as the role whose program runs it, and by no other role."""
import pathlib
import re

import psycopg2
import pytest

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "schema"
ALL = "public citizen staff system"
# Whose program or kind of caller runs which statements; all others are run for who is signed in, "citizen staff".
RUN_BY = {
    "": "import_places import_account quota_clear quota_list quota_names quota_set",  # the owner's
    "public": "account_create account_rehash session_create session_refresh sign_in_count sign_up_count",
    "citizen": "contact_proof_begin contact_proof_confirm contact_proof_try dossiers_claim",
    "citizen staff": "tracking_link_get tracking_link_renew",
    "staff": "tracking_code catalogue_import catalogue_known dossier_notice_list inbox_list inbox_search reading_list reading_open "
             "reading_open_shipment shipment_coming_number shipment_create shipment_number shipment_preview undelivered_list",
    # one function, which asks the staff for the administrator's role
    "staff worker": "message_again messages_again outbox_again",
    "system": "bank_notice_clock bank_notice_take carrier_event_clock carrier_event_take copy_figures database_figures "
              "heartbeat_age message_report_take replica_figures upload_figures service_write "
              "session_revoked",
    "system worker": "outbox_figures service_release",
    ALL: "custody_head_list idempotency_check idempotency_get place_list procedure_form procedure_get procedure_list "
         "procedure_search unit_get unit_list",
    "public citizen staff": "dossier_look_up tracking_by_link",
    f"{ALL} worker readonly": "calendar_list calendar_units context_enter context_enter_staff context_limit "
                              "idempotency_set procedure_form_schema",
    "worker readonly": "check_losses",
    "system readonly": "check_figures",
    "citizen staff worker": "dossier_receipt message_get",
    "worker": "blob_missed_by blobs_gone blobs_loose blobs_next blobs_release blobs_unknown check_goes_on "
              "check_next check_tell custody_faults custody_head_add custody_heads custody_links custody_pass dossiers_stretch "
              "ledger_faults ledger_stretch receipts_between uploads_begun "
              "uploads_forget uploads_lost uploads_open "
              "cleanup_uploads contact_proof_send devices_turn "
              "document_keep documents_forget heartbeat_add intakes_alert keys_forget message_add outage_next outage_settle "
              "message_hand_over dossier_messages dossiers_meant outbox_claim outbox_claim_channel outbox_claim_probe outbox_done "
              "outbox_failed outbox_flush outbox_refuse "
              "outbox_release outbox_renew outbox_retry partitions_make replies_drop retention_sweep supplement_lapse "
              "supplements_lapsed supplements_remind units_succeed",
}
ROLES = f"{ALL} worker readonly".split()


def parse(path):
    text = path.read_text(encoding="utf-8")
    params = re.search(r"^-- params:(.*)$", text, re.M).group(1)
    types = [part.split()[1].strip('"') for part in params.split(",") if part.strip()]
    return types, "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip().rstrip(";")


def roles_of(path):
    named = [roles for roles, names in RUN_BY.items() if path.stem in names.split()]
    return (named or ["citizen staff"])[0].split()


FILES = sorted(SCHEMA.glob("*/queries/*.sql"))


def explain(cursor, path, role):
    """Plans and starts the statement as a role, which checks every right that it needs, without running it."""
    types, statement = parse(path)
    cursor.execute("set local plan_cache_mode = force_generic_plan")
    cursor.execute(f"set local session authorization {role}")
    cursor.execute(f"prepare tried{'(' + ', '.join(types) + ')' if types else ''} as {statement}")
    values = ", ".join("null" for _ in types)
    cursor.execute(f"explain execute tried{'(' + values + ')' if types else ''}")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_statement_is_run_by_its_roles_and_by_no_other(cursor, path):
    may = []
    for role in ROLES:
        cursor.execute("savepoint before")
        try:
            explain(cursor, path, f"motcua_{role}")
            may.append(role)
        except psycopg2.errors.InsufficientPrivilege:
            pass
        cursor.execute("rollback to savepoint before")
        cursor.execute("deallocate all")
    assert may == roles_of(path)
    explain(cursor, path, "motcua_owner")


def test_each_statement_that_is_named_here_is_there():
    names = [name for names in RUN_BY.values() for name in names.split()]
    assert len(names) == len(set(names)) and set(names) <= {path.stem for path in FILES}


def test_every_statement_is_used_by_the_program():
    root = SCHEMA.parent
    sources = "".join(path.read_text(encoding="utf-8") for path in root.glob("api/**/*.c"))
    contract = (root / "openapi.yaml").read_text(encoding="utf-8")
    unused = [path.stem for path in FILES
              if f"mc_sql_{path.stem}" not in sources and not re.search(rf"x-query: {path.stem}\b", contract)]
    assert not unused
