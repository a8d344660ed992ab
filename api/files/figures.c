/* The disks of the files, and what of uploads belongs to nobody's dossier. */
#include <sys/statvfs.h>

#include "api/core/gauge.h"
#include "gen/queries.h"
#include "lib/base/file.h"

struct disk {
	const char *folder;
	struct statvfs space;
};

static double
bytes(const struct statvfs *space, fsblkcnt_t blocks)
{
	return (double)blocks * (double)space->f_frsize;
}

static double
free_bytes(const struct statvfs *space)
{
	return bytes(space, space->f_bavail);
}

static double
all_bytes(const struct statvfs *space)
{
	return bytes(space, space->f_blocks);
}

/* What ordinary programs may still write, of what they could altogether. */
static double
free_share(const struct statvfs *space)
{
	fsblkcnt_t own = space->f_blocks - space->f_bfree + space->f_bavail;

	return own == 0 ? 0 : (double)space->f_bavail / (double)own;
}

static void
add(struct mc_gauge_page *page, const char *name, const char *help, const struct disk disks[2],
    double (*figure)(const struct statvfs *space))
{
	mc_buf_printf(page->text, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
	for (size_t i = 0; i < 2; i++)
		mc_buf_printf(page->text, "%s{folder=\"%s\"} %.15g\n", name, disks[i].folder,
		    figure(&disks[i].space));
}

static enum mc_rc
read_disks(struct mc_gauge_page *page)
{
	struct disk disks[2] = {{.folder = "blobs"}, {.folder = "uploads"}};
	const char *const paths[] = {page->config->blob_dir, page->config->upload_dir};

	for (size_t i = 0; i < 2; i++) {
		if (statvfs(paths[i], &disks[i].space) != 0)
			return mc_file_fail(&page->ctx, "asking for the space at", paths[i]);
	}
	add(page, "motcua_disk_bytes", "Size of the disk that holds a folder.", disks, all_bytes);
	add(page, "motcua_disk_free_bytes", "Room on it.", disks, free_bytes);
	add(page, "motcua_disk_free_share", "Share of it that is free.", disks, free_share);
	return MC_OK;
}

static enum mc_rc
read_uploads(struct mc_gauge_page *page)
{
	const struct mc_rows *rows;

	TRY(mc_gauge_query(page, &mc_sql_upload_figures, NULL, &rows));
	mc_gauge_add(page, "motcua_uploads_unattached", "Uploads that belong to no dossier.",
	    mc_gauge_number(rows, "uploads"));
	mc_gauge_add(page, "motcua_uploads_unattached_bytes", "What has arrived of them.",
	    mc_gauge_number(rows, "bytes"));
	return MC_OK;
}

static const struct mc_gauge disks = {"disks", false, read_disks};
static const struct mc_gauge uploads = {"uploads", true, read_uploads};

MC_TABLE_ADD(gauges, mc_gauge, disks);
MC_TABLE_ADD(gauges, mc_gauge, uploads);
