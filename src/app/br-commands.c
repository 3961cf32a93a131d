/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands and their keys. A person's own keys are kept in the setting "shortcuts" by action name. */
#include "config.h"

#include "br-commands.h"

#include <glib/gi18n.h>
#include <string.h>

static const BrCommand commands[] = {
  { "win.palette", N_("Command palette"), N_("Everywhere"), "<Control>k", FALSE },
  { "win.search", N_("Search in the page"), N_("Everywhere"), "<Control>f", TRUE },
  { "win.create", N_("New"), N_("Everywhere"), "<Control>n", TRUE },
  { "app.sync-now", N_("Sync now"), N_("Everywhere"), "F5", TRUE },
  { "win.shortcuts", N_("Keyboard shortcuts"), N_("Everywhere"), "<Control>question", TRUE },
  { "win.preferences", N_("Preferences"), N_("Everywhere"), "<Control>comma", TRUE },
  { "app.help", N_("Help"), N_("Everywhere"), "F1", TRUE },
  { "win.about", N_("About Backroom"), N_("Everywhere"), NULL, TRUE },
  { "app.new-window", N_("New window"), N_("Windows"), "<Control><Shift>n", TRUE },
  { "window.close", N_("Close the window"), N_("Windows"), "<Control>w", TRUE },
  { "app.sign-out", N_("Switch person"), N_("Windows"), "<Control><Shift>l", TRUE },
  { "app.quit", N_("Quit"), N_("Windows"), "<Control>q", TRUE },
  { "win.show-nth-page(0)", N_("First page"), N_("Pages"), "<Alt>1", FALSE },
  { "win.show-nth-page(1)", N_("Second page"), N_("Pages"), "<Alt>2", FALSE },
  { "win.show-nth-page(2)", N_("Third page"), N_("Pages"), "<Alt>3", FALSE },
  { "win.show-nth-page(3)", N_("Fourth page"), N_("Pages"), "<Alt>4", FALSE },
  { "win.show-nth-page(4)", N_("Fifth page"), N_("Pages"), "<Alt>5", FALSE },
  { "win.show-nth-page(5)", N_("Sixth page"), N_("Pages"), "<Alt>6", FALSE },
  { "win.show-nth-page(6)", N_("Seventh page"), N_("Pages"), "<Alt>7", FALSE },
  { "win.show-nth-page(7)", N_("Eighth page"), N_("Pages"), "<Alt>8", FALSE },
  { "win.show-nth-page(8)", N_("Ninth page"), N_("Pages"), "<Alt>9", FALSE },
  { "products.select-all", N_("Select all products that match"), N_("Products"), "<Control>a", TRUE },
  { "products.open", N_("Open the product"), N_("Products"), "<Control>o", TRUE },
  { "products.mass-edit", N_("Edit the selected products"), N_("Products"), "<Control>e", TRUE },
  { "products.change-price", N_("Change the price of the selected products"), N_("Products"), "<Control><Shift>p", TRUE },
  { "products.print-labels", N_("Print labels of the selected products"), N_("Products"), "<Control>p", TRUE },
  { "products.undo", N_("Undo the last change made in this window"), N_("Products"), "<Control>z", TRUE },
  { "products.copy", N_("Copy the selected products as a table"), N_("Products"), "<Control>c", TRUE },
  { "products.export", N_("Export products"), N_("Products"), "<Control><Shift>e", TRUE },
  { "products.save-filter", N_("Save the filter"), N_("Products"), "<Control>d", TRUE },
  { "products.clear-filter", N_("Show all products"), N_("Products"), "<Control>l", TRUE },
  { "products.compact", N_("Compact rows"), N_("Products"), "<Control><Shift>c", TRUE },
  { "editor.save", N_("Save the product"), N_("Product"), "<Control>s", TRUE },
  { "editor.print-labels", N_("Print labels of the product"), N_("Product"), "<Control>p", TRUE },
  { "editor.show-group('basics')", N_("Basics of the product"), N_("Product"), "<Control>1", TRUE },
  { "editor.show-group('variants')", N_("Variants of the product"), N_("Product"), "<Control>2", TRUE },
  { "editor.show-group('prices')", N_("Prices of the product"), N_("Product"), "<Control>3", TRUE },
  { "editor.show-group('shelf')", N_("Shelf tags and labels of the product"), N_("Product"), "<Control>4", TRUE },
  { "editor.show-group('history')", N_("History of the product"), N_("Product"), "<Control>5", TRUE },
  { "labels.show-view('queue')", N_("Labels being printed"), N_("Labels"), "<Control>1", TRUE },
  { "labels.show-view('stale')", N_("Labels that are out of date"), N_("Labels"), "<Control>2", TRUE },
  { "labels.show-view('printers')", N_("Label printers"), N_("Labels"), "<Control>3", TRUE },
  { "labels.show-view('templates')", N_("Label templates"), N_("Labels"), "<Control>4", TRUE },
  { "labels.show-view('history')", N_("What was printed"), N_("Labels"), "<Control>5", TRUE },
  { "labels.print-file", N_("Print the labels of a delivery note or stock list"), N_("Labels"), "<Control>o", TRUE },
  { "labels.add-printer", N_("Add a printer on the network"), N_("Labels"), NULL, TRUE },
  { "stale.print", N_("Print the labels that are out of date"), N_("Labels"), "<Control>p", TRUE },
  { "stale.forget", N_("The selected labels are not on the shelf any more"), N_("Labels"), "Delete", TRUE },
  { "stale.select-all", N_("Select all labels that are out of date"), N_("Labels"), "<Control>a", TRUE },
  { "shelf.bind", N_("Bind shelf tags by scanning"), N_("Shelf tags"), "F8", TRUE },
  { "shelf.plan", N_("When all shelf tags are done"), N_("Shelf tags"), "<Control><Shift>t", TRUE },
  { "shelf.show-view('tags')", N_("All shelf tags"), N_("Shelf tags"), "<Control>1", TRUE },
  { "shelf.show-view('mismatch')", N_("Where shelf, record and till differ"), N_("Shelf tags"), "<Control>2", TRUE },
  { "shelf.show-view('stations')", N_("Stations of shelf tags"), N_("Shelf tags"), "<Control>3", TRUE },
  { "shelf.show-view('designs')", N_("Designs of shelf tags"), N_("Shelf tags"), "<Control>4", TRUE },
  { "tags.find", N_("Find the tag by its LED or a picture"), N_("Shelf tags"), "<Control>l", TRUE },
  { "tags.found", N_("I found the tag that was looked for"), N_("Shelf tags"), NULL, TRUE },
  { "tags.again", N_("Try the selected tags again"), N_("Shelf tags"), "<Control>r", TRUE },
  { "tags.seen-right", N_("I looked: the tag is right"), N_("Shelf tags"), NULL, TRUE },
  { "tags.seen-wrong", N_("I looked: the tag is wrong"), N_("Shelf tags"), NULL, TRUE },
  { "tags.replace", N_("Replace the tag by another"), N_("Shelf tags"), NULL, TRUE },
  { "tags.unbind", N_("Unbind the selected tags"), N_("Shelf tags"), "Delete", TRUE },
  { "tags.forget", N_("Forget the selected tags that are gone"), N_("Shelf tags"), "<Shift>Delete", TRUE },
  { "tags.paper", N_("Print paper labels instead of the selected tags"), N_("Shelf tags"), "<Control>p", TRUE },
  { "tags.select-all", N_("Select all tags that match"), N_("Shelf tags"), "<Control>a", TRUE },
  { "truths.certificate", N_("Save a certificate of shelf prices"), N_("Shelf tags"), NULL, TRUE },
  { "stations.add", N_("Add a station of shelf tags"), N_("Shelf tags"), NULL, TRUE },
  { "station.save", N_("Save the station"), N_("Shelf tags"), "<Control>s", TRUE },
  { "designs.open", N_("Edit the design"), N_("Shelf tags"), "<Control>o", TRUE },
  { "designs.duplicate", N_("Duplicate the design"), N_("Shelf tags"), "<Control>d", TRUE },
  { "templates.open", N_("Edit the template"), N_("Label templates"), "<Control>o", TRUE },
  { "templates.print", N_("Print a label that is not of goods"), N_("Label templates"), "<Control>p", TRUE },
  { "templates.new", N_("New template"), N_("Label templates"), NULL, TRUE },
  { "templates.duplicate", N_("Duplicate the template"), N_("Label templates"), "<Control>d", TRUE },
  { "designer.save", N_("Save the template"), N_("Label designer"), "<Control>s", TRUE },
  { "designer.undo", N_("Undo"), N_("Label designer"), "<Control>z", TRUE },
  { "designer.redo", N_("Redo"), N_("Label designer"), "<Control><Shift>z", TRUE },
  { "designer.cut", N_("Cut the selected objects"), N_("Label designer"), "<Control>x", TRUE },
  { "designer.copy", N_("Copy the selected objects"), N_("Label designer"), "<Control>c", TRUE },
  { "designer.paste", N_("Paste objects"), N_("Label designer"), "<Control>v", TRUE },
  { "designer.duplicate", N_("Duplicate the selected objects"), N_("Label designer"), "<Control>d", TRUE },
  { "designer.select-all", N_("Select all objects"), N_("Label designer"), "<Control>a", TRUE },
  { "designer.group", N_("Group the selected objects"), N_("Label designer"), "<Control>g", TRUE },
  { "designer.ungroup", N_("Take the group apart"), N_("Label designer"), "<Control><Shift>g", TRUE },
  { "designer.turn", N_("Turn the selected objects by a quarter"), N_("Label designer"), "<Control>r", TRUE },
  { "designer.order('front')", N_("Bring to the front"), N_("Label designer"), "<Control><Shift>Up", TRUE },
  { "designer.order('back')", N_("Send to the back"), N_("Label designer"), "<Control><Shift>Down", TRUE },
  { "designer.zoom-in", N_("Zoom in"), N_("Label designer"), "<Control>plus", TRUE },
  { "designer.zoom-out", N_("Zoom out"), N_("Label designer"), "<Control>minus", TRUE },
  { "designer.zoom-fit", N_("Show the whole label"), N_("Label designer"), "<Control>0", TRUE },
  { "designer.goods", N_("Show the values of a product"), N_("Label designer"), "<Control>e", TRUE },
  { "import.choose", N_("Choose a file to import"), N_("Import"), "<Control>o", TRUE },
  { "import.check", N_("Try the import without keeping it"), N_("Import"), "<Control>t", TRUE },
  { "import.run", N_("Import the file"), N_("Import"), "<Control>Return", TRUE },
  { "import.back", N_("Back to the step before"), N_("Import"), "<Alt>Left", TRUE },
  { "import.save-fix", N_("Save the rejected rows"), N_("Import"), "<Control>s", TRUE },
  { "import.undo", N_("Undo the import"), N_("Import"), "<Control>z", TRUE },
};

