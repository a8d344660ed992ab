/* The target of a request, read from its raw bytes: the segments of the path and the parameters of
 * the query, percent-decoded and checked, each exactly once. Nothing is joined, dropped or guessed:
 * what is not clear is refused. Strings are NUL-terminated, valid UTF-8 without NUL, in the arena.
 * Source: RFC 3986, and the WHATWG rules of application/x-www-form-urlencoded for the query. */
#ifndef MC_URL_H
#define MC_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/problem.h"

enum {
	MC_URL_LENGTH_MAX = 8192,     /* bytes of the raw target, and so of a value of its query */
	MC_URL_SEGMENTS_MAX = 16,     /* segments of a path */
	MC_URL_SEGMENT_MAX = 256,     /* bytes of a decoded segment */
	MC_QUERY_PARAMETERS_MAX = 32, /* parameters of a query */
	MC_QUERY_NAME_MAX = 64,       /* bytes of a decoded name */
};

struct mc_path {
	size_t count;
	const char *segments[MC_URL_SEGMENTS_MAX];
};

struct mc_query_parameter {
	const char *name;
	const char *value;
};

struct mc_query {
	size_t count;
	struct mc_query_parameter parameters[MC_QUERY_PARAMETERS_MAX];
};

/* Splits a whole target, "/v1/dossiers?limit=5". Fails with MC_PROBLEM_URI_TOO_LONG, with what the
 * two functions below say, or with MC_PROBLEM_BAD_REQUEST for anything that does not begin with
 * "/". */
MC_MUST_CHECK enum mc_rc mc_url_parse(struct mc_ctx *ctx, const char *target, size_t length,
    struct mc_path *ret_path, struct mc_query *ret_query);

/* Parses a path. "/" has no segments. An address no resource can have (empty segments, a trailing
 * slash, "." and "..", too many or too long segments) fails with MC_PROBLEM_NOT_FOUND; bytes that
 * are no address (broken percent signs, NUL and control characters, invalid UTF-8, an encoded
 * slash, a backslash) with MC_PROBLEM_BAD_REQUEST. */
MC_MUST_CHECK enum mc_rc mc_path_parse(
    struct mc_ctx *ctx, const char *path, size_t length, struct mc_path *ret_path);

/* Parses a query without its "?". "+" is a space, "a" is a with an empty value, empty pieces
 * between
 * "&" do not count. A name given twice or empty, NUL, invalid UTF-8, a broken percent sign or going
 * over a limit fails with MC_PROBLEM_BAD_QUERY and one item whose pointer is the parameter's name,
 * or "#3" for the third one if its name is not plain. */
MC_MUST_CHECK enum mc_rc mc_query_parse(
    struct mc_ctx *ctx, const char *query, size_t length, struct mc_query *ret_query);

/* The value of a parameter, or NULL if it was not given. */
const char *mc_query_get(const struct mc_query *query, const char *name);

#endif
