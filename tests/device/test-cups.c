/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CUPS as a client sees it, against a print service of the tests' own (ipp-service.h). */
#include "config.h"

#include "br-cups.h"

#include <glib/gstdio.h>
#include <string.h>

#include "br-error.h"
#include "br-printer.h"
#include "ipp-service.h"

/* A call on a thread of its own, while the service answers here. */
typedef struct
{
  const char *server;
  const BrCupsOrder *order; /* or NULL: list */
  GPtrArray *queues;
  gboolean good;
  int job;
  GError *error;
  int done;                 /* atomic */
} Call;

static gpointer
call_thread (gpointer data)
{
  Call *call = data;

  if (call->order != NULL)
    call->good = br_cups_submit (call->order, &call->job, &call->error);
  else
    call->queues = br_cups_list (call->server, &call->error);
  g_atomic_int_set (&call->done, 1);
  g_main_context_wakeup (NULL);
  return NULL;
}

static void
run_call (Call *call)
{
  GThread *thread = g_thread_new ("cups", call_thread, call);

  while (!g_atomic_int_get (&call->done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
}

static void
test_list (void)
{
  IppService service;
  Call call = { 0 };
  const BrCupsQueue *first, *second;

  ipp_service_init (&service);
  service.n_queues = 3; /* the last one has no name and is left out */
  call.server = service.address;
  run_call (&call);
  g_assert_no_error (call.error);
  g_assert_cmpstr (service.path, ==, "/");
  g_assert_cmpint (ippGetOperation (service.request), ==, IPP_OP_CUPS_GET_PRINTERS);
  g_assert_cmpuint (call.queues->len, ==, 2);
  first = call.queues->pdata[0];
  second = call.queues->pdata[1];
  g_assert_cmpstr (first->name, ==, "office-0");
  g_assert_cmpstr (first->title, ==, "二楼打印机");
  g_assert_cmpstr (first->model, ==, "Maker Model 9");
  g_assert_cmpint (first->state, ==, BR_CUPS_IDLE);
  g_assert_true (first->accepting);
  g_assert_cmpuint (first->conditions, ==, 0);
  g_assert_cmpstr (second->title, ==, "office-1"); /* without a title, its name */
  g_assert_cmpint (second->state, ==, BR_CUPS_STOPPED);
  g_assert_false (second->accepting);
  g_assert_cmpuint (second->conditions, ==, BR_COND_PAPER_OUT | BR_COND_COVER_OPEN);
  g_ptr_array_unref (call.queues);
  ipp_service_clear (&service);
}

static void
test_list_empty (void)
{
  for (guint i = 0; i < 2; i++)
    {
      IppService service;
      Call call = { 0 };

      ipp_service_init (&service);
      service.n_queues = 0;
      service.status = i == 0 ? IPP_STATUS_OK : IPP_STATUS_ERROR_NOT_FOUND; /* CUPS without queues says this */
      call.server = service.address;
      run_call (&call);
      g_assert_no_error (call.error);
      g_assert_cmpuint (call.queues->len, ==, 0);
      g_ptr_array_unref (call.queues);
      ipp_service_clear (&service);
    }
}

static char *
make_pdf (char **text)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("backroom-cups-XXXXXX.pdf", &path, NULL);

  g_close (fd, NULL);
  *text = g_strnfill (200000, 'x');
  memcpy (*text, "%PDF-1.4", 8);
  g_assert_true (g_file_set_contents (path, *text, -1, NULL));
  return path;
}

static const char *
get_text (const IppService *service, const char *name)
{
  return ippGetString (ippFindAttribute (service->request, name, IPP_TAG_ZERO), 0, NULL);
}

static void
test_submit (void)
{
  IppService service;
  g_autofree char *text = NULL, *path = make_pdf (&text);
  BrCupsOrder order = { .queue = "二楼 printer", .path = path, .title = "Labels", .page_width = 21000, .page_height = 29700 };
  Call call = { .order = &order };

  ipp_service_init (&service);
  order.server = service.address;
  run_call (&call);
  g_assert_no_error (call.error);
  g_assert_true (call.good);
  g_assert_cmpint (call.job, ==, 42);
  g_assert_cmpint (ippGetOperation (service.request), ==, IPP_OP_PRINT_JOB);
  g_assert_cmpstr (service.path, ==, "/printers/%E4%BA%8C%E6%A5%BC%20printer"); /* escaped once */
  g_assert_cmpstr (get_text (&service, "printer-uri"), ==, "ipp://localhost/printers/%E4%BA%8C%E6%A5%BC%20printer");
  g_assert_cmpstr (get_text (&service, "job-name"), ==, "Labels");
  g_assert_cmpstr (get_text (&service, "document-format"), ==, "application/pdf");
  g_assert_cmpstr (get_text (&service, "print-scaling"), ==, "none");
  g_assert_cmpstr (get_text (&service, "media"), ==, "iso_a4_210x297mm");
  g_assert_cmpmem (g_bytes_get_data (service.document, NULL), g_bytes_get_size (service.document), text, strlen (text)); /* every byte of it */
  ipp_service_clear (&service);
  g_unlink (path);
}

static void
test_media (void)
{
  IppService service;
  g_autofree char *text = NULL, *path = make_pdf (&text);
  BrCupsOrder order = { .queue = "a", .path = path, .title = "Labels", .page_width = 6000, .page_height = 4000 };
  Call label = { .order = &order }, unsaid = { .order = &order };

  ipp_service_init (&service);
  order.server = service.address;
  run_call (&label);
  g_assert_cmpstr (get_text (&service, "media"), ==, "custom_60x40mm_60x40mm");
  order.page_width = 0;
  run_call (&unsaid);
  g_assert_true (unsaid.good);
  g_assert_null (get_text (&service, "media"));
  ipp_service_clear (&service);
  g_unlink (path);
}

static void
test_refused (void)
{
  static const struct
  {
    ipp_status_t status;
    BrError code;
  } rows[] = {
    { IPP_STATUS_ERROR_NOT_FOUND, BR_ERROR_NOT_FOUND },
    { IPP_STATUS_ERROR_FORBIDDEN, BR_ERROR_REFUSED },
    { IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS, BR_ERROR_BUSY },
    { IPP_STATUS_ERROR_SERVICE_UNAVAILABLE, BR_ERROR_OFFLINE },
    { IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED, BR_ERROR_PROTOCOL },
    { IPP_STATUS_ERROR_INTERNAL, BR_ERROR_PROTOCOL },
  };
  g_autofree char *text = NULL, *path = make_pdf (&text);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      IppService service;
      BrCupsOrder order = { .queue = "office", .path = path, .title = "Labels" };
      Call call = { .order = &order };

      ipp_service_init (&service);
      service.status = rows[i].status;
      order.server = service.address;
      run_call (&call);
      g_assert_false (call.good);
      g_assert_error (call.error, BR_ERROR, (int) rows[i].code);
      g_error_free (call.error);
      ipp_service_clear (&service);
    }
  g_unlink (path);
}

