/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Enrolment: a one-time code for an identity. The device's file is written first, then the cache: whoever finds the file without
 * the cache's rows repairs them (br_sync_adopt). */
#include "config.h"

#include <string.h>

#include "br-error.h"
#include "br-projection.h"
#include "br-settings-store.h"
#include "br-sync-engine.h"

#define ENROL_TIMEOUT_S 30
#define MAX_NAME_BYTES 100
#define ENROL_TRIES 3 /* HQ gives the same key and code the same answer again, when the first one was lost */

/* What the adopting job writes. */
typedef struct
{
  const BrDevice *device;
  const char *name; /* of the device, or NULL = leave */
} Adoption;

static gboolean
set_id (BrStoreTx *tx, const char *key, const BrId *id, GError **error)
{
  char text[BR_ID_STRING_LENGTH + 1];

  br_id_write (id, text);
  return br_settings_set (tx, key, br_id_is_none (id) ? NULL : text, error);
}

static gboolean
adopt_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Adoption *adoption = data;
  const BrDevice *device = adoption->device;
  g_autofree char *pc = NULL;
  BrId known;

  if (!br_settings_get (tx->db, BR_META_PC, &pc, error))
    return FALSE;
  if (pc != NULL)
    {
      if (br_id_parse (pc, &known, NULL) && br_id_equal (&known, &device->pc))
        return TRUE;
      g_set_error_literal (error, BR_ERROR, BR_ERROR_FORK, "the cache and device.key belong to two devices");
      return FALSE;
    }
  return set_id (tx, BR_META_PC, &device->pc, error) && br_settings_set_int (tx, BR_META_INC, device->inc, error)
         && br_settings_set (tx, BR_META_EPOCH, device->epoch, error) && br_settings_set (tx, BR_META_HQ_URL, device->url, error)
         && set_id (tx, BR_META_STORE, &device->store, error) && (adoption->name == NULL || br_settings_set (tx, BR_META_DEVICE_NAME, adoption->name, error))
         && br_projection_set_place (tx, &device->store, error) && br_sync_log_append (tx, BR_SYNC_LOG_INFO, "enrolled", NULL, error);
}

gboolean
br_sync_adopt (BrStore *store, const BrDevice *device, GError **error)
{
  Adoption adoption = { .device = device };

  return br_store_write (store, adopt_job, &adoption, error);
}

/* The code as HQ knows it: capitals and digits only. */
static char *
normalise_code (const char *code)
{
  GString *out = g_string_new (NULL);

  for (const char *p = code; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (out, g_ascii_toupper (*p));
  return g_string_free_and_steal (out);
}

/* At most MAX_NAME_BYTES of it, whole characters. */
static char *
shorten_name (const char *name)
{
  const char *end;

  g_utf8_validate_len (name, MIN (strlen (name), MAX_NAME_BYTES), &end);
  return g_strndup (name, end - name);
}

static gboolean
call_again (BrSyncLine *line, const BrSyncCall *call, BrResponse *response, GCancellable *cancellable, GError **error)
{
  for (guint i = 1;; i++)
    {
      g_autoptr (GError) local = NULL;

      if (br_sync_line_call_open (line, call, response, cancellable, &local))
        return TRUE;
      if (line->failure != BR_SYNC_FAILURE_OFFLINE || i == ENROL_TRIES)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
}

static gboolean
ask (BrDevice *device, BrSyncLine *line, const BrEnrolment *enrolment, GCancellable *cancellable, GError **error)
{
  BrEnrolRequest request = { .code = normalise_code (enrolment->code), .device = shorten_name (enrolment->name), .app = g_strdup (BR_VERSION) };
  BrEnrolAnswer answer;
  BrResponse response = { 0 };
  g_autoptr (GBytes) body = NULL;
  BrSyncCall call = { .method = "POST", .path = "/v1/enrol", .timeout_s = ENROL_TIMEOUT_S, .max_bytes = 4 * BR_AUTH_MAX_BYTES };
  gboolean ok;

  br_device_public_key (device, request.public_key);
  call.body = body = br_enrol_request_write (&request);
  br_enrol_request_clear (&request);
  if (!call_again (line, &call, &response, cancellable, error))
    return FALSE;
  ok = br_enrol_answer_read (response.body, &answer, error);
  br_response_clear (&response);
  if (!ok)
    return FALSE;
  br_device_take_answer (device, &answer);
  br_enrol_answer_clear (&answer);
  return TRUE;
}

static gboolean
refuse_second (BrStore *store, GError **error)
{
  g_autoptr (BrDevice) known = NULL;

  if (!br_device_load (br_store_get_dir (store), &known, error))
    return FALSE;
  if (known == NULL)
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_EXISTS, "this cache is enrolled at %s already", known->url);
  return FALSE;
}

gboolean
br_sync_enrol (BrStore *store, const BrTransport *transport, const BrEnrolment *enrolment, GCancellable *cancellable, GError **error)
{
  g_autoptr (BrDevice) device = NULL;
  BrSyncLine line = { .transport = transport, .clock = br_store_get_clock (store), .random = br_store_get_random (store) };
  Adoption adoption = { .name = enrolment->name };

  if (!refuse_second (store, error))
    return FALSE;
  device = br_device_new (br_store_get_dir (store), enrolment->url, line.random);
  device->ca_file = g_strdup (enrolment->ca_file);
  adoption.device = device;
  return ask (device, &line, enrolment, cancellable, error) && br_device_save (device, error) && br_store_write (store, adopt_job, &adoption, error);
}
