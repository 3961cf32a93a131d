/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * IPP requests by libcups: CUPS-Get-Printers for the queues, Print-Job for a PDF (RFC 8011, 4.2.1), with print-scaling "none" (PWG 5100.16),
 * since a label made smaller to fit margins has bars nobody reads. Passwords are never asked for: who may not print is told so.
 */
#include "config.h"

#include "br-cups.h"

#include <cups/cups.h>
#include <string.h>

#include "br-error.h"
#include "br-printer.h"

#define CONNECT_TIMEOUT_MS 5000

void
br_cups_queue_free (BrCupsQueue *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->title);
  g_free (self->model);
  g_free (self);
}

static const char *
give_no_password (const char *prompt, http_t *http, const char *method, const char *resource, void *user_data)
{
  return NULL;
}

static int
give_up_cb (http_t *http, void *user_data)
{
  return 0;
}

static http_t *
connect_server (const char *server, GError **error)
{
  const char *colon = server != NULL ? strrchr (server, ':') : NULL;
  g_autofree char *host = colon != NULL ? g_strndup (server, (gsize) (colon - server)) : g_strdup (server != NULL ? server : cupsServer ());
  int port = colon != NULL ? (int) g_ascii_strtoll (colon + 1, NULL, 10) : ippPort ();
  http_t *http;

  cupsSetPasswordCB2 (give_no_password, NULL);
  http = httpConnect2 (host, port, NULL, AF_UNSPEC, cupsEncryption (), 1, CONNECT_TIMEOUT_MS, NULL);
  if (http == NULL)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "CUPS does not answer");
  else
    httpSetTimeout (http, BR_CUPS_TIMEOUT_MS / 1000.0, give_up_cb, NULL);
  return http;
}

static BrError
code_of_status (ipp_status_t status)
{
  /* Statuses come from the other side: there are more than those told apart here. */
  switch ((int) status)
    {
    case IPP_STATUS_ERROR_NOT_FOUND: return BR_ERROR_NOT_FOUND;
    case IPP_STATUS_ERROR_NOT_AUTHENTICATED:
    case IPP_STATUS_ERROR_NOT_AUTHORIZED:
    case IPP_STATUS_ERROR_FORBIDDEN:
    case IPP_STATUS_ERROR_CUPS_AUTHENTICATION_CANCELED: return BR_ERROR_REFUSED;
    case IPP_STATUS_ERROR_BUSY:
    case IPP_STATUS_ERROR_PRINTER_IS_DEACTIVATED:
    case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS: return BR_ERROR_BUSY;
    case IPP_STATUS_ERROR_SERVICE_UNAVAILABLE: return BR_ERROR_OFFLINE;
    case IPP_STATUS_ERROR_BAD_REQUEST:
    case IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED:
    case IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES:
    default: return BR_ERROR_PROTOCOL;
    }
}

static gboolean
check_status (GError **error)
{
  ipp_status_t status = cupsLastError ();

  if (status >= IPP_STATUS_OK && status < IPP_STATUS_REDIRECTION_OTHER_SITE)
    return TRUE;
  g_set_error (error, BR_ERROR, (int) code_of_status (status), "CUPS: %s", cupsLastErrorString ());
  return FALSE;
}

