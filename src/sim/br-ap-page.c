/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GET / the page · GET /tags the part that changes, which the page asks for every two seconds · GET /tag/MAC.png what a tag shows ·
 * GET /__emu/counts?ap=N ground truth · POST /__emu/WORD what br-ap-control knows.
 */
#include "config.h"

#include "br-ap-page.h"

#include <string.h>

#include "br-ap-types.h"
#include "br-sim-png.h"
#include "br-sim-web.h"

#define MAX_SHOWN 300 /* tags */
#define CONTROL "/__emu/"

struct _BrApPage
{
  BrAir *air;
  BrApControl *control;
  char *title;
  BrSimWeb web;
};

/** Button: of the page's head. */
static const struct
{
  const char *word, *title;
} buttons[] = {
  { "restart", "Restart the station" },
  { "crash", "Crash it" },
  { "power?on=0", "Power off" },
  { "power?on=1", "Power on" },
  { "fault?name=radio-dead&per-mille=1000&seconds=60", "Radio dead for a minute" },
  { "fault?name=hang&per-mille=1000&seconds=60", "No answers for a minute" },
  { "fault?name=flash-full&per-mille=1000&seconds=300", "Storage full for 5 minutes" },
  { "calm", "Mend everything" },
};

static const char page_style[] = ".tags{display:flex;flex-wrap:wrap;gap:20px;align-items:flex-start}form{display:inline}"
                                 "img,.start{display:block;max-width:100%;background:#fff;color:#777;border-radius:4px;"
                                 "box-shadow:0 0 0 1px var(--line),0 2px 6px #0003}.start{padding:12px;min-width:150px;min-height:64px;font-size:13px}"
                                 ".blinks img,.blinks .start{outline:4px solid #33d17a}figcaption button{padding:1px 8px;font-size:12px}";

/* What did not change is left alone, so that its pictures do not flicker. */
static const char page_script[] = "<script>let last='';const tags=document.getElementById('tags');"
                                  "async function look(){try{const t=await(await fetch('/tags')).text();if(t!==last)tags.innerHTML=last=t}"
                                  "catch(e){tags.innerHTML=last='<p class=state>The simulated station has ended.</p>'}}"
                                  "setInterval(look,2000);look();"
                                  "document.addEventListener('submit',e=>{e.preventDefault();fetch(e.target.action,{method:'POST'}).then(look)})"
                                  "</script></body></html>";

static void
append_button (GString *text, const char *word, const char *title)
{
  g_autofree char *escaped = g_markup_escape_text (word, -1);

  g_string_append_printf (text, "<form method=post action=\"" CONTROL "%s\"><button>%s</button></form>", escaped, title);
}

static void
reply_page (const BrApPage *self, SoupServerMessage *message)
{
  GString *text = br_sim_web_begin ("Simulated shelf tags", page_style, self->title);

  g_string_append (text, "<nav aria-label=\"What can be done to it\">");
  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    append_button (text, buttons[i].word, buttons[i].title);
  g_string_append_printf (text, "</nav></header><main id=tags></main>%s", page_script);
  br_sim_web_reply (message, "text/html; charset=utf-8", text);
}

static void
append_tag (GString *text, BrApTag *tag)
{
  const char *mac = br_ap_tag_get_mac (tag);
  const BrApType *type = br_ap_type_find (br_ap_tag_get_hw_type (tag));
  g_autofree char *name = g_markup_escape_text (type->name, -1), *press = g_strdup_printf ("press?mac=%s", mac);
  BrApFrame frame;

  br_ap_tag_get_frame (tag, &frame);
  g_string_append_printf (text, "<figure class=%s>", br_ap_tag_blinks (tag) ? "blinks" : "still");
  if (frame.pixels != NULL)
    g_string_append_printf (text, "<img src=/tag/%s.png?%" G_GINT64_FORMAT " width=%u height=%u alt=\"Tag %s\">", mac, frame.since_us, frame.width,
                            frame.height, mac);
  else
    g_string_append_printf (text, "<div class=start>%s<br>%s<br>waits for its first picture</div>", name, mac);
  g_string_append_printf (text, "<figcaption>%s · %s · %d mV ", mac, name, br_ap_tag_get_battery_mv (tag));
  append_button (text, press, "Press");
  g_string_append (text, "</figcaption></figure>");
}

