-- Quotas by their names: texts, put in place by the build, see dossier/visible. The limit of a name that is known is one number.
-- needs: core/caller identity/quotas vocabulary/limits

-- text: quota_of(p_quota)
coalesce((select given.most from quota given where given.account_id = caller_id() and given.quota = p_quota),
	case when caller_kind() = 'staff' then limit_of_staff(p_quota) end, limit_of(p_quota))

-- text: quota_take(p_quota, p_problem)
quota_use(p_quota, quota_of(p_quota), p_problem)
