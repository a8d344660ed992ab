/* File names that came from outside, made safe to store, show and download. Texts live in the
 * arena. Sources: RFC 6266 and RFC 8187 (Content-Disposition), the names Windows reserves. */
#ifndef MC_FILE_NAME_H
#define MC_FILE_NAME_H

#include <stddef.h>

#include "lib/base/arena.h"
#include "lib/files/file_type.h"

enum { MC_FILE_NAME_MAX = 180 /* bytes */ };

/* A safe name for a file of this kind: the last part of any path, in normal form C, without
 * control, direction and other invisible characters and without what some system cannot store;
 * Vietnamese stays. Its extension is that of the kind (".jpeg" stays beside ".jpg"), so a name
 * never lies about content. A name of which nothing is left becomes "tep-dinh-kem". Never NULL,
 * never empty. */
char *mc_file_name_safe(
    struct mc_arena *arena, const char *name, size_t length, enum mc_file_kind kind);

/* The value of a Content-Disposition header that makes a browser save the file, never show it:
 * attachment; filename="Giay khai sinh.pdf"; filename*=UTF-8''Gi%E1%BA%A5y%20khai%20sinh.pdf */
char *mc_content_disposition(struct mc_arena *arena, const char *safe_name);

#endif
