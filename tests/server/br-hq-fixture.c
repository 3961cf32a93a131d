/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests' small shop. */
#include "config.h"

#include "br-hq-fixture.h"

#include <sodium.h>
#include <string.h>

#include "br-hq-auth.h"
#include "br-wire-record.h"

#define START_US G_GINT64_CONSTANT (1790000000000000)

static gint64
now_us (gpointer data)
{
  return ((Shop *) data)->now_us;
}

static void
sleep_us (gpointer data, gint64 us)
{
  ((Shop *) data)->now_us += us;
}

void
shop_id (Shop *self, BrId *out)
{
  self->now_us++;
  br_hq_make_id (self->hq, out);
}

static gboolean
put_record (BrHqTx *tx, gpointer data, GError **error)
{
  BrRecord *record = data;
  g_auto (BrHqRecord) stored = BR_HQ_RECORD_INIT;
  const BrHqAuthor author = { .by = "HQ", .at_us = tx->now_us };
  gboolean changed;

  return br_hq_record_load (tx->sql, record->kind, &record->id, &stored, error) && br_hq_record_put (tx, &stored, record, &author, &changed, error);
}

void
shop_put (Shop *self, BrRecord *record)
{
  g_autoptr (GError) error = NULL;

  br_hq_write (self->hq, put_record, record, &error);
  g_assert_no_error (error);
}

static void
put_place (Shop *self, BrKind kind, BrId *id, const char *code, const BrId *zone)
{
  g_autoptr (BrRecord) record = NULL;

  shop_id (self, id);
  record = br_record_new (kind, id);
  br_value_set_int (&record->cells[BR_FIELD_DELETED], 0);
  br_value_set_text (&record->cells[BR_STORE_NAME], code);
  br_value_set_text (&record->cells[BR_STORE_CODE], code);
  if (kind == BR_KIND_STORE)
    {
      br_value_set_id (&record->cells[BR_STORE_ZONE], zone);
      br_value_set_text (&record->cells[BR_STORE_TIME_ZONE], "Asia/Shanghai");
      br_value_set_text (&record->cells[BR_STORE_CURRENCY], "CNY");
    }
  shop_put (self, record);
}

static void
put_person (Shop *self, BrId *id, const char *login, BrRole role, const BrId *store, gboolean active)
{
  g_autoptr (BrRecord) record = NULL;

  shop_id (self, id);
  record = br_record_new (BR_KIND_PERSON, id);
  br_value_set_int (&record->cells[BR_FIELD_DELETED], 0);
  br_value_set_text (&record->cells[BR_PERSON_NAME], login);
  br_value_set_text (&record->cells[BR_PERSON_LOGIN], login);
  br_value_set_int (&record->cells[BR_PERSON_ROLE], role);
  br_value_set_id (&record->cells[BR_PERSON_STORE], store);
  br_value_set_int (&record->cells[BR_PERSON_ACTIVE], active);
  shop_put (self, record);
}

static void
put_goods (Shop *self)
{
  g_autoptr (BrRecord) category = NULL, unit = NULL, product = NULL, sku = NULL, price = NULL;

  shop_id (self, &self->category);
  category = br_record_new (BR_KIND_CATEGORY, &self->category);
  br_value_set_int (&category->cells[BR_FIELD_DELETED], 0);
  br_value_set_text (&category->cells[BR_CATEGORY_NAME], "Tea");
  br_value_set_int (&category->cells[BR_CATEGORY_MARGIN_FLOOR], 1000);
  shop_put (self, category);
  shop_id (self, &self->unit);
  unit = br_record_new (BR_KIND_UNIT, &self->unit);
  br_value_set_int (&unit->cells[BR_FIELD_DELETED], 0);
  br_value_set_text (&unit->cells[BR_UNIT_NAME], "piece");
  br_value_set_int (&unit->cells[BR_UNIT_DECIMALS], 0);
  shop_put (self, unit);
  shop_id (self, &self->product);
  product = br_record_new (BR_KIND_PRODUCT, &self->product);
  br_value_set_int (&product->cells[BR_FIELD_DELETED], 0);
  br_value_set_text (&product->cells[BR_PRODUCT_NAME], "Green tea");
  br_value_set_id (&product->cells[BR_PRODUCT_CATEGORY], &self->category);
  br_value_set_id (&product->cells[BR_PRODUCT_UNIT], &self->unit);
  shop_put (self, product);
  shop_id (self, &self->sku);
  sku = br_record_new (BR_KIND_SKU, &self->sku);
  br_value_set_int (&sku->cells[BR_FIELD_DELETED], 0);
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &self->product);
  br_value_set_text (&sku->cells[BR_SKU_CODE], "A-1");
  br_value_set_int (&sku->cells[BR_SKU_COST], 1000);
  br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_LISTED);
  shop_put (self, sku);
  shop_id (self, &self->price);
  price = br_record_new (BR_KIND_PRICE, &self->price);
  br_value_set_int (&price->cells[BR_FIELD_DELETED], 0);
  br_value_set_id (&price->cells[BR_PRICE_SKU], &self->sku);
  br_value_set_int (&price->cells[BR_PRICE_KIND], BR_PRICE_REGULAR);
  br_value_set_int (&price->cells[BR_PRICE_PRIORITY], 0);
  br_value_set_int (&price->cells[BR_PRICE_AMOUNT], 2000);
  shop_put (self, price);
}

