/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an Opticon ESL Server does with its folder, as far as its manual says it (esl.md 3.2), step by step. Written apart from the driver: it is the oracle. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** OpticonServer: a folder and what the labels show. */
typedef struct
{
  char       *root;
  GHashTable *shown;   /* label -> OpticonShown */
  guint       n_taken, n_refused, n_unlinked;
  gboolean    shouts;  /* it writes names in capital letters when it moves files */
} OpticonServer;

/** OpticonShown: of one label. */
typedef struct
{
  guint  index;        /* Ix of the last picture */
  gboolean is_linked;  /* it is one of the server's labels */
  char  *note;
  guint  width, height;
  GBytes *pixels;      /* width * height letters: W, B, R */
} OpticonShown;

OpticonServer      *opticon_server_new  (void);
void                opticon_server_free (OpticonServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OpticonServer, opticon_server_free)
/** opticon_server_step: takes or refuses all that waits. */
void                opticon_server_step (OpticonServer *self);
/** opticon_server_find: (transfer none) what a label shows, or NULL. */
const OpticonShown *opticon_server_find (OpticonServer *self, const char *label);
/** opticon_server_list: writes the list of labels. */
void                opticon_server_list (OpticonServer *self, const char *csv);
/** opticon_server_count: files in a folder under the root whose names end so. */
guint               opticon_server_count (OpticonServer *self, const char *folder, const char *suffix);

G_END_DECLS
