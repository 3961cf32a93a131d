/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gallery and designer over an empty profile: which actions there are when, saving, conflicts, and nothing left over. */
#include "config.h"

#include "fixture.h"

#include "br-actions.h"
#include "br-designer-edit.h"
#include "br-designer-fields.h"
#include "br-designer-goods.h"
#include "br-designer-member.h"
#include "br-label-designer-private.h"
#include "br-template-gallery.h"
#include "br-template-print.h"
#include "br-template-words.h"

#include <string.h>

#define PATIENCE (60 * G_USEC_PER_SEC)

/* A window with the gallery in it, and all it needs. */
typedef struct
{
  BrAppContext *context;
  GtkWidget *window;
  AdwNavigationView *navigation;
  GtkWidget *gallery;
} Fixture;

static void
set_up (Fixture *self)
{
  AdwNavigationPage *page;

  self->context = fixture_context ();
  self->window = adw_window_new ();
  self->navigation = ADW_NAVIGATION_VIEW (adw_navigation_view_new ());
  br_app_context_attach (self->context, GTK_WINDOW (self->window));
  self->gallery = br_template_gallery_new ();
  page = adw_navigation_page_new (self->gallery, "Gallery");
  adw_navigation_view_add (self->navigation, page);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1000, 700);
  adw_window_set_content (ADW_WINDOW (self->window), GTK_WIDGET (self->navigation));
  gtk_window_present (GTK_WINDOW (self->window));
}

