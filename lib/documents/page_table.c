/* Tables: each cell is laid out once; a row is drawn in one part, or in several when it is taller
 * than a page. */
#include "lib/documents/page_inside.h"

#include <math.h>

static const double padding_x = 4, padding_y = 3;

/* A row being drawn: its cells and how many lines of each are on paper already. */
struct row {
	size_t count;
	struct mc_lines cells[MC_COLUMNS_MAX];
	size_t drawn[MC_COLUMNS_MAX];
};

struct table {
	const struct mc_column *columns;
	size_t column_count;
	double x[MC_COLUMNS_MAX + 1];
	double size;
};

static void
row_done(struct row *row)
{
	for (size_t i = 0; i < row->count; i++)
		mc_lines_done(&row->cells[i]);
}

static struct row
row_make(struct mc_page *page, const struct table *table, const char *const *texts, bool head)
{
	struct row row = {.count = table->column_count};

	for (size_t i = 0; i < table->column_count; i++) {
		const struct mc_column *column = &table->columns[i];
		const struct mc_text_style style = {
		    .size = column->mono && !head ? table->size * 0.82 : table->size,
		    .bold = head,
		    .mono = column->mono && !head,
		    .align = head ? MC_ALIGN_CENTER : column->align,
		};

		row.cells[i] = mc_lines_make(page, &style,
		    table->x[i + 1] - table->x[i] - 2 * padding_x, head ? column->head : texts[i]);
	}
	return row;
}

/* The height of what is left of a row. */
static double
row_height(const struct row *row)
{
	double height = 0;

	for (size_t i = 0; i < row->count; i++)
		height = fmax(height, mc_lines_height(&row->cells[i], row->drawn[i]));
	return height + 2 * padding_y;
}

/* Draws as much of a row as fits into the height; the ruled lines go around it. */
static void
draw_part(struct mc_page *page, const struct table *table, struct row *row, double most, bool head)
{
	double height = fmin(row_height(row), most);

	for (size_t i = 0; i < row->count; i++) {
		const struct mc_lines *cell = &row->cells[i];
		size_t first = row->drawn[i], last = first;
		double free = height - 2 * padding_y - mc_lines_height(cell, first);

		while (last < cell->count &&
		       cell->at[last].bottom - cell->at[first].top <= height - 2 * padding_y + 0.01)
			last++;
		mc_lines_draw(page, cell, first, last, table->x[i] + padding_x,
		    page->y + padding_y + (head && free > 0 ? free / 2 : 0), false);
		row->drawn[i] = last;
		mc_page_frame(page, table->x[i], page->y, table->x[i + 1] - table->x[i], height);
	}
	page->y += height;
}

static bool
row_is_drawn(const struct row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		if (row->drawn[i] < row->cells[i].count)
			return false;
	}
	return true;
}

static double
draw_head(struct mc_page *page, const struct table *table)
{
	MC_CLEANUP(row_done) struct row head = row_make(page, table, NULL, true);
	double height = row_height(&head);

	draw_part(page, table, &head, height, true);
	return height;
}

static void
draw_row(
    struct mc_page *page, const struct table *table, const char *const *texts, double head_height)
{
	MC_CLEANUP(row_done) struct row row = row_make(page, table, texts, false);
	double on_empty_page = page->height - head_height;
	double least = table->size * 4;

	while (page->failure == NULL && !row_is_drawn(&row)) {
		double height = row_height(&row), left = mc_page_left(page);

		if (height > left && (height <= on_empty_page || left < least)) {
			mc_page_break(page);
			(void)draw_head(page, table);
			left = mc_page_left(page);
		}
		draw_part(page, table, &row, left, false);
	}
}

void
mc_page_table(struct mc_page *page, const struct mc_column *columns, size_t column_count,
    const char *const *cells, size_t row_count, double size)
{
	struct table table = {.columns = columns, .column_count = column_count, .size = size};
	double shares = 0, head_height;

	if (column_count > MC_COLUMNS_MAX) {
		mc_page_fail(page, "a table has too many columns");
		return;
	}
	for (size_t i = 0; i < column_count; i++)
		shares += columns[i].share;
	for (size_t i = 0; i < column_count; i++)
		table.x[i + 1] = table.x[i] + page->width * columns[i].share / shares;
	/* a head without a row below it says nothing */
	mc_page_need(page, size * 6);
	head_height = draw_head(page, &table);
	for (size_t i = 0; i < row_count && page->failure == NULL; i++)
		draw_row(page, &table, cells + i * column_count, head_height);
}
