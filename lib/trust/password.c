/* libsodium's Argon2id. The rules are in password_rules.c. */
#include "lib/trust/password.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/trust/password_form.h"

enum { RETRY_AFTER_SECONDS = 3 };

const struct mc_password_options mc_password_defaults = {
    .passes = 2,
    .memory = 19 * 1024 * 1024,
};

struct mc_password_hasher {
	struct mc_password_options options;
	char nobody[crypto_pwhash_STRBYTES]; /* the hash of a password that nobody has */
};

static enum mc_rc
out_of_memory(struct mc_ctx *ctx)
{
	(void)mc_fail_internal(ctx, MC_PROBLEM_OVERLOADED, "no memory for Argon2");
	if (ctx->problem.id == MC_PROBLEM_OVERLOADED)
		ctx->problem.retry_after = RETRY_AFTER_SECONDS;
	return MC_FAILED;
}

/* Argon2id takes no other words for its name: the form of the hash is libsodium's default. */
static enum mc_rc
compute(struct mc_ctx *ctx, const struct mc_password_options *options, const char *text,
    size_t length, char hash[crypto_pwhash_STRBYTES])
{
	if (crypto_pwhash_str_alg(hash, text, length, options->passes, options->memory,
		crypto_pwhash_ALG_ARGON2ID13) == 0)
		return MC_OK;
	return out_of_memory(ctx);
}

enum mc_rc
mc_password_hasher_new(struct mc_ctx *ctx, const struct mc_password_options *options,
    struct mc_password_hasher **ret_hasher)
{
	struct mc_password_hasher *hasher;
	unsigned char secret[32];

	if (sodium_init() < 0)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "libsodium does not start");
	hasher = calloc(1, sizeof(*hasher));
	if (hasher == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "out of memory");
	hasher->options = *options;
	randombytes_buf(secret, sizeof(secret));
	if (compute(ctx, options, (const char *)secret, sizeof(secret), hasher->nobody) != MC_OK) {
		free(hasher);
		return MC_FAILED;
	}
	*ret_hasher = hasher;
	return MC_OK;
}

void
mc_password_hasher_free(struct mc_password_hasher *hasher)
{
	free(hasher);
}

enum mc_rc
mc_password_hash(struct mc_ctx *ctx, struct mc_password_hasher *hasher, const char *password,
    size_t length, char **ret_hash)
{
	struct mc_password_form form;
	char hash[crypto_pwhash_STRBYTES];
	enum mc_rc rc;

	if (!mc_password_form(ctx->arena, password, length, &form) ||
	    form.code_points > MC_PASSWORD_LENGTH_MAX)
		return mc_fail_internal(ctx, MC_PROBLEM_PASSWORD_WEAK, "not normalisable");
	rc = compute(ctx, &hasher->options, form.text, form.length, hash);
	sodium_memzero(form.text, form.length);
	TRY(rc);
	*ret_hash = mc_strdup(ctx->arena, hash);
	return MC_OK;
}

/* Argon2 alone: the costs are read from the hash, so that a hash from elsewhere cannot name others
 * than we are ready to pay. */
static bool
bearable(const struct mc_password_hasher *hasher, const char *hash)
{
	unsigned long memory_kib = 0;
	unsigned long passes = 0;

	return sscanf(hash, "$argon2id$v=19$m=%lu,t=%lu,p=1$", &memory_kib, &passes) == 2 &&
	       memory_kib <= hasher->options.memory / 1024 * 4 &&
	       passes <= hasher->options.passes * 4;
}

enum mc_rc
mc_password_verify(struct mc_ctx *ctx, struct mc_password_hasher *hasher, const char *hash,
    const char *password, size_t length, bool *ret_matches, bool *ret_needs_rehash)
{
	struct mc_password_form form = {.text = NULL};
	bool usable = mc_password_form(ctx->arena, password, length, &form) &&
		      form.code_points <= MC_PASSWORD_LENGTH_MAX;
	bool known = usable && hash != NULL && strlen(hash) < crypto_pwhash_STRBYTES &&
		     bearable(hasher, hash);
	char stored[crypto_pwhash_STRBYTES] = "";
	bool equal;
	bool no_memory;

	/* libsodium before 1.0.19 reads STRBYTES bytes of the hash, whatever its length. */
	memcpy(stored, known ? hash : hasher->nobody, strlen(known ? hash : hasher->nobody));
	errno = 0;
	equal = crypto_pwhash_str_verify(
		    stored, usable ? form.text : "", usable ? form.length : 0) == 0;
	no_memory = !equal && errno == ENOMEM;
	if (form.text != NULL)
		sodium_memzero(form.text, form.length);
	if (no_memory)
		return out_of_memory(ctx);
	*ret_matches = equal && known;
	*ret_needs_rehash = equal && known &&
			    crypto_pwhash_str_needs_rehash(
				stored, hasher->options.passes, hasher->options.memory) != 0;
	return MC_OK;
}
