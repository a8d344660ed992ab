/* Key files, the JWKS document, and ES256 with keys parsed once. */
#include "lib/trust/keys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "gen/vocabulary/items.h"
#include "lib/base/base64.h"
#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/json/json.h"

enum {
	COORDINATE_SIZE = 32,
	TIME_DIGITS = 14,
	KEY_ID_MAX = 128,
	KEY_FILE_MAX = 16 * 1024,
	JWKS_MAX = 64 * 1024,
	DER_SIGNATURE_MAX = 80,
};

static const char name_tail[] = "-signing.pem";

struct mc_key {
	const char *id;
	const char *x; /* base64url */
	const char *y;
	char *private_pem; /* or NULL */
	const char *public_pem;
	int64_t active_from;
	EVP_PKEY *pair;
};

struct mc_keys {
	struct mc_arena *arena;
	size_t count;
	struct mc_key list[MC_KEYS_MAX]; /* newest first */
	const char *jwks;
};

static void
pair_freep(EVP_PKEY **pair)
{
	EVP_PKEY_free(*pair);
}

static void
bio_freep(BIO **bio)
{
	(void)BIO_free(*bio);
}

static void
bignum_freep(BIGNUM **number)
{
	BN_free(*number);
}

static void
signature_freep(ECDSA_SIG **signature)
{
	ECDSA_SIG_free(*signature);
}

static void
digest_freep(EVP_MD_CTX **digest)
{
	EVP_MD_CTX_free(*digest);
}

static void
directory_closep(DIR **directory)
{
	if (*directory != NULL)
		(void)closedir(*directory);
}

/* OpenSSL keeps its reasons in a list of the thread: taken out here, so that none stays behind. */
static enum mc_rc
fail_openssl(struct mc_ctx *ctx, const char *doing)
{
	char text[256] = "no reason given";
	unsigned long code = ERR_peek_last_error();

	if (code != 0)
		ERR_error_string_n(code, text, sizeof(text));
	ERR_clear_error();
	return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "key: %s: %s", doing, text);
}

static enum mc_rc
bio_text(struct mc_ctx *ctx, struct mc_arena *arena, BIO *bio, char **ret_text)
{
	char *bytes = NULL;
	long length = BIO_get_mem_data(bio, &bytes);

	if (length <= 0)
		return fail_openssl(ctx, "empty PEM");
	*ret_text = mc_strndup(arena, bytes, (size_t)length);
	return MC_OK;
}

static enum mc_rc
coordinate(struct mc_ctx *ctx, struct mc_arena *arena, EVP_PKEY *pair, const char *name,
    const char **ret_text)
{
	MC_CLEANUP(bignum_freep) BIGNUM *number = NULL;
	unsigned char bytes[COORDINATE_SIZE];

	if (EVP_PKEY_get_bn_param(pair, name, &number) != 1 ||
	    BN_bn2binpad(number, bytes, sizeof(bytes)) != (int)sizeof(bytes))
		return fail_openssl(ctx, "coordinate");
	*ret_text = mc_base64url_encode(arena, bytes, sizeof(bytes));
	return MC_OK;
}

static enum mc_rc
check_curve(struct mc_ctx *ctx, EVP_PKEY *pair)
{
	char curve[32] = "";

	if (EVP_PKEY_get_base_id(pair) != EVP_PKEY_EC ||
	    EVP_PKEY_get_group_name(pair, curve, sizeof(curve), NULL) != 1 ||
	    strcmp(curve, "prime256v1") != 0)
		return fail_openssl(ctx, "not a P-256 key");
	return MC_OK;
}

/* Adds a key to a store; takes over the pair, whatever comes out. id may be NULL: the thumbprint.
 */
