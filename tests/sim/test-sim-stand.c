/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simulated printer as it is used: TCP, web page, files, words, and the program around them. */
#include "config.h"

#include "br-error.h"
#include "br-sim-order.h"
#include "br-sim-png.h"
#include "br-sim-stand.h"
#include <libsoup/soup.h>
#include <string.h>
#include <zlib.h>

#define PATIENCE_US (60 * G_USEC_PER_SEC)
#define LABEL "SIZE 16 dot,3 dot\r\nCLS\r\nBITMAP 0,0,2,3,0,\x0F\xF0\xFF\xFF\xFF\xFE\r\nPRINT 1,1\r\n"

static BrSimStandParams
default_params (void)
{
  return (BrSimStandParams) {
    .printer = { .paper = { .language = BR_LANGUAGE_TSPL, .head = { .dots_num = 8, .dots_den = 1, .width_dots = 832 }, .width = 200, .height = 40, .gap = 10 },
                 .reprint = TRUE },
  };
}

static guint32
read_number (const guint8 *bytes)
{
  guint32 number;

  memcpy (&number, bytes, sizeof number);
  return GUINT32_FROM_BE (number);
}

/* A PNG read by hand: size, resolution, checksums, dots. */
static void
test_png (void)
{
  g_autoptr (BrBitmap) bitmap = br_bitmap_new (19, 2, NULL);
  g_autoptr (GBytes) png = NULL;
  const guint8 *bytes;
  gsize n;
  guint8 rows[8];
  uLongf n_rows = sizeof rows;

  br_bitmap_fill (bitmap, 0, 0, 4, 1);
  br_bitmap_fill (bitmap, 18, 1, 1, 1);
  png = br_sim_png_encode (bitmap, 8000);
  bytes = g_bytes_get_data (png, &n);
  g_assert_cmpmem (bytes, 8, "\x89PNG\r\n\x1A\n", 8);
  g_assert_cmpmem (bytes + 12, 4, "IHDR", 4);
  g_assert_cmpuint (read_number (bytes + 16), ==, 19);
  g_assert_cmpuint (read_number (bytes + 20), ==, 2);
  g_assert_cmpuint (read_number (bytes + 29), ==, crc32 (0, bytes + 12, 17));
  g_assert_cmpmem (bytes + 37, 4, "pHYs", 4);
  g_assert_cmpuint (read_number (bytes + 41), ==, 8000);
  g_assert_cmpmem (bytes + 58, 4, "IDAT", 4);
  g_assert_cmpint (uncompress (rows, &n_rows, bytes + 62, read_number (bytes + 54)), ==, Z_OK);
  g_assert_cmpmem (rows, n_rows, "\x00\x0F\xFF\xFF\x00\xFF\xFF\xDF", 8);
  g_assert_cmpmem (bytes + n - 8, 4, "IEND", 4);
}

/* Colours by index. */
static void
test_png_indices (void)
{
  static const guint8 indices[] = { 0, 1, 2, 2, 1, 0 };
  static const guint32 palette[] = { 0xFFFFFF, 0x000000, 0xFF0080 };
  g_autoptr (GBytes) png = br_sim_png_encode_indices (indices, 3, 2, palette, 3);
  gsize n;
  const guint8 *bytes = g_bytes_get_data (png, &n);
  guint8 rows[8];
  uLongf n_rows = sizeof rows;

  g_assert_cmpmem (bytes + 16, 10, "\0\0\0\3\0\0\0\2\10\3", 10);
  g_assert_cmpmem (bytes + 37, 13, "PLTE\xFF\xFF\xFF\0\0\0\xFF\0\x80", 13);
  g_assert_cmpmem (bytes + 58, 4, "IDAT", 4);
  g_assert_cmpint (uncompress (rows, &n_rows, bytes + 62, read_number (bytes + 54)), ==, Z_OK);
  g_assert_cmpmem (rows, n_rows, "\0\0\1\2\0\2\1\0", 8);
}

/* Each word does what it says, and is undone by another. */
static void
test_words (void)
{
  const BrSimStandParams params = default_params ();
  g_autoptr (BrSimPrinter) printer = br_sim_printer_new (&params.printer, br_clock_system ());
  guint n;
  const BrSimOrder *orders = br_sim_orders (&n);
  BrSimState state;

  g_assert_false (br_sim_order_obey (printer, "dance"));
  g_assert_false (br_sim_order_obey (printer, ""));
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (br_sim_order_obey (printer, orders[i].word));
      br_sim_printer_get_state (printer, &state);
      g_assert_cmpint (state.troubles != 0, ==, i < 14 && i % 2 == 0);
      if (i < 14 && i % 2 == 0)
        {
          g_autofree char *text = br_sim_state_text (&state);

          g_assert_false (g_str_has_prefix (text, "ready"));
        }
    }
  g_assert_true (br_sim_order_obey (printer, "paper-out"));
  br_sim_printer_get_state (printer, &state);
  g_assert_cmphex (state.sense.conditions, ==, BR_COND_PAPER_OUT);
}

