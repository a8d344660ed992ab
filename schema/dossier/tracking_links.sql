-- Which link of a dossier opens it.
-- needs:

-- text: tracking_generation(p_id)
coalesce((select max(renewed.generation) from tracking_link renewed where renewed.dossier_id = p_id), 0)
