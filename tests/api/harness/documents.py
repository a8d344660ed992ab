"""A document of the catalogue of each kind, whole and right, for the sample province."""
import json

from harness.contract import ROOT
from harness.people import COPIES

SAMPLE = ROOT / "schema/sample"
PROCEDURE = json.loads((SAMPLE / f"procedures/{COPIES}.json").read_text(encoding="utf-8"))
UNIT = {"code": "H99.91", "kind": "commune", "name": "Xã Thử", "parent": "H99", "valid_from": "2025-07-01"}
CALENDAR = json.loads((ROOT / "schema/reference/calendar-2026.json").read_text(encoding="utf-8"))
LINE = {"code": "PHI-TLHT", "name": "Phí", "kind": "fee", "amount": 9000, "per": "quantity", "quantity_field": "copies"}
FEES = {"procedure": COPIES, "channel": "online", "valid_from": "2027-01-01", "lines": [LINE]}
CLOSURE = {"unit": "H99.31", "valid_from": "2027-03-01", "valid_until": "2027-03-08", "reason": "Sửa trụ sở"}
EXEMPTION = {"code": "ho-ngheo", "procedure": COPIES, "name": "Người thuộc hộ nghèo", "percent": 100, "valid_from": "2026-07-01",
             "legal_basis": "Nghị quyết 5/NQ-HĐND",
             "proof": {"name": "Giấy chứng nhận hộ nghèo", "accepts": ["pdf", "jpeg"]}}
OUTAGE = {"from": "2026-03-02T08:00:00Z", "until": "2026-03-02T10:00:00Z", "what": "Mất điện trung tâm dữ liệu"}
PARTNER = {"code": "kho-bac", "name": "Kho bạc Nhà nước", "time": {"amount": 2, "unit": "working_day"}, "procedures": [COPIES],
           "legal_basis": "Chưa đối chiếu", "unconfirmed": ["legal_basis"], "valid_from": "2027-01-01"}
COMPETENCE = {"unit": "H99.37", "procedures": [COPIES]}
GOOD = {"units": UNIT, "procedures": PROCEDURE, "calendars": CALENDAR, "fees": FEES, "closures": CLOSURE, "exemptions": EXEMPTION,
        "competence": COMPETENCE, "partners": PARTNER, "outages": OUTAGE}
