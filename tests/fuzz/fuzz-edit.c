/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edit bodies: any bytes are read or refused; what is read is written the same again. */
#include "config.h"

#include "br-wire-record.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size), first = NULL, second = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrEdit) edit = br_wire_edit_read (body, &error), back = NULL;

  if (edit == NULL)
    {
      g_assert (error != NULL);
      return 0;
    }
  first = br_wire_edit_write (edit, NULL);
  if (first == NULL)
    return 0; /* escapes made it longer than an operation may be */
  back = br_wire_edit_read (first, NULL);
  g_assert (back != NULL);
  second = br_wire_edit_write (back, NULL);
  g_assert (second != NULL && g_bytes_equal (first, second));
  return 0;
}
