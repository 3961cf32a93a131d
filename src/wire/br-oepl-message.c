/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stream of an OpenEPaperLink station: one JSON object a message, told apart by its key. Its log lines are sentences for people; those
 * that say where a picture is are known by their beginnings.
 */
#include "config.h"

#include "br-oepl-message.h"

#include <stdlib.h>
#include <string.h>

#include "br-oepl-json-private.h"

#define MAX_MESSAGE (64 * 1024) /* bytes */
#define MAX_BLOCK 255

#define SYS(name, member, high) { name, BR_OEPL_INT, G_STRUCT_OFFSET (BrOeplSys, member), 0, high, -1 }
#define SYS_BIG(name, member) { name, BR_OEPL_BIG, G_STRUCT_OFFSET (BrOeplSys, member), 0, G_MAXUINT32, -1 }
#define PEER(name, member, high) { name, BR_OEPL_INT, G_STRUCT_OFFSET (BrOeplPeer, member), 0, high, -1 }
#define PEER_TEXT(name, member) { name, BR_OEPL_TEXT, G_STRUCT_OFFSET (BrOeplPeer, member), 0, sizeof ((BrOeplPeer *) 0)->member, 0 }

/** Line: the beginning of a log line; %m is a MAC, %w a word, %d a number. */
typedef struct
{
  const char *pattern;
  BrOeplMessageKind kind;
} Line;

static const Line LOG[] = {
  { "%m block request %w block %d", BR_OEPL_SAYS_BLOCK },
  { "%m reports xfer complete", BR_OEPL_SAYS_COMPLETE },
  { "Updating %m", BR_OEPL_SAYS_UPDATING },
  { "new image: ", BR_OEPL_SAYS_READY },
  { "new image is the same as current image", BR_OEPL_SAYS_SAME },
  { "moved AP from local to external %m", BR_OEPL_SAYS_MOVED },
};

static const Line TROUBLE[] = {
  { "REBOOTING", BR_OEPL_SAYS_REBOOTING },      { "< %m xfer timeout", BR_OEPL_SAYS_TIMEOUT },   { "Not found: ", BR_OEPL_SAYS_FILE_MISSING },
  { "invalid jpg", BR_OEPL_SAYS_BAD_JPEG },     { "File not found", BR_OEPL_SAYS_FILE_MISSING }, { "File has size 0", BR_OEPL_SAYS_FILE_MISSING },
  { "low on memory", BR_OEPL_SAYS_LOW_MEMORY },
};

void
br_oepl_message_clear (BrOeplMessage *self)
{
  g_clear_pointer (&self->records, g_array_unref);
  *self = (BrOeplMessage) { 0 };
}

/* The MAC a text begins with, of 16 digits and no more. */
static gboolean
begins_with_mac (const char *text, char *mac)
{
  char digits[17];

  if (strspn (text, "0123456789abcdefABCDEF") != 16)
    return FALSE;
  g_strlcpy (digits, text, sizeof digits);
  return br_oepl_mac_read (digits, mac);
}

/* What stands for one letter after a per cent sign: how many bytes of `text` it takes, 0 = it is not there. */
static gsize
match_part (char what, const char *text, BrOeplMessage *out)
{
  gsize digits = strspn (text, "0123456789");

  switch (what)
    {
    case 'm': return begins_with_mac (text, out->mac) ? 16 : 0;
    case 'w': return strcspn (text, " \r\n");
    default:
      if (digits == 0 || digits > 3)
        return 0;
      out->block = atoi (text);
      return digits;
    }
}

static gboolean
match_line (const char *pattern, const char *text, BrOeplMessage *out)
{
  for (; *pattern != '\0'; pattern++)
    if (*pattern == '%')
      {
        gsize taken = match_part (*++pattern, text, out);

        if (taken == 0)
          return FALSE;
        text += taken;
      }
    else if (*pattern != *text++)
      return FALSE;
  return TRUE;
}

/* The path a line speaks of, and the MAC at its beginning ("/current/MAC_N.pending", "/temp/MAC_N.jpg"). */
static void
find_file (const char *text, BrOeplMessage *out)
{
  const char *path = strchr (text, '/');
  gsize length = path != NULL ? strcspn (path, " \r\n") : 0;

  if (length == 0 || length >= sizeof out->file_name || !g_utf8_validate (path, (gssize) length, NULL))
    return;
  memcpy (out->file_name, path, length);
  out->file_name[length] = '\0';
  if (out->mac[0] == '\0')
    begins_with_mac (strrchr (out->file_name, '/') + 1, out->mac);
}

