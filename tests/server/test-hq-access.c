/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is let in and who may do what: every endpoint under every kind of wrong caller, every role on every kind of record,
 * devices outside their store, and hostile bodies. */
#include "config.h"

#include <string.h>

#include "br-hq-auth.h"
#include "br-hq-fixture.h"
#include "br-hq-token.h"

/** Place: an endpoint, as a caller sees it. */
static const struct
{
  const char *method;
  const char *path;
  const char *body;
} places[] = {
  { "GET", "/v1/hello", NULL },   { "GET", "/v1/feed/cat?after=0", NULL }, { "GET", "/v1/wait?heads=0&t=1", NULL },
  { "POST", "/v1/push", "{}\n" }, { "GET", "/v1/blob/00", NULL },          { "PUT", "/v1/blob/00", "x" },
};

/** Fault: what is wrong with the caller. */
typedef enum
{
  NO_TOKEN,
  JUNK,
  OTHER_KEY,
  EXPIRED,
  OTHER_STORE,
  OTHER_INC,
  UNKNOWN_PC,
  REVOKED,
  N_FAULTS
} Fault;

static const guint expected_status[N_FAULTS] = {
  [NO_TOKEN] = 401, [JUNK] = 401, [OTHER_KEY] = 401, [EXPIRED] = 401, [OTHER_STORE] = 401, [OTHER_INC] = 409, [UNKNOWN_PC] = 401, [REVOKED] = 403,
};

static char *
faulty_token (Shop *shop, const Device *device, Fault fault)
{
  const guint8 *key = br_hq_get_token_key (shop->hq);
  static const guint8 other_key[BR_HQ_TOKEN_KEY_BYTES] = { 7 };
  BrHqToken token = { .pc = device->pc, .store = device->store, .inc = 1, .scope = 1, .expires_us = shop->now_us + 1 };

  switch (fault)
    {
    case NO_TOKEN: return NULL;
    case JUNK: return g_strdup ("junk");
    case OTHER_KEY: return br_hq_token_write (other_key, &token);
    case EXPIRED: token.expires_us = shop->now_us; break;
    case OTHER_STORE: token.store = shop->store_b; break;
    case OTHER_INC: token.inc = 2; break;
    case UNKNOWN_PC: token.pc = shop->sku; break;
    case REVOKED:
    case N_FAULTS:
    default: break;
    }
  return br_hq_token_write (key, &token);
}

static void
test_endpoints (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, &shop->store_a);

  for (int fault = 0; fault < N_FAULTS; fault++)
    {
      g_autofree char *token = faulty_token (shop, device, (Fault) fault);

      if (fault == REVOKED)
        g_assert_true (br_hq_auth_revoke (shop->hq, &device->pc, NULL));
      for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
        {
          g_autoptr (GBytes) body = places[i].body != NULL ? g_bytes_new (places[i].body, strlen (places[i].body)) : NULL;
          g_auto (BrHqResponse) response = { 0 };

          shop_call (shop, places[i].method, places[i].path, token, body, &response);
          if (response.status != expected_status[fault])
            g_error ("%s with fault %d gave %u", places[i].path, fault, response.status);
        }
    }
}

static guint
get (Device *device, const char *path)
{
  g_auto (BrHqResponse) response = { 0 };

  shop_call (device->shop, "GET", path, device->access, NULL, &response);
  return response.status;
}

static char *
feed_path (const char *family, const BrId *id)
{
  char text[BR_ID_STRING_LENGTH + 1];

  br_id_write (id, text);
  return g_strdup_printf ("/v1/feed/%s%%3A%s?after=0", family, text);
}

