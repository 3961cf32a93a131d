/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program on a socket: killed at random while it takes pushes, long polls, limits, compression. */
#include "config.h"

#include <libsoup/soup.h>
#include <signal.h>
#include <sys/prctl.h>

#include "br-hq-fixture.h"
#include "br-sql.h"

#define BATCH 20

/** Server: a running backroom-hq. */
typedef struct
{
  GSubprocess *process;
  char *url;
} Server;

/** Answer: of one request. */
typedef struct
{
  guint status; /* 0 = none came */
  GBytes *body;   /* or NULL */
  char *encoding; /* Content-Encoding, or NULL */
  char *retry_after;
} Answer;

static void
answer_clear (Answer *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->encoding, g_free);
  g_clear_pointer (&self->retry_after, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static void
end_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static Server
server_start (const char *database, const char *rate)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) lines = NULL;
  Server self;

  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  self.process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("BR_HQ_PROGRAM"), "serve", "--database", database, "--port", "0", "--rate", rate,
                                              "--burst", "5", NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self.process));
  self.url = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self.url);
  return self;
}

static void
server_end (Server *self, int signal_number)
{
  g_subprocess_send_signal (self->process, signal_number);
  g_subprocess_wait (self->process, NULL, NULL);
  if (signal_number == SIGTERM)
    g_assert_true (g_subprocess_get_successful (self->process));
  g_clear_object (&self->process);
  g_clear_pointer (&self->url, g_free);
}