Shop *
shop_new (const char *database, guint64 seed)
{
  Shop *self = g_new0 (Shop, 1);
  BrHqParams params = { .database = database != NULL ? database : ":memory:", .mode = BR_DB_WRITER };
  g_autoptr (GError) error = NULL;

  self->now_us = database != NULL ? g_get_real_time () : START_US;
  self->clock = (BrClock) { .now_us = now_us, .monotonic_us = now_us, .sleep_us = sleep_us, .data = self };
  br_xorshift_init (&self->xorshift, seed);
  self->random = br_xorshift_random (&self->xorshift);
  params.clock = &self->clock;
  params.random = &self->random;
  self->hq = br_hq_create (&params, "Test HQ", &error);
  g_assert_no_error (error);
  put_place (self, BR_KIND_ZONE, &self->zone_a, "ZA", NULL);
  put_place (self, BR_KIND_ZONE, &self->zone_b, "ZB", NULL);
  put_place (self, BR_KIND_STORE, &self->store_a, "SA", &self->zone_a);
  put_place (self, BR_KIND_STORE, &self->store_b, "SB", &self->zone_b);
  put_person (self, &self->admin, "admin", BR_ROLE_HQ_ADMIN, NULL, TRUE);
  put_person (self, &self->merchandiser, "merchandiser", BR_ROLE_MERCHANDISER, NULL, TRUE);
  put_person (self, &self->manager_a, "manager.a", BR_ROLE_MANAGER, &self->store_a, TRUE);
  put_person (self, &self->clerk_a, "clerk.a", BR_ROLE_CLERK, &self->store_a, TRUE);
  put_person (self, &self->manager_b, "manager.b", BR_ROLE_MANAGER, &self->store_b, TRUE);
  put_person (self, &self->leaver, "leaver", BR_ROLE_HQ_ADMIN, NULL, FALSE);
  put_goods (self);
  return self;
}

void
shop_free (Shop *self)
{
  br_hq_close (self->hq);
  g_free (self);
}

void
shop_call (Shop *self, const char *method, const char *path, const char *token, GBytes *body, BrHqResponse *response)
{
  const BrHqRequest request = { .method = method, .path = path, .token = token, .wire = BR_WIRE_VERSION, .body = body };

  br_hq_handle (self->hq, &request, response);
}

void
shop_load (Shop *self, BrKind kind, const BrId *id, BrHqRecord *out)
{
  g_autoptr (GError) error = NULL;

  br_hq_record_load (br_hq_get_sql (self->hq), kind, id, out, &error);
  g_assert_no_error (error);
}

guint
device_token (Device *self, const char *refresh, gint64 at_us)
{
  BrTokenRequest request = { .pc = self->pc, .refresh = g_strdup (refresh), .at_us = at_us };
  g_autofree char *text = br_token_request_text (&request);
  g_autoptr (GBytes) body = NULL;
  g_auto (BrHqResponse) response = { 0 };
  guint status;

  crypto_sign_detached (request.signature, NULL, (const guint8 *) text, strlen (text), self->secret_key);
  body = br_token_request_write (&request);
  br_token_request_clear (&request);
  shop_call (self->shop, "POST", "/v1/token", NULL, body, &response);
  status = response.status;
  if (status == 200)
    {
      BrTokenAnswer answer = { 0 };
      g_autoptr (GError) error = NULL;

      br_token_answer_read (response.body, &answer, &error);
      g_assert_no_error (error);
      g_free (self->refresh);
      g_free (self->access);
      self->refresh = g_steal_pointer (&answer.refresh);
      self->access = g_steal_pointer (&answer.access);
      br_token_answer_clear (&answer);
    }
  return status;
}

Device *
device_new (Shop *shop, const BrId *store)
{
  Device *self = g_new0 (Device, 1);
  BrEnrolRequest request = { .device = g_strdup ("Test"), .app = g_strdup ("0") };
  BrEnrolAnswer answer = { 0 };
  g_autoptr (GBytes) body = NULL;
  g_auto (BrHqResponse) response = { 0 };
  g_autoptr (GError) error = NULL;
  guint8 seed[crypto_sign_SEEDBYTES];
  char code[BR_HQ_CODE_LENGTH + 1];

  self->shop = shop;
  if (store != NULL)
    self->store = *store;
  br_hq_fill_random (shop->hq, seed, sizeof seed);
  crypto_sign_seed_keypair (self->public_key, self->secret_key, seed);
  br_hq_auth_make_code (shop->hq, store, code, &error);
  g_assert_no_error (error);
  request.code = g_strdup (code);
  memcpy (request.public_key, self->public_key, sizeof request.public_key);
  body = br_enrol_request_write (&request);
  br_enrol_request_clear (&request);
  shop_call (shop, "POST", "/v1/enrol", NULL, body, &response);
  g_assert_cmpuint (response.status, ==, 200);
  br_enrol_answer_read (response.body, &answer, &error);
  g_assert_no_error (error);
  self->pc = answer.pc;
  self->refresh = g_strdup (answer.refresh);
  br_enrol_answer_clear (&answer);
  g_assert_cmpuint (device_token (self, self->refresh, shop->now_us), ==, 200);
  return self;
}