static GSocketConnection *
join_stand (const BrSimStand *stand, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_enable_proxy (client, FALSE);
  return g_socket_client_connect_to_host (client, "127.0.0.1", br_sim_stand_get_port (stand), NULL, error);
}

static void
send_text (GSocketConnection *connection, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text, strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
}

/** Reply: of the web page, asked on this thread's main loop, which serves it too. */
typedef struct
{
  GMainLoop *loop;
  GBytes *body;
} Reply;

static void
replied_cb (GObject *session, GAsyncResult *result, gpointer data)
{
  Reply *reply = data;
  g_autoptr (GError) error = NULL;

  reply->body = soup_session_send_and_read_finish (SOUP_SESSION (session), result, &error);
  g_assert_no_error (error);
  g_main_loop_quit (reply->loop);
}

static char *
ask_page (const BrSimStand *stand, const char *method, const char *path, guint status)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autofree char *url = g_strconcat (br_sim_stand_get_url (stand), path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Reply reply = { .loop = loop };
  char *text;

  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, replied_cb, &reply);
  g_main_loop_run (loop);
  g_assert_cmpuint (soup_message_get_status (message), ==, status);
  text = g_strndup (g_bytes_get_data (reply.body, NULL), g_bytes_get_size (reply.body));
  g_bytes_unref (reply.body);
  return text;
}

/* Waits until its page says a thing. */
static void
wait_for_text (const BrSimStand *stand, const char *needle)
{
  gint64 end_us = g_get_monotonic_time () + PATIENCE_US;

  for (;;)
    {
      g_autofree char *paper = ask_page (stand, "GET", "paper", 200);

      if (strstr (paper, needle) != NULL)
        return;
      if (g_get_monotonic_time () > end_us)
        g_error ("the page never says “%s”: %s", needle, paper);
      g_usleep (5000);
    }
}

static void
test_stand (void)
{
  BrSimStandParams params = default_params ();
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "paper", NULL), *page = NULL, *picture = NULL, *file = NULL, *kept = NULL;
  g_autoptr (GError) error = NULL;
  BrSimStand *stand;
  g_autoptr (GSocketConnection) connection = NULL;
  guint8 answer;
  gsize n_kept = 0;

  params.folder = folder;
  stand = br_sim_stand_new (&params, &error);
  g_assert_no_error (error);
  page = ask_page (stand, "GET", "", 200);
  g_assert_nonnull (strstr (page, "action=/do/paper-out data-bit=0>"));
  g_assert_nonnull (strstr (page, "action=/do/paper-in data-bit=0 class=mend>"));
  wait_for_text (stand, "class=\"state ready\" data-troubles=0><b>ready</b>0 labels came out");
  wait_for_text (stand, "Nothing has been printed yet");
  connection = join_stand (stand, &error);
  g_assert_no_error (error);
  send_text (connection, LABEL "\x1B!?");
  g_assert_true (g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), &answer, 1, NULL, NULL, &error));
  wait_for_text (stand, "1 label came out");
  wait_for_text (stand, "/sheet/0.png");
  picture = ask_page (stand, "GET", "sheet/0.png", 200);
  g_assert_cmpmem (picture + 1, 3, "PNG", 3);
  g_free (ask_page (stand, "GET", "sheet/1.png", 404));
  g_free (ask_page (stand, "GET", "sheet/x", 404));
  g_free (ask_page (stand, "GET", "else", 404));
  g_free (ask_page (stand, "POST", "do/paper-out", 204));
  g_free (ask_page (stand, "POST", "do/dance", 404));
  g_free (ask_page (stand, "PUT", "", 405));
  wait_for_text (stand, "class=\"state trouble\" data-troubles=1><b>no paper</b>");
  br_sim_stand_free (stand);
  file = g_build_filename (folder, "label-000001.png", NULL);
  g_assert_true (g_file_get_contents (file, &kept, &n_kept, &error));
  g_assert_cmpmem (kept, 8, "\x89PNG\r\n\x1A\n", 8);
}

/* Switched off nobody listens, and who was joined is let go; switched on it is at the same port. */
static void
test_away (void)
{
  const BrSimStandParams params = default_params ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BrSimStand) stand = br_sim_stand_new (&params, &error);
  g_autoptr (GSocketConnection) connection = NULL, again = NULL;
  gint64 end_us = g_get_monotonic_time () + PATIENCE_US;
  guint8 byte;

  g_assert_no_error (error);
  connection = join_stand (stand, &error);
  g_assert_no_error (error);
  send_text (connection, "\x1B!?");
  g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), &byte, 1, NULL, NULL), ==, 1);
  g_assert_true (br_sim_stand_obey (stand, "power-off"));
  g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), &byte, 1, NULL, NULL), <=, 0);
  while ((again = join_stand (stand, NULL)) != NULL && g_get_monotonic_time () < end_us)
    g_clear_object (&again);
  g_assert_null (again);
  g_assert_true (br_sim_stand_obey (stand, "power-on"));
  while ((again = join_stand (stand, NULL)) == NULL && g_get_monotonic_time () < end_us)
    g_usleep (1000);
  g_assert_nonnull (again);
}

