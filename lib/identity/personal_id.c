#include "lib/identity/personal_id.h"

#include <stddef.h>
#include <string.h>

/* Indexed by the code; the gaps were never given out. */
static const char *const provinces[] = {
    [1] = "Hà Nội",
    [2] = "Hà Giang",
    [4] = "Cao Bằng",
    [6] = "Bắc Kạn",
    [8] = "Tuyên Quang",
    [10] = "Lào Cai",
    [11] = "Điện Biên",
    [12] = "Lai Châu",
    [14] = "Sơn La",
    [15] = "Yên Bái",
    [17] = "Hòa Bình",
    [19] = "Thái Nguyên",
    [20] = "Lạng Sơn",
    [22] = "Quảng Ninh",
    [24] = "Bắc Giang",
    [25] = "Phú Thọ",
    [26] = "Vĩnh Phúc",
    [27] = "Bắc Ninh",
    [30] = "Hải Dương",
    [31] = "Hải Phòng",
    [33] = "Hưng Yên",
    [34] = "Thái Bình",
    [35] = "Hà Nam",
    [36] = "Nam Định",
    [37] = "Ninh Bình",
    [38] = "Thanh Hóa",
    [40] = "Nghệ An",
    [42] = "Hà Tĩnh",
    [44] = "Quảng Bình",
    [45] = "Quảng Trị",
    [46] = "Thừa Thiên Huế",
    [48] = "Đà Nẵng",
    [49] = "Quảng Nam",
    [51] = "Quảng Ngãi",
    [52] = "Bình Định",
    [54] = "Phú Yên",
    [56] = "Khánh Hòa",
    [58] = "Ninh Thuận",
    [60] = "Bình Thuận",
    [62] = "Kon Tum",
    [64] = "Gia Lai",
    [66] = "Đắk Lắk",
    [67] = "Đắk Nông",
    [68] = "Lâm Đồng",
    [70] = "Bình Phước",
    [72] = "Tây Ninh",
    [74] = "Bình Dương",
    [75] = "Đồng Nai",
    [77] = "Bà Rịa - Vũng Tàu",
    [79] = "Thành phố Hồ Chí Minh",
    [80] = "Long An",
    [82] = "Tiền Giang",
    [83] = "Bến Tre",
    [84] = "Trà Vinh",
    [86] = "Vĩnh Long",
    [87] = "Đồng Tháp",
    [89] = "An Giang",
    [91] = "Kiên Giang",
    [92] = "Cần Thơ",
    [93] = "Hậu Giang",
    [94] = "Sóc Trăng",
    [95] = "Bạc Liêu",
    [96] = "Cà Mau",
};

static bool
keep_digits(const char *typed, char digits[MC_PERSONAL_ID_SIZE])
{
	size_t length = 0;

	for (; *typed != '\0'; typed++) {
		if (strchr(" \t.-", *typed) != NULL)
			continue;
		if (*typed < '0' || *typed > '9' || length == MC_PERSONAL_ID_SIZE - 1)
			return false;
		digits[length++] = *typed;
	}
	digits[length] = '\0';
	return length == MC_PERSONAL_ID_SIZE - 1;
}

enum mc_personal_id_check
mc_personal_id_parse(const char *typed, struct mc_personal_id *ret_id)
{
	struct mc_personal_id id = {0};
	size_t province;
	int century;

	if (!keep_digits(typed, id.text))
		return MC_PERSONAL_ID_NOT_12_DIGITS;
	province = (size_t)(id.text[0] - '0') * 100 + (size_t)(id.text[1] - '0') * 10 +
		   (size_t)(id.text[2] - '0');
	if (province >= sizeof(provinces) / sizeof(provinces[0]) || provinces[province] == NULL)
		return MC_PERSONAL_ID_NO_SUCH_PROVINCE;
	century = id.text[3] - '0';
	id.province = provinces[province];
	id.sex = century % 2 == 0 ? MC_SEX_MALE : MC_SEX_FEMALE;
	id.birth_year = 1900 + century / 2 * 100 + (id.text[4] - '0') * 10 + (id.text[5] - '0');
	*ret_id = id;
	return MC_PERSONAL_ID_OK;
}

enum mc_personal_id_check
mc_personal_id_agrees(const struct mc_personal_id *id, enum mc_sex sex, int birth_year)
{
	if (sex != MC_SEX_UNKNOWN && sex != id->sex)
		return MC_PERSONAL_ID_OTHER_SEX;
	if (birth_year != 0 && birth_year != id->birth_year)
		return MC_PERSONAL_ID_OTHER_BIRTH_YEAR;
	return MC_PERSONAL_ID_OK;
}

void
mc_personal_id_mask(const char *id, char ret_masked[MC_PERSONAL_ID_SIZE])
{
	bool whole = strlen(id) == MC_PERSONAL_ID_SIZE - 1;

	for (size_t i = 0; i < MC_PERSONAL_ID_SIZE - 1; i++)
		ret_masked[i] = whole && (i < 3 || i >= 9) ? id[i] : '*';
	ret_masked[MC_PERSONAL_ID_SIZE - 1] = '\0';
}