/* A device reads its own store's feeds and no other's; one of all stores reads all. */
static void
test_scope (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) of_a = device_new (shop, &shop->store_a);
  g_autoptr (Device) of_all = device_new (shop, NULL);
  const struct
  {
    const char *family;
    const BrId *id;
    guint status;
  } rows[] = {
    { "st", &shop->store_a, 200 },  { "asg", &shop->store_a, 200 },  { "price", &shop->zone_a, 200 },  { "st", &shop->store_b, 403 },
    { "asg", &shop->store_b, 403 }, { "price", &shop->zone_b, 403 }, { "price", &shop->store_a, 403 }, { "cat", &shop->store_a, 403 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = feed_path (rows[i].family, rows[i].id);

      g_assert_cmpuint (get (of_a, path), ==, rows[i].status);
      g_assert_cmpuint (get (of_all, path), ==, 200);
    }
  g_assert_cmpuint (get (of_a, "/v1/feed/cat"), ==, 200);
  g_assert_cmpuint (get (of_a, "/v1/feed/st%3Aall"), ==, 200);
  g_assert_cmpuint (get (of_a, "/v1/feed/price%3Aall"), ==, 200);
}

/* A person's row, and with it the password's hash, goes to the person's store only. */
static void
test_secrets (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) of_a = device_new (shop, &shop->store_a);
  static const char *const paths[] = { "/v1/feed/cat", "/v1/feed/st%3Aall", "/v1/feed/price%3Aall" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_auto (BrHqResponse) response = { 0 };

      shop_call (shop, "GET", paths[i], of_a->access, NULL, &response);
      g_assert_cmpuint (response.status, ==, 200);
      g_assert_null (g_strstr_len (g_bytes_get_data (response.body, NULL), (gssize) g_bytes_get_size (response.body), "manager.b"));
    }
}

/** Kind by kind, a change that is right but for who makes it. */
static BrEdit *
edit_of_kind (Shop *shop, BrKind kind)
{
  BrEdit *edit = edit_new (shop, BR_EDIT_ATOMIC);
  BrPatch *patch;
  BrId id;
  static int number;
  g_autofree char *code = g_strdup_printf ("N-%d", ++number);

  shop_id (shop, &id);
  patch = edit_patch (edit, kind, &id, 0, TRUE);
  if (kind == BR_KIND_SKU || kind == BR_KIND_PRICE)
    patch_ref (patch, 1, kind == BR_KIND_SKU ? &shop->product : &shop->sku);
  else if (kind == BR_KIND_ASSORTMENT)
    patch_ref (patch, BR_ASSORTMENT_STORE, &shop->store_a);
  else
    patch_text (patch, 1, NULL, code);
  if (kind == BR_KIND_SKU)
    {
      patch_text (patch, BR_SKU_CODE, NULL, code);
      patch_new_int (patch, BR_SKU_STATUS, BR_STATUS_DRAFT);
    }
  else if (kind == BR_KIND_PRICE)
    {
      patch_ref (patch, BR_PRICE_STORE, &shop->store_a);
      patch_new_int (patch, BR_PRICE_KIND, BR_PRICE_REGULAR);
      patch_new_int (patch, BR_PRICE_PRIORITY, 0);
      patch_new_int (patch, BR_PRICE_AMOUNT, 5000);
    }
  else if (kind == BR_KIND_ASSORTMENT)
    {
      patch_ref (patch, BR_ASSORTMENT_SKU, &shop->sku);
      patch_new_int (patch, BR_ASSORTMENT_LISTED, 1);
    }
  else if (kind == BR_KIND_UNIT || kind == BR_KIND_TAX_CLASS)
    patch_new_int (patch, 2, 0);
  else if (kind == BR_KIND_ZONE || kind == BR_KIND_STORE)
    patch_text (patch, 2, NULL, code);
  if (kind == BR_KIND_STORE)
    {
      patch_text (patch, BR_STORE_TIME_ZONE, NULL, "Asia/Shanghai");
      patch_text (patch, BR_STORE_CURRENCY, NULL, "CNY");
    }
  if (kind == BR_KIND_PERSON)
    {
      patch_text (patch, BR_PERSON_LOGIN, NULL, code);
      patch_new_int (patch, BR_PERSON_ROLE, BR_ROLE_CLERK);
      patch_new_int (patch, BR_PERSON_ACTIVE, 1);
    }
  return edit;
}

