/* What all requests of a process share. Made once before threads start; constant but for what is
 * thread-safe in itself. What a noun keeps is a part of its own (api/core/part.h).
 */
#ifndef MC_APP_H
#define MC_APP_H

#include <stdatomic.h>

#include "api/core/breaker.h"
#include "api/core/caller.h"
#include "api/core/contract.h"
#include "api/core/metrics.h"
#include "api/core/operation.h"
#include "api/core/part.h"
#include "lib/base/config.h"
#include "lib/base/gate.h"
#include "lib/store/pg.h"

struct mc_key_ring;
struct mc_rates;
struct mc_readiness;
struct mc_revocations;
struct mc_own_secret;
struct mc_signer;
struct mc_site;
struct mc_status;

struct mc_app {
	const struct mc_config *config;
	size_t slots[MC_CLASS_COUNT];
	struct mc_gate *gates[MC_CLASS_COUNT];
	struct mc_gate
	    *leases[MC_CLASS_COUNT]; /* of the pools of a class; NULL without a database */
	struct mc_rates *rates;      /* of accounts */
	struct mc_pg_budget *budget; /* of all pools */
	struct mc_pg_pool
	    *pools[MC_CLASS_COUNT][MC_CALLER_KIND_COUNT]; /* NULL without a database */
	struct mc_contract *contract; /* compiled schemas of bodies and patterns of parameters */
	struct mc_site *site;         /* whose service this is */
	struct mc_key_ring *ring;     /* keys of access tokens */
	struct mc_own_secret *secret;
	struct mc_key_ring *receipts; /* those that receipts are verified with */
	struct mc_signer *signer;     /* the process that signs receipts */
	struct mc_readiness *readiness;
	struct mc_revocations *revocations; /* sessions ended early */
	struct mc_metrics *metrics;
	struct mc_status *status;   /* how the system is, for who looks after it */
	struct mc_pg_pool *figures; /* of who reads the figures, whatever else is under way */
	struct mc_breaker (*breakers)[MC_CALLER_KIND_COUNT]; /* in the order of mc_operations */
	void **parts;          /* in the order of the table of parts; NULL where not opened */
	atomic_long under_way; /* requests read and not yet answered in full */
	atomic_bool listening; /* every listener takes requests: /readyz waits for it */
	atomic_bool stopping;  /* the process has been told to stop: /readyz says so */
};

/* Opens everything; the config must outlive the app. On failure the problem's internal text says
 * why. */
MC_MUST_CHECK enum mc_rc mc_app_open(
    struct mc_ctx *ctx, const struct mc_config *config, struct mc_app **ret_app);

/* Closes everything; no request may be under way. NULL is allowed. */
void mc_app_close(struct mc_app *app);

#endif
