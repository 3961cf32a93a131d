/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pushes and their answers, enrolment, tokens, hello, wait: golden text, round trips, hostile input. */
#include "config.h"

#include "br-wire-push.h"

#include <string.h>

#include "br-error.h"
#include "br-wire-auth.h"

#define ID_1 "01890000-0000-7000-8000-000000000001"
#define ID_2 "01890000-0000-7000-8000-000000000002"
#define PUSH_HEAD "{\"pc\":\"" ID_1 "\",\"inc\":1,\"epoch\":\"9f\",\"first\":4,\"head\":9}\n"
#define PUSH_OP_4 "{\"q\":4,\"id\":\"" ID_2 "\",\"t\":\"edit\",\"v\":1,\"at\":77,\"actor\":\"" ID_1 "\",\"b\":{\"x\":[1,\"\\n\"]}}\n"
#define PUSH_OP_5 "{\"q\":5,\"id\":\"" ID_1 "\",\"t\":\"void\",\"v\":1,\"at\":78,\"actor\":null,\"b\":{}}\n"
#define PUSH_GOLDEN PUSH_HEAD PUSH_OP_4 PUSH_OP_5 "{\"end\":1,\"n\":2}\n"
#define ANSWER_GOLDEN                                                                                                                                                                         \
  "{\"acked\":9,\"durable\":3,\"epoch\":\"9f\",\"res\":["                                                                                                                                     \
  "{\"q\":4,\"s\":\"rejected\",\"code\":\"conflict\",\"why\":[[0,\"conflict\",\"HQ \\\"changed\\\" it\",[2,null,5]],[3,\"invalid\",\"\",null]]},{\"q\":5,\"s\":\"quarantined\",\"why\":[]}]," \
  "\"applied\":{\"cat\":881,\"price:all\":7}}"

static GBytes *
bytes (const char *text)
{
  return g_bytes_new_static (text, strlen (text));
}

static void
assert_text (GBytes *body, const char *text)
{
  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), text, strlen (text));
}

static void
test_push (void)
{
  g_autoptr (GBytes) body = bytes (PUSH_GOLDEN), again = NULL;
  g_autoptr (GError) error = NULL;
  BrPush push;
  BrOp *op;

  br_push_read (body, &push, &error);
  g_assert_no_error (error);
  g_assert_cmpint (push.first, ==, 4);
  g_assert_cmpint (push.head, ==, 9);
  g_assert_cmpuint (push.ops->len, ==, 2);
  op = g_ptr_array_index (push.ops, 0);
  g_assert_cmpstr (op->type, ==, "edit");
  assert_text (op->body, "{\"x\":[1,\"\\n\"]}");
  op = g_ptr_array_index (push.ops, 1);
  g_assert_true (br_id_is_none (&op->actor));
  again = br_push_write (&push);
  g_assert_true (g_bytes_equal (body, again));
  br_push_clear (&push);
}

static void
assert_push_refused (GBytes *body, int code)
{
  g_autoptr (GError) error = NULL;
  BrPush push;

  g_assert_false (br_push_read (body, &push, &error));
  g_assert_error (error, BR_ERROR, code);
}

static void
test_push_bad (void)
{
  static const char *const bodies[] = {
    "",
    "\n",
    "{}\n",
    PUSH_HEAD,
    PUSH_HEAD PUSH_OP_4,
    PUSH_HEAD PUSH_OP_5 "{\"end\":1,\"n\":1}\n", /* does not start at first */
    PUSH_HEAD PUSH_OP_4 PUSH_OP_4 "{\"end\":1,\"n\":2}\n",
    PUSH_HEAD PUSH_OP_4 "{\"end\":1,\"n\":2}\n",
    PUSH_GOLDEN "x",
    PUSH_GOLDEN PUSH_OP_4,
    PUSH_HEAD "[]\n",
    "{\"pc\":\"" ID_1 "\",\"inc\":0,\"epoch\":\"9f\",\"first\":4,\"head\":9}\n{\"end\":1,\"n\":0}\n",
    "{\"pc\":\"" ID_1 "\",\"inc\":1,\"epoch\":\"9f\",\"first\":4,\"head\":4}\n" PUSH_OP_4 PUSH_OP_5 "{\"end\":1,\"n\":2}\n", /* beyond head */
    PUSH_HEAD "{\"q\":4,\"id\":\"" ID_2 "\",\"t\":\"edit\",\"v\":1,\"at\":77,\"actor\":null,\"b\":[]}\n{\"end\":1,\"n\":1}\n",
    PUSH_HEAD "{\"q\":4,\"id\":\"" ID_2
              "\",\"t\":\"edit\",\"v\":1,\"at\":77,\"actor\":null,\"b\":{\"x\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}}\n{\"end\":1,\"n\":1}\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = bytes (bodies[i]);

      g_test_message ("%s", bodies[i]);
      assert_push_refused (body, BR_ERROR_PROTOCOL);
    }
  for (gsize n = 0; n < strlen (PUSH_GOLDEN); n++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (PUSH_GOLDEN, n);

      assert_push_refused (body, BR_ERROR_PROTOCOL);
    }
}

