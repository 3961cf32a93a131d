/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making the demo's HQ with the program an administrator uses. */
#include "config.h"

#include "br-sim-demo.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>

#include "br-error.h"
#include "br-id.h"
#include "br-sim-hq.h"
#include "br-sim-shop.h"
#include "br-wire-feed.h"
#include "br-wire-record.h"

#define PAGE_ROWS 5000
#define TAG_WAKES_S 20

/** Writer: pages on their way to a file. */
typedef struct
{
  FILE *file;
  GString *page;
  GString *body;
  gint64 seq; /* of the last row of the page */
} Writer;

static void
start_page (Writer *self)
{
  BrKind kinds[BR_N_KINDS];
  guint n = 0;

  for (int kind = BR_KIND_NONE + 1; kind < BR_N_KINDS; kind++)
    kinds[n++] = (BrKind) kind;
  g_string_truncate (self->page, 0);
  br_feed_write_head (self->page, "import", "-", 0, kinds, n);
  self->seq = 0;
}

static gboolean
end_page (Writer *self, GError **error)
{
  const BrFeedEnd end = { .next = self->seq, .head = self->seq, .n = self->seq };

  br_feed_write_end (self->page, &end);
  if (fwrite (self->page->str, 1, self->page->len, self->file) == self->page->len)
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_IO, "writing the goods: %s", g_strerror (errno));
  return FALSE;
}

static gboolean
write_record (const BrRecord *record, gpointer data, GError **error)
{
  Writer *self = data;

  g_string_truncate (self->body, 0);
  br_wire_record_write (record, self->body);
  br_feed_write_row (self->page, record->kind, &record->id, ++self->seq, self->body->str);
  if (self->seq < PAGE_ROWS)
    return TRUE;
  if (!end_page (self, error))
    return FALSE;
  start_page (self);
  return TRUE;
}

/* Writes the shop's goods as the pages `backroom-hq import` takes. */
static gboolean
write_goods (const char *path, gsize n_skus, guint64 seed, GArray *zones, GArray *stores, GError **error)
{
  Writer writer = { .file = g_fopen (path, "wb") };
  const BrSimShopParams params = { .seed = seed,
                                   .n_skus = n_skus,
                                   .at_us = br_clock_now_us (br_clock_system ()),
                                   .zones = (const BrId *) (gpointer) zones->data,
                                   .n_zones = zones->len,
                                   .stores = (const BrId *) (gpointer) stores->data,
                                   .n_stores = stores->len };
  gboolean ok;

  if (writer.file == NULL)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IO, "%s: %s", path, g_strerror (errno));
      return FALSE;
    }
  writer.page = g_string_sized_new (1 << 21);
  writer.body = g_string_new (NULL);
  start_page (&writer);
  ok = br_sim_shop_generate (&params, write_record, &writer, error) && end_page (&writer, error);
  g_string_free (writer.page, TRUE);
  g_string_free (writer.body, TRUE);
  if (fclose (writer.file) != 0 && ok)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IO, "writing the goods: %s", g_strerror (errno));
      return FALSE;
    }
  return ok;
}

/* The steps an administrator takes. Each row is a command line; people need a password on the standard input. */
static const char *const steps[][12] = {
  { "init", "--name", "Lotus 莲花", "--admin", "admin", "--admin-name", "Administrator 管理员" },
  { "zone", "add", "EAST", "East 东区" },
  { "zone", "add", "WEST", "West 西区" },
  { "store", "add", "S1", "Nanjing Road 南京路店", "--zone", "EAST" },
  { "store", "add", "S2", "West Lake 西湖店", "--zone", "WEST" },
  { "user", "add", "lin", "--name", "Lin Fang 林芳", "--role", "manager", "--store", "S1" },
  { "user", "add", "chen", "--name", "Chen Wei 陈伟", "--role", "clerk", "--store", "S1" },
  { "user", "add", "mei", "--name", "Mei Yang 杨梅", "--role", "merchandiser" },
};

