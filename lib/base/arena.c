/* Blocks in a list, newest first; a request larger than a block gets a block of its own. */
#include "lib/base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 16 * 1024, ALIGNMENT = 16 };

struct block {
	struct block *next;
	size_t size;
	size_t used;
	_Alignas(ALIGNMENT) unsigned char bytes[];
};

struct mc_arena {
	struct block *newest;
	size_t used;
};

static void
out_of_memory(void)
{
	fputs("motcua: out of memory\n", stderr);
	abort();
}

static struct block *
block_new(size_t size)
{
	struct block *block;

	if (size > SIZE_MAX - sizeof(*block))
		out_of_memory();
	block = malloc(sizeof(*block) + size);
	if (block == NULL)
		out_of_memory();
	block->next = NULL;
	block->size = size;
	block->used = 0;
	return block;
}

struct mc_arena *
mc_arena_new(void)
{
	struct mc_arena *arena = calloc(1, sizeof(*arena));

	if (arena == NULL)
		out_of_memory();
	arena->newest = block_new(BLOCK_SIZE);
	return arena;
}

static void
free_until(struct mc_arena *arena, const struct block *keep)
{
	while (arena->newest != keep) {
		struct block *next = arena->newest->next;

		free(arena->newest);
		arena->newest = next;
	}
}

void
mc_arena_reset(struct mc_arena *arena)
{
	struct block *oldest = arena->newest;

	while (oldest->next != NULL)
		oldest = oldest->next;
	free_until(arena, oldest);
	oldest->used = 0;
}

void
mc_arena_free(struct mc_arena *arena)
{
	if (arena == NULL)
		return;
	free_until(arena, NULL);
	free(arena);
}

void
mc_arena_freep(struct mc_arena **arena)
{
	mc_arena_free(*arena);
	*arena = NULL;
}

/* As mc_alloc, with whatever lay there before. */
static void *
take(struct mc_arena *arena, size_t size)
{
	struct block *block = arena->newest;
	void *memory;

	if (size > SIZE_MAX - ALIGNMENT)
		out_of_memory();
	size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	if (size > block->size - block->used) {
		block = block_new(size > BLOCK_SIZE ? size : BLOCK_SIZE);
		block->next = arena->newest;
		arena->newest = block;
	}
	memory = block->bytes + block->used;
	block->used += size;
	return memory;
}

void *
mc_alloc(struct mc_arena *arena, size_t size)
{
	return memset(take(arena, size), 0, size);
}

void *
mc_alloc_array(struct mc_arena *arena, size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total))
		out_of_memory();
	return mc_alloc(arena, total);
}

char *
mc_strndup(struct mc_arena *arena, const char *text, size_t length)
{
	char *copy;

	if (length == SIZE_MAX)
		out_of_memory();
	copy = take(arena, length + 1);
	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

char *
mc_strdup(struct mc_arena *arena, const char *text)
{
	return mc_strndup(arena, text, strlen(text));
}

char *
mc_vsprintf(struct mc_arena *arena, const char *format, va_list args)
{
	struct block *block = arena->newest;
	size_t room = block->size - block->used;
	va_list again;
	int length;
	char *text;

	/* Where the block has room for it, it is written but once. */
	va_copy(again, args);
	length = vsnprintf((char *)block->bytes + block->used, room, format, args);
	if (length < 0)
		out_of_memory();
	text = take(arena, (size_t)length + 1);
	if ((size_t)length >= room)
		(void)vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	return text;
}

char *
mc_sprintf(struct mc_arena *arena, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = mc_vsprintf(arena, format, args);
	va_end(args);
	return text;
}
