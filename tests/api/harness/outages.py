"""Outages as an administrator enters them once they are proven, and the worker who books them."""


def minute(at):
    return f"{at:%Y-%m-%dT%H:%M:00Z}"


def enter(people, begins, ends, dry_run="false", what="Mất kết nối trung tâm dữ liệu", **covers):
    """Instants in UTC, to the minute; covers: the partner or the unit that is meant."""
    document = {"from": minute(begins), "until": minute(ends), "what": what} | ({"covers": covers} if covers else {})
    return people.admin.put("/v1/admin/catalogue", {"basis": "Biên bản 3/BB-TTDL", "outages": [document]}, query={"dry_run": dry_run})


def work_once(service):
    service.start_worker()
    service.stop_worker()