static enum mc_rc
add_key(struct mc_ctx *ctx, struct mc_keys *keys, EVP_PKEY *pair, const char *id, char *private_pem,
    int64_t active_from)
{
	struct mc_key *key = &keys->list[keys->count];
	MC_CLEANUP(bio_freep) BIO *bio = BIO_new(BIO_s_mem());
	unsigned char thumbprint[MC_DIGEST_SIZE];
	char *pem = NULL;
	char *canonical;

	*key =
	    (struct mc_key){.private_pem = private_pem, .active_from = active_from, .pair = pair};
	keys->count++;
	TRY(check_curve(ctx, pair));
	TRY(coordinate(ctx, keys->arena, pair, OSSL_PKEY_PARAM_EC_PUB_X, &key->x));
	TRY(coordinate(ctx, keys->arena, pair, OSSL_PKEY_PARAM_EC_PUB_Y, &key->y));
	canonical = mc_sprintf(keys->arena,
	    "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}", key->x, key->y);
	mc_digest_bytes(canonical, strlen(canonical), thumbprint);
	key->id = id != NULL ? mc_strdup(keys->arena, id)
			     : mc_base64url_encode(keys->arena, thumbprint, sizeof(thumbprint));
	if (mc_keys_find(keys, key->id) != key)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "key: %s twice", key->id);
	if (bio == NULL || PEM_write_bio_PUBKEY(bio, pair) != 1)
		return fail_openssl(ctx, "public PEM");
	TRY(bio_text(ctx, keys->arena, bio, &pem));
	key->public_pem = pem;
	return MC_OK;
}

static int
compare_newest_first(const void *a, const void *b)
{
	const struct mc_key *x = a;
	const struct mc_key *y = b;

	if (x->active_from != y->active_from)
		return x->active_from < y->active_from ? 1 : -1;
	return strcmp(x->id, y->id);
}

/* The last step of making a store. Ids come from JSON that may hold quotes: Jansson writes them. */
static enum mc_rc
finish(struct mc_ctx *ctx, struct mc_keys *keys)
{
	MC_CLEANUP(mc_json_freep) json_t *document = json_pack("{s:[]}", "keys");
	json_t *list = json_object_get(document, "keys");

	if (keys->count > 1)
		qsort(keys->list, keys->count, sizeof(keys->list[0]), compare_newest_first);
	for (size_t i = 0; i < keys->count; i++) {
		const struct mc_key *key = &keys->list[i];
		json_t *item =
		    json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "kty", "EC", "crv", "P-256",
			"x", key->x, "y", key->y, "kid", key->id, "alg", "ES256", "use", "sig");

		if (json_array_append_new(list, item) != 0)
			return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "key: JWKS");
	}
	keys->jwks = mc_json_canonical(keys->arena, document);
	return MC_OK;
}

static struct mc_keys *
keys_new(void)
{
	struct mc_arena *arena = mc_arena_new();
	struct mc_keys *keys = mc_alloc(arena, sizeof(*keys));

	keys->arena = arena;
	return keys;
}

void
mc_keys_free(struct mc_keys *keys)
{
	if (keys == NULL)
		return;
	for (size_t i = 0; i < keys->count; i++) {
		EVP_PKEY_free(keys->list[i].pair);
		if (keys->list[i].private_pem != NULL)
			OPENSSL_cleanse(
			    keys->list[i].private_pem, strlen(keys->list[i].private_pem));
	}
	mc_arena_free(keys->arena);
}

void
mc_keys_freep(struct mc_keys **keys)
{
	mc_keys_free(*keys);
	*keys = NULL;
}

/* The instant in the name of a key file; false if the name is not of the form. */
static bool
parse_name(const char *name, int64_t *ret_active_from)
{
	struct tm parts = {.tm_isdst = 0};
	struct tm again;
	time_t instant;

	if (strspn(name, "0123456789") != TIME_DIGITS || strcmp(name + TIME_DIGITS, name_tail) != 0)
		return false;
	if (sscanf(name, "%4d%2d%2d%2d%2d%2d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday,
		&parts.tm_hour, &parts.tm_min, &parts.tm_sec) != 6)
		return false;
	parts.tm_year -= 1900;
	parts.tm_mon -= 1;
	again = parts;
	instant = timegm(&again);
	if (again.tm_mon != parts.tm_mon || again.tm_mday != parts.tm_mday ||
	    again.tm_hour != parts.tm_hour || again.tm_min != parts.tm_min ||
	    again.tm_sec != parts.tm_sec)
		return false;
	*ret_active_from = (int64_t)instant;
	return true;
}