/* No number, no IPP, no service, no file. */
static void
test_broken (void)
{
  g_autofree char *text = NULL, *path = make_pdf (&text), *gone = NULL;
  IppService service;
  BrCupsOrder order = { .queue = "office", .path = path, .title = "Labels" };
  Call unnumbered = { .order = &order }, garbage = { .order = &order }, garbage_list = { 0 }, nobody = { .order = &order }, no_file = { .order = &order };

  ipp_service_init (&service);
  order.server = service.address;
  garbage_list.server = service.address;
  service.numbered = FALSE;
  run_call (&unnumbered);
  g_assert_true (unnumbered.good); /* taken all the same */
  g_assert_cmpint (unnumbered.job, ==, 0);
  service.garbage = TRUE;
  run_call (&garbage);
  g_assert_false (garbage.good);
  g_assert_error (garbage.error, BR_ERROR, BR_ERROR_IO); /* nobody knows */
  run_call (&garbage_list);
  g_assert_null (garbage_list.queues);
  g_assert_nonnull (garbage_list.error);
  gone = g_strdup (service.address);
  ipp_service_clear (&service);

  order.server = gone;
  run_call (&nobody);
  g_assert_error (nobody.error, BR_ERROR, BR_ERROR_OFFLINE);
  g_unlink (path);
  run_call (&no_file);
  g_assert_error (no_file.error, BR_ERROR, BR_ERROR_NOT_FOUND);
  g_clear_error (&garbage.error);
  g_clear_error (&garbage_list.error);
  g_clear_error (&nobody.error);
  g_clear_error (&no_file.error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cups/list", test_list);
  g_test_add_func ("/cups/list-empty", test_list_empty);
  g_test_add_func ("/cups/submit", test_submit);
  g_test_add_func ("/cups/media", test_media);
  g_test_add_func ("/cups/refused", test_refused);
  g_test_add_func ("/cups/broken", test_broken);
  return g_test_run ();
}
