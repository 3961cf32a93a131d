/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The entry for the typed search language. */
#include "config.h"

#include "br-product-search.h"

#include <glib/gi18n.h>
#include <string.h>

#define PAUSE_MS 120        /* of typing, before the list is asked */
#define MAX_COMPLETIONS 8

struct _BrProductSearch
{
  GtkBox parent_instance;

  guint digits;      /* decimals of the currency amounts are typed in */
  guint pause_id;    /* timeout */
  char *announced;   /* text of the last "changed" */
  GtkColumnView *results; /* weak: where what was found is shown, or NULL */

  GtkEntry *entry;
  GtkLabel *error_label;
  GtkPopover *completion;
  GtkListBox *words;
};

enum
{
  PROP_RESULTS = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];
enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrProductSearch, br_product_search, GTK_TYPE_BOX)

/* Underlines the bytes that could not be read, and says which they are. */
static void
show_error (BrProductSearch *self, const char *text, gsize offset, gsize length)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *underline = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);
  g_autofree char *part = g_strndup (text + MIN (offset, strlen (text)), length);
  glong character = g_utf8_strlen (text, offset) + 1;
  g_autofree char *sentence = *part != '\0' ? g_strdup_printf (_("“%s” at character %ld is not understood"), part, character)
                                            : g_strdup_printf (_("Something is missing at character %ld"), character);

  underline->start_index = offset;
  underline->end_index = offset + MAX (length, 1);
  pango_attr_list_insert (attributes, underline);
  gtk_entry_set_attributes (self->entry, attributes);
  gtk_label_set_text (self->error_label, sentence);
}

/* Whether the text can be read; shows the error if not. */
static gboolean
check_text (BrProductSearch *self)
{
  const char *text = br_product_search_get_text (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrSearch) search = NULL;
  gsize offset = 0, length = 0;

  search = br_search_parse (text, self->digits, &offset, &length, &error);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), search == NULL);
  if (search == NULL)
    {
      show_error (self, text, offset, length);
      gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
      return FALSE;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_entry_set_attributes (self->entry, NULL);
  return TRUE;
}

static void
announce (BrProductSearch *self)
{
  const char *text = br_product_search_get_text (self);

  g_clear_handle_id (&self->pause_id, g_source_remove);
  if (!check_text (self) || g_strcmp0 (text, self->announced) == 0)
    return;
  g_free (self->announced);
  self->announced = g_strdup (text);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
pause_over_cb (gpointer data)
{
  BrProductSearch *self = data;

  self->pause_id = 0;
  announce (self);
  return G_SOURCE_REMOVE;
}

/* Completion */

static gsize
cursor_offset (BrProductSearch *self)
{
  const char *text = br_product_search_get_text (self);

  return g_utf8_offset_to_pointer (text, gtk_editable_get_position (GTK_EDITABLE (self->entry))) - text;
}

static void
show_completions (BrProductSearch *self)
{
  g_auto (GStrv) words = br_search_complete (br_product_search_get_text (self), cursor_offset (self));

  gtk_list_box_remove_all (self->words);
  for (gsize i = 0; i < MAX_COMPLETIONS && words != NULL && words[i] != NULL; i++)
    {
      GtkWidget *label = gtk_label_new (words[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_list_box_append (self->words, label);
    }
  if (words != NULL && words[0] != NULL && gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)))))
    gtk_popover_popup (self->completion);
  else
    gtk_popover_popdown (self->completion);
}

/* Replaces the word before the cursor. */
static void
take_word (BrProductSearch *self, const char *word)
{
  const char *text = br_product_search_get_text (self);
  int end = gtk_editable_get_position (GTK_EDITABLE (self->entry));
  int start = end;

  while (start > 0 && strchr (" ():-", *g_utf8_offset_to_pointer (text, start - 1)) == NULL)
    start--;
  gtk_editable_delete_text (GTK_EDITABLE (self->entry), start, end);
  gtk_editable_insert_text (GTK_EDITABLE (self->entry), word, -1, &start);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), start);
  gtk_popover_popdown (self->completion);
}

static void
take_row (BrProductSearch *self, GtkListBoxRow *row)
{
  g_autofree char *word = row != NULL ? g_strdup (gtk_label_get_text (GTK_LABEL (gtk_list_box_row_get_child (row)))) : NULL;

  if (word != NULL)
    take_word (self, word);
}

static void
word_activated_cb (BrProductSearch *self, GtkListBoxRow *row)
{
  take_row (self, row);
  gtk_entry_grab_focus_without_selecting (self->entry);
}

/* Back to where one was. */
static void
leave (BrProductSearch *self)
{
  if (self->results != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->results));
}

