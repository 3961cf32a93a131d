/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "label.h"

#include "br-wire-template.h"

#include <string.h>

const BrHead head_203 = { .dots_num = 8, .dots_den = 1 }, head_300 = { .dots_num = 1181, .dots_den = 100 }, head_600 = { .dots_num = 24, .dots_den = 1 };

BrLabelTemplate *
label_template (double width, double height, const char *objects)
{
  g_autofree char *json = g_strdup_printf ("{ \"format\": \"label/1\", \"name\": \"test\", \"kind\": \"other\", \"media\": { \"w\": %g, \"h\": %g },"
                                           " \"fields\": [ { \"name\": \"name\", \"type\": \"text\" }, { \"name\": \"rows\", \"type\": \"list\" } ],"
                                           " \"objects\": [ %s ] }",
                                           width, height, objects);
  g_autoptr (GError) error = NULL;
  BrLabelTemplate *template = br_wire_template_read (json, strlen (json), &error);

  g_assert_no_error (error);
  return template;
}

BrLabelPicture *
label_draw (const BrLabelTemplate *template, const BrLabelFields *fields, const BrHead *head)
{
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  BrLabelScope scope = { .template = template, .fields = fields };
  g_autoptr (GError) error = NULL;
  BrLabelPicture *picture = br_label_render (renderer, &scope, head, NULL, &error);

  g_assert_no_error (error);
  return picture;
}

char *
label_problems (const GPtrArray *problems)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      const BrLabelProblem *problem = problems->pdata[i];

      g_string_append_printf (text, "%s%s%s %s", i > 0 ? ", " : "", problem->warning ? "~" : "", problem->what,
                              problem->object != NULL ? problem->object : "-");
    }
  return g_string_free_and_steal (text);
}