static Answer
request (const Server *server, const char *method, const char *path, const char *token, GBytes *body, const char *accept)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("timeout", 20, NULL);
  g_autofree char *url = g_strconcat (server->url, path, NULL);
  g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  Answer answer = { 0 };

  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  if (token != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
  if (accept != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Accept-Encoding", accept);
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/x-ndjson", body);
  answer.body = soup_session_send_and_read (session, message, NULL, NULL);
  if (answer.body == NULL)
    return answer;
  answer.status = soup_message_get_status (message);
  answer.encoding = g_strdup (soup_message_headers_get_one (soup_message_get_response_headers (message), "Content-Encoding"));
  answer.retry_after = g_strdup (soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After"));
  return answer;
}

static char *
temporary_database (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hq-XXXXXX", NULL);

  return g_build_filename (folder, "hq.db", NULL);
}

static BrOp *
counting_op (Shop *shop, Device *device, int number)
{
  g_autofree char *name = g_strdup_printf ("Tea %d", number);
  BrEdit *edit = edit_new (shop, BR_EDIT_ATOMIC);
  BrId brand;

  patch_text (edit_patch (edit, BR_KIND_PRODUCT, &shop->product, 1, FALSE), BR_PRODUCT_NAME, "Green tea", name);
  shop_id (shop, &brand);
  patch_text (edit_patch (edit, BR_KIND_BRAND, &brand, 0, TRUE), BR_BRAND_NAME, NULL, name);
  return op_edit (device, &shop->merchandiser, edit);
}

/** Killer: ends a process after a while. */
typedef struct
{
  GSubprocess *process;
  gulong after_us;
} Killer;

static gpointer
kill_thread (gpointer data)
{
  Killer *killer = data;

  g_usleep (killer->after_us);
  g_subprocess_send_signal (killer->process, SIGKILL);
  return NULL;
}

/* Pushes what is not acknowledged until the server is gone or all is. */
static void
push_until_gone (const Server *server, Device *device, GPtrArray *ops, gint64 *acked)
{
  while (*acked < (gint64) ops->len)
    {
      guint n = MIN (BATCH, ops->len - (guint) *acked);
      g_autoptr (GBytes) body = device_push_body (device, (BrOp **) ops->pdata + *acked, n);
      g_auto (Answer) answer = request (server, "POST", "/v1/push", device->access, body, NULL);
      BrPushAnswer said;
      g_autoptr (GError) error = NULL;

      if (answer.status == 0)
        return;
      g_assert_cmpuint (answer.status, ==, 200);
      br_push_answer_read (answer.body, &said, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (said.results->len, ==, 0);
      g_assert_cmpint (said.acked, >=, *acked);
      *acked = said.acked;
      br_push_answer_clear (&said);
    }
}

static gint64
count (BrHq *hq, const char *text)
{
  BrSqlQuery query = br_sql_query (br_hq_get_sql (hq), text);
  gboolean found = FALSE;
  gint64 n;

  g_assert_true (br_sql_next (&query, &found, NULL));
  n = br_sql_int (&query, 0);
  br_sql_end (&query);
  return n;
}

static void
assert_once (Shop *shop, const char *database, gint64 n_ops)
{
  const BrHqParams params = { .database = database, .mode = BR_DB_WRITER };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrHq) hq = br_hq_open (&params, &error);
  g_auto (BrHqRecord) product = BR_HQ_RECORD_INIT;

  g_assert_no_error (error);
  g_assert_cmpint (count (hq, "SELECT COUNT (*) FROM record WHERE kind = 2"), ==, n_ops); /* brands */
  g_assert_cmpint (count (hq, "SELECT COUNT (*) FROM op_log"), ==, n_ops);
  g_assert_cmpint (count (hq, "SELECT last_seq FROM pc"), ==, n_ops);
  g_assert_cmpint (count (hq, "SELECT COUNT (*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), ==, 0);
  g_assert_cmpint (count (hq, "SELECT n FROM feed WHERE feed_id = 'cat'"), ==, count (hq, "SELECT COUNT (*) FROM record WHERE feed_id = 'cat'"));
  br_hq_record_load (br_hq_get_sql (hq), BR_KIND_PRODUCT, &shop->product, &product, &error);
  g_assert_no_error (error);
  g_assert_cmpint (product.record.rev, ==, n_ops + 1);
}

static void
test_kill (void)
{
  guint n_kills = g_test_slow () ? 200 : 30;
  g_autofree char *database = temporary_database ();
  g_autoptr (Shop) shop = shop_new (database, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) br_op_free);
  gint64 acked = 0;
  Server server;

  for (guint round = 0; round < n_kills; round++)
    {
      Killer killer = { .after_us = (gulong) g_test_rand_int_range (0, 40000) };
      GThread *thread;

      for (int i = 0; i < 200; i++)
        g_ptr_array_add (ops, counting_op (shop, device, (int) ops->len));
      server = server_start (database, "0");
      killer.process = server.process;
      thread = g_thread_new ("killer", kill_thread, &killer);
      push_until_gone (&server, device, ops, &acked);
      g_thread_join (thread);
      server_end (&server, SIGKILL);
    }
  g_test_message ("%" G_GINT64_FORMAT " of %u operations acknowledged between %u kills", acked, ops->len, n_kills);
  server = server_start (database, "0");
  push_until_gone (&server, device, ops, &acked);
  server_end (&server, SIGTERM);
  g_assert_cmpint (acked, ==, ops->len);
  assert_once (shop, database, ops->len);
}

/** Poll: a long poll on its own thread. */
typedef struct
{
  const Server *server;
  const char *token;
  char *path;
  Answer answer;
  gint64 end_us;
} Poll;

static gpointer
poll_thread (gpointer data)
{
  Poll *poll = data;

  poll->answer = request (poll->server, "GET", poll->path, poll->token, NULL, NULL);
  poll->end_us = g_get_monotonic_time ();
  return NULL;
}

static char *
wait_path (const Server *server, Device *device, int seconds)
{
  g_auto (Answer) answer = request (server, "GET", "/v1/wait?heads=0&t=0", device->access, NULL, NULL);
  g_autoptr (GPtrArray) heads = NULL;
  g_autofree char *digest = NULL;

  g_assert_cmpuint (answer.status, ==, 200);
  heads = br_heads_read (answer.body, NULL);
  g_assert_nonnull (heads);
  digest = br_heads_digest (heads);
  return g_strdup_printf ("/v1/wait?heads=%s&t=%d", digest, seconds);
}

/* A parked long poll is answered soon after a push, and with 204 when nothing comes. */
static void
test_wait (void)
{
  g_autofree char *database = temporary_database ();
  g_autoptr (Shop) shop = shop_new (database, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  Server server = server_start (database, "0");
  Poll poll = { .server = &server, .token = device->access, .path = wait_path (&server, device, 20) };
  GThread *thread = g_thread_new ("poll", poll_thread, &poll);
  g_autoptr (BrOp) op = counting_op (shop, device, 1);
  g_autoptr (GBytes) body = device_push_body (device, &op, 1);
  gint64 start_us;

  g_usleep (200000); /* so that it is parked; the test holds when it is not */
  start_us = g_get_monotonic_time ();
  {
    g_auto (Answer) pushed = request (&server, "POST", "/v1/push", device->access, body, NULL);

    g_assert_cmpuint (pushed.status, ==, 200);
  }
  g_thread_join (thread);
  g_assert_cmpuint (poll.answer.status, ==, 200);
  g_test_message ("%.1f ms from push to the long poll's answer", (double) (poll.end_us - start_us) / 1000);
  g_assert_cmpint (poll.end_us - start_us, <, 10 * G_USEC_PER_SEC);
  answer_clear (&poll.answer);
  g_free (poll.path);
  poll.path = wait_path (&server, device, 1);
  poll_thread (&poll);
  g_assert_cmpuint (poll.answer.status, ==, 204);
  answer_clear (&poll.answer);
  g_free (poll.path);
  server_end (&server, SIGTERM);
}

/* gzip only when asked for; a large body is refused; too many requests are told to wait. */
static void
test_limits (void)
{
  g_autofree char *database = temporary_database ();
  g_autoptr (Shop) shop = shop_new (database, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (200000), 200000);
  Server server = server_start (database, "1");
  gboolean slowed = FALSE;

  for (int i = 0; i < 2; i++)
    {
      g_auto (Answer) answer = request (&server, "GET", "/v1/feed/st%3Aall?after=0", device->access, NULL, i == 0 ? "gzip" : "identity");

      g_assert_cmpuint (answer.status, ==, 200);
      g_assert_cmpstr (answer.encoding, ==, i == 0 ? "gzip" : NULL);
    }
  {
    g_auto (Answer) answer = request (&server, "POST", "/v1/token", NULL, large, NULL);

    g_assert_cmpuint (answer.status, ==, 413);
  }
  for (int i = 0; i < 20 && !slowed; i++)
    {
      g_auto (Answer) answer = request (&server, "GET", "/v1/hello", device->access, NULL, NULL);

      slowed = answer.status == 429;
      if (slowed)
        g_assert_cmpstr (answer.retry_after, ==, "1");
      else
        g_assert_cmpuint (answer.status, ==, 200);
    }
  g_assert_true (slowed);
  server_end (&server, SIGTERM);
}

int
main (int argc, char **argv)
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE); /* the desktop's proxy settings are none of a test's business */
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/hq/serve/kill", test_kill);
  g_test_add_func ("/hq/serve/wait", test_wait);
  g_test_add_func ("/hq/serve/limits", test_limits);
  return g_test_run ();
}