static void
read_line (yyjson_val *value, const Line *lines, gsize n_lines, BrOeplMessage *out)
{
  const char *text = yyjson_get_str (value);

  for (gsize i = 0; text != NULL && i < n_lines; i++)
    {
      if (match_line (lines[i].pattern, text, out))
        {
          out->kind = lines[i].kind;
          find_file (text, out);
          return;
        }
      out->mac[0] = '\0';
      out->block = 0;
    }
}

static void
read_sys (yyjson_val *value, BrOeplMessage *out)
{
  static const BrOeplMember MEMBERS[] = {
    SYS_BIG ("currtime", now_s),
    SYS_BIG ("heap", free_memory),
    SYS_BIG ("littlefsfree", free_bytes),
    SYS_BIG ("psfree", free_psram),
    SYS_BIG ("uptime", uptime_s),
    SYS ("recordcount", n_records, G_MAXUINT16),
    SYS ("apstate", state, BR_OEPL_STATE_NO_RADIO),
    SYS ("runstate", run, BR_OEPL_RUN_INIT),
    { "rssi", BR_OEPL_INT, G_STRUCT_OFFSET (BrOeplSys, rssi), -127, -1, 0 },
    SYS ("lowbattcount", n_low_battery, G_MAXUINT16),
    SYS ("timeoutcount", n_timeout, G_MAXUINT16),
  };

  out->kind = BR_OEPL_SAYS_SYS;
  br_oepl_members_read (MEMBERS, G_N_ELEMENTS (MEMBERS), value, &out->sys);
}

static void
read_peer (yyjson_val *value, BrOeplMessage *out)
{
  static const BrOeplMember MEMBERS[] = {
    PEER_TEXT ("ip", address),
    PEER_TEXT ("alias", alias),
    PEER ("count", n_tags, G_MAXUINT16),
    PEER ("channel", channel, G_MAXUINT8),
    PEER ("version", version, G_MAXUINT16),
  };

  br_oepl_members_read (MEMBERS, G_N_ELEMENTS (MEMBERS), value, &out->peer);
  out->kind = out->peer.address[0] != '\0' ? BR_OEPL_SAYS_PEER : BR_OEPL_SAYS_OTHER;
}

static void
read_progress (yyjson_val *value, BrOeplMessage *out)
{
  const char *mac = yyjson_get_str (yyjson_obj_get (value, "src"));

  out->block = (int) br_oepl_json_int (yyjson_obj_get (value, "current"), 0, MAX_BLOCK, -1);
  out->n_blocks = (int) br_oepl_json_int (yyjson_obj_get (value, "total"), 0, MAX_BLOCK, -1);
  if (mac != NULL && br_oepl_mac_read (mac, out->mac) && out->block >= 0 && out->n_blocks >= 0)
    out->kind = BR_OEPL_SAYS_PROGRESS;
}

static gboolean
read_tags (yyjson_val *tags, BrOeplMessage *out, GError **error)
{
  guint n_bad = 0;

  out->records = g_array_new (FALSE, FALSE, sizeof (BrOeplRecord));
  if (!br_oepl_records_read (tags, out->records, &n_bad, error))
    {
      br_oepl_message_clear (out);
      return FALSE;
    }
  if (out->records->len > 0)
    out->kind = BR_OEPL_SAYS_TAGS;
  return TRUE;
}

gboolean
br_oepl_message_read (const char *text, gsize length, BrOeplMessage *out, GError **error)
{
  g_autoptr (GBytes) json = g_bytes_new_static (text, length);
  g_autoptr (yyjson_doc) doc = br_oepl_json_object (json, MAX_MESSAGE, error);
  yyjson_val *root, *value;

  *out = (BrOeplMessage) { 0 };
  if (doc == NULL)
    return FALSE;
  root = yyjson_doc_get_root (doc);
  if (yyjson_is_arr (value = yyjson_obj_get (root, "tags")))
    return read_tags (value, out, error);
  if (yyjson_is_obj (value = yyjson_obj_get (root, "sys")))
    read_sys (value, out);
  else if (yyjson_is_obj (value = yyjson_obj_get (root, "apitem")))
    read_peer (value, out);
  else if (yyjson_is_obj (value = yyjson_obj_get (root, "upload")))
    read_progress (value, out);
  else if ((value = yyjson_obj_get (root, "errMsg")) != NULL)
    read_line (value, TROUBLE, G_N_ELEMENTS (TROUBLE), out);
  else
    read_line (yyjson_obj_get (root, "logMsg"), LOG, G_N_ELEMENTS (LOG), out);
  return TRUE;
}
