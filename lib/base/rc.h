/* The one result type: whatever can fail returns enum mc_rc and is checked. The reason of a failure
 * is not in the code but in the problem that the first failure recorded in its struct mc_ctx. */
#ifndef MC_RC_H
#define MC_RC_H

enum mc_rc { MC_OK = 0, MC_FAILED = 1 };

#define MC_MUST_CHECK __attribute__((warn_unused_result))
#define MC_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))

/* Runs a handle's destructor when the variable leaves its scope: for foreign handles only. */
#define MC_CLEANUP(destroy) __attribute__((cleanup(destroy)))

/* Passes a failure up unchanged. */
#define TRY(expression)                                                                            \
	do {                                                                                       \
		if ((expression) != MC_OK)                                                         \
			return MC_FAILED;                                                          \
	} while (0)

#endif
