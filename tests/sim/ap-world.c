/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ap-world.h"

#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#define BEGIN_US (G_GINT64_CONSTANT (1790000000) * G_USEC_PER_SEC) /* 2026-09-21T13:33:20Z */

static gint64
now_cb (gpointer data)
{
  return ((ApWorld *) data)->now_us;
}

static void
sleep_cb (gpointer data, gint64 us)
{
  ((ApWorld *) data)->now_us += us;
}

static void
log_cb (gint64 at_us, const char *line, gpointer data)
{
  ApWorld *self = data;
  g_autofree char *whole = g_strdup_printf ("%" G_GINT64_FORMAT " %s\n", at_us, line);

  g_checksum_update (self->log, (const guchar *) whole, -1);
  if (self->text->len < 1 << 20)
    g_string_append (self->text, whole);
}

ApWorld *
ap_world_new (guint64 seed)
{
  ApWorld *self = g_new0 (ApWorld, 1);

  self->now_us = BEGIN_US;
  self->clock = (BrClock) { now_cb, now_cb, sleep_cb, self };
  br_xorshift_init (&self->random_state, seed);
  self->random = br_xorshift_random (&self->random_state);
  self->log = g_checksum_new (G_CHECKSUM_SHA256);
  self->text = g_string_new (NULL);
  self->air = br_air_new (&self->clock, &self->random);
  br_air_set_log (self->air, log_cb, self);
  return self;
}

void
ap_world_free (ApWorld *self)
{
  br_air_free (self->air);
  g_checksum_free (self->log);
  g_string_free (self->text, TRUE);
  g_free (self);
}

BrAp *
ap_world_add_ap (ApWorld *self, BrApProfile profile)
{
  BrAp *ap = br_air_add_ap (self->air, &(BrApParams) { .profile = profile, .ready = TRUE });

  g_assert_true (br_ap_set_config (ap, "stopsleep", 0));
  return ap;
}

BrApTag *
ap_world_add_tag (ApWorld *self, BrAp *ap, const char *mac, guint hw_type)
{
  BrApTag *tag = br_air_add_tag (self->air, &(BrApTagParams) { .mac = mac, .hw_type = hw_type, .ap = ap });

  g_assert_nonnull (tag);
  return tag;
}

void
ap_world_wait (ApWorld *self, gint64 seconds)
{
  self->now_us += seconds * G_USEC_PER_SEC;
  br_air_run (self->air, self->now_us);
}

gboolean
ap_world_said (const ApWorld *self, const char *text)
{
  return strstr (self->text->str, text) != NULL;
}

guint8 *
ap_pattern (const BrApType *type, guint variant)
{
  guint8 *indices = g_malloc ((gsize) type->width * type->height);
  guint n = (guint) strlen (type->colours);

  for (guint y = 0; y < type->height; y++)
    for (guint x = 0; x < type->width; x++)
      {
        gboolean border = x == 0 || y == 0 || x + 1u == type->width || y + 1u == type->height;
        guint index = border ? 1 : (x / 3 + 2 * (y / 5) + variant) % n;

        if (x >= 1 && x <= 8 && y >= 1 && y <= 8)
          index = n - 1;
        indices[(gsize) y * type->width + x] = (guint8) index;
      }
  return indices;
}

GBytes *
ap_jpeg (const BrApType *type, const guint8 *indices, gboolean progressive)
{
  struct jpeg_compress_struct info = { 0 };
  struct jpeg_error_mgr manager;
  unsigned char *bytes = NULL;
  unsigned long n = 0;
  g_autofree guint8 *row = g_malloc ((gsize) type->width * 3);
  GBytes *jpeg;

  info.err = jpeg_std_error (&manager);
  jpeg_create_compress (&info);
  jpeg_mem_dest (&info, &bytes, &n);
  info.image_width = type->width;
  info.image_height = type->height;
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults (&info);
  jpeg_set_quality (&info, 92, TRUE);
  info.comp_info[0].h_samp_factor = info.comp_info[0].v_samp_factor = 1;
  if (progressive)
    jpeg_simple_progression (&info);
  jpeg_start_compress (&info, TRUE);
  for (guint y = 0; y < type->height; y++)
    {
      for (guint x = 0; x < type->width; x++)
        {
          guint32 rgb = br_ap_colour_rgb (type->colours[indices[(gsize) y * type->width + x]]);

          row[3 * x] = (guint8) (rgb >> 16);
          row[3 * x + 1] = (guint8) (rgb >> 8);
          row[3 * x + 2] = (guint8) rgb;
        }
      jpeg_write_scanlines (&info, &(JSAMPROW) { row }, 1);
    }
  jpeg_finish_compress (&info);
  jpeg_destroy_compress (&info);
  jpeg = g_bytes_new (bytes, n);
  free (bytes);
  return jpeg;
}

