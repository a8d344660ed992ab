"""Bodies that the contract takes: one for every operation that takes JSON, of steps and documents of the catalogue one for each
of their shapes."""
from harness.people import ADDRESS, COPIES, PASSWORD, UNIT

ID = "01900000-0000-7000-8000-000000000000"
DRAFT = {"procedure_code": COPIES, "unit_code": UNIT, "answers": {}, "return_channel": "counter"}

# A body for every operation that takes JSON; actions have one for each of their shapes.
VALID = {
    "createAccount": [{"full_name": "Phạm Thị Mẫu", "phone": "0987654321", "email": "a@b.example",
                       "personal_id": "001190000001", "password": PASSWORD}],
    "createSession": [{"login": "0987654321", "password": "x", "otp": "123456"}],
    "refreshSession": [{"refresh_token": "x" * 43}],
    "createContactProof": [{"phone": "0987654321"}], "confirmContactProof": [{"code": "123456"}],
    "claimDossiers": [{"personal_id": "001190000001"}],
    "createDossier": [{**DRAFT, "case_code": "default", "return_channel": "post", "return_address": ADDRESS}],
    "updateDossier": [{"answers": {"a": 1}, "unit_code": UNIT, "case_code": "default", "return_channel": "post",
                       "return_address": ADDRESS}],
    "putDossierComponent": [{"upload_ids": [ID]}],
    "submitDossier": [{}],
    "createDossierAction": [
        {"action": "accept", "note": "x"}, {"action": "refuse", "reason_code": "not_competent", "reason": "lý do đây"},
        {"action": "request_supplement", "reason_code": "paper_missing", "reason": "lý do đây", "components": ["A"], "fields": ["b"]},
        {"action": "forward", "unit_code": UNIT, "officer_id": ID, "note": "x"},
        {"action": "finish", "upload_ids": [ID], "note": "x"},
        {"action": "return", "receiver_name": "An Bình", "receiver_personal_id": "001190000001", "note": "x"}],
    "trackDossier": [{"code": "H99.31-261123-0001", "phone_last4": "0001"}], "openTrackingLink": [{"secret": "A" * 22}],
    "searchInbox": [{"words": "x", "limit": 5, "cursor": "x"}],
    "importCatalogue": [
        {"basis": "QĐ 1", "units": [{"code": "H99.90", "kind": "commune", "name": "Xã", "valid_from": "2026-07-01", "parent": "H99",
                                     "valid_until": "2030-01-01", "successor": UNIT, "phone": "0299", "calendar": "general"}]},
        {"basis": "QĐ 1", "closures": [{"unit": UNIT, "valid_from": "2030-01-01", "valid_until": "2030-01-02", "reason": "Bão"}],
         "competence": [{"unit": "H99.38", "procedures": [COPIES], "valid_from": "2030-01-01"}]},
        {"basis": "QĐ 1", "fees": [{"procedure": COPIES, "case": "default", "channel": "post", "valid_from": "2030-01-01",
                                    "lines": [{"code": "A", "name": "Phí", "kind": "fee", "amount": 1, "per": "dossier"}]}]},
        {"basis": "QĐ 1", "exemptions": [{
            "code": "a", "procedure": COPIES, "name": "Người", "percent": 50, "legal_basis": "NQ", "valid_from": "2030-01-01",
            "proof": {"name": "Giấy", "hint": "Bản chụp", "accepts": ["pdf"]}}]}],
    "createDossierPayment": [{"method": "vietqr"}],
    "createDossierShipment": [{"carrier": "demo"}],
    "receiveBankNotice": [{"transaction_id": "T", "amount": 1, "content": "x", "received_at": "2026-11-23T03:04:05Z",
                           "account": "1"}],
    "receiveCarrierEvent": [{"tracking_number": "RM000000000VN", "state": "delivered", "at": "2026-11-23T03:04:05Z",
                             "carrier_code": "C", "note": "x", "proof": {"receiver_name": "An", "id_seen": True}}],
    "receiveMessageReport": [{"id": ID, "message_id": "SG-1", "state": "failed", "cause": "phone_off", "at": "2026-11-23T03:04:05Z"}],
}
