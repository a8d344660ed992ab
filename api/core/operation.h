/* The shape of the tables that the build makes from openapi.yaml: operations, their parameters, and
 * the tree of routes. The tables themselves are in gen/operations.h. All of it is constant. */
#ifndef MC_OPERATION_H
#define MC_OPERATION_H

#include <stdbool.h>
#include <stddef.h>

#include "api/core/caller.h"
#include "api/core/class.h"
#include "lib/base/rc.h"

struct mc_request;

enum mc_method {
	MC_METHOD_GET,
	MC_METHOD_HEAD,
	MC_METHOD_POST,
	MC_METHOD_PUT,
	MC_METHOD_PATCH,
	MC_METHOD_DELETE,
	MC_METHOD_OPTIONS,
	MC_METHOD_COUNT
};

enum mc_idempotency {
	MC_IDEMPOTENCY_NONE,
	MC_IDEMPOTENCY_OPTIONAL,
	MC_IDEMPOTENCY_REQUIRED,
	MC_IDEMPOTENCY_UNLESS_DRY_RUN, /* required but for dry_run=true, which has no effect */
};

enum mc_body_kind { MC_BODY_NONE, MC_BODY_JSON, MC_BODY_BYTES };

/* x-read-log: what a read of the staff opens. */
enum mc_read_log {
	MC_READ_LOG_NONE,
	MC_READ_LOG_DOSSIER,  /* the one whose id is the path's {id} */
	MC_READ_LOG_SHIPMENT, /* that of the path's {tracking_number} */
	MC_READ_LOG_LIST,     /* those with the ids of the answer's items */
};

enum mc_parameter_place { MC_PLACE_PATH, MC_PLACE_QUERY, MC_PLACE_HEADER };

enum mc_parameter_kind {
	MC_KIND_TEXT,
	MC_KIND_UUID,
	MC_KIND_DATE,
	MC_KIND_INTEGER,
	MC_KIND_BOOLEAN,
	MC_KIND_WORDS, /* a text to look for: the handler gets it as it was meant, NULL if empty */
};

/* One parameter and what its value must be. */
struct mc_parameter {
	const char *name;
	enum mc_parameter_place place;
	enum mc_parameter_kind kind;
	bool required;
	size_t offset;             /* of its const char * in the operation's params struct */
	const char *fallback;      /* the default, or NULL */
	const char *const *values; /* those allowed, NULL at the end; or NULL */
	int pattern;               /* index into mc_patterns, or -1 */
	long long minimum;         /* of an integer */
	long long maximum;
	size_t min_length; /* of a text, in code points */
	size_t max_length;
};

/* x-rate: by what an operation's uses are counted. */
enum mc_rate_per { MC_PER_ADDRESS, MC_PER_CODE, MC_PER_DEVICE, MC_PER_LOGIN };

/* How often it may be used, counted in the database (api/core/budget.h). */
struct mc_rate {
	enum mc_rate_per per;
	const char *rules; /* {"seconds": most in so many seconds, ...}, as budget_use reads them */
	const char *policy; /* the same as the header RateLimit-Policy says it */
};

/* One row per operation. */
struct mc_operation {
	const char *name; /* operationId */
	enum mc_method method;
	const char *path; /* as the contract writes it */
	enum mc_class_id class;
	const struct mc_permit *permits; /* who may call: one must fit; none: anybody */
	size_t permit_count;
	const char *partners; /* whose signature its handler checks: the group; or NULL */
	size_t max_body;      /* bytes; 0 if the operation takes no body */
	enum mc_body_kind body;
	bool body_required;
	const char *media_type; /* of the body, or NULL */
	const char
	    *schema_pointer; /* JSON pointer into the contract to the body's schema, or NULL */
	enum mc_idempotency idempotency;
	const char *const
	    *secrets; /* x-secret: members of body and reply, NULL at the end; or NULL */
	bool if_match;
	enum mc_read_log read_log;
	unsigned minute; /* requests of an account in a minute and in a day; 0: as its class says */
	unsigned day;
	const struct mc_rate *rates;
	size_t rate_count;
	const struct mc_parameter *parameters;
	size_t parameter_count;
	size_t params_size;
	enum mc_rc (*handler)(struct mc_request *rq);
};

/* One segment of the tree of routes: a literal, or a parameter with what follows it in its segment.
 */
struct mc_route_node {
	const char *literal; /* NULL: a parameter */
	const char *suffix;  /* after a parameter, e.g. ".pdf"; "" if nothing */
	size_t first_child;  /* children lie together: literals, then at most one parameter */
	size_t child_count;
	int operations[MC_METHOD_COUNT]; /* index into mc_operations, or -1 */
};

#endif
