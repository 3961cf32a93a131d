/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "label-scope.h"

static const struct
{
  const char *name;
  BrLabelFieldType type;
  const char *sample;
  const char *value; /* or NULL: missing */
} table[] = {
  { "name", BR_LABEL_FIELD_TEXT, "Sample tea", "茉莉花茶 Jasmine" },
  { "price", BR_LABEL_FIELD_DECIMAL, "9.90", "12.30" },
  { "regular", BR_LABEL_FIELD_DECIMAL, NULL, NULL },
  { "qty", BR_LABEL_FIELD_DECIMAL, "1", "500" },
  { "unit", BR_LABEL_FIELD_TEXT, "pc", "g" },
  { "gtin", BR_LABEL_FIELD_GTIN, "6901234567892", "6901234567892" },
  { "best", BR_LABEL_FIELD_DATE, "2026-01-31", "2027-01-31" },
  { "organic", BR_LABEL_FIELD_FLAG, "0", "1" },
  { "empty", BR_LABEL_FIELD_DECIMAL, NULL, "" },
  { "wrong_number", BR_LABEL_FIELD_DECIMAL, NULL, "12,30" },
  { "wrong_date", BR_LABEL_FIELD_DATE, NULL, "2026-02-30" },
  { "wrong_flag", BR_LABEL_FIELD_FLAG, NULL, "maybe" },
  { "lines", BR_LABEL_FIELD_LIST, NULL, NULL },
  { "loose", 0, NULL, "7" }, /* given, but not declared */
};

static GPtrArray *
make_rows (void)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_fields_free);

  for (guint i = 0; i < 2; i++)
    {
      BrLabelFields *row = br_label_fields_new ();

      br_label_fields_set (row, "name", i == 0 ? "First" : "Last");
      g_ptr_array_add (rows, row);
    }
  return rows;
}

LabelScope *
label_scope_new (void)
{
  LabelScope *self = g_new0 (LabelScope, 1);

  self->template.fields = g_ptr_array_new_with_free_func (g_free);
  self->fields = br_label_fields_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      BrLabelField *field = g_new0 (BrLabelField, 1);

      field->name = (char *) table[i].name;
      field->type = table[i].type;
      field->sample = (char *) table[i].sample;
      if (table[i].type != 0)
        g_ptr_array_add (self->template.fields, field);
      else
        g_free (field);
      br_label_fields_set (self->fields, table[i].name, table[i].value);
    }
  br_label_fields_set_list (self->fields, "lines", make_rows ());
  self->row = br_label_fields_new ();
  br_label_fields_set (self->row, "name", "Row");
  br_label_fields_set (self->row, "qty", "3");
  self->scope = (BrLabelScope) { .template = &self->template,
                                 .fields = self->fields,
                                 .now_us = G_GINT64_CONSTANT (1795422615) * G_USEC_PER_SEC,
                                 .zone = g_time_zone_new_identifier ("Asia/Shanghai"),
                                 .currency = "CNY",
                                 .copy = 2,
                                 .copies = 3,
                                 .index = 7,
                                 .total = 40 };
  return self;
}

void
label_scope_free (LabelScope *self)
{
  g_ptr_array_unref (self->template.fields);
  br_label_fields_free (self->fields);
  br_label_fields_free (self->row);
  g_clear_pointer (&self->scope.zone, g_time_zone_unref);
  g_free (self);
}