/* Reasons end in -report, -warning or -error, which does not matter here: what stops is what stops the queue. */
static guint
condition_of_reason (const char *reason)
{
  static const struct
  {
    const char *beginning;
    guint condition;
  } table[] = {
    { "media-empty", BR_COND_PAPER_OUT },
    { "media-needed", BR_COND_PAPER_OUT },
    { "media-low", BR_COND_PAPER_LOW },
    { "media-jam", BR_COND_JAM },
    { "cover-open", BR_COND_COVER_OPEN },
    { "door-open", BR_COND_COVER_OPEN },
    { "interlock-open", BR_COND_COVER_OPEN },
    { "paused", BR_COND_PAUSED },
    { "offline", BR_COND_OFFLINE },
    { "connecting-to-device", BR_COND_OFFLINE },
    { "marker-supply-empty", BR_COND_RIBBON_OUT },
    { "toner-empty", BR_COND_RIBBON_OUT },
    { "fuser-over-temp", BR_COND_HOT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (g_str_has_prefix (reason, table[i].beginning))
        return table[i].condition;
    }
  return 0;
}

static const char *
text_of (ipp_attribute_t *attribute, int i)
{
  const char *text = ippGetString (attribute, i, NULL);

  return text != NULL ? text : "";
}

static void
read_reasons (ipp_attribute_t *attribute, BrCupsQueue *queue)
{
  for (int i = 0; i < ippGetCount (attribute); i++)
    queue->conditions |= condition_of_reason (text_of (attribute, i));
}

static void
read_state (ipp_attribute_t *attribute, BrCupsQueue *queue)
{
  int state = ippGetInteger (attribute, 0);

  queue->state = state == IPP_PSTATE_IDLE         ? BR_CUPS_IDLE
                 : state == IPP_PSTATE_PROCESSING ? BR_CUPS_PROCESSING
                 : state == IPP_PSTATE_STOPPED    ? BR_CUPS_STOPPED
                                                  : BR_CUPS_UNKNOWN;
}

/* Takes a text in place of the one before; damaged UTF-8 is mended, an empty text is none. */
static void
take_text (char **to, ipp_attribute_t *attribute)
{
  const char *text = text_of (attribute, 0);

  g_free (*to);
  *to = *text != '\0' ? g_utf8_make_valid (text, -1) : NULL;
}

static void
read_attribute (ipp_attribute_t *attribute, BrCupsQueue *queue)
{
  const char *name = ippGetName (attribute);

  if (strcmp (name, "printer-name") == 0)
    take_text (&queue->name, attribute);
  else if (strcmp (name, "printer-info") == 0)
    take_text (&queue->title, attribute);
  else if (strcmp (name, "printer-make-and-model") == 0)
    take_text (&queue->model, attribute);
  else if (strcmp (name, "printer-is-accepting-jobs") == 0)
    queue->accepting = ippGetBoolean (attribute, 0) != 0;
  else if (strcmp (name, "printer-state") == 0)
    read_state (attribute, queue);
  else if (strcmp (name, "printer-state-reasons") == 0)
    read_reasons (attribute, queue);
}

/* Takes a queue that has a name. */
static void
add_queue (GPtrArray *queues, BrCupsQueue *queue)
{
  if (queue->name == NULL || queues->len == BR_CUPS_MAX_QUEUES)
    {
      br_cups_queue_free (queue);
      return;
    }
  if (queue->title == NULL)
    queue->title = g_strdup (queue->name);
  g_ptr_array_add (queues, queue);
}

/* Each group of printer attributes is a queue; between groups stands an attribute without a name. */
static GPtrArray *
read_queues (ipp_t *response)
{
  GPtrArray *queues = g_ptr_array_new_with_free_func ((GDestroyNotify) br_cups_queue_free);
  BrCupsQueue *queue = NULL;

  for (ipp_attribute_t *attribute = ippFirstAttribute (response); attribute != NULL; attribute = ippNextAttribute (response))
    {
      gboolean inside = ippGetGroupTag (attribute) == IPP_TAG_PRINTER && ippGetName (attribute) != NULL;

      if (!inside && queue != NULL)
        add_queue (queues, g_steal_pointer (&queue));
      if (inside && queue == NULL)
        queue = g_new0 (BrCupsQueue, 1);
      if (inside)
        read_attribute (attribute, queue);
    }
  if (queue != NULL)
    add_queue (queues, queue);
  return queues;
}

GPtrArray *
br_cups_list (const char *server, GError **error)
{
  static const char *const wanted[] = { "printer-name",  "printer-info",         "printer-make-and-model", "printer-is-accepting-jobs",
                                        "printer-state", "printer-state-reasons" };
  http_t *http = connect_server (server, error);
  GPtrArray *queues = NULL;
  ipp_t *request, *response;

  if (http == NULL)
    return NULL;
  request = ippNewRequest (IPP_OP_CUPS_GET_PRINTERS);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, cupsUser ());
  ippAddStrings (request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", G_N_ELEMENTS (wanted), NULL, wanted);
  response = cupsDoRequest (http, request, "/");
  /* A CUPS without any queue answers "not found". */
  if (response != NULL && ippGetStatusCode (response) == IPP_STATUS_ERROR_NOT_FOUND)
    queues = g_ptr_array_new_with_free_func ((GDestroyNotify) br_cups_queue_free);
  else if (check_status (error))
    queues = read_queues (response); /* which has none when nothing was said */
  ippDelete (response);
  httpClose (http);
  return queues;
}

static ipp_t *
make_job_request (const BrCupsOrder *order, const char *uri)
{
  ipp_t *request = ippNewRequest (IPP_OP_PRINT_JOB);
  pwg_media_t *media = order->page_width > 0 && order->page_height > 0 ? pwgMediaForSize (order->page_width, order->page_height) : NULL;

  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, cupsUser ());
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, order->title);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL, "application/pdf");
  ippAddString (request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "print-scaling", NULL, "none");
  ippAddString (request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", NULL, "one-sided");
  if (media != NULL && media->pwg != NULL)
    ippAddString (request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", NULL, media->pwg);
  return request;
}

/* Only an answer says that nothing was taken; a connection that ends without one says nothing. */
static gboolean
read_job (ipp_t *response, int *job, GError **error)
{
  ipp_attribute_t *id = response != NULL ? ippFindAttribute (response, "job-id", IPP_TAG_INTEGER) : NULL;
  BrError code = code_of_status (cupsLastError ());

  *job = id != NULL ? ippGetInteger (id, 0) : 0;
  if (response != NULL || code == BR_ERROR_REFUSED || code == BR_ERROR_NOT_FOUND)
    return check_status (error);
  g_set_error (error, BR_ERROR, BR_ERROR_IO, "CUPS did not say whether it took the job: %s", cupsLastErrorString ());
  return FALSE;
}

gboolean
br_cups_submit (const BrCupsOrder *order, int *job, GError **error)
{
  g_autofree char *name = g_uri_escape_string (order->queue, NULL, FALSE);
  g_autofree char *resource = g_strconcat ("/printers/", name, NULL), *uri = g_strconcat ("ipp://localhost", resource, NULL);
  http_t *http;
  ipp_t *response;
  gboolean good;

  if (!g_file_test (order->path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "there is no PDF to hand over");
      return FALSE;
    }
  http = connect_server (order->server, error);
  if (http == NULL)
    return FALSE;
  response = cupsDoFileRequest (http, make_job_request (order, uri), resource, order->path);
  good = read_job (response, job, error);
  ippDelete (response);
  httpClose (http);
  return good;
}
