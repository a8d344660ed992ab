/* Which connections to a database are allowed to begin: those that stay on the machine, and those
 * to whom a certificate names. */
#include "tests/unit/scratch.h"

#include "lib/store/pg_private.h"

static const struct {
	const char *conninfo;
	const char *sslmode; /* in the environment */
	const char *elsewhere;
} cases[] = {
    {"", NULL, NULL},
    {"dbname=motcua user=motcua_system", NULL, NULL},
    {"host=/run/motcua/database dbname=motcua", NULL, NULL},
    {"host=@abstract", NULL, NULL},
    {"host='/a,/b'", NULL, NULL},
    {"host=localhost", NULL, NULL},
    {"host=127.0.0.1,127.3.2.1,::1 sslmode=disable", NULL, NULL},
    {"host=db.example hostaddr=127.0.0.1", NULL, NULL},
    {"postgresql:///motcua?host=/run/postgresql", NULL, NULL},
    {"host=192.0.2.1", NULL, "192.0.2.1"},
    {"host=db.example sslmode=prefer", NULL, "db.example"},
    {"host=db.example sslmode=require", NULL, "db.example"},
    {"host=db.example sslmode=verify-ca", NULL, "db.example"},
    {"host=/run/postgresql,db.example", NULL, "db.example"},
    {"host=127.0.0.1.example", NULL, "127.0.0.1.example"},
    {"host=localhost.example", NULL, "localhost.example"},
    {"host=localhost hostaddr=192.0.2.1", NULL, "192.0.2.1"},
    {"host=2001:db8::1 sslmode=disable", NULL, "2001:db8::1"},
    {"postgresql://motcua@db.example:5432/motcua?sslmode=require", NULL, "db.example"},
    {"host=db.example sslmode=verify-full", NULL, NULL},
    {"host=one.example,two.example sslmode=verify-full", NULL, NULL},
    {"postgresql://motcua@db.example/motcua?sslmode=verify-full", NULL, NULL},
    {"host=db.example", "verify-full", NULL},
    {"host=db.example", "require", "db.example"},
    {"host=db.example sslmode=disable", "verify-full", "db.example"},
};

static void
another_machine_needs_its_certificate_checked(void **state)
{
	struct scratch *scratch = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *why;

		if (cases[i].sslmode != NULL)
			assert_int_equal(setenv("PGSSLMODE", cases[i].sslmode, 1), 0);
		why = mc_pg_in_the_clear(scratch->ctx.arena, cases[i].conninfo);
		assert_int_equal(unsetenv("PGSSLMODE"), 0);
		if ((why == NULL) != (cases[i].elsewhere == NULL) ||
		    (why != NULL && strstr(why, cases[i].elsewhere) != why))
			fail_msg("%s: %s", cases[i].conninfo, why == NULL ? "allowed" : why);
	}
}

/* 192.0.2.1 is nobody's (RFC 5737): whoever tried would wait for longer than this test may take. */
static void
nothing_is_sent_in_the_clear(void **state)
{
	struct scratch *scratch = *state;
	const char *reason = NULL;
	unsigned timeline;

	assert_null(mc_pg_connect(scratch->ctx.arena, "host=192.0.2.1 user=motcua_system",
	    mc_pg_no_settings, &timeline, &reason));
	assert_non_null(strstr(reason, "sslmode=verify-full"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(another_machine_needs_its_certificate_checked),
	    TEST(nothing_is_sent_in_the_clear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
