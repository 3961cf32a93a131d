/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Enrolment codes, refresh tokens, access tokens, revocation. */
#include "config.h"

#include <sodium.h>
#include <string.h>

#include "br-hq-auth.h"
#include "br-hq-fixture.h"
#include "br-hq-token.h"

static guint
enrol (Shop *shop, const char *code, guint8 key_byte, BrId *pc)
{
  BrEnrolRequest request = { .code = g_strdup (code), .device = g_strdup ("PC"), .app = g_strdup ("0") };
  g_autoptr (GBytes) body = NULL;
  g_auto (BrHqResponse) response = { 0 };

  memset (request.public_key, key_byte, sizeof request.public_key);
  body = br_enrol_request_write (&request);
  br_enrol_request_clear (&request);
  shop_call (shop, "POST", "/v1/enrol", NULL, body, &response);
  if (response.status == 200 && pc != NULL)
    {
      BrEnrolAnswer answer = { 0 };
      g_autoptr (GError) error = NULL;

      br_enrol_answer_read (response.body, &answer, &error);
      g_assert_no_error (error);
      *pc = answer.pc;
      br_enrol_answer_clear (&answer);
    }
  return response.status;
}

static void
make_code (Shop *shop, char code[BR_HQ_CODE_LENGTH + 1])
{
  g_autoptr (GError) error = NULL;

  br_hq_auth_make_code (shop->hq, &shop->store_a, code, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (code), ==, BR_HQ_CODE_LENGTH);
}

static void
test_code (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  char code[BR_HQ_CODE_LENGTH + 1];
  BrId first, again;

  make_code (shop, code);
  g_assert_cmpuint (enrol (shop, "0000000000", 1, NULL), ==, 401);
  g_assert_cmpuint (enrol (shop, code, 1, &first), ==, 200);
  /* The answer was lost: the same device is given the same. Another device is not. */
  g_assert_cmpuint (enrol (shop, code, 1, &again), ==, 200);
  g_assert_true (br_id_equal (&first, &again));
  g_assert_cmpuint (enrol (shop, code, 2, NULL), ==, 401);
}

static void
test_code_expires (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  char code[BR_HQ_CODE_LENGTH + 1];

  make_code (shop, code);
  shop->now_us += BR_HQ_CODE_LIFE_US + 1;
  g_assert_cmpuint (enrol (shop, code, 1, NULL), ==, 401);
}

/* Five wrong tries at a code wear it out; wrong tries at nothing do not. */
static void
test_code_tries (void)
{
  static const struct
  {
    int tries;
    gboolean same_locator;
    guint status;
  } rows[] = {
    { 4, TRUE, 200 },
    { 5, TRUE, 401 },
    { 50, FALSE, 200 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Shop) shop = shop_new (NULL, i + 1);
      char code[BR_HQ_CODE_LENGTH + 1], guess[BR_HQ_CODE_LENGTH + 1];

      make_code (shop, code);
      memcpy (guess, code, sizeof guess);
      guess[rows[i].same_locator ? BR_HQ_CODE_LENGTH - 1 : 0] ^= 1;
      for (int j = 0; j < rows[i].tries; j++)
        g_assert_cmpuint (enrol (shop, guess, 1, NULL), ==, 401);
      g_assert_cmpuint (enrol (shop, code, 1, NULL), ==, rows[i].status);
    }
}

/* The previous refresh token holds until the new one is used; a repeated request gets the same tokens. */
static void
test_rotation (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, &shop->store_a);
  g_autofree char *first = g_strdup (device->refresh);
  g_autofree char *second = NULL;

  g_assert_cmpuint (device_token (device, first, ++shop->now_us), ==, 200);
  second = g_strdup (device->refresh);
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpuint (device_token (device, first, ++shop->now_us), ==, 200);
  g_assert_cmpstr (device->refresh, ==, second);
  g_assert_cmpuint (device_token (device, second, ++shop->now_us), ==, 200);
  /* An old message told again is refused, and nothing more. */
  g_assert_cmpuint (device_token (device, first, shop->now_us - 3), ==, 401);
  g_assert_cmpuint (device_token (device, device->refresh, ++shop->now_us), ==, 200);
  /* A stale token in a new message: two devices have the key. */
  g_assert_cmpuint (device_token (device, first, ++shop->now_us), ==, 403);
  g_assert_cmpuint (device_token (device, device->refresh, ++shop->now_us), ==, 403);
}

static void
test_token_refused (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, &shop->store_a);
  g_autoptr (Device) other = device_new (shop, &shop->store_a);
  g_autofree char *refresh = g_strdup (device->refresh);
  BrId pc = device->pc;
  guint8 secret[sizeof device->secret_key];

  /* Clocks more than a day apart. */
  g_assert_cmpuint (device_token (device, refresh, shop->now_us + 25 * G_TIME_SPAN_HOUR), ==, 409);
  g_assert_cmpuint (device_token (device, refresh, G_MININT64 + 1), !=, 200);
  /* Signed by another key. */
  memcpy (secret, device->secret_key, sizeof secret);
  memcpy (device->secret_key, other->secret_key, sizeof secret);
  g_assert_cmpuint (device_token (device, refresh, ++shop->now_us), ==, 401);
  memcpy (device->secret_key, secret, sizeof secret);
  /* An unknown device. */
  shop_id (shop, &device->pc);
  g_assert_cmpuint (device_token (device, refresh, ++shop->now_us), ==, 401);
  device->pc = pc;
  g_assert_cmpuint (device_token (device, refresh, ++shop->now_us), ==, 200);
}

static void
test_access_token (void)
{
  guint8 key[BR_HQ_TOKEN_KEY_BYTES] = { 1 }, other_key[BR_HQ_TOKEN_KEY_BYTES] = { 2 };
  const BrHqToken token = { .pc = { { 1 } }, .store = { { 2 } }, .inc = 3, .scope = 1, .expires_us = G_MAXINT64 };
  g_autofree char *text = br_hq_token_write (key, &token);
  BrHqToken read;

  g_assert_cmpint (sodium_init (), >=, 0);
  g_assert_true (br_hq_token_read (key, text, &read));
  g_assert_true (br_id_equal (&read.pc, &token.pc));
  g_assert_true (br_id_equal (&read.store, &token.store));
  g_assert_cmpint (read.inc, ==, 3);
  g_assert_cmpint (read.expires_us, ==, G_MAXINT64);
  g_assert_false (br_hq_token_read (other_key, text, &read));
  g_assert_false (br_hq_token_read (key, "", &read));
  g_assert_false (br_hq_token_read (key, "not a token!", &read));
  /* Any changed character breaks it. */
  for (gsize i = 0; text[i] != '\0'; i++)
    {
      g_autofree char *bad = g_strdup (text);

      bad[i] = bad[i] == 'A' ? 'B' : 'A';
      g_assert_false (br_hq_token_read (key, bad, &read));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/hq/auth/code", test_code);
  g_test_add_func ("/hq/auth/code-expires", test_code_expires);
  g_test_add_func ("/hq/auth/code-tries", test_code_tries);
  g_test_add_func ("/hq/auth/rotation", test_rotation);
  g_test_add_func ("/hq/auth/token-refused", test_token_refused);
  g_test_add_func ("/hq/auth/access-token", test_access_token);
  return g_test_run ();
}
