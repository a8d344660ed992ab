#include "lib/trust/server_key.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/base64.h"
#include "lib/base/file.h"

enum { SECRET_SIZE = 32, FILE_MAX = 128 };

static const char name[] = "server.key";

enum mc_rc
mc_server_key_create(struct mc_ctx *ctx, const char *directory, bool *ret_created)
{
	unsigned char secret[SECRET_SIZE];
	char *text;
	enum mc_rc rc;

	if (RAND_bytes(secret, sizeof(secret)) != 1)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "no random numbers");
	text = mc_base64url_encode(ctx->arena, secret, sizeof(secret));
	OPENSSL_cleanse(secret, sizeof(secret));
	rc = mc_file_create(ctx, directory, name, text, strlen(text), ret_created);
	OPENSSL_cleanse(text, strlen(text));
	return rc;
}

static void
key_of(const unsigned char secret[SECRET_SIZE], const char *use, unsigned char key[MC_DIGEST_SIZE])
{
	const struct mc_digest_part parts[] = {{use, strlen(use)}};

	mc_digest_mac(secret, SECRET_SIZE, parts, 1, key);
}

enum mc_rc
mc_server_key_load(struct mc_ctx *ctx, const char *directory, struct mc_server_key *ret_key)
{
	const char *path = mc_sprintf(ctx->arena, "%s/%s", directory, name);
	struct stat status;
	unsigned char *secret = NULL;
	char *text = NULL;
	size_t length = 0;
	bool good;

	if (lstat(path, &status) != 0)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "%s is missing: \"motcua keys\" makes it", path);
	if ((status.st_mode & 077) != 0)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "%s is open to other users: chmod 600", path);
	TRY(mc_file_read(ctx, path, FILE_MAX, &text, &length));
	good = mc_base64url_decode(ctx->arena, text, length, &secret, &length) &&
	       length == SECRET_SIZE;
	OPENSSL_cleanse(text, strlen(text));
	if (!good)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "%s is not what \"motcua keys\" writes", path);
	key_of(secret, "motcua requests", ret_key->requests);
	key_of(secret, "motcua tracking", ret_key->tracking);
	OPENSSL_cleanse(secret, SECRET_SIZE);
	return MC_OK;
}

void
mc_server_key_wipe(struct mc_server_key *key)
{
	OPENSSL_cleanse(key, sizeof(*key));
}
