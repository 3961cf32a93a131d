/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of the palette. */
#include "config.h"

#include "br-palette-item.h"

#include <glib/gi18n.h>

struct _BrPaletteItem
{
  GObject parent_instance;

  char *title;
  char *folded; /* title, case-folded, for matching */
  char *detail;
  const char *icon;
  const BrCommand *command;
  const char *page;
  BrId product;
};

G_DEFINE_FINAL_TYPE (BrPaletteItem, br_palette_item, G_TYPE_OBJECT)

static void
br_palette_item_finalize (GObject *object)
{
  BrPaletteItem *self = BR_PALETTE_ITEM (object);

  g_free (self->title);
  g_free (self->folded);
  g_free (self->detail);
  G_OBJECT_CLASS (br_palette_item_parent_class)->finalize (object);
}

static void
br_palette_item_class_init (BrPaletteItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = br_palette_item_finalize;
}

static void
br_palette_item_init (BrPaletteItem *self)
{
}

static BrPaletteItem *
create (const char *title, const char *detail, const char *icon)
{
  BrPaletteItem *self = g_object_new (BR_TYPE_PALETTE_ITEM, NULL);

  self->title = g_strdup (title);
  self->folded = g_utf8_casefold (title, -1);
  self->detail = g_strdup (detail);
  self->icon = icon;
  return self;
}

BrPaletteItem *
br_palette_item_new_command (const BrCommand *command, GSettings *settings)
{
  g_auto (GStrv) accels = br_commands_dup_accels (settings, command);
  g_autofree char *keys = NULL;
  BrPaletteItem *self;
  guint key;
  GdkModifierType modifiers;

  if (accels[0] != NULL && gtk_accelerator_parse (accels[0], &key, &modifiers))
    keys = gtk_accelerator_get_label (key, modifiers);
  self = create (_(command->title), keys != NULL ? keys : "", "system-run-symbolic");
  self->command = command;
  return self;
}

BrPaletteItem *
br_palette_item_new_page (const BrPageInfo *page)
{
  BrPaletteItem *self = create (_(page->title), _("Page"), page->icon);

  self->page = page->id;
  return self;
}

BrPaletteItem *
br_palette_item_new_product (const BrSkuRow *row)
{
  g_autofree char *detail = row->barcode != NULL ? g_strdup_printf ("%s · %s", row->code, row->barcode) : g_strdup (row->code);
  BrPaletteItem *self = create (row->name, detail, "view-grid-symbolic");

  self->product = row->product_uid;
  return self;
}

const char *
br_palette_item_get_title (BrPaletteItem *self)
{
  return self->title;
}

const char *
br_palette_item_get_detail (BrPaletteItem *self)
{
  return self->detail;
}

const char *
br_palette_item_get_icon (BrPaletteItem *self)
{
  return self->icon;
}

const BrCommand *
br_palette_item_get_command (BrPaletteItem *self)
{
  return self->command;
}

const char *
br_palette_item_get_page (BrPaletteItem *self)
{
  return self->page;
}

const BrId *
br_palette_item_get_product (BrPaletteItem *self)
{
  return br_id_is_none (&self->product) ? NULL : &self->product;
}

gboolean
br_palette_item_matches (BrPaletteItem *self, const char *const *words)
{
  for (; *words != NULL; words++)
    if (**words != '\0' && strstr (self->folded, *words) == NULL)
      return FALSE;
  return TRUE;
}
