/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Label templates and fields: any bytes are read or refused with a reason; what is read can be written and read again, the same. */
#include "config.h"

#include <string.h>

#include "br-wire-template.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
try_template (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelTemplate) template = br_wire_template_read (text, length, &error);
  g_autoptr (BrLabelTemplate) again = NULL;
  g_autofree char *written = NULL, *twice = NULL;

  g_assert_true ((template != NULL) == (error == NULL));
  if (template == NULL)
    return;
  written = br_wire_template_write (template);
  again = br_wire_template_read (written, strlen (written), &error);
  g_assert_no_error (error);
  twice = br_wire_template_write (again);
  g_assert_cmpstr (written, ==, twice);
}

static void
try_fields (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelFields) fields = br_wire_fields_read (text, length, &error);
  g_autoptr (BrLabelFields) again = NULL;
  g_autofree char *written = NULL, *twice = NULL;

  g_assert_true ((fields != NULL) == (error == NULL));
  if (fields == NULL)
    return;
  written = br_wire_fields_write (fields);
  again = br_wire_fields_read (written, strlen (written), &error);
  g_assert_no_error (error);
  twice = br_wire_fields_write (again);
  g_assert_cmpstr (written, ==, twice);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  try_template ((const char *) data, size);
  try_fields ((const char *) data, size);
  return 0;
}
