/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filter chips of a list. */
#include "config.h"

#include "br-filter-chips.h"

#include "br-product-text.h"
#include "br-schema.h"
#include <glib/gi18n.h>
#include <string.h>

struct _BrFilterChips
{
  GObject parent;

  GPtrArray *terms; /* of char* */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrFilterChips, br_filter_chips, G_TYPE_OBJECT)

static void
br_filter_chips_finalize (GObject *object)
{
  g_ptr_array_unref (BR_FILTER_CHIPS (object)->terms);
  G_OBJECT_CLASS (br_filter_chips_parent_class)->finalize (object);
}

static void
br_filter_chips_class_init (BrFilterChipsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = br_filter_chips_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
br_filter_chips_init (BrFilterChips *self)
{
  self->terms = g_ptr_array_new_with_free_func (g_free);
}

BrFilterChips *
br_filter_chips_new (void)
{
  return g_object_new (BR_TYPE_FILTER_CHIPS, NULL);
}

gboolean
br_filter_chips_is_empty (BrFilterChips *self)
{
  return self->terms->len == 0;
}

static gboolean
same_field (const char *a, const char *b)
{
  gsize n = strcspn (a, ":");

  return a[n] == ':' && strncmp (a, b, n + 1) == 0;
}

void
br_filter_chips_add (BrFilterChips *self, const char *term)
{
  for (guint i = 0; i < self->terms->len; i++)
    if (same_field (term, self->terms->pdata[i]) || strcmp (term, self->terms->pdata[i]) == 0)
      g_ptr_array_remove_index (self->terms, i--);
  g_ptr_array_add (self->terms, g_strdup (term));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
br_filter_chips_remove (BrFilterChips *self, const char *term)
{
  guint i;

  if (!g_ptr_array_find_with_equal_func (self->terms, term, g_str_equal, &i))
    return;
  g_ptr_array_remove_index (self->terms, i);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
br_filter_chips_set (BrFilterChips *self, const char *term)
{
  g_ptr_array_set_size (self->terms, 0);
  if (*term != '\0')
    g_ptr_array_add (self->terms, g_strdup (term));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

GStrv
br_filter_chips_get_terms (BrFilterChips *self)
{
  g_autoptr (GStrvBuilder) terms = g_strv_builder_new ();

  for (guint i = 0; i < self->terms->len; i++)
    g_strv_builder_add (terms, self->terms->pdata[i]);
  return g_strv_builder_end (terms);
}

void
br_filter_chips_set_terms (BrFilterChips *self, const char *const *terms)
{
  g_ptr_array_set_size (self->terms, 0);
  for (gsize i = 0; terms[i] != NULL; i++)
    g_ptr_array_add (self->terms, g_strdup (terms[i]));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

char *
br_filter_chips_combine (BrFilterChips *self, const char *typed)
{
  GString *query = g_string_new (NULL);
  g_autofree char *text = g_strstrip (g_strdup (typed));

  if (self->terms->len == 1 && *text == '\0')
    return (g_string_free (query, TRUE), g_strdup (self->terms->pdata[0]));
  for (guint i = 0; i < self->terms->len; i++)
    g_string_append_printf (query, "%s(%s)", query->len > 0 ? " " : "", (const char *) self->terms->pdata[i]);
  if (*text != '\0')
    g_string_append_printf (query, self->terms->len > 0 ? " (%s)" : "%s", text);
  return g_string_free (query, FALSE);
}

static const char *
finding_title (const char *name)
{
  for (guint bit = 0; bit < BR_N_FINDINGS; bit++)
    if (g_strcmp0 (br_finding_name (bit), name) == 0)
      return br_text_finding (bit);
  return _("Any finding of the doctor");
}

static const char *
status_title (const char *name)
{
  const char *const *choices = br_schema_get (BR_KIND_SKU)->fields[BR_SKU_STATUS].choices;

  for (guint i = 0; choices[i] != NULL; i++)
    if (strcmp (choices[i], name) == 0)
      return br_text_status (i + 1);
  return name;
}

/* A term for people: "Status: Listed". Caller frees. */
static char *
chip_title (const char *term)
{
  if (g_str_has_prefix (term, "status:"))
    return g_strdup_printf (_("Status: %s"), status_title (term + strlen ("status:")));
  if (g_str_has_prefix (term, "doctor:"))
    return g_strdup (finding_title (term + strlen ("doctor:")));
  if (strcmp (term, "pending:yes") == 0)
    return g_strdup (_("Not yet at HQ"));
  if (strcmp (term, "here:yes") == 0)
    return g_strdup (_("Sold in this store"));
  return g_strdup (term);
}

static GtkWidget *
make_chip (const char *term)
{
  g_autofree char *title = chip_title (term);
  g_autofree char *tip = g_strdup_printf (_("Remove the filter “%s”"), title);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_box_append (GTK_BOX (content), label);
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_widget_add_css_class (button, "filter-chip");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "products.remove-filter");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", term);
  return button;
}

void
br_filter_chips_fill (BrFilterChips *self, AdwWrapBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    adw_wrap_box_remove (box, child);
  gtk_widget_set_visible (GTK_WIDGET (box), self->terms->len > 0);
  for (guint i = 0; i < self->terms->len; i++)
    adw_wrap_box_append (box, make_chip (self->terms->pdata[i]));
}