/* Written here once more, on purpose not by asking br-role: what PRODUCT.md says. */
static void
test_roles (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  const struct
  {
    const BrId *actor;
    const char *may;
  } rows[] = {
    { &shop->admin, " category brand unit tax_class supplier product sku price assortment zone store person " },
    { &shop->merchandiser, " category brand unit tax_class supplier product sku price assortment " },
    { &shop->manager_a, " brand supplier product sku price assortment " },
    { &shop->manager_b, " brand supplier product sku " }, /* the price and assortment are another store's */
    { &shop->clerk_a, " " },
    { &shop->leaver, " " },
    { &shop->sku, " " }, /* nobody */
    { NULL, " " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (int kind = BR_KIND_NONE + 1; kind < BR_N_KINDS; kind++)
      {
        g_autofree char *word = g_strdup_printf (" %s ", br_schema_get ((BrKind) kind)->name);
        const char *expected = strstr (rows[i].may, word) != NULL ? "ok" : "refused_role";
        const char *code = device_edit (device, rows[i].actor, edit_of_kind (shop, (BrKind) kind));

        if (strcmp (code, expected) != 0)
          g_error ("row %" G_GSIZE_FORMAT ", %s: %s, expected %s", i, br_schema_get ((BrKind) kind)->name, code, expected);
      }
}

/* A clerk changes barcodes and pictures, and no other field. */
static void
test_clerk_fields (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, &shop->store_a);
  const BrKindInfo *info = br_schema_get (BR_KIND_SKU);

  for (guint field = 0; field < info->n_fields; field++)
    {
      BrEdit *edit = edit_new (shop, BR_EDIT_ATOMIC);
      BrPatch *patch = edit_patch (edit, BR_KIND_SKU, &shop->sku, 1, FALSE);

      if (info->fields[field].type == BR_FIELD_REF)
        patch_ref (patch, field, &shop->product);
      else if (field == BR_SKU_BARCODES)
        patch_text (patch, field, NULL, "4006381333931\tean\t1000");
      else if (info->fields[field].type == BR_FIELD_TEXT || info->fields[field].type == BR_FIELD_LINES)
        patch_text (patch, field, NULL, "x");
      else
        patch_new_int (patch, field, 1);
      g_assert_cmpstr (device_edit (device, &shop->clerk_a, edit), ==, field == BR_SKU_BARCODES ? "ok" : "refused_role");
    }
}

/* A device writes only where it stands, whoever sits at it. */
static void
test_places (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) of_b = device_new (shop, &shop->store_b);

  g_assert_cmpstr (device_edit (of_b, &shop->merchandiser, edit_of_kind (shop, BR_KIND_PRICE)), ==, "refused_place");
  g_assert_cmpstr (device_edit (of_b, &shop->admin, edit_of_kind (shop, BR_KIND_ASSORTMENT)), ==, "refused_place");
  /* Store A's manager does not work at store B's machine. */
  g_assert_cmpstr (device_edit (of_b, &shop->manager_a, edit_of_kind (shop, BR_KIND_BRAND)), ==, "refused_role");
  g_assert_cmpstr (device_edit (of_b, &shop->merchandiser, edit_of_kind (shop, BR_KIND_BRAND)), ==, "ok");
}

/* Another device's push, another epoch, another version. */
static void
test_wrong_push (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  g_autoptr (Device) other = device_new (shop, NULL);
  g_autofree char *access = g_strdup (device->access);
  BrHqRequest request = { .method = "GET", .path = "/v1/hello", .token = access, .wire = 2 };
  BrHqResponse response = { 0 };
  BrPushAnswer answer;

  g_free (device->access);
  device->access = g_strdup (other->access);
  g_assert_cmpuint (device_push_ops (device, NULL, 0, &answer), ==, 403);
  br_hq_handle (shop->hq, &request, &response);
  g_assert_cmpuint (response.status, ==, 426);
  br_hq_response_clear (&response);
  request.wire = 1;
  request.epoch = "another";
  br_hq_handle (shop->hq, &request, &response);
  g_assert_cmpuint (response.status, ==, 409);
  br_hq_response_clear (&response);
}

