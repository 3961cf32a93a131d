/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Templates as the shop keeps them. */
#include "config.h"

#include "br-error.h"
#include "br-template-store.h"
#include "fixture.h"

typedef struct
{
  BrLabelTemplate *template;
  int base;
} TemplateJob;

static gboolean
put_template_job (BrStoreTx *tx, gpointer data, GError **error)
{
  TemplateJob *job = data;

  return br_template_store_put (tx, job->template, job->base, error);
}

/* Only from the revision that is there. */
static void
test_revisions (void)
{
  static const struct
  {
    int base;
    gboolean good;
  } rows[] = { { 1, FALSE }, { 0, TRUE }, { 0, FALSE }, { 1, TRUE }, { 1, FALSE }, { 3, FALSE }, { 2, TRUE } };
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrLabelTemplate) template = br_label_template_new ();

  template->key = g_strdup ("shelf");
  template->name = g_strdup ("Shelf");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TemplateJob job = { template, rows[i].base };
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (br_store_print_write (fixture->store, put_template_job, &job, &error), ==, rows[i].good);
      if (!rows[i].good)
        g_assert_error (error, BR_ERROR, BR_ERROR_CONFLICT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/templates/revisions", test_revisions);
  return g_test_run ();
}
