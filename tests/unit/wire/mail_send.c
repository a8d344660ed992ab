/* Sends one message, for test_mail.py: mail_send TRANSPORT TO SUBJECT TEXT. Prints "sent",
 * "refused", or "later: <cause>"; a fault is "fault: <cause>". */
#include <curl/curl.h>
#include <stdio.h>

#include "lib/wire/mail.h"

int
main(int count, char **arguments)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_handover handover = {.delivery = MC_DELIVERY_REFUSED};
	struct mc_mail_line *line;
	struct mc_mail mail = {.id = "0193568a-3c00-7000-8000-000000000001",
	    .from_name = "Cổng dịch vụ công Tỉnh mẫu",
	    .from = "khong-tra-loi@motcua.invalid",
	    .date = 1795392000};

	if (count != 5 || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return 2;
	mail.to = arguments[2];
	mail.subject = arguments[3];
	mail.text = arguments[4];
	line = mc_mail_line_new(arguments[1], NULL);
	if (mc_mail_send(&ctx, line, &mail, &handover) == MC_OK)
		(void)puts(handover.delivery == MC_DELIVERY_SENT ? "sent" : "refused");
	else
		(void)printf("%s: %s\n",
		    ctx.problem.id == MC_PROBLEM_OVERLOADED ? "later" : "fault",
		    ctx.problem.internal);
	mc_mail_line_free(line);
	curl_global_cleanup();
	return 0;
}
