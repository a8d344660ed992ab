/* What goes to a database on another machine is encrypted, and only to the one that its certificate
 * names. libpq's own default (sslmode=prefer) goes on in the clear when whoever answers says so. */
#include "lib/store/pg_private.h"

#include <arpa/inet.h>
#include <string.h>

/* What libpq takes for a keyword: of the connection's text, or else of the environment. */
static const char *
value_of(const PQconninfoOption *given, const PQconninfoOption *defaults, const char *keyword)
{
	for (; given != NULL && given->keyword != NULL; given++) {
		if (strcmp(given->keyword, keyword) == 0 && given->val != NULL &&
		    given->val[0] != '\0')
			return given->val;
	}
	for (; defaults != NULL && defaults->keyword != NULL; defaults++) {
		if (strcmp(defaults->keyword, keyword) == 0 && defaults->val != NULL)
			return defaults->val;
	}
	return "";
}

/* Whether what is sent there leaves the machine: not over a Unix socket, nor to itself. */
static bool
is_elsewhere(const char *host)
{
	struct in_addr four;
	struct in6_addr six;

	if (host[0] == '\0' || host[0] == '/' || host[0] == '@' || strcmp(host, "localhost") == 0)
		return false;
	if (inet_pton(AF_INET, host, &four) == 1)
		return ntohl(four.s_addr) >> 24 != 127;
	return inet_pton(AF_INET6, host, &six) != 1 || !IN6_IS_ADDR_LOOPBACK(&six);
}

/* The first of a list with commas that is on another machine; NULL without one. */
static const char *
first_elsewhere(struct mc_arena *arena, const char *hosts)
{
	for (;;) {
		size_t length = strcspn(hosts, ",");
		const char *host = mc_strndup(arena, hosts, length);

		if (is_elsewhere(host))
			return host;
		if (hosts[length] == '\0')
			return NULL;
		hosts += length + 1;
	}
}

const char *
mc_pg_in_the_clear(struct mc_arena *arena, const char *conninfo)
{
	PQconninfoOption *given = PQconninfoParse(conninfo, NULL);
	PQconninfoOption *defaults = PQconndefaults();
	const char *address = value_of(given, defaults, "hostaddr");
	const char *host = first_elsewhere(
	    arena, address[0] != '\0' ? address : value_of(given, defaults, "host"));
	bool safe = strcmp(value_of(given, defaults, "sslmode"), "verify-full") == 0;

	PQconninfoFree(given);
	PQconninfoFree(defaults);
	if (host == NULL || safe)
		return NULL;
	return mc_sprintf(arena,
	    "%s is another machine: its certificate must be checked (sslmode=verify-full, "
	    "sslrootcert)",
	    host);
}
