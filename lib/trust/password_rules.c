/* Which passwords are accepted. A password is guessed whole, from lists of stolen ones, and from
 * pieces: common words, runs of neighbouring keys, repetitions, the owner's own names and numbers.
 * Such pieces are taken out, and enough must remain. The comparison ignores case, Vietnamese marks
 * and everything but letters and digits. */
#include "gen/vocabulary/items.h"
#include "lib/trust/password.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>

#include "lib/trust/password_form.h"

enum {
	RUN_MIN = 3,       /* neighbouring keys that count as one piece */
	REMAINDER_MIN = 5, /* letters and digits that must remain */
	DISTINCT_MIN = 5,  /* different letters and digits */
	DIGITS_ONLY_MIN = 16,
	OWN_PIECE_MIN = 3,
	OWN_PIECES_MAX = 32,
};

/* Sorted by what people choose, not by alphabet; all in lower case without marks. */
static const char *const common[] = {
    "matkhau",
    "password",
    "passw0rd",
    "matma",
    "khongbiet",
    "khongco",
    "khongnho",
    "quenroi",
    "anhyeuem",
    "emyeuanh",
    "yeuem",
    "yeuanh",
    "iloveyou",
    "loveyou",
    "toiyeu",
    "nhoem",
    "nhoanh",
    "giadinh",
    "hanhphuc",
    "maimai",
    "tinhyeu",
    "vochong",
    "concho",
    "conmeo",
    "bomecon",
    "bome",
    "vietnam",
    "hanoi",
    "saigon",
    "hochiminh",
    "tphcm",
    "danang",
    "haiphong",
    "cantho",
    "hue",
    "motcua",
    "dichvucong",
    "hanhchinh",
    "thutuc",
    "canbo",
    "congdan",
    "hoso",
    "vneid",
    "cccd",
    "nguyen",
    "tran",
    "pham",
    "hoang",
    "huynh",
    "phan",
    "dang",
    "admin",
    "administrator",
    "root",
    "user",
    "guest",
    "test",
    "demo",
    "login",
    "dangnhap",
    "taikhoan",
    "welcome",
    "letmein",
    "secret",
    "bimat",
    "master",
    "monkey",
    "dragon",
    "football",
    "bongda",
    "princess",
    "congchua",
    "sunshine",
    "superman",
    "batman",
    "pokemon",
    "naruto",
    "doremon",
    "doraemon",
    "michael",
    "facebook",
    "zalo",
    "google",
    "gmail",
    "iphone",
    "samsung",
    "changeme",
    "default",
    "hello",
    "xinchao",
    "chaoban",
    "abc",
    "xyz",
    "asd",
    "qwe",
    "zxc",
};

static const char *const found[] = {
#include "lib/trust/found_passwords.def"
};

static const char *const rows[] = {
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
};

/* The letters and digits of a text in lower case without marks; other alphabets stay as their
 * bytes. */
static char *
fold(struct mc_arena *arena, const char *text)
{
	size_t size = 0;
	uint8_t *lower =
	    u8_casefold((const uint8_t *)text, strlen(text), NULL, UNINORM_NFKD, NULL, &size);
	char *folded = mc_alloc(arena, size + 1);
	size_t used = 0;

	for (size_t i = 0; lower != NULL && i < size; i++) {
		uint8_t c = lower[i];

		if (c == 0xC4 && i + 1 < size && lower[i + 1] == 0x91) { /* đ */
			folded[used++] = 'd';
			i++;
		} else if ((c == 0xCC || c == 0xCD) && i + 1 < size) { /* U+0300 to U+036F */
			i++;
		} else if (c == '@' || c == '$') {
			folded[used++] = c == '@' ? 'a' : 's';
		} else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80) {
			folded[used++] = (char)c;
		}
	}
	free(lower);
	return folded;
}

struct pieces {
	size_t count;
	const char *own[OWN_PIECES_MAX];
};

/* Adds the words of a text, and all of them together: "Nguyễn Văn An" gives nguyen, van,
 * nguyenvanan. */
static void
add_own(struct mc_arena *arena, struct pieces *pieces, const char *text)
{
	char *copy;
	char *rest;
	const char *word;

	if (text == NULL)
		return;
	copy = mc_strdup(arena, text);
	rest = copy;
	while ((word = strsep(&rest, " @.-_+")) != NULL) {
		const char *piece = fold(arena, word);

		if (strlen(piece) >= OWN_PIECE_MIN && pieces->count < OWN_PIECES_MAX - 1)
			pieces->own[pieces->count++] = piece;
	}
	if (pieces->count < OWN_PIECES_MAX)
		pieces->own[pieces->count++] = fold(arena, text);
}

/* The length of the longest run of neighbours in a row of keys that a text begins with, either way;
 * and of the same character again and again. */