/* On to what was found. */
static void
show_first (BrProductSearch *self)
{
  GListModel *found = self->results != NULL ? G_LIST_MODEL (gtk_column_view_get_model (self->results)) : NULL;

  gtk_popover_popdown (self->completion);
  announce (self);
  if (found == NULL || g_list_model_get_n_items (found) == 0)
    return;
  gtk_column_view_scroll_to (self->results, 0, NULL, GTK_LIST_SCROLL_FOCUS | GTK_LIST_SCROLL_SELECT, NULL);
  leave (self);
}

static gboolean
key_pressed_cb (BrProductSearch *self, guint key, guint code, GdkModifierType state)
{
  gboolean shown = gtk_widget_get_visible (GTK_WIDGET (self->completion));

  if (key == GDK_KEY_Tab && shown)
    {
      take_row (self, gtk_list_box_get_row_at_index (self->words, 0));
      return GDK_EVENT_STOP;
    }
  if (key == GDK_KEY_Escape && shown)
    {
      gtk_popover_popdown (self->completion);
      return GDK_EVENT_STOP;
    }
  if (key == GDK_KEY_Escape && *br_product_search_get_text (self) != '\0')
    {
      gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
      return GDK_EVENT_STOP;
    }
  if (key == GDK_KEY_Down || key == GDK_KEY_KP_Down)
    show_first (self);
  else if (key == GDK_KEY_Escape)
    leave (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* A letter typed elsewhere begins a new search. */
static gboolean
key_elsewhere_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, BrProductSearch *self)
{
  const GdkModifierType commands = GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK;
  gunichar character = gdk_keyval_to_unicode (key);

  if ((state & commands) != 0 || !g_unichar_isgraph (character)) /* Space selects */
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  return gtk_event_controller_key_forward (controller, GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry))));
}

static void
text_changed_cb (BrProductSearch *self)
{
  gtk_entry_set_icon_from_icon_name (self->entry, GTK_ENTRY_ICON_SECONDARY, *br_product_search_get_text (self) != '\0' ? "edit-clear-symbolic" : NULL);
  g_clear_handle_id (&self->pause_id, g_source_remove);
  self->pause_id = g_timeout_add (PAUSE_MS, pause_over_cb, self);
  show_completions (self);
}

static void
icon_pressed_cb (BrProductSearch *self, GtkEntryIconPosition position)
{
  if (position == GTK_ENTRY_ICON_SECONDARY)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
activated_cb (BrProductSearch *self)
{
  gtk_popover_popdown (self->completion);
  announce (self);
}

static void
left_cb (BrProductSearch *self)
{
  gtk_popover_popdown (self->completion);
}

static gboolean
br_product_search_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BR_PRODUCT_SEARCH (widget)->entry));
}

static void
set_results (BrProductSearch *self, GtkColumnView *results)
{
  GtkEventController *keys;

  if (!g_set_weak_pointer (&self->results, results) || results == NULL)
    return;
  keys = gtk_event_controller_key_new ();
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_elsewhere_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (results), keys);
}

static void
br_product_search_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_RESULTS)
    set_results (BR_PRODUCT_SEARCH (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
br_product_search_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_RESULTS)
    g_value_set_object (value, BR_PRODUCT_SEARCH (object)->results);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
br_product_search_dispose (GObject *object)
{
  BrProductSearch *self = BR_PRODUCT_SEARCH (object);

  g_clear_weak_pointer (&self->results);
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_pointer (&self->announced, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_PRODUCT_SEARCH);
  G_OBJECT_CLASS (br_product_search_parent_class)->dispose (object);
}

static void
br_product_search_class_init (BrProductSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = br_product_search_dispose;
  object_class->get_property = br_product_search_get_property;
  object_class->set_property = br_product_search_set_property;
  properties[PROP_RESULTS] = g_param_spec_object ("results", NULL, NULL, GTK_TYPE_COLUMN_VIEW, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  widget_class->grab_focus = br_product_search_grab_focus;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/products-search.ui");
  gtk_widget_class_bind_template_child (widget_class, BrProductSearch, entry);
  gtk_widget_class_bind_template_child (widget_class, BrProductSearch, error_label);
  gtk_widget_class_bind_template_child (widget_class, BrProductSearch, completion);
  gtk_widget_class_bind_template_child (widget_class, BrProductSearch, words);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, icon_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
  gtk_widget_class_bind_template_callback (widget_class, word_activated_cb);
}

static void
br_product_search_init (BrProductSearch *self)
{
  self->digits = 2;
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
br_product_search_set_digits (BrProductSearch *self, guint digits)
{
  self->digits = digits;
}

const char *
br_product_search_get_text (BrProductSearch *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
br_product_search_set_text (BrProductSearch *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  announce (self);
}