/* Until the action is allowed, or is not. */
static void
wait_action (Fixture *self, const char *action, gboolean allowed)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;

  while ((br_action_find (self->window, action) != NULL) != allowed)
    {
      if (g_get_monotonic_time () > end)
        g_error ("%s does not become %s", action, allowed ? "allowed" : "forbidden");
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

static void
tear_down (Fixture *self)
{
  settle ();
  g_object_add_weak_pointer (G_OBJECT (self->gallery), (gpointer *) &self->gallery);
  gtk_window_destroy (GTK_WINDOW (self->window));
  settle ();
  g_assert_null (self->gallery);
  g_object_unref (self->context);
}

static BrLabelDesigner *
open_designer (Fixture *self)
{
  wait_action (self, "templates.open", TRUE);
  g_assert_true (br_action_activate (self->window, "templates.open"));
  settle ();
  g_assert_true (BR_IS_LABEL_DESIGNER (adw_navigation_view_get_visible_page (self->navigation)));
  return BR_LABEL_DESIGNER (adw_navigation_view_get_visible_page (self->navigation));
}

static void
assert_allowed (Fixture *self, const char *actions)
{
  g_auto (GStrv) all = g_strsplit (actions, " ", -1);

  for (guint i = 0; all[i] != NULL; i++)
    {
      gboolean forbidden = all[i][0] == '!';
      g_autofree char *name = g_strconcat ("designer.", all[i] + forbidden, NULL);

      if ((br_action_find (self->window, name) == NULL) != forbidden)
        g_error ("%s is %s", name, forbidden ? "allowed" : "forbidden");
    }
}

/* What can be done follows from what is selected and what was done. */
static void
test_actions (void)
{
  Fixture fixture;
  BrLabelDesigner *designer;
  BrDesignerModel *model;

  set_up (&fixture);
  wait_action (&fixture, "templates.open", TRUE);
  g_assert_null (br_action_find (fixture.window, "templates.remove")); /* it is as it came */
  designer = open_designer (&fixture);
  model = br_label_designer_get_model (designer);
  assert_allowed (
      &fixture,
      "close add fields goods samples select-all zoom-in !save !undo !redo !cut !copy !remove !align !group !ungroup !distribute !open !paste !choose-picture");
  g_assert_true (br_action_activate (fixture.window, "designer.show-object('name')"));
  assert_allowed (&fixture, "cut copy remove align order turn nudge open !group !distribute !undo !save !paste");
  g_assert_true (br_action_activate (fixture.window, "designer.copy"));
  assert_allowed (&fixture, "paste");
  br_designer_model_select (model, (guint[]) { 0, 1 }, 2);
  assert_allowed (&fixture, "group !distribute !open");
  g_assert_true (br_action_activate (fixture.window, "designer.select-all"));
  assert_allowed (&fixture, "distribute");
  br_designer_model_select (model, (guint[]) { 1 }, 1);
  g_assert_true (br_action_activate (fixture.window, "designer.nudge((0, 10))"));
  assert_allowed (&fixture, "undo !redo save");
  g_assert_true (br_label_designer_would_lose (designer));
  g_assert_true (br_template_gallery_would_lose (BR_TEMPLATE_GALLERY (fixture.gallery)));
  g_assert_true (br_action_activate (fixture.window, "designer.undo"));
  assert_allowed (&fixture, "!undo redo !save");
  g_assert_false (br_label_designer_would_lose (designer));
  g_assert_true (br_action_activate (fixture.window, "designer.add('image')"));
  assert_allowed (&fixture, "choose-picture");
  tear_down (&fixture);
}

/* Every type can be added, shows its rows, and goes again. */
static void
test_types (void)
{
  static const char *const types[] = { "text", "code", "image", "line", "box", "ellipse", "group", "table" };
  Fixture fixture;
  BrLabelDesigner *designer;
  BrDesignerModel *model;
  guint n;

  set_up (&fixture);
  designer = open_designer (&fixture);
  model = br_label_designer_get_model (designer);
  n = br_designer_model_get_objects (model)->len;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *action = g_strdup_printf ("designer.add('%s')", types[i]);
      g_autoptr (GError) error = NULL;

      g_assert_true (br_action_activate (fixture.window, action));
      g_assert_cmpint (br_designer_model_get_single (model)->type, ==, BR_LABEL_OBJECT_TEXT + i);
      br_label_template_check (br_designer_model_get (model), &error);
      g_assert_no_error (error);
      settle ();
      if (BR_LABEL_OBJECT_TEXT + i == BR_LABEL_OBJECT_TABLE || BR_LABEL_OBJECT_TEXT + i == BR_LABEL_OBJECT_GROUP)
        {
          g_assert_true (br_action_activate (fixture.window, "designer.open")); /* what is inside */
          g_assert_cmpuint (br_designer_model_get_objects (model)->len, ==, BR_LABEL_OBJECT_TEXT + i == BR_LABEL_OBJECT_TABLE ? 1 : 0);
          g_assert_true (br_action_activate (fixture.window, "designer.escape"));
          g_assert_cmpuint (br_designer_model_get_objects (model)->len, ==, n + 1);
        }
      g_assert_true (br_action_activate (fixture.window, "designer.remove"));
      g_assert_cmpuint (br_designer_model_get_objects (model)->len, ==, n);
    }
  tear_down (&fixture);
}

static const BrDesignerMember *
find_member (const char *title, BrLabelObjectType type)
{
  guint n;
  const BrDesignerMember *members = br_designer_members (&n);

  for (guint i = 0; i < n; i++)
    if (strcmp (members[i].title, title) == 0 && (members[i].uses & 1u << type) != 0)
      return &members[i];
  g_assert_not_reached ();
}