static size_t
run_length(const char *text)
{
	size_t longest = strspn(text, (const char[]){text[0], '\0'});

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *row = rows[i];
		size_t size = strlen(row);

		for (size_t at = 0; at < size; at++) {
			size_t up = 0;
			size_t down = 0;

			while (at + up < size && text[up] == row[at + up])
				up++;
			while (down <= at && text[down] == row[at - down])
				down++;
			longest = up > longest ? up : longest;
			longest = down > longest ? down : longest;
		}
	}
	return longest >= RUN_MIN ? longest : 0;
}

/* Four digits that are a year of somebody's life, or 0. */
static size_t
year_length(const char *text)
{
	bool century = strncmp(text, "19", 2) == 0 || strncmp(text, "20", 2) == 0;

	return century && strspn(text, "0123456789") >= 4 ? 4 : 0;
}

/* The length of the longest guessable piece that a text begins with. */
static size_t
piece_length(const struct pieces *pieces, const char *text, bool *own)
{
	size_t run = run_length(text);
	size_t year = year_length(text);
	size_t longest = run > year ? run : year;

	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++) {
		size_t length = strlen(common[i]);

		if (length > longest && strncmp(text, common[i], length) == 0)
			longest = length;
	}
	for (size_t i = 0; i < pieces->count; i++) {
		size_t length = strlen(pieces->own[i]);

		if (length > longest && strncmp(text, pieces->own[i], length) == 0) {
			longest = length;
			*own = true;
		}
	}
	return longest;
}

/* Whether a text is one short piece again and again. */
static bool
repeats(const char *text)
{
	size_t length = strlen(text);

	for (size_t period = 1; period <= length / 2 && period <= 6; period++) {
		if (length > period && memcmp(text, text + period, length - period) == 0)
			return true;
	}
	return false;
}

static size_t
distinct(const char *text)
{
	bool seen[256] = {false};
	size_t count = 0;

	for (; *text != '\0'; text++) {
		count += !seen[(unsigned char)*text];
		seen[(unsigned char)*text] = true;
	}
	return count;
}

static int
compare_found(const void *folded, const void *row)
{
	return strcmp(folded, *(const char *const *)row);
}

static bool
is_found(const char *folded)
{
	return bsearch(folded, found, sizeof(found) / sizeof(found[0]), sizeof(found[0]),
		   compare_found) != NULL;
}

static enum mc_rc
weak(struct mc_ctx *ctx, const char *pointer, const char *code, const char *vi, const char *en)
{
	mc_problem_add(ctx, mc_strdup(ctx->arena, pointer), code, vi, en);
	return mc_fail(ctx, MC_PROBLEM_PASSWORD_WEAK, NULL);
}

static enum mc_rc
check_guessable(struct mc_ctx *ctx, const struct mc_password_owner *owner, const char *pointer,
    const char *folded)
{
	struct pieces pieces = {.count = 0};
	size_t remainder = 0;
	bool own = false;

	add_own(ctx->arena, &pieces, owner->full_name);
	add_own(ctx->arena, &pieces, owner->phone);
	add_own(ctx->arena, &pieces, owner->email);
	add_own(ctx->arena, &pieces, owner->personal_id);
	for (const char *at = folded; *at != '\0';) {
		size_t length = piece_length(&pieces, at, &own);

		remainder += length == 0;
		at += length == 0 ? 1 : length;
	}
	if (remainder < REMAINDER_MIN && own)
		return weak(ctx, pointer, MC_ITEM_PASSWORD_PERSONAL);
	if (remainder < REMAINDER_MIN || distinct(folded) < DISTINCT_MIN || repeats(folded) ||
	    is_found(folded))
		return weak(ctx, pointer, MC_ITEM_PASSWORD_COMMON);
	if (strspn(folded, "0123456789") == strlen(folded) && strlen(folded) < DIGITS_ONLY_MIN)
		return weak(ctx, pointer, MC_ITEM_PASSWORD_DIGITS);
	return MC_OK;
}

enum mc_rc
mc_password_check(struct mc_ctx *ctx, const struct mc_password_owner *owner, const char *pointer,
    const char *password, size_t length)
{
	struct mc_password_form form;

	if (!mc_password_form(ctx->arena, password, length, &form) ||
	    form.code_points > MC_PASSWORD_LENGTH_MAX)
		return weak(
		    ctx, pointer, MC_ITEM_PASSWORD_LONG(ctx->arena, MC_PASSWORD_LENGTH_MAX));
	if (form.code_points < MC_PASSWORD_LENGTH_MIN)
		return weak(
		    ctx, pointer, MC_ITEM_PASSWORD_SHORT(ctx->arena, MC_PASSWORD_LENGTH_MIN));
	return check_guessable(ctx, owner, pointer, fold(ctx->arena, form.text));
}
