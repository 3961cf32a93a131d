/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Label expressions: a text within its limits, or an error; what can be worked out also passes the check. */
#include "config.h"

#include <string.h>

#include "br-label-expr.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (BrLabelFields) fields = br_label_fields_new ();
  BrLabelScope scope = { .fields = fields, .now_us = G_GINT64_CONSTANT (1795422615000000), .currency = "CNY", .copy = 1, .copies = 1, .index = 1, .total = 1 };
  g_autoptr (GError) error = NULL, check_error = NULL;
  g_autofree char *result = NULL;
  gboolean is_true, checked;

  br_label_fields_set (fields, "name", "茉莉花茶");
  br_label_fields_set (fields, "price", "12.30");
  result = br_label_text_eval (text, &scope, &error);
  checked = br_label_text_check (text, NULL, &check_error);
  g_assert_true ((result != NULL) == (error == NULL));
  g_assert_true (checked == (check_error == NULL));
  g_assert_true (result == NULL || (checked && strlen (result) <= BR_LABEL_MAX_TEXT && g_utf8_validate (result, -1, NULL)));
  if (br_label_when_eval (text, &scope, &is_true, NULL))
    g_assert_true (br_label_when_check (text, NULL, NULL));
  return 0;
}