static void
reply_tags (const BrApPage *self, SoupServerMessage *message)
{
  GString *tags = g_string_new (NULL), *text = g_string_new (NULL);
  guint n_shown = 0, n = 0;
  BrApTag *tag;

  for (; (tag = br_air_nth_tag (self->air, n)) != NULL; n++)
    {
      BrApFrame frame;

      br_ap_tag_get_frame (tag, &frame);
      n_shown += frame.pixels != NULL ? 1 : 0;
      if (n < MAX_SHOWN)
        append_tag (tags, tag);
    }
  g_string_append_printf (text, "<p role=status class=state>%u tags, %u show a picture</p><div class=tags>%s</div>", n, n_shown, tags->str);
  g_string_free (tags, TRUE);
  br_sim_web_reply (message, "text/html; charset=utf-8", text);
}

static void
reply_picture (const BrApPage *self, SoupServerMessage *message, const char *name)
{
  g_autofree char *mac = g_str_has_suffix (name, ".png") ? g_strndup (name, strlen (name) - strlen (".png")) : g_strdup ("");
  BrApTag *tag = br_air_find_tag (self->air, mac);
  guint32 palette[BR_AP_MAX_COLOURS];
  guint n_colours = 0;
  BrApFrame frame = { 0 };
  g_autoptr (GBytes) png = NULL;

  if (tag != NULL)
    br_ap_tag_get_frame (tag, &frame);
  if (frame.pixels == NULL)
    {
      br_sim_web_not_found (message);
      return;
    }
  for (const char *c = br_ap_type_find (br_ap_tag_get_hw_type (tag))->colours; *c != '\0'; c++)
    palette[n_colours++] = br_ap_colour_rgb (*c);
  png = br_sim_png_encode_indices (frame.pixels, frame.width, frame.height, palette, n_colours);
  br_sim_web_reply_png (message, png);
}

static void
reply_counts (const BrApPage *self, SoupServerMessage *message, GHashTable *query)
{
  const char *ap = query != NULL ? g_hash_table_lookup (query, "ap") : NULL;
  g_autofree char *json = br_ap_control_counts (self->control, ap != NULL ? (guint) g_ascii_strtoull (ap, NULL, 10) : 0);

  if (json == NULL)
    br_sim_web_not_found (message);
  else
    br_sim_web_reply (message, "application/json", g_string_new (json));
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  const BrApPage *self = data;
  const char *method = soup_server_message_get_method (message);

  if (g_str_equal (method, SOUP_METHOD_POST) && g_str_has_prefix (path, CONTROL))
    soup_server_message_set_status (message,
                                    br_ap_control_obey (self->control, path + strlen (CONTROL), query) ? SOUP_STATUS_NO_CONTENT : SOUP_STATUS_NOT_FOUND, NULL);
  else if (!g_str_equal (method, SOUP_METHOD_GET))
    soup_server_message_set_status (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
  else if (g_str_equal (path, "/"))
    reply_page (self, message);
  else if (g_str_equal (path, "/tags"))
    reply_tags (self, message);
  else if (g_str_has_prefix (path, "/tag/"))
    reply_picture (self, message, path + strlen ("/tag/"));
  else if (g_str_equal (path, CONTROL "counts"))
    reply_counts (self, message, query);
  else
    br_sim_web_not_found (message);
}

BrApPage *
br_ap_page_new (BrAir *air, BrApControl *control, const char *title, guint16 port, GError **error)
{
  BrApPage *self = g_new0 (BrApPage, 1);

  *self = (BrApPage) { .air = air, .control = control, .title = g_strdup (title) };
  if (!br_sim_web_open (&self->web, port, request_cb, self, error))
    g_clear_pointer (&self, br_ap_page_free);
  return self;
}

const char *
br_ap_page_get_url (const BrApPage *self)
{
  return self->web.url;
}

guint16
br_ap_page_get_port (const BrApPage *self)
{
  return self->web.port;
}

void
br_ap_page_free (BrApPage *self)
{
  if (self == NULL)
    return;
  br_sim_web_clear (&self->web);
  g_free (self->title);
  g_free (self);
}
