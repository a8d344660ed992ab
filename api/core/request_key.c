#include "api/core/request_key.h"

#include <stdint.h>
#include <string.h>

#include "api/core/app.h"
#include "api/core/own_secret.h"
#include "lib/json/json.h"

/* The body that is hashed: as it came, or anew without its secrets. */
static struct mc_digest_part
body_of(const struct mc_request *rq)
{
	MC_CLEANUP(mc_json_freep) json_t *rest = NULL;
	const char *text;

	if (rq->raw_length == 0)
		return (struct mc_digest_part){"", 0};
	if (rq->operation->secrets == NULL)
		return (struct mc_digest_part){rq->raw, rq->raw_length};
	rest = json_copy(rq->body);
	for (const char *const *name = rq->operation->secrets; *name != NULL; name++)
		(void)json_object_del(rest, *name);
	text = mc_json_canonical(rq->ctx.arena, rest);
	return (struct mc_digest_part){text, strlen(text)};
}

struct mc_idempotency_key
mc_request_key(const struct mc_request *rq, const char *key, const char *target)
{
	const char *operation = rq->operation->name;
	const struct mc_digest_part body = body_of(rq);
	const uint64_t lengths[] = {strlen(operation), strlen(target), body.length};
	/* The lengths go first, so that no two splits of the same bytes are alike. */
	const struct mc_digest_part parts[] = {{lengths, sizeof(lengths)},
	    {operation, strlen(operation)}, {target, strlen(target)}, body};
	unsigned char mac[MC_DIGEST_SIZE];
	char *hash = mc_alloc(rq->ctx.arena, MC_DIGEST_TEXT_SIZE);

	mc_digest_mac(mc_own_secret_key(rq->app->secret)->requests, MC_DIGEST_SIZE, parts,
	    sizeof(parts) / sizeof(parts[0]), mac);
	mc_digest_text(mac, hash);
	return (struct mc_idempotency_key){.key = key,
	    .operation = operation,
	    .hash = hash,
	    .secret = rq->operation->secrets != NULL};
}
