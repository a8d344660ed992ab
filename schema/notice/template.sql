-- The words of a notice in force, and whether they have all that they name: a text, put in place by the build, see
-- dossier/visible.
-- needs:

-- text: template_in_force(p_notice, p_told)
select template.id, p_told ?& template.names as whole from notice_template template
where template.notice = p_notice order by template.id desc limit 1