/* The same ports next time, other ones while those are taken. */
static void
test_steady (void)
{
  BrSimStandParams params = default_params ();
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "steady", NULL);
  g_autoptr (GError) error = NULL;
  BrSimStand *stand;
  g_autoptr (BrSimStand) other = NULL;
  guint16 port;

  params.folder = folder;
  stand = br_sim_stand_new_steady (&params, &error);
  g_assert_no_error (error);
  port = br_sim_stand_get_port (stand);
  br_sim_stand_free (stand);
  stand = br_sim_stand_new_steady (&params, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (br_sim_stand_get_port (stand), ==, port);
  other = br_sim_stand_new_steady (&params, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (br_sim_stand_get_port (other), !=, port);
  br_sim_stand_free (stand);
}

static void
test_refused (void)
{
  BrSimStandParams params = default_params ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BrSimStand) stand = br_sim_stand_new (&params, &error);

  params.port = br_sim_stand_get_port (stand);
  g_assert_null (br_sim_stand_new (&params, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  params.port = 0;
  params.printer.paper.language = BR_LANGUAGE_PDF;
  g_assert_null (br_sim_stand_new (&params, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  g_clear_error (&error);
  params = default_params ();
  params.folder = "/proc/nothing";
  g_assert_null (br_sim_stand_new (&params, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IO);
}

/* The program: its lines, a word on its standard input, its end. */
static void
test_program (void)
{
  const char *program = g_getenv ("BR_SIM_PROGRAM");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "printer", "--language",
                                                      "tspl", "--listen", "127.0.0.1:0", NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *printer = NULL, *web = NULL;
  guint8 answer = 0;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  printer = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  web = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_true (g_str_has_prefix (printer, "printer 127.0.0.1:"));
  g_assert_true (g_str_has_prefix (web, "web http://127.0.0.1:"));
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, printer + strlen ("printer "), 9100, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_output_stream_write_all (g_subprocess_get_stdin_pipe (process), "head-open\n", 10, NULL, NULL, &error));
  /* The word comes another way than the question: it is asked until it is heard. */
  for (int tries = 0; answer != 0x01 && tries < 5000; tries++)
    {
      send_text (connection, "\x1B!?");
      g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), &answer, 1, NULL, &error), ==, 1);
    }
  g_assert_cmphex (answer, ==, 0x01);
  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (process), NULL, &error));
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
}

/* Simulated shelf tags: the program's lines, its end, what it refuses. */
static void
test_esl_program (void)
{
  const char *program = g_getenv ("BR_SIM_PROGRAM");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "esl", "--tags", "3", NULL);
  g_autoptr (GSubprocess) wrong = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, program, "esl", "--tags", "100000", NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *station = NULL, *web = NULL;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  station = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  web = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_true (g_str_has_prefix (station, "station 127.0.0.1:"));
  g_assert_true (g_str_has_prefix (web, "tags-web http://127.0.0.1:"));
  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (process), NULL, &error));
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_true (g_subprocess_wait (wrong, NULL, &error));
  g_assert_cmpint (g_subprocess_get_exit_status (wrong), ==, 2);
}

static void
test_usage (void)
{
  static const char *const wrong[][4] = {
    { "--language", "klingon" }, { "--listen", "0.0.0.0:9100" }, { "--width", "0" }, { "--status", "loud" }, { "--web", "70000" }, { "extra" }, { "--unknown" }
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error,
                                                          g_getenv ("BR_SIM_PROGRAM"), "printer", wrong[i][0], wrong[i][1], NULL);

      g_assert_no_error (error);
      g_assert_true (g_subprocess_wait (process, NULL, &error));
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sim/stand/png", test_png);
  g_test_add_func ("/sim/stand/png-indices", test_png_indices);
  g_test_add_func ("/sim/stand/words", test_words);
  g_test_add_func ("/sim/stand/stand", test_stand);
  g_test_add_func ("/sim/stand/away", test_away);
  g_test_add_func ("/sim/stand/steady", test_steady);
  g_test_add_func ("/sim/stand/refused", test_refused);
  g_test_add_func ("/sim/stand/program", test_program);
  g_test_add_func ("/sim/stand/esl-program", test_esl_program);
  g_test_add_func ("/sim/stand/usage", test_usage);
  return g_test_run ();
}