static char *
exchange (ApWorld *self, BrAp *ap, const BrApRequest *request, guint *status)
{
  g_auto (BrApReply) reply = { 0 };

  br_ap_request (ap, request, &reply);
  if (status != NULL)
    *status = reply.outcome == BR_AP_ANSWERED ? reply.status : 0;
  self->now_us += reply.delay_us;
  if (reply.outcome != BR_AP_ANSWERED)
    return NULL;
  return g_bytes_get_size (reply.body) > 0 ? g_strndup (g_bytes_get_data (reply.body, NULL), g_bytes_get_size (reply.body)) : g_strdup ("");
}

char *
ap_get (ApWorld *self, BrAp *ap, const char *path, guint *status)
{
  return exchange (self, ap, &(BrApRequest) { .method = "GET", .path = path }, status);
}

char *
ap_post (ApWorld *self, BrAp *ap, const char *path, const char *form, guint *status)
{
  g_autoptr (GBytes) body = g_bytes_new (form, strlen (form));

  return exchange (self, ap, &(BrApRequest) { .method = "POST", .path = path, .content_type = "application/x-www-form-urlencoded", .body = body }, status);
}

char *
ap_upload_image (ApWorld *self, BrAp *ap, const char *mac, GBytes *jpeg, guint *status)
{
  g_autofree char *head = g_strdup_printf ("--b\r\nContent-Disposition: form-data; name=\"mac\"\r\n\r\n%s\r\n"
                                           "--b\r\nContent-Disposition: form-data; name=\"dither\"\r\n\r\n0\r\n"
                                           "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n",
                                           mac);
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  g_byte_array_append (body, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (body, g_bytes_get_data (jpeg, NULL), (guint) g_bytes_get_size (jpeg));
  g_byte_array_append (body, (const guint8 *) "\r\n--b--\r\n", 9);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&body));
  return exchange (self, ap, &(BrApRequest) { .method = "POST", .path = "/imgupload", .content_type = "multipart/form-data; boundary=b", .body = bytes },
                   status);
}

gboolean
ap_send_pattern (ApWorld *self, BrAp *ap, BrApTag *tag, guint variant)
{
  const BrApType *type = br_ap_type_find (br_ap_tag_get_hw_type (tag));
  g_autofree guint8 *indices = ap_pattern (type, variant);
  g_autoptr (GBytes) jpeg = ap_jpeg (type, indices, FALSE);
  g_autofree char *before = ap_text (self, ap, br_ap_tag_get_mac (tag), "modecfgjson");
  g_autofree char *text = ap_upload_image (self, ap, br_ap_tag_get_mac (tag), jpeg, NULL);
  g_autofree char *after = ap_text (self, ap, br_ap_tag_get_mac (tag), "modecfgjson");

  self->now_us += G_USEC_PER_SEC;
  return g_strcmp0 (before, after) != 0;
}

gboolean
ap_shows (BrApTag *tag, guint variant)
{
  const BrApType *type = br_ap_type_find (br_ap_tag_get_hw_type (tag));
  g_autofree guint8 *wanted = ap_pattern (type, variant);
  BrApFrame frame;

  br_ap_tag_get_frame (tag, &frame);
  return frame.pixels != NULL && memcmp (frame.pixels, wanted, (gsize) frame.width * frame.height) == 0;
}

char *
ap_text (ApWorld *self, BrAp *ap, const char *mac, const char *member)
{
  g_autofree char *path = g_strdup_printf ("/get_db?mac=%s", mac);
  g_autofree char *json = ap_get (self, ap, path, NULL);
  g_autofree char *key = g_strdup_printf ("\"%s\":", member);
  char *at = json != NULL ? strstr (json, key) : NULL, *end;

  if (at == NULL)
    return NULL;
  at += strlen (key);
  if (*at != '"')
    return g_strndup (at, strcspn (at, ",}"));
  for (end = ++at; *end != '"' && *end != '\0'; end++)
    if (*end == '\\')
      end++;
  return g_strndup (at, (gsize) (end - at));
}

gint64
ap_number (ApWorld *self, BrAp *ap, const char *mac, const char *member)
{
  g_autofree char *text = ap_text (self, ap, mac, member);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : -1;
}