static void
test_push_limits (void)
{
  g_autoptr (GString) many = g_string_new ("{\"pc\":\"" ID_1 "\",\"inc\":1,\"epoch\":\"9f\",\"first\":1,\"head\":501}\n");
  g_autofree char *words = g_strnfill (257 * 1024, 'w');
  g_autofree char *large =
      g_strdup_printf (PUSH_HEAD "{\"q\":4,\"id\":\"" ID_2 "\",\"t\":\"edit\",\"v\":1,\"at\":77,\"actor\":null,\"b\":{\"x\":\"%s\"}}\n", words);
  g_autoptr (GBytes) large_body = bytes (large), many_body = NULL, huge_body = g_bytes_new_take (g_strnfill (9 << 20, ' '), 9 << 20);

  for (guint i = 1; i <= 501; i++)
    g_string_append_printf (many, "{\"q\":%u,\"id\":\"" ID_2 "\",\"t\":\"void\",\"v\":1,\"at\":7,\"actor\":null,\"b\":{}}\n", i);
  g_string_append (many, "{\"end\":1,\"n\":501}\n");
  many_body = bytes (many->str);
  assert_push_refused (large_body, BR_ERROR_RANGE);
  assert_push_refused (many_body, BR_ERROR_RANGE);
  assert_push_refused (huge_body, BR_ERROR_RANGE);
}

static void
test_answer (void)
{
  BrPushAnswer answer, back;
  BrOpResult *result;
  g_autoptr (GBytes) body = NULL, again = NULL;
  g_autoptr (GError) error = NULL;

  br_push_answer_init (&answer);
  answer.acked = 9;
  answer.durable = 3;
  answer.epoch = g_strdup ("9f");
  result = br_push_answer_add_result (&answer, 4, BR_OP_REJECTED);
  br_op_result_add_refusal (result, 0, "conflict", "HQ \"changed\" it", "[2,null,5]");
  br_op_result_add_refusal (result, 3, "invalid", "", NULL);
  br_push_answer_add_result (&answer, 5, BR_OP_QUARANTINED);
  br_push_answer_set_applied (&answer, "price:all", 7);
  br_push_answer_set_applied (&answer, "cat", 881);
  body = br_push_answer_write (&answer);
  assert_text (body, ANSWER_GOLDEN);
  br_push_answer_read (body, &back, &error);
  g_assert_no_error (error);
  again = br_push_answer_write (&back);
  g_assert_true (g_bytes_equal (body, again));
  br_push_answer_clear (&answer);
  br_push_answer_clear (&back);
}

static void
test_answer_cut (void)
{
  for (gsize n = 0; n < strlen (ANSWER_GOLDEN); n++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (ANSWER_GOLDEN, n);
      BrPushAnswer answer;

      g_assert_false (br_push_answer_read (body, &answer, NULL));
    }
}

static void
test_enrol (void)
{
  BrEnrolRequest request = { .code = (char *) "7K2M", .device = (char *) "后场", .app = (char *) "0.1.0", .public_key = { 1, 2, 255 } }, back;
  char *feeds[] = { (char *) "st:all", (char *) "cat", NULL };
  BrEnrolAnswer answer = { .pc = { { 9 } }, .inc = 1, .refresh = (char *) "r", .epoch = (char *) "9f", .name = (char *) "总部", .feeds = feeds }, answer_back;
  g_autoptr (GBytes) body = br_enrol_request_write (&request), answer_body = br_enrol_answer_write (&answer);
  g_autoptr (GError) error = NULL;

  br_enrol_request_read (body, &back, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back.device, ==, "后场");
  g_assert_cmpmem (back.public_key, 32, request.public_key, 32);
  br_enrol_request_clear (&back);
  br_enrol_answer_read (answer_body, &answer_back, &error);
  g_assert_no_error (error);
  g_assert_true (br_id_is_none (&answer_back.store));
  g_assert_cmpstrv (answer_back.feeds, feeds);
  br_enrol_answer_clear (&answer_back);
}

static void
test_token (void)
{
  BrTokenRequest request = { .pc = { { 9 } }, .refresh = (char *) "r1", .at_us = 12, .signature = { 7 } }, back;
  BrTokenAnswer answer = { .access = (char *) "a", .expires_in_s = 900, .refresh = (char *) "r2" }, answer_back;
  g_autoptr (GBytes) body = br_token_request_write (&request), answer_body = br_token_answer_write (&answer);
  g_autofree char *text = br_token_request_text (&request);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (text, ==, "backroom-token-1\n09000000-0000-0000-0000-000000000000\nr1\n12");
  g_assert_true (br_token_request_read (body, &back, &error));
  g_assert_cmpmem (back.signature, 64, request.signature, 64);
  br_token_request_clear (&back);
  assert_text (answer_body, "{\"access\":\"a\",\"expires_in\":900,\"refresh\":\"r2\"}");
  g_assert_true (br_token_answer_read (answer_body, &answer_back, &error));
  br_token_answer_clear (&answer_back);
}

