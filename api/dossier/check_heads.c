/* Who owns the database can write a dossier's chain of hand-overs anew from its first link, and
 * every link then follows from the one before. So once a day all links of the day that has ended
 * are put into one head (lib/dossier/custody_head.h), which follows from the head before and is
 * signed by the process that signs receipts: the worker has no key, and the key no way to the
 * database. Heads are kept outside of the database, copied with the backups, and given to whoever
 * wants to keep them.
 *
 * One pass does both: it reads all links in the order of dossiers, counts each into the sum of its
 * days, and holds the sums against the heads. Days that have no head yet make the next one: of one
 * day, or of all since the last where nobody worked for a week, or at the start. No index or row is
 * written with a link for this; the price is that a day is signed only when a whole pass is
 * through. Sums are running ones, so they cannot be put down and taken up: a pass lives in the
 * process that makes it. Whoever dies has written nothing, and the next one begins anew; two at
 * once come to the same. In between the pass stands where it began, as the others see it
 * (core/checks). */
#include <string.h>

#include "api/core/check.h"
#include "api/dossier/heads.h"
#include "gen/queries.h"

enum { LINKS_AT_ONCE = 5000, PLACE_SIZE = 37, NUMBER_SIZE = 12, STAMP_SIZE = 64 };

/* Of the days of a head. */
struct sum {
	const struct mc_head_kept *kept; /* NULL: of those that have none yet */
	struct mc_custody_head head;
	struct mc_digest *digest;
	int64_t links;
	bool changed; /* since it was signed */
};

struct pass {
	struct mc_arena *arena;
	char begun_at[STAMP_SIZE];
	char through[MC_CUSTODY_DAY_SIZE];
	struct mc_heads heads;
	struct sum *sums; /* of the heads that are believed, and the next one, by day */
	size_t count;
	char dossier[PLACE_SIZE];
	char sequence[NUMBER_SIZE];
	bool at_end;
};

/* The pass of this process; one thread runs checks. */
static struct pass *under_way;

static void
forget(void)
{
	if (under_way == NULL)
		return;
	for (size_t i = 0; i < under_way->count; i++)
		mc_digest_freep(&under_way->sums[i].digest);
	mc_arena_free(under_way->arena);
	under_way = NULL;
}

static void
add_sum(struct pass *pass, const struct mc_head_kept *kept, const struct mc_custody_head *head)
{
	pass->sums[pass->count++] =
	    (struct sum){.kept = kept, .head = *head, .digest = mc_digest_new()};
}

/* The sum of the days that have no head yet, if there are any. */
static void
add_next(struct pass *pass)
{
	struct mc_custody_head next = {.links = 0};

	if (pass->count > 0) {
		const struct mc_head_kept *last = pass->sums[pass->count - 1].kept;

		memcpy(next.after, last->head.through, sizeof(next.after));
		memcpy(next.before, last->payload_sha256, sizeof(next.before));
	}
	memcpy(next.through, pass->through, sizeof(next.through));
	if (strcmp(next.after, next.through) < 0)
		add_sum(pass, NULL, &next);
}

static enum mc_rc
begin(struct mc_job *job, const char *through, const char *begun_at)
{
	struct mc_job loading = *job;
	struct pass *pass;

	forget();
	/* what is loaded lasts as long as the pass */
	loading.ctx = (struct mc_ctx){.arena = mc_arena_new()};
	pass = mc_alloc(loading.ctx.arena, sizeof(*pass));
	pass->arena = loading.ctx.arena;
	under_way = pass;
	(void)strncpy(pass->begun_at, begun_at, STAMP_SIZE - 1);
	(void)strncpy(pass->through, through, MC_CUSTODY_DAY_SIZE - 1);
	(void)strncpy(pass->sequence, "0", NUMBER_SIZE - 1);
	if (mc_heads_load(&loading, &pass->heads) != MC_OK) {
		(void)mc_fail_internal(
		    &job->ctx, MC_PROBLEM_INTERNAL, "heads: %s", loading.ctx.problem.internal);
		forget();
		return MC_FAILED;
	}
	pass->sums = mc_alloc_array(pass->arena, pass->heads.count + 1, sizeof(*pass->sums));
	for (size_t i = 0; i < pass->heads.count; i++) {
		if (pass->heads.heads[i].believed)
			add_sum(pass, &pass->heads.heads[i], &pass->heads.heads[i].head);
	}
	add_next(pass);
	return MC_OK;
}

/* The sum that a link of a day belongs to; NULL: to none, as the day is not over or its head is not
 * believed. */
static struct sum *
sum_of(struct pass *pass, const char *day)
{
	size_t low = 0, high = pass->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(pass->sums[middle].head.through, day) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < pass->count && strcmp(pass->sums[low].head.after, day) < 0 ? &pass->sums[low]
										: NULL;
}