/* Bodies and paths nobody should send: an answer of 4xx, and HQ as before. */
static void
test_hostile (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  static const struct
  {
    const char *method, *path, *body;
    guint status;
  } rows[] = {
    { "POST", "/v1/enrol", "", 400 },
    { "POST", "/v1/enrol", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 400 },
    { "POST", "/v1/token", "{\"pc\":1}", 400 },
    { "POST", "/v1/token", "\xff\xfe", 400 },
    { "POST", "/v1/push", "", 400 },
    { "POST", "/v1/push", "{\"pc\":\"x\"}\n", 400 },
    { "GET", "/v1/feed/cat?after=-1", NULL, 400 },
    { "GET", "/v1/feed/cat?after=9223372036854775808", NULL, 400 },
    { "GET", "/v1/feed/cat?limit=x", NULL, 400 },
    { "GET", "/v1/feed/cat?after=%zz", NULL, 400 },
    { "GET", "/v1/feed/%zz", NULL, 400 },
    { "GET", "/v1/feed/cat?after=999999", NULL, 410 },
    { "GET", "/v1/feed/", NULL, 404 },
    { "GET", "/v1/feed", NULL, 404 },
    { "GET", "/", NULL, 404 },
    { "GET", "/v1/hello/", NULL, 404 },
    { "DELETE", "/v1/hello", NULL, 405 },
    { "GET", "/v1/push", NULL, 405 },
    { "GET", "/v1/blob/zz", NULL, 400 },
    { "GET", "/v1/hello?", NULL, 200 },
    { "GET", "/v1/hello", "a body where none belongs", 413 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) body = rows[i].body != NULL ? g_bytes_new (rows[i].body, strlen (rows[i].body)) : NULL;
      g_auto (BrHqResponse) response = { 0 };

      shop_call (shop, rows[i].method, rows[i].path, device->access, body, &response);
      if (response.status != rows[i].status)
        g_error ("%s %s gave %u, expected %u", rows[i].method, rows[i].path, response.status, rows[i].status);
    }
}

static guint
put_blob (Device *device, const char *name, gsize n_bytes)
{
  g_autofree char *path = g_strconcat ("/v1/blob/", name, NULL);
  g_autoptr (GBytes) body = g_bytes_new_take (g_malloc0 (n_bytes + 1), n_bytes);
  g_auto (BrHqResponse) response = { 0 };

  shop_call (device->shop, "PUT", path, device->access, body, &response);
  return response.status;
}

static void
test_blob (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  static const guint8 zeros[1000] = { 0 };
  g_autofree char *name = g_compute_checksum_for_data (G_CHECKSUM_SHA256, zeros, sizeof zeros);
  g_autofree char *path = g_strconcat ("/v1/blob/", name, NULL);
  g_auto (BrHqResponse) response = { 0 };

  g_assert_cmpuint (get (device, path), ==, 404);
  g_assert_cmpuint (put_blob (device, name, 999), ==, 400);
  g_assert_cmpuint (put_blob (device, name, 0), ==, 400);
  g_assert_cmpuint (put_blob (device, name, BR_HQ_MAX_BLOB_BYTES + 1), ==, 413);
  g_assert_cmpuint (put_blob (device, name, 1000), ==, 201);
  g_assert_cmpuint (put_blob (device, name, 1000), ==, 201);
  shop_call (shop, "GET", path, device->access, NULL, &response);
  g_assert_cmpuint (response.status, ==, 200);
  g_assert_cmpmem (g_bytes_get_data (response.body, NULL), g_bytes_get_size (response.body), zeros, sizeof zeros);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/hq/access/endpoints", test_endpoints);
  g_test_add_func ("/hq/access/scope", test_scope);
  g_test_add_func ("/hq/access/secrets", test_secrets);
  g_test_add_func ("/hq/access/roles", test_roles);
  g_test_add_func ("/hq/access/clerk-fields", test_clerk_fields);
  g_test_add_func ("/hq/access/places", test_places);
  g_test_add_func ("/hq/access/wrong-push", test_wrong_push);
  g_test_add_func ("/hq/access/hostile", test_hostile);
  g_test_add_func ("/hq/access/blob", test_blob);
  return g_test_run ();
}
