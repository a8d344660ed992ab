/* What a file is by its content, and what its name may be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/plain_text.h"
#include "lib/files/file_name.h"
#include "lib/files/file_type.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* A content written as a literal, its NUL bytes included. */
#define BYTES(literal) literal, sizeof(literal) - 1

/* Sniffs as the upload does: at most MC_FILE_FIRST_BYTES first and MC_FILE_TAIL_BYTES last bytes.
 */
static struct mc_file_verdict
sniff(const void *bytes, size_t length)
{
	size_t first = length < MC_FILE_FIRST_BYTES ? length : MC_FILE_FIRST_BYTES;
	size_t tail = length < MC_FILE_TAIL_BYTES ? length : MC_FILE_TAIL_BYTES;
	struct mc_file_sample sample = {
	    .first = bytes,
	    .first_length = first,
	    .tail = (const unsigned char *)bytes + length - tail,
	    .tail_length = tail,
	    .size = length,
	};

	return mc_file_sniff(&sample);
}

static void
contents_are_told_apart(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
		enum mc_file_kind kind;
		bool damaged;
	} cases[] = {
	    {BYTES(""), MC_FILE_UNKNOWN, false},
	    {BYTES("a"), MC_FILE_UNKNOWN, false},
	    {BYTES("just text"), MC_FILE_UNKNOWN, false},
	    {BYTES("%PDF-1.7\n1 0 obj\n%%EOF\n"), MC_FILE_PDF, false},
	    {BYTES("\n%PDF-1.7\n1 0 obj\n%%EOF\n"), MC_FILE_PDF, false},
	    {BYTES("\xef\xbb\xbf%PDF-1.7\n%%EOF"), MC_FILE_PDF, false},
	    {BYTES("%PDF-1.7\n1 0 obj\n"), MC_FILE_PDF, true},
	    {BYTES("MZ%PDF-1.7\n%%EOF"), MC_FILE_PROGRAM, false},
	    {BYTES("<html>%PDF-1.7\n%%EOF"), MC_FILE_HTML, false},
	    {BYTES("\xff\xd8\xff\xe0..picture..\xff\xd9"), MC_FILE_JPEG, false},
	    {BYTES("\xff\xd8\xff\xe0..pict"), MC_FILE_JPEG, true},
	    {BYTES("\xff\xd8\xff\xe1 GCamera:MotionPhoto ..film.."), MC_FILE_JPEG, false},
	    {BYTES("\xff\xd8\xff\xe1 ..film..SEFT"), MC_FILE_JPEG, false},
	    {BYTES("\x89PNG\r\n\x1a\n....\0\0\0\0IEND\xae\x42\x60\x82"), MC_FILE_PNG, false},
	    {BYTES("\x89PNG\r\n\x1a\n....\0\0\0\0IEND"), MC_FILE_PNG, true},
	    {BYTES("\x89PNG\r\n\x1a"), MC_FILE_UNKNOWN, false},
	    {BYTES("GIF89a"), MC_FILE_GIF, false},
	    {BYTES("RIFF\x10\0\0\0WEBPVP8 "), MC_FILE_WEBP, false},
	    {BYTES("\0\0\0\x18"
		   "ftypheic"),
		MC_FILE_HEIC, false},
	    {BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...."), MC_FILE_OLD_OFFICE, false},
	    {BYTES("MZ\x90"), MC_FILE_PROGRAM, false},
	    {BYTES("\x7f"
		   "ELF"),
		MC_FILE_PROGRAM, false},
	    {BYTES("#!/bin/sh\n"), MC_FILE_PROGRAM, false},
	    {BYTES("  <!DOCTYPE html><title>x"), MC_FILE_HTML, false},
	    {BYTES("<ScRiPt>alert(1)</script>"), MC_FILE_HTML, false},
	    {BYTES("<svg xmlns='http://www.w3.org/2000/svg'>"), MC_FILE_SVG, false},
	    {BYTES("<?xml version='1.0'?><!-- x --><svg onload='x'>"), MC_FILE_SVG, false},
	    {BYTES("<!-- x --><svg>"), MC_FILE_SVG, false},
	    {BYTES("<?xml version='1.0'?><note/>"), MC_FILE_UNKNOWN, false},
	    {BYTES("PK\x03\x04"), MC_FILE_ZIP, false},
	    {BYTES("PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), MC_FILE_ZIP, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mc_file_verdict verdict = sniff(cases[i].bytes, cases[i].length);

		assert_int_equal(verdict.kind, cases[i].kind);
		assert_int_equal(verdict.damaged, cases[i].damaged);
	}
}

static void
add16(struct mc_buf *buf, unsigned value)
{
	mc_buf_add_char(buf, (char)(value & 0xFF));
	mc_buf_add_char(buf, (char)(value >> 8 & 0xFF));
}

static void
add32(struct mc_buf *buf, size_t value)
{
	add16(buf, (unsigned)(value & 0xFFFF));
	add16(buf, (unsigned)(value >> 16 & 0xFFFF));
}

/* A member of an archive made for a test; content NULL = empty. */
struct member {
	const char *name;
	const char *content;
	unsigned flags;
	size_t claimed; /* unpacked size to claim beside the real one */
};

/* Stores up to four members; the end record claims the comment's length. */
static struct mc_buf
zip(struct mc_arena *arena, const struct member *members, const char *comment)
{
	struct mc_buf buf = mc_buf_new(arena, 1 << 20), directory = mc_buf_new(arena, 1 << 20);
	unsigned count = 0;
	size_t start;

	for (; count < 4 && members[count].name != NULL; count++) {
		const struct member *m = &members[count];
		const char *content = m->content == NULL ? "" : m->content;
		size_t size = strlen(content), offset = buf.length;

		mc_buf_add(&buf, "PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0", 18);
		add32(&buf, size);
		add32(&buf, size);
		add16(&buf, (unsigned)strlen(m->name));
		add16(&buf, 0);
		mc_buf_add_text(&buf, m->name);
		mc_buf_add_text(&buf, content);
		mc_buf_add(&directory, "PK\x01\x02\x14\0\x14\0", 8);
		add16(&directory, m->flags);
		mc_buf_add(&directory, "\0\0\0\0\0\0\0\0\0\0", 10);
		add32(&directory, size);
		add32(&directory, size + m->claimed);
		add16(&directory, (unsigned)strlen(m->name));
		mc_buf_add(&directory, "\0\0\0\0\0\0\0\0\0\0\0\0", 12);
		add32(&directory, offset);
		mc_buf_add_text(&directory, m->name);
	}
	start = buf.length;
	mc_buf_add(&buf, directory.bytes, directory.length);
	mc_buf_add(&buf, "PK\x05\x06\0\0\0\0", 8);
	add16(&buf, count);
	add16(&buf, count);
	add32(&buf, directory.length);
	add32(&buf, start);
	add16(&buf, (unsigned)strlen(comment));
	mc_buf_add_text(&buf, comment);
	return buf;
}

#define ODT                                                                                        \
	{                                                                                          \
		"mimetype", "application/vnd.oasis.opendocument.text", 0, 0                        \
	}
#define TYPES                                                                                      \
	{                                                                                          \
		"[Content_Types].xml", "<Types/>", 0, 0                                            \
	}

static void
archives_are_told_apart(void **state)
{
	static const struct {
		struct member members[5];
		const char *comment;
		enum mc_file_kind kind;
	} cases[] = {
	    {{TYPES, {"word/document.xml", "x", 0, 0}}, "", MC_FILE_DOCX},
	    {{{"_rels/.rels", "x", 0, 0}, TYPES, {"word/document.xml", "x", 0, 0}}, "note",
		MC_FILE_DOCX},
	    {{TYPES, {"xl/workbook.xml", "x", 0, 0}}, "", MC_FILE_XLSX},
	    {{ODT, {"content.xml", "x", 0, 0}}, "", MC_FILE_ODT},
	    {{{"a.txt", "x", 0, 0}}, "", MC_FILE_ZIP},
	    {{TYPES}, "", MC_FILE_ZIP},
	    {{{"word/document.xml", "x", 0, 0}}, "", MC_FILE_ZIP},
	    {{TYPES, {"word/document.xml", "x", 0, 0}, {"xl/workbook.xml", "x", 0, 0}}, "",
		MC_FILE_ZIP},
	    {{TYPES, {"word/document.xml", "x", 0, 0}, {"word/vbaProject.bin", "x", 0, 0}}, "",
		MC_FILE_ZIP},
	    {{TYPES, {"word/document.xml", "x", 0, 0}, {"../evil", "x", 0, 0}}, "", MC_FILE_ZIP},
	    {{TYPES, {"word/document.xml", "x", 0, 0}, {"run.EXE", "x", 0, 0}}, "", MC_FILE_ZIP},
	    {{TYPES, {"word/document.xml", "x", 1, 0}}, "", MC_FILE_ZIP},
	    {{TYPES, {"word/document.xml", "x", 0, 1U << 30}}, "", MC_FILE_ZIP},
	    {{ODT, {"Basic/Standard/Module1.xml", "x", 0, 0}}, "", MC_FILE_ZIP},
	    {{{"content.xml", "x", 0, 0}, ODT}, "", MC_FILE_ZIP},
	    {{{"mimetype", "application/epub+zip", 0, 0}}, "", MC_FILE_ZIP},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mc_buf bytes = zip(*state, cases[i].members, cases[i].comment);
		struct mc_file_verdict verdict = sniff(bytes.bytes, bytes.length);

		assert_int_equal(verdict.kind, cases[i].kind);
		assert_false(verdict.damaged);
	}
}

static void
cut_archives_are_damaged(void **state)
{
	static const struct member docx[5] = {TYPES, {"word/document.xml", "x", 0, 0}};
	static const struct member odt[5] = {ODT, {"content.xml", "x", 0, 0}};
	struct mc_buf bytes = zip(*state, docx, "");

	for (size_t length = 60; length < bytes.length; length++) {
		struct mc_file_verdict verdict = sniff(bytes.bytes, length);

		assert_int_equal(verdict.kind, MC_FILE_DOCX);
		assert_true(verdict.damaged);
	}
	bytes = zip(*state, odt, "");
	assert_true(sniff(bytes.bytes, bytes.length - 1).damaged);
	assert_int_equal(sniff(bytes.bytes, bytes.length - 1).kind, MC_FILE_ODT);
	/* something appended is no part of the archive */
	mc_buf_add_text(&bytes, "<script>");
	assert_true(sniff(bytes.bytes, bytes.length).damaged);
}

/* Every byte changed, every length: nothing is read outside the sample (run under ASan). */
static void
mutated_archives_are_safe(void **state)
{
	static const struct member docx[5] = {TYPES, {"word/document.xml", "x", 0, 0}};
	struct mc_buf bytes = zip(*state, docx, "c");

	for (size_t at = 0; at < bytes.length; at++) {
		for (unsigned value = 0; value < 256; value += 17) {
			char kept = bytes.bytes[at];

			bytes.bytes[at] = (char)value;
			(void)sniff(bytes.bytes, bytes.length);
			bytes.bytes[at] = kept;
		}
	}
}

static void
accepted_kinds_have_types_and_endings(void **state)
{
	(void)state;
	for (int i = MC_FILE_UNKNOWN + 1; i < MC_FILE_KIND_COUNT; i++)
		assert_int_equal(mc_file_kind_accepted((enum mc_file_kind)i), i <= MC_FILE_ODT);
	assert_false(mc_file_kind_accepted(MC_FILE_UNKNOWN));
	assert_string_equal(mc_file_media_type(MC_FILE_PDF), "application/pdf");
	assert_string_equal(mc_file_media_type(MC_FILE_SVG), "application/octet-stream");
	assert_string_equal(mc_file_extension(MC_FILE_JPEG), ".jpg");
	assert_string_equal(mc_file_extension(MC_FILE_ZIP), "");
}

static void
names_are_made_safe(void **state)
{
	static const struct {
		const char *name;
		size_t length;
		enum mc_file_kind kind;
		const char *safe;
	} cases[] = {
	    {BYTES("Giấy khai sinh.pdf"), MC_FILE_PDF, "Giấy khai sinh.pdf"},
	    {BYTES("Gia\xcc\x82\xcc\x81y.pdf"), MC_FILE_PDF, "Giấy.pdf"},
	    {BYTES("C:\\Users\\An\\Ảnh thẻ.JPG"), MC_FILE_JPEG, "Ảnh thẻ.JPG"},
	    {BYTES("ảnh.jpeg"), MC_FILE_JPEG, "ảnh.jpeg"},
	    {BYTES("../../etc/passwd"), MC_FILE_PDF, "passwd.pdf"},
	    {BYTES("hoadon.exe"), MC_FILE_PDF, "hoadon.exe.pdf"},
	    {BYTES("a.pdf"), MC_FILE_PNG, "a.pdf.png"},
	    {BYTES("\xe2\x80\xaegpj.exe"), MC_FILE_JPEG, "gpj.exe.jpg"},
	    {BYTES("a\r\nX-Evil: 1.pdf"), MC_FILE_PDF, "aX-Evil 1.pdf"},
	    {BYTES("a\0b.pdf"), MC_FILE_PDF, "ab.pdf"},
	    {BYTES("a\xff\xfe"
		   "b.pdf"),
		MC_FILE_PDF, "ab.pdf"},
	    {BYTES("a<b>\"c\"|d?*.pdf"), MC_FILE_PDF, "abcd.pdf"},
	    {BYTES(""), MC_FILE_PDF, "tep-dinh-kem.pdf"},
	    {BYTES("..."), MC_FILE_PDF, "tep-dinh-kem.pdf"},
	    {BYTES(".pdf"), MC_FILE_PDF, "pdf.pdf"},
	    {BYTES("/"), MC_FILE_PNG, "tep-dinh-kem.png"},
	    {BYTES("CON"), MC_FILE_PDF, "_CON.pdf"},
	    {BYTES("lpt1.txt"), MC_FILE_PDF, "_lpt1.txt.pdf"},
	    {BYTES("console.pdf"), MC_FILE_PDF, "console.pdf"},
	    {BYTES("a. . .pdf"), MC_FILE_PDF, "a.pdf"},
	    {BYTES("a\xc2\xa0"
		   "b\t.pdf"),
		MC_FILE_PDF, "a b.pdf"},
	    {BYTES("\xe2\x80\x8b.pdf"), MC_FILE_PDF, "pdf.pdf"},
	    {BYTES("x"), MC_FILE_UNKNOWN, "x"},
	};
	struct mc_arena *arena = *state;

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(
		    mc_file_name_safe(arena, cases[i].name, cases[i].length, cases[i].kind),
		    cases[i].safe);
}

static void
long_names_are_cut(void **state)
{
	struct mc_arena *arena = *state;
	struct mc_buf name = mc_buf_new(arena, 100000);
	char *safe;

	while (name.length < 50000)
		mc_buf_add_text(&name, "ễ");
	safe = mc_file_name_safe(arena, name.bytes, name.length, MC_FILE_PDF);
	assert_true(strlen(safe) <= MC_FILE_NAME_MAX);
	assert_true(strlen(safe) > MC_FILE_NAME_MAX - 12);
	assert_string_equal(safe + strlen(safe) - 4, ".pdf");
	/* a name that is safe stays as it is */
	assert_string_equal(mc_file_name_safe(arena, safe, strlen(safe), MC_FILE_PDF), safe);
	/* nor is what is left of it the name of a device */
	safe = mc_sprintf(arena, "aux%300sx", "");
	assert_string_equal(mc_file_name_safe(arena, safe, strlen(safe), MC_FILE_PDF), "_aux.pdf");
}

static void
downloads_are_named(void **state)
{
	static const struct {
		const char *name, *value;
	} cases[] = {
	    {"a.pdf", "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf"},
	    {"Giấy khai sinh.pdf", "attachment; filename=\"Giay khai sinh.pdf\"; "
				   "filename*=UTF-8''Gi%E1%BA%A5y%20khai%20sinh.pdf"},
	    {"Đơn 100%.pdf", "attachment; filename=\"Don 100_.pdf\"; "
			     "filename*=UTF-8''%C4%90%C6%A1n%20100%25.pdf"},
	    {"日本'.pdf",
		"attachment; filename=\"__'.pdf\"; filename*=UTF-8''%E6%97%A5%E6%9C%AC%27.pdf"},
	};
	struct mc_arena *arena = *state;

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(mc_content_disposition(arena, cases[i].name), cases[i].value);
}

static void
text_loses_its_marks(void **state)
{
	static const struct {
		const char *text;
		char substitute;
		const char *plain;
	} cases[] = {
	    {"Đăng ký khai sinh", 0, "Dang ky khai sinh"},
	    {"ĐƯỜNG NGUYỄN THỊ MINH KHAI", 0, "DUONG NGUYEN THI MINH KHAI"},
	    {"e\xcc\x82\xcc\x81", '?', "e"},
	    {"①½ﬁ", '?', "1?fi"},
	    {"日本", 0, ""},
	    {"日本", '_', "__"},
	    {"a\xff"
	     "b",
		'_', "a_b"},
	    {"a\nb", ' ', "a b"},
	    {"", '_', ""},
	};
	struct mc_arena *arena = *state;

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(
		    mc_plain_text(arena, cases[i].text, cases[i].substitute), cases[i].plain);
}

static int
arena_begin(void **state)
{
	*state = mc_arena_new();
	return 0;
}

static int
arena_end(void **state)
{
	mc_arena_free(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(contents_are_told_apart),
	    cmocka_unit_test(archives_are_told_apart),
	    cmocka_unit_test(cut_archives_are_damaged),
	    cmocka_unit_test(mutated_archives_are_safe),
	    cmocka_unit_test(accepted_kinds_have_types_and_endings),
	    cmocka_unit_test(names_are_made_safe),
	    cmocka_unit_test(long_names_are_cut),
	    cmocka_unit_test(downloads_are_named),
	    cmocka_unit_test(text_loses_its_marks),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
