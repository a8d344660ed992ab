/* Every mistake becomes one line "folder/file: member: what is wrong", the first one found. */
#include "lib/site/site.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/file.h"
#include "lib/json/json.h"
#include "lib/site/colour.h"
#include "lib/site/document.h"
#include "lib/site/networks.h"
#include "lib/site/sms_terms.h"

enum { FILE_MAX = 256 * 1024, PNG_HEAD = 24 };

/* What text needs to be read without strain: WCAG 2.2, success criterion 1.4.6. */
static const double contrast_least = 7.0;

struct mc_site {
	json_t *document;
	struct mc_networks *networks;
	struct mc_sms_terms *sms; /* NULL: none are set */
};

/* The images that a site folder holds; pixels is the width and height of a PNG, 0 for SVG. */
static const struct image {
	const char *name;
	uint32_t pixels;
} images[] = {
    {"logo.svg", 0},
    {"icon-192.png", 192},
    {"icon-512.png", 512},
    {"icon-maskable.png", 512},
};

void
mc_site_free(struct mc_site *site)
{
	if (site == NULL)
		return;
	json_decref(site->document);
	mc_networks_free(site->networks);
	free(site->sms);
	free(site);
}

void
mc_site_freep(struct mc_site **site)
{
	mc_site_free(*site);
	*site = NULL;
}

const json_t *
mc_site_document(const struct mc_site *site)
{
	return site->document;
}

static const char *
text(const json_t *object, const char *member)
{
	return json_string_value(json_object_get(object, member));
}

const char *
mc_site_name(const struct mc_site *site)
{
	return text(json_object_get(site->document, "name"), "vi");
}

const char *
mc_site_paper_mark(const struct mc_site *site)
{
	return text(json_object_get(site->document, "sample"), "paper_mark");
}

const char *
mc_site_carrier_name(const struct mc_site *site, const char *code)
{
	size_t i;
	json_t *carrier;

	json_array_foreach(json_object_get(site->document, "carriers"), i, carrier)
	{
		if (strcmp(text(carrier, "code"), code) == 0)
			return text(json_object_get(carrier, "name"), "vi");
	}
	return NULL;
}

static enum mc_rc
refuse(struct mc_ctx *ctx, const char *path, const char *member, const char *why)
{
	return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "%s: %s: %s", path, member, why);
}

/* The first item that the schema finds wrong, by its pointer. */
static enum mc_rc
check_members(
    struct mc_ctx *ctx, const char *path, const struct mc_schema *schema, const json_t *document)
{
	struct mc_ctx checking = {.arena = ctx->arena};
	const struct mc_problem_error *error = &checking.problem.errors[0];

	if (mc_schema_check(&checking, schema, document, MC_PROBLEM_INVALID_BODY) == MC_OK)
		return MC_OK;
	if (checking.problem.error_count == 0)
		return refuse(ctx, path, "/", mc_problem_kind(checking.problem.id)->title_en);
	return refuse(ctx, path, *error->pointer == '\0' ? "/" : error->pointer, error->detail_en);
}

/* Pairs of colours that stand on each other, in each scheme. */
static enum mc_rc
check_theme(struct mc_ctx *ctx, const char *path, const json_t *theme, const char *scheme)
{
	static const char *const pairs[][2] = {{"on_accent", "accent"},
	    {"on_accent", "accent_strong"}, {"accent", "accent_soft"},
	    {"accent_strong", "accent_soft"}};
	const json_t *colours = json_object_get(theme, scheme);

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		unsigned char front[3];
		unsigned char back[3];
		double contrast;

		if (!mc_colour_parse(text(colours, pairs[i][0]), front) ||
		    !mc_colour_parse(text(colours, pairs[i][1]), back))
			return refuse(ctx, path, mc_sprintf(ctx->arena, "/theme/%s", scheme),
			    "a colour is not like #0b5563");
		contrast = mc_colour_contrast(front, back);
		if (contrast < contrast_least)
			return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
			    "%s: /theme/%s/%s: on %s its contrast is %.1f:1; people need at least "
			    "%.0f:1 to read it",
			    path, scheme, pairs[i][0], pairs[i][1], contrast, contrast_least);
	}
	return MC_OK;
}