/* The part of an action's name that says where its keys work. */
static gsize
scope_length (const BrCommand *command)
{
  return strcspn (command->action, ".") + 1;
}

static gboolean
is_of_page (const BrCommand *command)
{
  static const char *const everywhere[] = { "app.", "win.", "window." };

  for (guint i = 0; i < G_N_ELEMENTS (everywhere); i++)
    if (g_str_has_prefix (command->action, everywhere[i]))
      return FALSE;
  return TRUE;
}

/* Two pages may use one key, each for its own. */
static gboolean
can_meet (const BrCommand *a, const BrCommand *b)
{
  return !is_of_page (a) || !is_of_page (b) || (scope_length (a) == scope_length (b) && strncmp (a->action, b->action, scope_length (a)) == 0);
}

const BrCommand *
br_commands_get (guint *n_commands)
{
  *n_commands = G_N_ELEMENTS (commands);
  return commands;
}

char **
br_commands_dup_accels (GSettings *settings, const BrCommand *command)
{
  g_autoptr (GVariant) own = g_settings_get_value (settings, "shortcuts");
  char **accels = NULL;

  if (g_variant_lookup (own, command->action, "^as", &accels))
    return accels;
  return g_strsplit (command->accels != NULL ? command->accels : "", " ", -1);
}

