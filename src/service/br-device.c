/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The device's identity file; the format is in the header. */
#include "config.h"

#include "br-device.h"

#include <sodium.h>
#include <string.h>

#include "br-error.h"

#define FILE_NAME "device.key"
#define GROUP "device"

G_STATIC_ASSERT (sizeof ((BrDevice *) 0)->seed == crypto_sign_SEEDBYTES);
G_STATIC_ASSERT (BR_PUBLIC_KEY_BYTES == crypto_sign_PUBLICKEYBYTES);
G_STATIC_ASSERT (BR_SIGNATURE_BYTES == crypto_sign_BYTES);

BrDevice *
br_device_new (const char *dir, const char *url, const BrRandom *random)
{
  BrDevice *self = g_new0 (BrDevice, 1);

  self->dir = g_strdup (dir);
  self->url = g_strdup (url);
  random->fill (random->data, self->seed, sizeof self->seed);
  return self;
}

void
br_device_free (BrDevice *self)
{
  g_free (self->dir);
  g_free (self->url);
  g_free (self->ca_file);
  g_free (self->epoch);
  g_free (self->name);
  g_free (self->refresh);
  sodium_memzero (self->seed, sizeof self->seed);
  g_free (self);
}

static gboolean
fail_corrupt (const char *key, GError **error)
{
  g_set_error (error, BR_ERROR, BR_ERROR_CORRUPT, "%s: wrong or missing: %s", FILE_NAME, key);
  return FALSE;
}

static gboolean
load_text (GKeyFile *file, const char *key, char **out, GError **error)
{
  *out = g_key_file_get_string (file, GROUP, key, NULL);
  return *out != NULL || fail_corrupt (key, error);
}

static gboolean
load_id (GKeyFile *file, const char *key, BrId *out, GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, GROUP, key, NULL);

  return (text != NULL && br_id_parse (text, out, NULL)) || fail_corrupt (key, error);
}

static gboolean
load_seed (GKeyFile *file, BrDevice *self, GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, GROUP, "seed", NULL);
  size_t length = 0;

  if (text == NULL || sodium_hex2bin (self->seed, sizeof self->seed, text, strlen (text), NULL, &length, NULL) != 0 || length != sizeof self->seed)
    return fail_corrupt ("seed", error);
  return TRUE;
}

static gboolean
read_key_file (GKeyFile *file, BrDevice *self, GError **error)
{
  self->inc = g_key_file_get_int64 (file, GROUP, "inc", NULL);
  self->ca_file = g_key_file_get_string (file, GROUP, "ca-file", NULL);
  if (self->inc < 1)
    return fail_corrupt ("inc", error);
  if (g_key_file_has_key (file, GROUP, "store", NULL) && !load_id (file, "store", &self->store, error))
    return FALSE;
  return load_id (file, "pc", &self->pc, error) && load_text (file, "url", &self->url, error) && load_text (file, "epoch", &self->epoch, error)
         && load_text (file, "name", &self->name, error) && load_text (file, "refresh", &self->refresh, error) && load_seed (file, self, error);
}

gboolean
br_device_load (const char *dir, BrDevice **out, GError **error)
{
  g_autofree char *path = g_build_filename (dir, FILE_NAME, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (BrDevice) self = g_new0 (BrDevice, 1);
  g_autoptr (GError) local = NULL;

  *out = NULL;
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local))
    {
      if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_set_error (error, BR_ERROR, local->domain == G_FILE_ERROR ? BR_ERROR_IO : BR_ERROR_CORRUPT, "%s: %s", FILE_NAME, local->message);
      return FALSE;
    }
  self->dir = g_strdup (dir);
  if (!read_key_file (file, self, error))
    return FALSE;
  *out = g_steal_pointer (&self);
  return TRUE;
}

static void
store_id (GKeyFile *file, const char *key, const BrId *id)
{
  char text[BR_ID_STRING_LENGTH + 1];

  br_id_write (id, text);
  g_key_file_set_string (file, GROUP, key, text);
}

gboolean
br_device_save (const BrDevice *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = NULL, *data = NULL;
  g_autoptr (GError) local = NULL;
  char seed[2 * sizeof self->seed + 1];
  gsize length;

  if (self->dir == NULL)
    return TRUE;
  path = g_build_filename (self->dir, FILE_NAME, NULL);
  g_key_file_set_string (file, GROUP, "url", self->url);
  if (self->ca_file != NULL)
    g_key_file_set_string (file, GROUP, "ca-file", self->ca_file);
  store_id (file, "pc", &self->pc);
  g_key_file_set_int64 (file, GROUP, "inc", self->inc);
  g_key_file_set_string (file, GROUP, "epoch", self->epoch);
  if (!br_id_is_none (&self->store))
    store_id (file, "store", &self->store);
  g_key_file_set_string (file, GROUP, "name", self->name);
  g_key_file_set_string (file, GROUP, "refresh", self->refresh);
  g_key_file_set_string (file, GROUP, "seed", sodium_bin2hex (seed, sizeof seed, self->seed, sizeof self->seed));
  data = g_key_file_to_data (file, &length, NULL);
  if (g_file_set_contents_full (path, data, length, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &local))
    return TRUE;
  g_set_error (error, BR_ERROR, g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOSPC) ? BR_ERROR_FULL : BR_ERROR_IO, "%s", local->message);
  return FALSE;
}

void
br_device_public_key (const BrDevice *self, guint8 out[BR_PUBLIC_KEY_BYTES])
{
  guint8 secret[crypto_sign_SECRETKEYBYTES];

  crypto_sign_seed_keypair (out, secret, self->seed);
  sodium_memzero (secret, sizeof secret);
}

void
br_device_take_answer (BrDevice *self, const BrEnrolAnswer *answer)
{
  self->pc = answer->pc;
  self->inc = answer->inc;
  self->store = answer->store;
  g_set_str (&self->epoch, answer->epoch);
  g_set_str (&self->name, answer->name);
  g_set_str (&self->refresh, answer->refresh);
}

void
br_device_sign (const BrDevice *self, gint64 now_us, BrTokenRequest *request)
{
  guint8 public_key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
  g_autofree char *text = NULL;

  *request = (BrTokenRequest) { .pc = self->pc, .refresh = g_strdup (self->refresh), .at_us = now_us };
  text = br_token_request_text (request);
  crypto_sign_seed_keypair (public_key, secret, self->seed);
  crypto_sign_detached (request->signature, NULL, (const guint8 *) text, strlen (text), secret);
  sodium_memzero (secret, sizeof secret);
}
