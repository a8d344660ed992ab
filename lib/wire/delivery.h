/* What becomes of a message that is handed over to somebody who carries it on. */
#ifndef MC_DELIVERY_H
#define MC_DELIVERY_H

#include <stdint.h>

enum mc_delivery {
	MC_DELIVERY_SENT,
	MC_DELIVERY_REFUSED, /* the other side says: never. Trying again is of no use. */
	MC_DELIVERY_PUT_OFF, /* it says: not this one, not now */
	MC_DELIVERY_NO_WAY,  /* it cannot be reached, or takes nothing from us now */
};

struct mc_handover {
	enum mc_delivery delivery;
	const char *answer; /* in the arena: by what it knows the message, or why not; or NULL */
	const char *cause;  /* of what it refused: a code of the vocabulary's delivery causes */
	unsigned parts;     /* of a short message: in so many it goes; 0 for others */
	int64_t cost;       /* đồng; -1 where it is not known */
};

#endif