void
device_free (Device *self)
{
  g_free (self->refresh);
  g_free (self->access);
  g_free (self);
}

BrOp *
op_new (Device *device, const BrId *actor, const char *type, GBytes *body)
{
  BrOp *op = g_new0 (BrOp, 1);

  op->seq = ++device->seq;
  shop_id (device->shop, &op->op_id);
  op->type = g_strdup (type);
  op->version = 1;
  op->at_us = device->shop->now_us;
  if (actor != NULL)
    op->actor = *actor;
  op->body = g_bytes_ref (body);
  return op;
}

BrOp *
op_edit (Device *device, const BrId *actor, BrEdit *edit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = br_wire_edit_write (edit, &error);

  g_assert_no_error (error);
  br_edit_unref (edit);
  return op_new (device, actor, "edit", body);
}

GBytes *
device_push_body (Device *self, BrOp **ops, guint n_ops)
{
  BrPush push = { .pc = self->pc, .inc = 1, .first = n_ops > 0 ? ops[0]->seq : self->seq + 1, .head = self->seq };
  GBytes *body;

  push.epoch = g_strdup (br_hq_get_epoch (self->shop->hq));
  push.ops = g_ptr_array_new ();
  for (guint i = 0; i < n_ops; i++)
    g_ptr_array_add (push.ops, ops[i]);
  body = br_push_write (&push);
  g_ptr_array_set_free_func (push.ops, NULL);
  br_push_clear (&push);
  return body;
}

guint
device_push_ops (Device *self, BrOp **ops, guint n_ops, BrPushAnswer *answer)
{
  g_autoptr (GBytes) body = device_push_body (self, ops, n_ops);
  g_auto (BrHqResponse) response = { 0 };
  g_autoptr (GError) error = NULL;

  shop_call (self->shop, "POST", "/v1/push", self->access, body, &response);
  if (response.status == 200)
    {
      br_push_answer_read (response.body, answer, &error);
      g_assert_no_error (error);
    }
  return response.status;
}

const char *
device_edit (Device *self, const BrId *actor, BrEdit *edit)
{
  g_autoptr (BrOp) op = op_edit (self, actor, edit);
  BrPushAnswer answer;
  const char *code = "ok";

  g_assert_cmpuint (device_push_ops (self, &op, 1, &answer), ==, 200);
  g_assert_cmpint (answer.acked, ==, op->seq);
  if (answer.results->len > 0)
    {
      const BrOpResult *result = g_ptr_array_index (answer.results, 0);
      const BrPatchRefusal *refusal = g_ptr_array_index (result->refusals, 0);

      code = g_intern_string (refusal->code);
    }
  br_push_answer_clear (&answer);
  return code;
}

BrEdit *
edit_new (Shop *shop, BrEditMode mode)
{
  BrId id;

  shop_id (shop, &id);
  return br_edit_new (&id, "Test", mode);
}

BrPatch *
edit_patch (BrEdit *edit, BrKind kind, const BrId *id, gint64 base_rev, gboolean create)
{
  return br_edit_add_patch (edit, kind, id, base_rev, create);
}

static void
patch_add (BrPatch *patch, guint field, BrValue *before, BrValue *after)
{
  br_patch_add_cell (patch, field, before, after);
  br_value_clear (before);
  br_value_clear (after);
}

void
patch_text (BrPatch *patch, guint field, const char *before, const char *after)
{
  BrValue old = BR_VALUE_INIT, new = BR_VALUE_INIT;

  br_value_set_text (&old, before);
  br_value_set_text (&new, after);
  patch_add (patch, field, &old, &new);
}

void
patch_int (BrPatch *patch, guint field, gint64 before, gint64 after)
{
  BrValue old = BR_VALUE_INIT, new = BR_VALUE_INIT;

  br_value_set_int (&old, before);
  br_value_set_int (&new, after);
  patch_add (patch, field, &old, &new);
}

void
patch_new_int (BrPatch *patch, guint field, gint64 after)
{
  BrValue old = BR_VALUE_INIT, new = BR_VALUE_INIT;

  br_value_set_int (&new, after);
  patch_add (patch, field, &old, &new);
}

void
patch_ref (BrPatch *patch, guint field, const BrId *after)
{
  BrValue old = BR_VALUE_INIT, new = BR_VALUE_INIT;

  br_value_set_id (&new, after);
  patch_add (patch, field, &old, &new);
}