/* Operations name a carrier by its code. */
static enum mc_rc
check_codes(struct mc_ctx *ctx, const char *path, const json_t *carriers)
{
	for (size_t i = 0; i < json_array_size(carriers); i++) {
		const char *code = text(json_array_get(carriers, i), "code");

		for (size_t earlier = 0; earlier < i; earlier++) {
			if (strcmp(text(json_array_get(carriers, earlier), "code"), code) == 0)
				return refuse(ctx, path,
				    mc_sprintf(ctx->arena, "/carriers/%zu/code", i),
				    "this code stands here twice");
		}
	}
	return MC_OK;
}

static uint32_t
big_endian(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
	       bytes[3];
}

/* A PNG says its width and height in its first chunk (PNG, 11.2.1). */
static bool
is_png_of(const char *bytes, size_t length, uint32_t pixels)
{
	const unsigned char *head = (const unsigned char *)bytes;

	return length > PNG_HEAD && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0 &&
	       memcmp(bytes + 12, "IHDR", 4) == 0 && big_endian(head + 16) == pixels &&
	       big_endian(head + 20) == pixels;
}

static bool
is_svg(const char *bytes, size_t length)
{
	return strlen(bytes) == length && *bytes == '<' && strstr(bytes, "<svg") != NULL &&
	       strstr(bytes, "</svg>") != NULL;
}

static enum mc_rc
check_image(struct mc_ctx *ctx, const char *folder, const struct image *image)
{
	const char *path = mc_sprintf(ctx->arena, "%s/%s", folder, image->name);
	char *bytes = NULL;
	size_t length = 0;

	TRY(mc_file_read(ctx, path, FILE_MAX, &bytes, &length));
	if (image->pixels == 0 && !is_svg(bytes, length))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "%s: this is no SVG image", path);
	if (image->pixels != 0 && !is_png_of(bytes, length, image->pixels))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "%s: this is no PNG image of %u by %u pixels", path, image->pixels,
		    image->pixels);
	return MC_OK;
}

static enum mc_rc
read_folder(
    struct mc_ctx *ctx, const char *folder, const struct mc_schema *schema, json_t **ret_document)
{
	const char *path = mc_sprintf(ctx->arena, "%s/site.json", folder);
	MC_CLEANUP(mc_json_freep) json_t *document = NULL;
	const json_t *theme;

	TRY(mc_site_json(ctx, path, FILE_MAX, MC_SITE_NEEDED, &document));
	TRY(check_members(ctx, path, schema, document));
	theme = json_object_get(document, "theme");
	TRY(check_theme(ctx, path, theme, "light"));
	TRY(check_theme(ctx, path, theme, "dark"));
	TRY(check_codes(ctx, path, json_object_get(document, "carriers")));
	for (size_t i = 0; i < sizeof(images) / sizeof(images[0]); i++)
		TRY(check_image(ctx, folder, &images[i]));
	*ret_document = document;
	document = NULL;
	return MC_OK;
}

static enum mc_rc
load_all(
    struct mc_ctx *ctx, const char *folder, const struct mc_schema *schema, struct mc_site *site)
{
	TRY(read_folder(ctx, folder, schema, &site->document));
	TRY(mc_networks_load(ctx, folder, &site->networks));
	return mc_sms_terms_load(ctx, folder, &site->sms);
}

enum mc_rc
mc_site_load(struct mc_ctx *ctx, const char *folder, const struct mc_schema *schema,
    struct mc_site **ret_site)
{
	struct mc_site *site = calloc(1, sizeof(*site));

	if (site == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "out of memory");
	if (load_all(ctx, folder, schema, site) != MC_OK) {
		mc_site_free(site);
		return MC_FAILED;
	}
	*ret_site = site;
	return MC_OK;
}

const char *
mc_site_network(const struct mc_site *site, const char *address)
{
	return mc_networks_kind(site->networks, address);
}

const struct mc_sms_terms *
mc_site_sms(const struct mc_site *site)
{
	return site->sms;
}