static void
add_link(struct pass *pass, const struct mc_rows *rows, size_t row)
{
	static const char *const columns[] = {"dossier_id", "sequence", "hash"};
	struct sum *sum = sum_of(pass, mc_rows_get(rows, row, "day"));

	if (sum == NULL)
		return;
	for (size_t i = 0; i < 3; i++) {
		const char *text = mc_rows_get(rows, row, columns[i]);

		mc_digest_add(sum->digest, text, strlen(text));
		mc_digest_add(sum->digest, i < 2 ? " " : "\n", 1);
	}
	sum->links++;
}

/* What there is now against what was signed; the days that have no head get what will be. */
static void
finish(struct pass *pass)
{
	char sha256[MC_DIGEST_TEXT_SIZE];

	for (size_t i = 0; i < pass->count; i++) {
		struct sum *sum = &pass->sums[i];

		mc_digest_finish(sum->digest, sha256);
		if (sum->kept == NULL) {
			memcpy(sum->head.sha256, sha256, sizeof(sha256));
			sum->head.links = sum->links;
		} else if (sum->links != sum->head.links || strcmp(sha256, sum->head.sha256) != 0) {
			sum->changed = true;
		}
	}
	pass->at_end = true;
}

static enum mc_rc
take_links(struct mc_job *job, struct pass *pass, struct mc_check_portion *portion)
{
	const char *limit = mc_sprintf(job->ctx.arena, "%d", LINKS_AT_ONCE);
	const struct mc_rows *rows;
	size_t count;

	TRY(mc_job_query(job, &mc_sql_custody_links,
	    (const char *const[]){pass->dossier, pass->sequence, limit}, &rows));
	count = mc_rows_count(rows);
	for (size_t row = 0; row < count; row++)
		add_link(pass, rows, row);
	portion->looked = count;
	if (count < LINKS_AT_ONCE) {
		finish(pass);
		return MC_OK;
	}
	(void)strncpy(pass->dossier, mc_rows_get(rows, count - 1, "dossier_id"), PLACE_SIZE - 1);
	(void)strncpy(pass->sequence, mc_rows_get(rows, count - 1, "sequence"), NUMBER_SIZE - 1);
	return MC_OK;
}

static const char *
changed_text(struct mc_arena *arena, const struct sum *sum)
{
	return mc_sprintf(arena,
	    "hand-overs after %s up to %s are not those that were signed: %lld then, %lld now",
	    sum->head.after[0] == '\0' ? "the first day" : sum->head.after, sum->head.through,
	    (long long)sum->head.links, (long long)sum->links);
}

static void
tell(struct mc_job *job, const struct pass *pass, struct mc_check_portion *portion)
{
	const struct sum *sum = pass->sums;

	for (size_t i = 0; i < pass->heads.count; i++) {
		const struct mc_head_kept *kept = &pass->heads.heads[i];
		const char *changed = NULL;

		if (kept->believed) {
			changed = sum->changed ? changed_text(job->ctx.arena, sum) : NULL;
			sum++;
		}
		if (kept->wrong != NULL && changed != NULL)
			changed = mc_sprintf(job->ctx.arena, "%s; %s", kept->wrong, changed);
		else if (changed == NULL)
			changed = kept->wrong;
		if (changed != NULL)
			mc_check_lost(portion, kept->day, changed);
	}
}

/* A portion ends where it began until the last one ends the pass. */
static enum mc_rc
run(struct mc_job *job, struct mc_check_portion *portion)
{
	const char *begun_at;
	const struct mc_rows *rows;

	TRY(mc_job_query(job, &mc_sql_custody_pass, NULL, &rows));
	begun_at = mc_rows_get(rows, 0, "begun_at") != NULL ? mc_rows_get(rows, 0, "begun_at") : "";
	if (under_way == NULL || strcmp(under_way->begun_at, begun_at) != 0) {
		TRY(begin(job, mc_rows_get(rows, 0, "through"), begun_at));
		portion->mended = under_way->heads.mended;
	}
	if (!under_way->at_end)
		TRY(take_links(job, under_way, portion));
	portion->until = under_way->at_end ? NULL : portion->after;
	if (under_way->at_end)
		tell(job, under_way, portion);
	return MC_OK;
}

/* Signs what has no head yet. A signer that is away is asked again in the next round; anything else
 * that is in the way may have changed what the pass began with. */
static enum mc_rc
seal(struct mc_job *job)
{
	const struct sum *last =
	    under_way->count == 0 ? NULL : &under_way->sums[under_way->count - 1];
	enum mc_rc rc = MC_OK;

	if (last != NULL && last->kept == NULL)
		rc = mc_heads_add(job, &last->head);
	if (rc == MC_OK || job->ctx.problem.id != MC_PROBLEM_SIGNING_PAUSED)
		forget();
	return rc;
}

static const struct mc_check heads = {"heads", "hand-overs of days that were signed", run, seal};

MC_TABLE_ADD(checks, mc_check, heads);