static enum mc_rc
load_file(struct mc_ctx *ctx, struct mc_keys *keys, const char *path, int64_t active_from)
{
	MC_CLEANUP(bio_freep) BIO *bio = NULL;
	struct stat status;
	char *bytes = NULL;
	size_t length = 0;
	EVP_PKEY *pair;
	char *pem;

	if (keys->count == MC_KEYS_MAX)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "more than %d keys", MC_KEYS_MAX);
	if (lstat(path, &status) != 0)
		return mc_file_fail(ctx, "open", path);
	if ((status.st_mode & 077) != 0)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "%s is open to other users: chmod 600", path);
	TRY(mc_file_read(ctx, path, KEY_FILE_MAX, &bytes, &length));
	pem = mc_strndup(keys->arena, bytes, length);
	OPENSSL_cleanse(bytes, length);
	bio = BIO_new_mem_buf(pem, (int)length);
	pair = bio == NULL ? NULL : PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
	if (pair == NULL)
		return fail_openssl(ctx, path);
	return add_key(ctx, keys, pair, NULL, pem, active_from);
}

/* Every key file, in no order; other names are passed over, but a .pem of another form is a mistake
 * that would otherwise show only when its key is missed. */
static enum mc_rc
load_directory(struct mc_ctx *ctx, struct mc_keys *keys, const char *path)
{
	MC_CLEANUP(directory_closep) DIR *directory = opendir(path);
	const struct dirent *entry;

	if (directory == NULL)
		return mc_file_fail(ctx, "open", path);
	while ((entry = readdir(directory)) != NULL) {
		const char *name = entry->d_name;
		size_t length = strlen(name);
		int64_t active_from = 0;

		if (name[0] == '.' || length < 4 || strcmp(name + length - 4, ".pem") != 0)
			continue;
		if (!parse_name(name, &active_from))
			return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
			    "%s/%s: the name is not <yyyymmddhhmmss>%s", path, name, name_tail);
		TRY(load_file(ctx, keys, mc_sprintf(ctx->arena, "%s/%s", path, name), active_from));
	}
	return MC_OK;
}

enum mc_rc
mc_keys_load(struct mc_ctx *ctx, const char *directory, struct mc_keys **ret_keys)
{
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = keys_new();

	TRY(load_directory(ctx, keys, directory));
	if (keys->count == 0)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "%s holds no key", directory);
	TRY(finish(ctx, keys));
	*ret_keys = keys;
	keys = NULL;
	return MC_OK;
}

enum mc_rc
mc_keys_add(struct mc_ctx *ctx, const char *directory, int64_t active_from)
{
	MC_CLEANUP(pair_freep) EVP_PKEY *pair = EVP_EC_gen("P-256");
	MC_CLEANUP(bio_freep) BIO *bio = BIO_new(BIO_s_secmem());
	time_t instant = (time_t)active_from;
	bool created = false;
	char name[64];
	struct tm parts;
	char *pem = NULL;
	enum mc_rc rc;

	if (pair == NULL || bio == NULL ||
	    PEM_write_bio_PKCS8PrivateKey(bio, pair, NULL, NULL, 0, NULL, NULL) != 1)
		return fail_openssl(ctx, "generate");
	if (gmtime_r(&instant, &parts) == NULL || parts.tm_year < 0 || parts.tm_year > 8099)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "key: instant out of range");
	(void)snprintf(name, sizeof(name), "%04d%02d%02d%02d%02d%02d%s", parts.tm_year + 1900,
	    parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, name_tail);
	TRY(bio_text(ctx, ctx->arena, bio, &pem));
	rc = mc_file_create(ctx, directory, name, pem, strlen(pem), &created);
	OPENSSL_cleanse(pem, strlen(pem));
	TRY(rc);
	if (!created)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "%s/%s exists", directory, name);
	return MC_OK;
}

