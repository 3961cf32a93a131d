/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pushes, their answers, and the bodies of enrolment, tokens, hello and wait: any bytes are read or refused. */
#include "config.h"

#include "br-wire-auth.h"
#include "br-wire-push.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
read_push (GBytes *body)
{
  g_autoptr (GError) error = NULL;
  BrPush push, again;

  if (br_push_read (body, &push, &error))
    {
      g_autoptr (GBytes) written = br_push_write (&push);

      g_assert (br_push_read (written, &again, NULL));
      br_push_clear (&again);
      br_push_clear (&push);
    }
  else
    g_assert (error != NULL);
}

static void
read_answer (GBytes *body)
{
  BrPushAnswer answer, again;

  if (!br_push_answer_read (body, &answer, NULL))
    return;
  g_autoptr (GBytes) written = br_push_answer_write (&answer);
  g_assert (br_push_answer_read (written, &again, NULL));
  br_push_answer_clear (&again);
  br_push_answer_clear (&answer);
}

static void
read_auth (GBytes *body)
{
  BrEnrolRequest enrol;
  BrEnrolAnswer enrolled;
  BrTokenRequest token;
  BrTokenAnswer access;
  BrHello hello;
  BrWireError error;
  g_autoptr (GPtrArray) heads = br_heads_read (body, NULL);

  if (br_enrol_request_read (body, &enrol, NULL))
    br_enrol_request_clear (&enrol);
  if (br_enrol_answer_read (body, &enrolled, NULL))
    br_enrol_answer_clear (&enrolled);
  if (br_token_request_read (body, &token, NULL))
    br_token_request_clear (&token);
  if (br_token_answer_read (body, &access, NULL))
    br_token_answer_clear (&access);
  if (br_hello_read (body, &hello, NULL))
    br_hello_clear (&hello);
  br_wire_error_read (body, &error);
  br_wire_error_clear (&error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);

  read_push (body);
  read_answer (body);
  read_auth (body);
  return 0;
}