static gboolean
run_step (const char *program, const char *database, const char *const *step, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) arguments = NULL;
  g_autofree char *output = NULL;

  g_strv_builder_addv (builder, (const char **) step);
  g_strv_builder_add_many (builder, "--database", database, NULL);
  arguments = g_strv_builder_end (builder);
  output = br_sim_hq_run (program, (const char *const *) arguments, BR_SIM_PASSWORD "\n", error);
  return output != NULL;
}

/* The last column of what `zone list --ids` and `store list --ids` print. */
GArray *
br_sim_demo_list_places (const char *program, const char *database, const char *what, GError **error)
{
  const char *const arguments[] = { what, "list", "--ids", "--database", database, NULL };
  g_autofree char *output = br_sim_hq_run (program, arguments, NULL, error);
  g_auto (GStrv) lines = output != NULL ? g_strsplit (g_strstrip (output), "\n", -1) : NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (BrId));

  for (char **line = lines; line != NULL && *line != NULL; line++)
    {
      g_auto (GStrv) columns = g_strsplit (*line, "\t", -1);
      guint n = g_strv_length (columns);
      BrId id;

      if (!br_id_parse (n > 0 ? columns[n - 1] : "", &id, error))
        return NULL;
      g_array_append_val (ids, id);
    }
  return output != NULL ? g_steal_pointer (&ids) : NULL;
}

static gboolean
load_goods (const BrSimDemoParams *params, const char *database, GError **error)
{
  g_autoptr (GArray) zones = br_sim_demo_list_places (params->program, database, "zone", error);
  g_autoptr (GArray) stores = zones != NULL ? br_sim_demo_list_places (params->program, database, "store", error) : NULL;
  g_autofree char *goods = g_build_filename (params->folder, "goods.ndjson", NULL);
  const char *const arguments[] = { "import", goods, "--database", database, NULL };
  g_autofree char *report = NULL;

  if (stores == NULL || !write_goods (goods, params->n_skus, params->seed, zones, stores, error))
    return FALSE;
  report = br_sim_hq_run (params->program, arguments, NULL, error);
  g_unlink (goods);
  return report != NULL;
}

/* Made under another name, so that what was interrupted is not taken for a whole. */
static gboolean
make_database (const BrSimDemoParams *params, const char *path, GError **error)
{
  g_autofree char *unfinished = g_strconcat (path, ".new", NULL);
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *leftover = g_strconcat (unfinished, suffixes[i], NULL);

      g_unlink (leftover);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (!run_step (params->program, unfinished, steps[i], error))
      return FALSE;
  if (!load_goods (params, unfinished, error))
    return FALSE;
  if (g_rename (unfinished, path) == 0)
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_IO, "%s: %s", path, g_strerror (errno));
  return FALSE;
}

char *
br_sim_demo_prepare (const BrSimDemoParams *params, GError **error)
{
  g_autofree char *path = g_build_filename (params->folder, "hq.db", NULL);

  if (g_mkdir_with_parents (params->folder, 0700) != 0)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IO, "%s: %s", params->folder, g_strerror (errno));
      return NULL;
    }
  if (!g_file_test (path, G_FILE_TEST_EXISTS) && !make_database (params, path, error))
    return NULL;
  return g_steal_pointer (&path);
}

BrSimStand *
br_sim_demo_start_printer (const BrSimDemoParams *params, GError **error)
{
  g_autofree char *folder = g_build_filename (params->folder, "printer", NULL);
  const BrSimStandParams stand = {
    .printer = { .paper = { .language = BR_LANGUAGE_TSPL,
                            .head = { .dots_num = 8, .dots_den = 1, .width_dots = 832 },
                            .width = 6000,
                            .height = 4000,
                            .gap = 200 },
                 .reprint = TRUE },
    .folder = folder,
  };

  return br_sim_stand_new_steady (&stand, error);
}

BrApStand *
br_sim_demo_start_tags (const BrSimDemoParams *params, guint n_tags, GError **error)
{
  g_autofree char *ports = g_build_filename (params->folder, "tag-ports", NULL);

  return br_ap_stand_new_steady (&(BrApStandParams) { .n_tags = n_tags, .wakes_s = TAG_WAKES_S, .seed = params->seed }, ports, error);
}
