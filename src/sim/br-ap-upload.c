/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the emulated access point does with an uploaded picture. Its handler reads `mac` when the first byte of the file comes and the other
 * fields when its last one comes: fields after the file count for nothing. MODERN firmware then answers an empty 200, whatever happened.
 */
#include "config.h"

#include "br-ap-private.h"

#include <string.h>

/** Upload: one under way. */
typedef struct
{
  BrAp *ap;
  ApAnswer *answer;
  gboolean has_file;
} Upload;

static void
set_alias (ApRecord *record, const BrApForm *form)
{
  const char *alias = br_ap_form_get (form, "alias");

  if (alias != NULL)
    g_strlcpy (record->alias, alias, sizeof record->alias);
}

static void
set_content (ApRecord *record, const char *path, const BrApForm *form)
{
  g_snprintf (record->config, sizeof record->config,
              "{\"filename\":\"%s\",\"timetolive\":\"%d\",\"dither\":\"%d\",\"delete\":\"1\",\"preload\":\"%d\",\"preload_lut\":\"\",\"preload_type\":\"\"}",
              path, br_ap_form_get_int (form, "ttl", 0), br_ap_form_get_int (form, "dither", 1), br_ap_form_get (form, "preloadtype") != NULL);
  record->content_mode = (guint) br_ap_form_get_int (form, "contentmode", 24);
  record->lut = (guint) br_ap_form_get_int (form, "lut", (int) record->lut);
  record->rotate = (guint) br_ap_form_get_int (form, "rotate", (int) record->rotate);
  record->invert = (guint) br_ap_form_get_int (form, "invert", (int) record->invert);
  record->next_update = 0;
}

static void
accept (BrAp *self, ApEntry *entry, const BrApForm *form, GBytes *file)
{
  char mac[17];
  g_autofree char *path = NULL;
  BrApTag *tag = ap_air_tag (self->air, entry->record.mac);

  ap_mac_text (entry->record.mac, mac);
  path = g_strdup_printf ("/temp/%s_%" G_GINT64_FORMAT ".jpg", mac, (ap_air_now (self->air) - self->up_us) / 1000);
  ap_flash_write (self, path, file); /* a full disk is found out when the picture is drawn */
  set_content (&entry->record, path, form);
  set_alias (&entry->record, form);
  self->counts.n_uploads++;
  entry->foreign = FALSE;
  if (tag != NULL)
    ap_tag_count_upload (tag, FALSE);
  ap_air_log (self->air, "%s takes %s", self->name, path);
  ap_stream_tags (self, entry);
  ap_schedule (self, entry);
}

static void
file_cb (const BrApForm *form, GBytes *file, gpointer data)
{
  Upload *upload = data;
  BrAp *self = upload->ap;
  guint64 mac;
  gboolean is_there;
  ApEntry *entry;

  upload->has_file = TRUE;
  if (!br_ap_form_get_mac (form, &mac, &is_there))
    {
      self->counts.n_no_mac++;
      ap_answer_set (upload->answer, is_there ? 200 : 400, is_there ? "" : "parameters incomplete");
      return;
    }
  entry = ap_entry_find (self, mac);
  if (self->run_state != AP_RUN || ap_fires (self, BR_AP_FAULT_BUSY))
    ap_answer_set (upload->answer, 409, "Come back later");
  else if (entry == NULL)
    ap_answer_set (upload->answer, 400, "mac not found");
  else
    {
      accept (self, entry, form, file);
      ap_answer_set (upload->answer, 200, "Ok, saved");
    }
}

void
ap_upload (BrAp *self, const BrApRequest *request, ApAnswer *answer)
{
  Upload upload = { .ap = self, .answer = answer };
  g_autoptr (BrApForm) form = br_ap_form_new (NULL);

  br_ap_form_read (form, request->content_type, request->body, file_cb, &upload);
  if (!upload.has_file)
    self->counts.n_no_mac++;
  if (self->params.profile == BR_AP_MODERN || !upload.has_file)
    ap_answer_set (answer, 200, "");
}

/* What came of a file that broke off stays until the next start. */
void
ap_upload_orphan (BrAp *self, const BrApRequest *request)
{
  gsize n = request->body != NULL ? g_bytes_get_size (request->body) / 2 : 0;
  g_autoptr (GBytes) half = g_bytes_new_take (g_malloc0 (MAX (n, 1)), n);
  g_autofree char *path = g_strdup_printf ("/temp/orphan_%" G_GINT64_FORMAT ".jpg", ap_air_now (self->air));

  ap_flash_write (self, path, half);
}

void
ap_upload_foreign (BrAp *self, ApEntry *entry)
{
  g_autofree char *path = g_strdup_printf ("/current/%016" G_GINT64_MODIFIER "X.json", entry->record.mac);
  g_autofree char *text = g_strdup_printf ("foreign %u", ap_air_below (self->air, 1000000));
  g_autoptr (GBytes) file = g_bytes_new (text, strlen (text));
  BrApTag *tag = ap_air_tag (self->air, entry->record.mac);

  entry->foreign = TRUE;
  if (tag != NULL)
    ap_tag_count_upload (tag, TRUE);
  ap_flash_write (self, path, file);
  g_snprintf (entry->record.config, sizeof entry->record.config, "{\"filename\":\"%s\"}", path);
  entry->record.content_mode = 19;
  entry->record.next_update = 0;
  ap_air_log (self->air, "%s foreign picture for %016" G_GINT64_MODIFIER "X", self->name, entry->record.mac);
  ap_stream_tags (self, entry);
  ap_schedule (self, entry);
}

guint8 *
ap_upload_stripes (const BrApType *type, GBytes *text)
{
  guint8 *indices = g_malloc0 ((gsize) type->width * type->height);
  guint seed = g_bytes_hash (text), period = 2 + seed % 14, n_colours = (guint) strlen (type->colours);

  for (guint y = 0; y < type->height; y++)
    for (guint x = 0; x < type->width; x++)
      indices[(gsize) y * type->width + x] = (guint8) ((x + y + seed % 97) / period % n_colours);
  return indices;
}