enum mc_rc
mc_keys_create(struct mc_ctx *ctx, const char *directory, int64_t now, bool *ret_created)
{
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = keys_new();
	MC_CLEANUP(mc_file_closep) int lock = -1;

	TRY(mc_file_make_directory(ctx, directory));
	lock = mc_file_open(directory, O_RDONLY | O_DIRECTORY, 0);
	if (lock < 0)
		return mc_file_fail(ctx, "open", directory);
	while (flock(lock, LOCK_EX) != 0) {
		if (errno != EINTR)
			return mc_file_fail(ctx, "lock", directory);
	}
	TRY(load_directory(ctx, keys, directory));
	if (keys->count == 0)
		TRY(mc_keys_add(ctx, directory, now));
	*ret_created = keys->count == 0;
	return MC_OK;
}

/* 0x04 || x || y as a key; NULL if the point is not on the curve. */
static EVP_PKEY *
pair_from_point(const unsigned char point[1 + 2 * COORDINATE_SIZE])
{
	char group[] = "prime256v1";
	OSSL_PARAM params[] = {
	    OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
	    OSSL_PARAM_construct_octet_string(
		OSSL_PKEY_PARAM_PUB_KEY, (void *)point, 1 + 2 * COORDINATE_SIZE),
	    OSSL_PARAM_construct_end(),
	};
	EVP_PKEY_CTX *making = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	EVP_PKEY *pair = NULL;

	if (making == NULL || EVP_PKEY_fromdata_init(making) != 1 ||
	    EVP_PKEY_fromdata(making, &pair, EVP_PKEY_PUBLIC_KEY, params) != 1)
		pair = NULL;
	EVP_PKEY_CTX_free(making);
	ERR_clear_error();
	return pair;
}

static bool
member_is(const json_t *item, const char *name, const char *wanted, bool required)
{
	const json_t *member = json_object_get(item, name);
	const char *text = json_string_value(member);

	if (member == NULL)
		return !required;
	return text != NULL && strcmp(text, wanted) == 0;
}

static bool
read_coordinate(struct mc_ctx *ctx, const json_t *item, const char *name, unsigned char *to)
{
	const json_t *member = json_object_get(item, name);
	unsigned char *bytes = NULL;
	size_t length = 0;

	if (!json_is_string(member) || json_string_length(member) > 64 ||
	    !mc_base64url_decode(ctx->arena, json_string_value(member), json_string_length(member),
		&bytes, &length) ||
	    length != COORDINATE_SIZE)
		return false;
	memcpy(to, bytes, COORDINATE_SIZE);
	return true;
}

static enum mc_rc
read_jwk(struct mc_ctx *ctx, struct mc_keys *keys, const json_t *item)
{
	unsigned char point[1 + 2 * COORDINATE_SIZE] = {4};
	const json_t *id = json_object_get(item, "kid");
	EVP_PKEY *pair;

	if (!member_is(item, "kty", "EC", true) || !member_is(item, "crv", "P-256", true) ||
	    !member_is(item, "alg", "ES256", false) || !member_is(item, "use", "sig", false))
		return MC_OK;
	if (!json_is_string(id) || json_string_length(id) == 0 ||
	    json_string_length(id) > KEY_ID_MAX)
		return MC_OK;
	if (keys->count == MC_KEYS_MAX)
		return mc_fail(ctx, MC_PROBLEM_BAD_JSON, NULL);
	if (!read_coordinate(ctx, item, "x", point + 1) ||
	    !read_coordinate(ctx, item, "y", point + 1 + COORDINATE_SIZE))
		return mc_fail(ctx, MC_PROBLEM_BAD_JSON, NULL);
	if (mc_keys_find(keys, json_string_value(id)) != NULL)
		return mc_fail(ctx, MC_PROBLEM_BAD_JSON, NULL);
	pair = pair_from_point(point);
	if (pair == NULL)
		return mc_fail(ctx, MC_PROBLEM_BAD_JSON, NULL);
	return add_key(ctx, keys, pair, json_string_value(id), NULL, 0);
}

