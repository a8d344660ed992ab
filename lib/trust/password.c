/* libsodium's Argon2id behind a counting gate. The rules are in password_rules.c. */
#include "lib/trust/password.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/trust/password_form.h"

enum { RETRY_AFTER_SECONDS = 3 };

const struct mc_password_options mc_password_defaults = {
    .passes = 2,
    .memory = 19 * 1024 * 1024,
    .slots = 2,
    .queue = 50,
    .wait_ms = 3000,
};

struct mc_password_gate {
	struct mc_password_options options;
	pthread_mutex_t lock;
	pthread_cond_t left;
	unsigned inside;
	unsigned waiting;
	char nobody[crypto_pwhash_STRBYTES]; /* the hash of a password that nobody has */
};

static enum mc_rc
overloaded(struct mc_ctx *ctx, const char *cause)
{
	(void)mc_fail_internal(ctx, MC_PROBLEM_OVERLOADED, "password gate: %s", cause);
	if (ctx->problem.id == MC_PROBLEM_OVERLOADED)
		ctx->problem.retry_after = RETRY_AFTER_SECONDS;
	return MC_FAILED;
}

static struct timespec
deadline(unsigned wait_ms)
{
	struct timespec until;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += wait_ms / 1000;
	until.tv_nsec += (long)(wait_ms % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	return until;
}

static enum mc_rc
enter(struct mc_ctx *ctx, struct mc_password_gate *gate)
{
	struct timespec until = deadline(gate->options.wait_ms);
	const char *cause = NULL;
	int error = 0;

	(void)pthread_mutex_lock(&gate->lock);
	if (gate->inside >= gate->options.slots && gate->waiting >= gate->options.queue) {
		cause = "the queue is full";
	} else {
		gate->waiting++;
		while (gate->inside >= gate->options.slots && error == 0)
			error = pthread_cond_timedwait(&gate->left, &gate->lock, &until);
		gate->waiting--;
		if (gate->inside >= gate->options.slots)
			cause = "waited too long";
		else
			gate->inside++;
	}
	(void)pthread_mutex_unlock(&gate->lock);
	return cause == NULL ? MC_OK : overloaded(ctx, cause);
}

static void
leave(struct mc_password_gate *gate)
{
	(void)pthread_mutex_lock(&gate->lock);
	gate->inside--;
	(void)pthread_cond_signal(&gate->left);
	(void)pthread_mutex_unlock(&gate->lock);
}

/* Argon2id takes no other words for its name: the form of the hash is libsodium's default. */
static enum mc_rc
compute(struct mc_ctx *ctx, const struct mc_password_options *options, const char *text,
    size_t length, char hash[crypto_pwhash_STRBYTES])
{
	if (crypto_pwhash_str_alg(hash, text, length, options->passes, options->memory,
		crypto_pwhash_ALG_ARGON2ID13) != 0)
		return overloaded(ctx, "no memory for Argon2");
	return MC_OK;
}

enum mc_rc
mc_password_gate_new(struct mc_ctx *ctx, const struct mc_password_options *options,
    struct mc_password_gate **ret_gate)
{
	struct mc_password_gate *gate;
	pthread_condattr_t attributes;
	unsigned char secret[32];

	if (sodium_init() < 0)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "libsodium does not start");
	gate = calloc(1, sizeof(*gate));
	if (gate == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "out of memory");
	gate->options = *options;
	randombytes_buf(secret, sizeof(secret));
	if (compute(ctx, options, (const char *)secret, sizeof(secret), gate->nobody) != MC_OK) {
		free(gate);
		return MC_FAILED;
	}
	(void)pthread_mutex_init(&gate->lock, NULL);
	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&gate->left, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	*ret_gate = gate;
	return MC_OK;
}

void
mc_password_gate_free(struct mc_password_gate *gate)
{
	if (gate == NULL)
		return;
	(void)pthread_cond_destroy(&gate->left);
	(void)pthread_mutex_destroy(&gate->lock);
	free(gate);
}

enum mc_rc
mc_password_hash(struct mc_ctx *ctx, struct mc_password_gate *gate, const char *password,
    size_t length, char **ret_hash)
{
	struct mc_password_form form;
	char hash[crypto_pwhash_STRBYTES];
	enum mc_rc rc;

	if (!mc_password_form(ctx->arena, password, length, &form) ||
	    form.code_points > MC_PASSWORD_LENGTH_MAX)
		return mc_fail_internal(ctx, MC_PROBLEM_PASSWORD_WEAK, "not normalisable");
	TRY(enter(ctx, gate));
	rc = compute(ctx, &gate->options, form.text, form.length, hash);
	leave(gate);
	sodium_memzero(form.text, form.length);
	TRY(rc);
	*ret_hash = mc_strdup(ctx->arena, hash);
	return MC_OK;
}

/* Argon2 alone: the costs are read from the hash, so that a hash from elsewhere cannot name others
 * than we are ready to pay. */
static bool
bearable(const struct mc_password_gate *gate, const char *hash)
{
	unsigned long memory_kib = 0;
	unsigned long passes = 0;

	return sscanf(hash, "$argon2id$v=19$m=%lu,t=%lu,p=1$", &memory_kib, &passes) == 2 &&
	       memory_kib <= gate->options.memory / 1024 * 4 && passes <= gate->options.passes * 4;
}

enum mc_rc
mc_password_verify(struct mc_ctx *ctx, struct mc_password_gate *gate, const char *hash,
    const char *password, size_t length, bool *ret_matches, bool *ret_needs_rehash)
{
	struct mc_password_form form = {.text = NULL};
	bool usable = mc_password_form(ctx->arena, password, length, &form) &&
		      form.code_points <= MC_PASSWORD_LENGTH_MAX;
	bool known =
	    usable && hash != NULL && strlen(hash) < crypto_pwhash_STRBYTES && bearable(gate, hash);
	char stored[crypto_pwhash_STRBYTES] = "";
	bool equal;

	/* libsodium before 1.0.19 reads STRBYTES bytes of the hash, whatever its length. */
	memcpy(stored, known ? hash : gate->nobody, strlen(known ? hash : gate->nobody));
	TRY(enter(ctx, gate));
	equal = crypto_pwhash_str_verify(
		    stored, usable ? form.text : "", usable ? form.length : 0) == 0;
	leave(gate);
	if (form.text != NULL)
		sodium_memzero(form.text, form.length);
	*ret_matches = equal && known;
	*ret_needs_rehash =
	    equal && known &&
	    crypto_pwhash_str_needs_rehash(stored, gate->options.passes, gate->options.memory) != 0;
	return MC_OK;
}
