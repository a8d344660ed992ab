/* Parameters of a request as the contract types them, on real operations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <strings.h>

#include "api/core/params.h"
#include "gen/operations.h"

/* A request of at most one header. */
struct sample {
	const char *method;
	const char *target;
	const char *header;
	const char *value;
	enum mc_problem_id problem;
	const char *pointer; /* of the first item, or NULL */
};

#define ID "0193568a-3c00-7000-8000-000000000000"

static const struct sample samples[] = {
    {"GET", "/v1/procedures?q=khai+sinh&limit=100", NULL, NULL, MC_PROBLEM_NONE, NULL},
    {"GET", "/v1/procedures?limit=0", NULL, NULL, MC_PROBLEM_BAD_QUERY, "limit"},
    {"GET", "/v1/procedures?limit=101", NULL, NULL, MC_PROBLEM_BAD_QUERY, "limit"},
    {"GET", "/v1/procedures?limit=1e1", NULL, NULL, MC_PROBLEM_BAD_QUERY, "limit"},
    {"GET", "/v1/procedures?limit=", NULL, NULL, MC_PROBLEM_BAD_QUERY, "limit"},
    {"GET", "/v1/procedures?limit=99999999999999999999", NULL, NULL, MC_PROBLEM_BAD_QUERY, "limit"},
    {"GET", "/v1/procedures?limit=%205", NULL, NULL, MC_PROBLEM_BAD_QUERY, "limit"},
    {"GET", "/v1/procedures?audience=dog", NULL, NULL, MC_PROBLEM_BAD_QUERY, "audience"},
    {"GET", "/v1/procedures?lim=5", NULL, NULL, MC_PROBLEM_BAD_QUERY, "lim"},
    {"GET", "/v1/procedures?unit=h99", NULL, NULL, MC_PROBLEM_BAD_QUERY, "unit"},
    {"GET", "/v1/procedures?unit=H99.31", NULL, NULL, MC_PROBLEM_NONE, NULL},
    {"GET", "/v1/procedures?unit=H99.31%0a", NULL, NULL, MC_PROBLEM_BAD_QUERY, "unit"},
    {"GET", "/v1/inbox?overdue=true", NULL, NULL, MC_PROBLEM_NONE, NULL},
    {"GET", "/v1/inbox?overdue=1", NULL, NULL, MC_PROBLEM_BAD_QUERY, "overdue"},
    {"GET", "/v1/dossiers/" ID, NULL, NULL, MC_PROBLEM_NONE, NULL},
    {"GET", "/v1/dossiers/1", NULL, NULL, MC_PROBLEM_NOT_FOUND, NULL},
    {"GET", "/v1/dossiers/" ID "?x=1", NULL, NULL, MC_PROBLEM_BAD_QUERY, "x"},
    {"GET", "/v1/procedures/1.001193", NULL, NULL, MC_PROBLEM_NONE, NULL},
    {"GET", "/v1/procedures/1", NULL, NULL, MC_PROBLEM_NOT_FOUND, NULL},
    {"GET", "/v1/dossiers/" ID "/papers/secret.pdf", NULL, NULL, MC_PROBLEM_NOT_FOUND, NULL},
    {"POST", "/v1/dossiers", "Idempotency-Key", "a", MC_PROBLEM_NONE, NULL},
    {"POST", "/v1/dossiers", NULL, NULL, MC_PROBLEM_IDEMPOTENCY_KEY_MISSING, "Idempotency-Key"},
    {"POST", "/v1/dossiers", "Idempotency-Key", "", MC_PROBLEM_IDEMPOTENCY_KEY_MISSING,
	"Idempotency-Key"},
    {"POST", "/v1/dossiers", "Idempotency-Key", "a, b", MC_PROBLEM_BAD_HEADER, "Idempotency-Key"},
    {"POST", "/v1/dossiers", "Idempotency-Key", "\xff", MC_PROBLEM_BAD_HEADER, "Idempotency-Key"},
    {"POST", "/v1/accounts", NULL, NULL, MC_PROBLEM_NONE, NULL},
    {"PATCH", "/v1/dossiers/" ID, NULL, NULL, MC_PROBLEM_PRECONDITION_REQUIRED, "If-Match"},
    {"PATCH", "/v1/dossiers/" ID, "If-Match", "7", MC_PROBLEM_BAD_HEADER, "If-Match"},
    {"PATCH", "/v1/dossiers/" ID, "If-Match", "\"7\"", MC_PROBLEM_NONE, NULL},
    {"PATCH", "/v1/dossiers/" ID, "If-Match", "*", MC_PROBLEM_NONE, NULL},
    {"PATCH", "/v1/dossiers/" ID, "If-Match", "W/\"7\"", MC_PROBLEM_NONE, NULL},
    {"HEAD", "/v1/uploads/" ID, NULL, NULL, MC_PROBLEM_TUS_VERSION, "Tus-Resumable"},
    {"HEAD", "/v1/uploads/" ID, "Tus-Resumable", "0.2.2", MC_PROBLEM_TUS_VERSION, "Tus-Resumable"},
    {"HEAD", "/v1/uploads/" ID, "Tus-Resumable", "1.0.0", MC_PROBLEM_NONE, NULL},
};