enum mc_rc
mc_keys_parse_jwks(struct mc_ctx *ctx, const char *text, size_t length, struct mc_keys **ret_keys)
{
	MC_CLEANUP(mc_json_freep) json_t *document = NULL;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = keys_new();
	const json_t *item;
	size_t i;

	if (length > JWKS_MAX)
		return mc_fail(ctx, MC_PROBLEM_BODY_TOO_LARGE, NULL);
	TRY(mc_json_parse(ctx, text, length, &document));
	json_array_foreach(json_object_get(document, "keys"), i, item)
	    TRY(read_jwk(ctx, keys, item));
	if (keys->count == 0)
		return mc_fail(ctx, MC_PROBLEM_BAD_JSON, "JWKS: %s (%s)", MC_VI_NO_ES256_KEY,
		    MC_EN_NO_ES256_KEY);
	TRY(finish(ctx, keys));
	*ret_keys = keys;
	keys = NULL;
	return MC_OK;
}

const char *
mc_keys_jwks(const struct mc_keys *keys)
{
	return keys->jwks;
}

const struct mc_key *
mc_keys_current(const struct mc_keys *keys, int64_t now)
{
	for (size_t i = 0; i < keys->count; i++) {
		if (keys->list[i].private_pem != NULL && keys->list[i].active_from <= now)
			return &keys->list[i];
	}
	return NULL;
}

const struct mc_key *
mc_keys_find(const struct mc_keys *keys, const char *id)
{
	for (size_t i = 0; i < keys->count; i++) {
		if (keys->list[i].id != NULL && strcmp(keys->list[i].id, id) == 0)
			return &keys->list[i];
	}
	return NULL;
}

const char *
mc_key_id(const struct mc_key *key)
{
	return key->id;
}

const char *
mc_key_private_pem(const struct mc_key *key)
{
	return key->private_pem;
}

const char *
mc_key_public_pem(const struct mc_key *key)
{
	return key->public_pem;
}

enum mc_rc
mc_key_sign(struct mc_ctx *ctx, const struct mc_key *key, const void *bytes, size_t length,
    unsigned char signature[MC_KEY_SIGNATURE_SIZE])
{
	MC_CLEANUP(digest_freep) EVP_MD_CTX *digest = EVP_MD_CTX_new();
	MC_CLEANUP(signature_freep) ECDSA_SIG *pair = NULL;
	unsigned char der[DER_SIGNATURE_MAX];
	const unsigned char *at = der;
	size_t der_length = sizeof(der);

	if (digest == NULL ||
	    EVP_DigestSignInit(digest, NULL, EVP_sha256(), NULL, key->pair) != 1 ||
	    EVP_DigestSign(digest, der, &der_length, bytes, length) != 1)
		return fail_openssl(ctx, "sign");
	pair = d2i_ECDSA_SIG(NULL, &at, (long)der_length);
	if (pair == NULL || BN_bn2binpad(ECDSA_SIG_get0_r(pair), signature, COORDINATE_SIZE) < 0 ||
	    BN_bn2binpad(ECDSA_SIG_get0_s(pair), signature + COORDINATE_SIZE, COORDINATE_SIZE) < 0)
		return fail_openssl(ctx, "signature");
	return MC_OK;
}

bool
mc_key_verify(const struct mc_key *key, const void *bytes, size_t length,
    const unsigned char signature[MC_KEY_SIGNATURE_SIZE])
{
	MC_CLEANUP(digest_freep) EVP_MD_CTX *digest = EVP_MD_CTX_new();
	MC_CLEANUP(signature_freep) ECDSA_SIG *pair = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(signature, COORDINATE_SIZE, NULL);
	BIGNUM *s = BN_bin2bn(signature + COORDINATE_SIZE, COORDINATE_SIZE, NULL);
	unsigned char der[DER_SIGNATURE_MAX];
	unsigned char *at = der;
	int der_length;
	bool good;

	if (pair == NULL || r == NULL || s == NULL || ECDSA_SIG_set0(pair, r, s) != 1) {
		BN_free(r);
		BN_free(s);
		return false;
	}
	der_length = i2d_ECDSA_SIG(pair, NULL);
	if (der_length <= 0 || der_length > DER_SIGNATURE_MAX)
		return false;
	der_length = i2d_ECDSA_SIG(pair, &at);
	good = digest != NULL &&
	       EVP_DigestVerifyInit(digest, NULL, EVP_sha256(), NULL, key->pair) == 1 &&
	       EVP_DigestVerify(digest, der, (size_t)der_length, bytes, length) == 1;
	ERR_clear_error();
	return good;
}
