#include "api/identity/passwords.h"

#include <stdlib.h>
#include <string.h>

#include "api/core/part.h"
#include "gen/vocabulary/items.h"
#include "lib/base/machine.h"
#include "lib/trust/breached.h"

enum {
	/* Of those whose device is not known: a second or two, on a machine that is free. */
	QUEUE = 48,
	WAIT_MS = 30000,
	MEMORY_SHARE = 8,
};

struct hashing {
	struct mc_password_hasher *hasher;
	struct mc_gate *sign_ins;
	struct mc_breached *breached; /* NULL: no such list is set */
};

/* Argon2 keeps a processor busy and its memory full: more at once would only make each slower. */
static size_t
count_slots(void)
{
	size_t processors = mc_machine_processors();
	size_t fit = mc_machine_memory() / MEMORY_SHARE / mc_password_defaults.memory;

	if (fit < 1)
		return 1;
	return fit < processors ? fit : processors;
}

static enum mc_rc
open(struct mc_ctx *ctx, const struct mc_config *config, void **ret_part)
{
	struct hashing *hashing = calloc(1, sizeof(*hashing));
	const struct mc_gate_options gate = {
	    .name = "sign-ins", .slots = count_slots(), .queue = QUEUE, .wait_ms = WAIT_MS};

	if (hashing == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "out of memory");
	if ((config->breached_passwords_file[0] != '\0' &&
		mc_breached_open(ctx, config->breached_passwords_file, &hashing->breached) !=
		    MC_OK) ||
	    mc_password_hasher_new(ctx, &mc_password_defaults, &hashing->hasher) != MC_OK) {
		mc_breached_free(hashing->breached);
		free(hashing);
		return MC_FAILED;
	}
	hashing->sign_ins = mc_gate_new(&gate);
	*ret_part = hashing;
	return MC_OK;
}

static void
close(void *part)
{
	struct hashing *hashing = part;

	mc_gate_free(hashing->sign_ins);
	mc_password_hasher_free(hashing->hasher);
	mc_breached_free(hashing->breached);
	free(hashing);
}

static const struct mc_part passwords = {"passwords", open, close};

MC_TABLE_ADD(parts, mc_part, passwords);

struct mc_password_hasher *
mc_passwords(const struct mc_request *rq)
{
	const struct hashing *hashing = mc_part_of(rq->app, &passwords);

	return hashing->hasher;
}

enum mc_rc
mc_passwords_check(struct mc_request *rq, const struct mc_password_owner *owner,
    const char *pointer, const char *password)
{
	const struct hashing *hashing = mc_part_of(rq->app, &passwords);
	size_t length = strlen(password);
	bool has = false;

	TRY(mc_password_check(&rq->ctx, owner, pointer, password, length));
	if (hashing->breached != NULL)
		TRY(mc_breached_has(&rq->ctx, hashing->breached, password, length, &has));
	if (!has)
		return MC_OK;
	mc_problem_add(&rq->ctx, pointer, MC_ITEM_PASSWORD_BREACHED);
	return mc_fail(&rq->ctx, MC_PROBLEM_PASSWORD_WEAK, NULL);
}

enum mc_rc
mc_passwords_verify(struct mc_request *rq, const char *hash, const char *password,
    bool known_device, bool *ret_matches, bool *ret_needs_rehash)
{
	const struct hashing *hashing = mc_part_of(rq->app, &passwords);
	enum mc_rc rc;

	if (known_device)
		TRY(mc_gate_enter_first(&rq->ctx, hashing->sign_ins));
	else
		TRY(mc_gate_enter(&rq->ctx, hashing->sign_ins));
	rc = mc_password_verify(&rq->ctx, hashing->hasher, hash, password, strlen(password),
	    ret_matches, ret_needs_rehash);
	mc_gate_leave(hashing->sign_ins);
	return rc;
}