static const char *
header_of(const void *headers, const char *name)
{
	const struct sample *sample = headers;

	return sample->header != NULL && strcasecmp(sample->header, name) == 0 ? sample->value
									       : NULL;
}

static enum mc_rc
read_sample(struct mc_ctx *ctx, const struct mc_contract *contract, const struct sample *sample,
    const struct mc_operation **ret_operation, const void **ret_params)
{
	struct mc_incoming incoming = {.header = header_of, .headers = sample};
	struct mc_path path;
	struct mc_query query;
	struct mc_route route;
	struct mc_param_source source = {
	    .contract = contract, .route = &route, .query = &query, .incoming = &incoming};

	mc_problem_clear(ctx);
	assert_int_equal(
	    mc_url_parse(ctx, sample->target, strlen(sample->target), &path, &query), MC_OK);
	assert_int_equal(mc_route_find(ctx, sample->method, &path, &route), MC_OK);
	*ret_operation = route.operation;
	return mc_params_read(ctx, route.operation, &source, ret_params);
}

static void
test_samples(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};

	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		const struct mc_operation *operation;
		const void *params;
		enum mc_rc rc = read_sample(&ctx, *state, &samples[i], &operation, &params);

		assert_int_equal(rc == MC_OK, samples[i].problem == MC_PROBLEM_NONE);
		assert_int_equal(ctx.problem.id, samples[i].problem);
		if (samples[i].pointer != NULL)
			assert_string_equal(ctx.problem.errors[0].pointer, samples[i].pointer);
		else
			assert_int_equal(ctx.problem.error_count, 0);
	}
}

static void
test_values_and_defaults(void **state)
{
	static const struct sample sample = {
	    .method = "GET", .target = "/v1/procedures?q=%C4%91%E1%BA%A5t&audience=citizen"};
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	const struct mc_operation *operation;
	const void *read;
	const struct mc_list_procedures_params *params;

	assert_int_equal(read_sample(&ctx, *state, &sample, &operation, &read), MC_OK);
	params = read;
	assert_string_equal(params->q, "đất");
	assert_string_equal(params->audience, "citizen");
	assert_string_equal(params->limit, "20");
	assert_null(params->cursor);
	assert_string_equal(mc_params_get(operation, params, "LIMIT"), "20");
	assert_null(mc_params_get(operation, params, "nothing"));
}

static void
test_words_are_read_as_they_were_meant(void **state)
{
	static const struct sample typed = {
	    .method = "GET", .target = "/v1/places?q=%20%C2%A0khai%20%20sinh%E2%80%8B"};
	static const struct sample empty = {
	    .method = "GET", .target = "/v1/places?q=%20&parent=01"};
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	const struct mc_operation *operation;
	const void *read;

	assert_int_equal(read_sample(&ctx, *state, &typed, &operation, &read), MC_OK);
	assert_string_equal(((const struct mc_list_places_params *)read)->q, "khai sinh");
	assert_int_equal(read_sample(&ctx, *state, &empty, &operation, &read), MC_OK);
	assert_null(((const struct mc_list_places_params *)read)->q);
	assert_string_equal(((const struct mc_list_places_params *)read)->parent, "01");
}

static int
open_contract(void **state)
{
	static struct mc_contract *contract;
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};

	json_object_seed(0);
	if (mc_contract_open(&ctx, &contract) != MC_OK)
		return -1;
	*state = contract;
	return 0;
}

static int
close_contract(void **state)
{
	mc_contract_close(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_samples),
	    cmocka_unit_test(test_values_and_defaults),
	    cmocka_unit_test(test_words_are_read_as_they_were_meant),
	};

	return cmocka_run_group_tests(tests, open_contract, close_contract);
}
