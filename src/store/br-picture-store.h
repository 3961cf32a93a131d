/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures: files named by the SHA-256 of their bytes, pictures/ab/<sha256>, beside the cache. Equal pictures are one file. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BR_PICTURE_MAX_BYTES (2 * 1024 * 1024) /* of one picture file; HQ takes no larger one */
#define BR_PICTURE_NAME_LENGTH 64              /* characters of the name: lower-case hex */

/** BrPictureFormat: what a picture is, by its first bytes. */
typedef enum { BR_PICTURE_PNG = 1, BR_PICTURE_JPEG, BR_PICTURE_WEBP } BrPictureFormat;

/** br_picture_find_format: FALSE when the bytes begin like none of them (PNG 5.2 signature; JPEG SOI; WebP container RIFF....WEBP). */
gboolean br_picture_find_format (GBytes *bytes, BrPictureFormat *format);
/** br_picture_store_check: whether the bytes may be a picture: their size, and how they begin. Errors: INVALID, RANGE. */
gboolean br_picture_store_check (GBytes *bytes, GError **error);
/**
 * br_picture_store_put: writes the picture under `dir` (the profile folder) and gives its name; it is whole on disk, or not there. A name there
 * already is left alone. Reads and writes files: never on main. Errors: INVALID (not a picture), RANGE (empty, or over the limit), FULL, IO.
 */
char    *br_picture_store_put   (const char *dir, GBytes *bytes, GError **error);
/** br_picture_store_load: (transfer full) the bytes of a picture. Errors: INVALID (no name of a picture), NOT_FOUND, CORRUPT (they are not what the name says), IO. */
GBytes  *br_picture_store_load  (const char *dir, const char *name, GError **error);
/** br_picture_store_dup_path: where the picture is, or will be; NULL for what is no name of a picture. Caller frees. */
char    *br_picture_store_dup_path (const char *dir, const char *name);

G_END_DECLS
