/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Label printers listen at port 9100 unless somebody changed it. */
#include "config.h"

#include "br-printer-add.h"

#include "br-words.h"
#include <glib/gi18n.h>
#include <string.h>

#define USUAL_PORT 9100
#define MAX_ADDRESS 255 /* bytes of a name in the network (RFC 1035 section 2.3.4) */

struct _BrPrinterAdd
{
  AdwDialog parent_instance;

  BrAppContext *context;
  char *key; /* of the printer that is being added, or NULL */

  AdwEntryRow *address_row;
  AdwEntryRow *name_row;
  GtkLabel *problem;
  GtkWidget *add_button;
};

enum
{
  SIGNAL_ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrPrinterAdd, br_printer_add, ADW_TYPE_DIALOG)

static gboolean
is_host (const char *host)
{
  gsize length = strlen (host);

  for (const char *p = host; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr (".-_:%[]", *p) == NULL)
      return FALSE;
  return length > 0 && length <= MAX_ADDRESS;
}

char *
br_printer_address_key (const char *text)
{
  g_autofree char *typed = g_strstrip (g_strdup (text));
  g_autoptr (GNetworkAddress) address = NULL;

  if (!is_host (typed))
    return NULL;
  address = G_NETWORK_ADDRESS (g_network_address_parse (typed, USUAL_PORT, NULL));
  if (address == NULL || !is_host (g_network_address_get_hostname (address)) || g_network_address_get_port (address) == 0)
    return NULL;
  return strchr (g_network_address_get_hostname (address), ':') != NULL
             ? g_strdup_printf ("tcp:[%s]:%u", g_network_address_get_hostname (address), g_network_address_get_port (address))
             : g_strdup_printf ("tcp:%s:%u", g_network_address_get_hostname (address), g_network_address_get_port (address));
}

static void
cancel_cb (BrPrinterAdd *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
changed_cb (BrPrinterAdd *self)
{
  g_autofree char *key = br_printer_address_key (gtk_editable_get_text (GTK_EDITABLE (self->address_row)));

  gtk_widget_set_sensitive (self->add_button, key != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
}

/* The list has it a moment after it was saved, and only then can its page be opened. */
static void
look (BrPrinterAdd *self)
{
  g_autofree char *key = g_strdup (self->key);

  if (key == NULL || br_printer_service_find (br_app_context_get_printers (self->context), key) == NULL)
    return;
  g_clear_pointer (&self->key, g_free);
  adw_dialog_force_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, key);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPrinterAdd) self = BR_PRINTER_ADD (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (self->context == NULL)
    return; /* closed meanwhile */
  if (br_printer_service_write_finish (BR_PRINTER_SERVICE (source), result, &error))
    {
      g_signal_connect_object (br_printer_service_get_printers (BR_PRINTER_SERVICE (source)), "items-changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
      look (self);
      return;
    }
  g_clear_pointer (&self->key, g_free);
  sentence = br_words_error (error);
  gtk_label_set_text (self->problem, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  gtk_widget_set_sensitive (self->add_button, TRUE);
}

static void
add_cb (BrPrinterAdd *self)
{
  g_autofree char *key = br_printer_address_key (gtk_editable_get_text (GTK_EDITABLE (self->address_row)));
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  BrPrinterService *printers = br_app_context_get_printers (self->context);
  g_autoptr (BrPrinter) printer = NULL;

  if (key == NULL)
    return;
  if (br_printer_service_find (printers, key) != NULL)
    {
      gtk_label_set_text (self->problem, _("This printer is in the list already."));
      gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
      return;
    }
  printer = br_printer_new (key);
  g_free (printer->name);
  printer->name = g_strdup (*name != '\0' ? name : gtk_editable_get_text (GTK_EDITABLE (self->address_row)));
  gtk_widget_set_sensitive (self->add_button, FALSE);
  g_set_str (&self->key, key);
  br_printer_service_save_async (printers, printer, NULL, saved_cb, g_object_ref (self));
}

static void
br_printer_add_dispose (GObject *object)
{
  BrPrinterAdd *self = BR_PRINTER_ADD (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_PRINTER_ADD);
  g_clear_object (&self->context);
  g_clear_pointer (&self->key, g_free);
  G_OBJECT_CLASS (br_printer_add_parent_class)->dispose (object);
}

static void
br_printer_add_class_init (BrPrinterAddClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_printer_add_dispose;
  signals[SIGNAL_ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-printer-add.ui");
  gtk_widget_class_bind_template_child (widget_class, BrPrinterAdd, address_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterAdd, name_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterAdd, problem);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterAdd, add_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
br_printer_add_init (BrPrinterAdd *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

BrPrinterAdd *
br_printer_add_new (BrAppContext *context)
{
  BrPrinterAdd *self = g_object_new (BR_TYPE_PRINTER_ADD, NULL);

  self->context = g_object_ref (context);
  return self;
}