/* What is set in a row is in the draft, within its limits; fields that goods give come with the text that reads them. */
static void
test_members (void)
{
  g_autoptr (BrLabelTemplate) template = br_label_template_new ();
  g_autoptr (BrDesignerModel) model = br_designer_model_new (template);

  br_designer_add (model, BR_LABEL_OBJECT_TEXT);
  g_assert_true (br_designer_member_set_text (model, find_member ("Text, with {fields}", BR_LABEL_OBJECT_TEXT), "{name} {price"));
  g_assert_null (br_label_template_find_field (br_designer_model_get (model), "price"));
  g_assert_true (br_designer_member_set_text (model, find_member ("Text, with {fields}", BR_LABEL_OBJECT_TEXT), "{name} {price} {other}"));
  g_assert_cmpint (br_label_template_find_field (br_designer_model_get (model), "price")->type, ==, BR_LABEL_FIELD_DECIMAL);
  g_assert_null (br_label_template_find_field (br_designer_model_get (model), "other"));
  g_assert_true (br_designer_member_set_text (model, find_member ("Shown only when", BR_LABEL_OBJECT_TEXT), "has(regular)"));
  g_assert_nonnull (br_label_template_find_field (br_designer_model_get (model), "regular"));
  g_assert_true (br_designer_member_set_text (model, find_member ("Shown only when", BR_LABEL_OBJECT_TEXT), ""));
  g_assert_null (br_designer_model_get_single (model)->when);
  g_assert_true (br_designer_member_set_int (model, find_member ("Smallest size, mm", BR_LABEL_OBJECT_TEXT), 250));
  g_assert_true (br_designer_member_set_int (model, find_member ("Size, mm", BR_LABEL_OBJECT_TEXT), 200));
  g_assert_cmpint (br_designer_model_get_single (model)->min_size, ==, 200);
  g_assert_true (br_designer_member_set_int (model, find_member ("Left, mm", BR_LABEL_OBJECT_TEXT), 5900));
  g_assert_cmpint (br_designer_model_get_single (model)->x, ==, 3000);
  g_assert_true (br_designer_member_set_int (model, find_member ("Turned", BR_LABEL_OBJECT_TEXT), 1));
  g_assert_false (br_designer_member_set_int (model, find_member ("Turned", BR_LABEL_OBJECT_TEXT), 1));
  br_designer_add (model, BR_LABEL_OBJECT_TABLE);
  g_assert_true (br_designer_member_set_int (model, find_member ("Height of a row, mm", BR_LABEL_OBJECT_TABLE), 1000));
  br_designer_member_set_int (model, find_member ("Height of a row, mm", BR_LABEL_OBJECT_TABLE), 100);
  g_assert_cmpint (br_designer_model_get_single (model)->row_height, ==, 400); /* its cell is that high */
  while (br_designer_model_can_undo (model))
    br_designer_model_undo (model);
  g_assert_cmpuint (br_designer_model_get (model)->objects->len, ==, 0);
  g_assert_cmpuint (br_designer_model_get (model)->fields->len, ==, 0);
}

static void
wait_saved (BrLabelDesigner *designer)
{
  g_assert_true (br_label_designer_is_saving (designer));
  while (br_label_designer_is_saving (designer))
    g_main_context_iteration (NULL, TRUE);
}