static void
test_hello (void)
{
  g_autoptr (GPtrArray) feeds = g_ptr_array_new_with_free_func ((GDestroyNotify) br_feed_state_free), heads = NULL;
  BrHello hello = { .epoch = (char *) "9f",
                    .wire = 1,
                    .schema_min = 1,
                    .schema_max = 2,
                    .now_us = 5,
                    .inc = 1,
                    .store = { { 1 } },
                    .last_seq = 7,
                    .durable_seq = 6,
                    .limits = { 500, 8388608, 262144, 5000 } },
          back;
  g_autoptr (GBytes) body = NULL, again = NULL, heads_body = NULL;
  g_autofree char *digest = NULL, *digest_back = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (feeds, br_feed_state_new ("cat", 12, 3));
  g_ptr_array_add (feeds, br_feed_state_new ("asg:x", 0, 0));
  hello.feeds = feeds;
  body = br_hello_write (&hello);
  br_hello_read (body, &back, &error);
  g_assert_no_error (error);
  again = br_hello_write (&back);
  g_assert_true (g_bytes_equal (body, again));
  br_hello_clear (&back);
  heads_body = br_heads_write (feeds);
  assert_text (heads_body, "{\"heads\":[[\"cat\",12],[\"asg:x\",0]]}");
  heads = br_heads_read (heads_body, &error);
  g_assert_no_error (error);
  /* printf 'asg:x=0\ncat=12\n' | sha256sum | head -c 16 */
  digest = br_heads_digest (feeds);
  digest_back = br_heads_digest (heads);
  g_assert_cmpstr (digest, ==, "fc68bf7fdd63f761");
  g_assert_cmpstr (digest_back, ==, digest);
}

/* Every message cut at every byte, and with each byte made another one, is refused or read, never worse. */
static void
test_auth_hostile (void)
{
  static const char *const texts[] = {
    "{\"code\":\"7K2M\",\"public_key\":\"0102030405060708090a0b0c0d0e0f100102030405060708090a0b0c0d0e0f10\",\"device\":\"a\",\"app\":\"b\"}",
    "{\"pc\":\"" ID_1 "\",\"inc\":1,\"refresh\":\"r\",\"epoch\":\"9f\",\"store\":null,\"name\":\"n\",\"feeds\":[\"cat\"]}",
    "{\"access\":\"a\",\"expires_in\":900,\"refresh\":\"r2\"}",
    "{\"epoch\":\"9f\",\"wire\":1,\"schema\":[1,1],\"now\":5,\"inc\":1,\"store\":null,"
    "\"feeds\":[[\"cat\",1,0]],\"last_seq\":0,\"durable_seq\":0,\"limits\":{\"push_ops\":1,\"push_bytes\":1,\"op_bytes\":1,\"page_rows\":1}}",
    "{\"heads\":[[\"cat\",12]]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (gsize n = 0; n < strlen (texts[i]); n++)
      for (guint flip = 0; flip < 2; flip++)
        {
          char *copy = g_strdup (texts[i]);
          g_autoptr (GBytes) body = NULL;
          g_autoptr (GPtrArray) heads = NULL;
          BrEnrolRequest enrol = { 0 };
          BrEnrolAnswer answer = { 0 };
          BrTokenAnswer token = { 0 };
          BrHello hello = { 0 };
          BrWireError error;

          copy[n] ^= flip ? 0x11 : 0;
          body = g_bytes_new_take (copy, flip ? strlen (texts[i]) : n);
          g_assert_true (!br_enrol_request_read (body, &enrol, NULL) || flip);
          g_assert_true (!br_enrol_answer_read (body, &answer, NULL) || flip);
          g_assert_true (!br_token_answer_read (body, &token, NULL) || flip);
          g_assert_true (!br_hello_read (body, &hello, NULL) || flip);
          heads = br_heads_read (body, NULL);
          g_assert_true (heads == NULL || flip);
          br_wire_error_read (body, &error);
          g_assert_nonnull (error.code);
          br_enrol_request_clear (&enrol);
          br_enrol_answer_clear (&answer);
          br_token_answer_clear (&token);
          br_hello_clear (&hello);
          br_wire_error_clear (&error);
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/wire/push/golden", test_push);
  g_test_add_func ("/wire/push/bad", test_push_bad);
  g_test_add_func ("/wire/push/limits", test_push_limits);
  g_test_add_func ("/wire/answer/golden", test_answer);
  g_test_add_func ("/wire/answer/cut", test_answer_cut);
  g_test_add_func ("/wire/auth/enrol", test_enrol);
  g_test_add_func ("/wire/auth/token", test_token);
  g_test_add_func ("/wire/auth/hello", test_hello);
  g_test_add_func ("/wire/auth/hostile", test_auth_hostile);
  return g_test_run ();
}
