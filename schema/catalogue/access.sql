-- Who may touch the tables of catalogue. Deny by default: nothing but what stands here.

grant select on place, former_place, unit, sector, procedure, procedure_phrase, procedure_version, procedure_case,
	procedure_component, procedure_channel, procedure_fee, competence, closure, exemption, partner
	to motcua_api, motcua_worker, motcua_readonly;
