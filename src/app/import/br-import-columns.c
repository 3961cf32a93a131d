/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One combo row a column: its header, its first values, and the fields it can be. A choice may take a field from another column, so all rows follow the map. */
#include "config.h"
#include "br-import-columns.h"

#include "br-import-words.h"
#include <glib/gi18n.h>

#define MAX_ROWS 200 /* of the page; further columns keep what was guessed */
#define MAX_SAMPLE_CHARS 60

/* What the rows share; each row's signal holds a reference. */
typedef struct
{
  BrImportFile *file; /* borrowed */
  GPtrArray *rows; /* borrowed widgets */
  void (*changed) (gpointer data);
  gpointer data; /* borrowed */
  gboolean following; /* rows are being set to the map, not by a person */
} Columns;

static void
clear_columns (gpointer data)
{
  g_ptr_array_unref (((Columns *) data)->rows);
}

static void
columns_release (gpointer data, GClosure *closure)
{
  g_rc_box_release_full (data, clear_columns);
}

static char *
dup_sample (BrImportFile *file, guint column)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < file->sample->len && g_utf8_strlen (text->str, -1) < MAX_SAMPLE_CHARS; i++)
    {
      char **cells = file->sample->pdata[i];

      if (column < g_strv_length (cells) && *cells[column] != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", cells[column]);
    }
  if (!g_utf8_validate (text->str, -1, NULL))
    g_string_assign (text, "");
  return g_string_free (text, FALSE);
}

static void
follow_map (Columns *self)
{
  const BrImportMap *map = br_import_get_map (self->file->import);

  self->following = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    adw_combo_row_set_selected (self->rows->pdata[i], map->columns[i].target);
  self->following = FALSE;
}

/* The name of an option or attribute is the column's header. */
static void
choose (Columns *self, guint index, BrImportTarget target)
{
  BrImportMap *map = br_import_get_map (self->file->import);
  const char *name = br_import_target_name (target);
  g_autofree char *full = target >= BR_IMPORT_OPTION ? g_strconcat (name, ".", map->columns[index].header, NULL) : g_strdup (name);

  br_import_map_set (map, index, full, NULL); /* a column without a header cannot be an option: the row goes back */
}

static void
selected_cb (AdwComboRow *row, GParamSpec *pspec, gpointer data)
{
  Columns *self = data;
  guint index;

  /* A row that goes away loses its selection: that is nobody's choice. */
  if (self->following || gtk_widget_get_root (GTK_WIDGET (row)) == NULL || !g_ptr_array_find (self->rows, row, &index))
    return;
  choose (self, index, (BrImportTarget) adw_combo_row_get_selected (row));
  follow_map (self);
  self->changed (self->data);
}

static GtkWidget *
make_row (BrImportFile *file, guint column)
{
  const char *header = br_import_get_map (file->import)->columns[column].header;
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) targets = gtk_string_list_new (NULL);
  g_autofree char *sample = dup_sample (file, column);
  g_autofree char *number = g_strdup_printf (_("Column %u"), column + 1);

  for (int i = 0; i < BR_IMPORT_N_TARGETS; i++)
    gtk_string_list_append (targets, br_import_words_target ((BrImportTarget) i));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), *header != '\0' && g_utf8_validate (header, -1, NULL) ? header : number);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sample);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (targets));
  return row;
}

GPtrArray *
br_import_columns_fill (AdwPreferencesGroup *group, BrImportFile *file, void (*changed) (gpointer data), gpointer data)
{
  guint n = MIN (br_import_get_map (file->import)->n_columns, MAX_ROWS);
  Columns *self = g_rc_box_new0 (Columns);
  GPtrArray *rows;

  self->file = file;
  self->rows = g_ptr_array_new ();
  self->changed = changed;
  self->data = data;
  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (self->rows, make_row (file, i));
      adw_preferences_group_add (group, self->rows->pdata[i]);
    }
  follow_map (self);
  for (guint i = 0; i < n; i++)
    g_signal_connect_data (self->rows->pdata[i], "notify::selected", G_CALLBACK (selected_cb), g_rc_box_acquire (self), columns_release, 0);
  rows = g_ptr_array_ref (self->rows);
  columns_release (self, NULL);
  return rows;
}