/* Keeps only what differs from the usual keys; NULL accels = forget. */
static void
store_accels (GSettings *settings, const BrCommand *command, const char *const *accels)
{
  g_autoptr (GVariant) own = g_settings_get_value (settings, "shortcuts");
  GVariantBuilder builder;
  GVariantIter iter;
  const char *action;
  GVariant *keys;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sas}"));
  g_variant_iter_init (&iter, own);
  while (g_variant_iter_next (&iter, "{&s@as}", &action, &keys))
    {
      if (!g_str_equal (action, command->action))
        g_variant_builder_add (&builder, "{s@as}", action, keys);
      g_variant_unref (keys);
    }
  if (accels != NULL)
    g_variant_builder_add (&builder, "{s^as}", command->action, accels);
  g_settings_set_value (settings, "shortcuts", g_variant_builder_end (&builder));
}

void
br_commands_apply (GtkApplication *application, GSettings *settings)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (GStrv) accels = br_commands_dup_accels (settings, &commands[i]);

      if (is_of_page (&commands[i])) /* the page's own keys: br_action_add_keys */
        continue;
      gtk_application_set_accels_for_action (application, commands[i].action, (const char *const *) accels);
    }
}

void
br_commands_set_accel (GSettings *settings, const BrCommand *command, const char *accel)
{
  const char *none[] = { NULL };
  const char *one[] = { accel, NULL };
  const BrCommand *other;

  while (accel != NULL && (other = br_commands_find_accel (settings, command, accel)) != NULL)
    store_accels (settings, other, none);
  store_accels (settings, command, accel != NULL ? one : none);
}

void
br_commands_reset (GSettings *settings, const BrCommand *command)
{
  store_accels (settings, command, NULL);
}

const BrCommand *
br_commands_find_accel (GSettings *settings, const BrCommand *command, const char *accel)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (GStrv) accels = br_commands_dup_accels (settings, &commands[i]);

      if (&commands[i] != command && can_meet (&commands[i], command) && g_strv_contains ((const char *const *) accels, accel))
        return &commands[i];
    }
  return NULL;
}