/* A stock template that was saved is the shop's own, can be saved again, and be restored. */
static void
test_save (void)
{
  Fixture fixture;
  BrLabelDesigner *designer;
  BrDesignerModel *model;

  set_up (&fixture);
  designer = open_designer (&fixture);
  model = br_label_designer_get_model (designer);
  br_designer_model_select (model, (guint[]) { 1 }, 1);
  for (int revision = 1; revision <= 2; revision++)
    {
      g_assert_true (br_action_activate (fixture.window, "designer.nudge((0, 10))"));
      g_assert_true (br_action_activate (fixture.window, "designer.save"));
      wait_saved (designer);
      g_assert_cmpint (br_designer_model_get_base (model), ==, revision);
      g_assert_false (br_label_designer_would_lose (designer));
    }
  g_assert_true (br_action_activate (fixture.window, "designer.close"));
  wait_action (&fixture, "templates.remove", TRUE);
  tear_down (&fixture);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  br_label_service_write_finish (BR_LABEL_SERVICE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
wait_question (Fixture *self)
{
  while (!ADW_IS_ALERT_DIALOG (adw_window_get_visible_dialog (ADW_WINDOW (self->window))))
    g_main_context_iteration (NULL, TRUE);
}

/* Somebody else saved meanwhile: one is asked; theirs can be shown and mine taken back from there, or mine be saved over theirs. */
static void
test_conflict (void)
{
  Fixture fixture;
  BrLabelDesigner *designer;
  BrDesignerModel *model;
  g_autoptr (BrLabelTemplate) theirs = NULL;
  gboolean written = FALSE;

  set_up (&fixture);
  designer = open_designer (&fixture);
  model = br_label_designer_get_model (designer);
  theirs = br_label_template_copy (br_designer_model_get (model));
  g_set_str (&theirs->name, "Theirs");
  br_label_service_put_template_async (br_app_context_get_labels (fixture.context), theirs, 0, NULL, written_cb, &written);
  wait_for (&written);
  g_assert_true (br_action_activate (fixture.window, "designer.add('box')"));
  g_assert_true (br_action_activate (fixture.window, "designer.save"));
  wait_saved (designer);
  wait_question (&fixture);
  g_signal_emit_by_name (adw_window_get_visible_dialog (ADW_WINDOW (fixture.window)), "response", "theirs");
  g_assert_cmpstr (br_designer_model_get (model)->name, ==, "Theirs");
  g_assert_false (br_label_designer_would_lose (designer));
  g_assert_cmpint (br_designer_model_get_base (model), ==, 1);
  adw_dialog_force_close (adw_window_get_visible_dialog (ADW_WINDOW (fixture.window)));
  settle ();
  g_assert_true (br_action_activate (fixture.window, "designer.undo"));
  g_assert_cmpstr (br_designer_model_get (model)->name, !=, "Theirs");
  g_assert_true (br_action_activate (fixture.window, "designer.save"));
  wait_saved (designer);
  g_assert_cmpint (br_designer_model_get_base (model), ==, 2);
  tear_down (&fixture);
}

/* What cannot be printed is not saved, and it is said why. */
static void
test_refused (void)
{
  Fixture fixture;
  BrLabelDesigner *designer;
  BrDesignerModel *model;

  set_up (&fixture);
  designer = open_designer (&fixture);
  model = br_label_designer_get_model (designer);
  g_assert_true (br_action_activate (fixture.window, "designer.add('text')"));
  br_designer_member_set_text (model, find_member ("Text, with {fields}", BR_LABEL_OBJECT_TEXT), "{no_such_field}");
  g_assert_true (br_action_activate (fixture.window, "designer.save"));
  settle ();
  g_assert_true (br_label_designer_would_lose (designer));
  g_assert_cmpint (br_designer_model_get_base (model), ==, 0);
  tear_down (&fixture);
}

/* The dialogs come and go. */
static void
test_dialogs (void)
{
  Fixture fixture;

  set_up (&fixture);
  open_designer (&fixture);
  g_assert_true (br_action_activate (fixture.window, "designer.fields"));
  settle ();
  g_assert_true (BR_IS_DESIGNER_FIELDS (adw_window_get_visible_dialog (ADW_WINDOW (fixture.window))));
  adw_dialog_force_close (adw_window_get_visible_dialog (ADW_WINDOW (fixture.window)));
  settle ();
  g_assert_true (br_action_activate (fixture.window, "designer.goods"));
  settle ();
  g_assert_true (BR_IS_DESIGNER_GOODS (adw_window_get_visible_dialog (ADW_WINDOW (fixture.window))));
  adw_dialog_force_close (adw_window_get_visible_dialog (ADW_WINDOW (fixture.window)));
  tear_down (&fixture);
}

static void
wait_text (GtkWidget *widget, const char *text)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;

  while (!has_text (widget, text))
    {
      if (g_get_monotonic_time () > end)
        g_error ("“%s” is never shown", text);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

/* A price drawn over a barcode's bars, or in its quiet zone, is a problem as soon as it lies there, and none when it is taken back. */
static void
test_problems (void)
{
  static const int places[] = { 2000, 2600 }; /* of the price's left edge: over the bars, over the last ones */
  Fixture fixture;
  BrLabelDesigner *designer;
  BrDesignerModel *model;

  set_up (&fixture);
  designer = open_designer (&fixture);
  model = br_label_designer_get_model (designer);
  g_assert_cmpstr (br_designer_model_get (model)->key, ==, "price-tag-70x40");
  wait_text (GTK_WIDGET (designer), "No problems");
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_assert_true (br_action_activate (fixture.window, "designer.show-object('price')"));
      g_assert_true (br_designer_member_set_int (model, find_member ("Left, mm", BR_LABEL_OBJECT_TEXT), places[i]));
      g_test_message ("price at %d", places[i]);
      wait_text (GTK_WIDGET (designer), "1 problem");
      g_assert_true (br_action_activate (fixture.window, "designer.undo"));
      wait_text (GTK_WIDGET (designer), "No problems");
    }
  tear_down (&fixture);
}

/* A waybill is typed; a label of goods is not printed from here. */
static void
test_print (void)
{
  Fixture fixture;
  g_autoptr (BrLabelTemplate) template = NULL;
  BrTemplatePrint *dialog;

  set_up (&fixture);
  wait_action (&fixture, "templates.open", TRUE);
  g_assert_null (br_action_find (fixture.window, "templates.print"));
  template = br_label_template_new ();
  template->name = g_strdup ("Card");
  g_ptr_array_add (template->fields, br_label_field_new ("member_name", BR_LABEL_FIELD_TEXT));
  ((BrLabelField *) template->fields->pdata[0])->required = TRUE;
  dialog = br_template_print_new (fixture.context, template);
  adw_dialog_present (ADW_DIALOG (dialog), fixture.window);
  settle ();
  g_assert_true (adw_window_get_visible_dialog (ADW_WINDOW (fixture.window)) == ADW_DIALOG (dialog));
  adw_dialog_force_close (ADW_DIALOG (dialog));
  tear_down (&fixture);
}

static void
test_words (void)
{
  BrLabelObject *object = br_label_object_new (BR_LABEL_OBJECT_TEXT);
  BrLabelField *field = br_label_field_new ("price", BR_LABEL_FIELD_DECIMAL);
  g_autofree char *plain = br_template_words_title (object);
  g_autofree char *valued = NULL, *named = NULL;

  g_assert_cmpstr (plain, ==, "Text");
  object->value = g_strdup ("a\nb");
  valued = br_template_words_title (object);
  g_assert_cmpstr (valued, ==, "Text “a b”");
  object->name = g_strdup ("price");
  named = br_template_words_title (object);
  g_assert_cmpstr (named, ==, "Text “price”");
  g_assert_cmpstr (br_template_words_field (field), ==, "Price");
  field->title = g_strdup ("Cost");
  g_assert_cmpstr (br_template_words_field (field), ==, "Cost");
  g_assert_cmpstr (br_template_words_name ("shelf-60x40", "Mine"), ==, "Mine");
  g_assert_true (br_template_words_is_stock ("shelf-60x40"));
  br_label_object_free (object);
  br_label_field_free (field);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/label-designer/actions", test_actions);
  g_test_add_func ("/app/label-designer/types", test_types);
  g_test_add_func ("/app/label-designer/members", test_members);
  g_test_add_func ("/app/label-designer/save", test_save);
  g_test_add_func ("/app/label-designer/conflict", test_conflict);
  g_test_add_func ("/app/label-designer/refused", test_refused);
  g_test_add_func ("/app/label-designer/dialogs", test_dialogs);
  g_test_add_func ("/app/label-designer/problems", test_problems);
  g_test_add_func ("/app/label-designer/print", test_print);
  g_test_add_func ("/app/label-designer/words", test_words);
  return g_test_run ();
}
