/* What becomes of a message that is handed over to somebody who carries it on. */
#ifndef MC_DELIVERY_H
#define MC_DELIVERY_H

enum mc_delivery {
	MC_DELIVERY_SENT,
	MC_DELIVERY_REFUSED, /* the other side says: never. Trying again is of no use. */
	MC_DELIVERY_PUT_OFF, /* it says: not this one, not now */
	MC_DELIVERY_NO_WAY,  /* it cannot be reached, or takes nothing from us now */
};

struct mc_handover {
	enum mc_delivery delivery;
	const char *answer; /* in the arena: by what it knows the message, or why not; or NULL */
};

#endif
