/* Doubles are taken apart into decimal digits and an exponent; 128-bit integers do the rest. */
#include "lib/json/json_number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* digits * 10^exponent, digits >= 0 and not divisible by ten unless zero. */
struct decimal {
	uint64_t digits;
	int exponent;
};

/* The one typedef: the type has no name in ISO C. */
__extension__ typedef unsigned __int128 wide;

static const double two_to_63 = 9223372036854775808.0;

static int
sign_of(double difference)
{
	return (difference > 0) - (difference < 0);
}

static int
compare_integer_real(json_int_t integer, double real)
{
	json_int_t whole;

	if (real >= two_to_63)
		return -1;
	if (real < -two_to_63)
		return 1;
	whole = (json_int_t)real;
	if (integer != whole)
		return integer < whole ? -1 : 1;
	return -sign_of(real - (double)whole);
}

int
mc_json_number_compare(const json_t *a, const json_t *b)
{
	if (json_is_integer(a) && json_is_integer(b)) {
		json_int_t x = json_integer_value(a);
		json_int_t y = json_integer_value(b);

		return (x > y) - (x < y);
	}
	if (json_is_integer(a))
		return compare_integer_real(json_integer_value(a), json_real_value(b));
	if (json_is_integer(b))
		return -compare_integer_real(json_integer_value(b), json_real_value(a));
	return (json_real_value(a) > json_real_value(b)) -
	       (json_real_value(a) < json_real_value(b));
}

bool
mc_json_number_is_integer(const json_t *number)
{
	double real;

	if (json_is_integer(number))
		return true;
	real = json_real_value(number);
	return isfinite(real) && trunc(real) == real;
}

/* The shortest digits that read back as the same double are those that were written. */
static struct decimal
decimal_of_real(double real)
{
	struct decimal decimal = {0, 0};
	char text[40];
	char *at;
	bool fraction = false;

	for (int precision = 14; precision <= 16; precision++) {
		(void)snprintf(text, sizeof(text), "%.*e", precision, real);
		if (strtod(text, NULL) == real)
			break;
	}
	for (at = text; *at != 'e' && *at != '\0'; at++) {
		if (*at >= '0' && *at <= '9') {
			decimal.digits = decimal.digits * 10 + (uint64_t)(*at - '0');
			decimal.exponent -= fraction;
		} else {
			fraction = true;
		}
	}
	if (*at == 'e')
		decimal.exponent += (int)strtol(at + 1, NULL, 10);
	return decimal;
}

static struct decimal
decimal_of(const json_t *number)
{
	struct decimal decimal;

	if (json_is_integer(number)) {
		json_int_t value = json_integer_value(number);

		decimal.digits = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
		decimal.exponent = 0;
	} else {
		decimal = decimal_of_real(fabs(json_real_value(number)));
	}
	while (decimal.digits != 0 && decimal.digits % 10 == 0) {
		decimal.digits /= 10;
		decimal.exponent++;
	}
	return decimal;
}

/* 10^exponent modulo m, by squaring. */
static uint64_t
power_of_ten_modulo(int exponent, uint64_t m)
{
	uint64_t result = 1 % m;
	uint64_t base = 10 % m;

	for (; exponent > 0; exponent >>= 1) {
		if (exponent & 1)
			result = (uint64_t)((wide)result * base % m);
		base = (uint64_t)((wide)base * base % m);
	}
	return result;
}

bool
mc_json_number_is_multiple(const json_t *number, const json_t *divisor)
{
	struct decimal n = decimal_of(number);
	struct decimal d = decimal_of(divisor);
	int shift = n.exponent - d.exponent;
	wide scaled;

	if (n.digits == 0)
		return true;
	if (d.digits == 0 || (json_is_real(number) && !isfinite(json_real_value(number))))
		return false;
	if (shift >= 0) {
		scaled = (wide)(n.digits % d.digits) * power_of_ten_modulo(shift, d.digits);
		return scaled % d.digits == 0;
	}
	/* n < 2^64, so a divisor of more than 19 further digits cannot divide it. */
	if (shift < -19)
		return false;
	scaled = d.digits;
	for (; shift < 0; shift++)
		scaled *= 10;
	return n.digits % scaled == 0;
}

bool
mc_json_number_write(struct mc_buf *buf, const json_t *number)
{
	double real;

	if (json_is_integer(number)) {
		mc_buf_printf(buf, "%" JSON_INTEGER_FORMAT, json_integer_value(number));
		return true;
	}
	real = json_real_value(number);
	if (!isfinite(real))
		return false;
	if (trunc(real) == real && real < two_to_63 && real >= -two_to_63)
		mc_buf_printf(buf, "%" JSON_INTEGER_FORMAT, (json_int_t)real);
	else
		mc_buf_printf(buf, "%.17g", real);
	return true;
}
