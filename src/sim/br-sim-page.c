/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GET / the page · GET /paper the part that changes, which the page asks for each second · GET /sheet/N.png a label ·
 * POST /do/WORD what br-sim-order knows.
 */
#include "config.h"

#include "br-sim-page.h"

#include <libsoup/soup.h>
#include <string.h>

#include "br-sim-order.h"
#include "br-sim-png.h"

#define MAX_SHOWN 60 /* labels */

struct _BrSimPage
{
  BrSimPrinter *printer;
  BrHead head;
  char *title;
  SoupServer *server;
  char *url;
  guint16 port;
};

static const char page_head[] =
    "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Simulated label printer</title><style>"
    "body{font:15px sans-serif;margin:0;background:#deddda;color:#241f31}header{position:sticky;top:0;background:#fff;padding:12px 20px;box-shadow:0 1px 4px #0003}"
    "h1{font-size:18px;margin:0 0 8px}form{display:inline}button{margin:2px;padding:4px 9px;font:inherit}#paper{padding:16px 20px}"
    "#paper p{margin:0 0 14px;font-weight:bold}figure{display:inline-block;margin:0 14px 14px 0;vertical-align:top}"
    "figure img{background:#fff;border-radius:4px;box-shadow:0 1px 3px #0005;image-rendering:pixelated;display:block}"
    "figure.torn img{border-bottom:3px dashed #c01c28}figcaption{font-size:12px;color:#5e5c64;margin-top:3px}</style><header><h1>";

/* What did not change is left alone, so that its pictures do not flicker. */
static const char page_script[] = "<script>let last='';async function look(){try{const a=await fetch('/paper'),t=await a.text();"
                                  "if(t!==last)document.getElementById('paper').innerHTML=last=t}catch(e){}}setInterval(look,1000);look();"
                                  "document.querySelectorAll('form').forEach(f=>f.onsubmit=e=>{e.preventDefault();fetch(f.action,{method:'POST'}).then(look)})"
                                  "</script></html>";

static void
reply (SoupServerMessage *message, const char *type, GString *text)
{
  gsize n = text->len;

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Cache-Control", "no-store");
  soup_server_message_set_response (message, type, SOUP_MEMORY_TAKE, g_string_free (text, FALSE), n);
}

static void
reply_page (const BrSimPage *self, SoupServerMessage *message)
{
  GString *text = g_string_new (page_head);
  g_autofree char *title = g_markup_escape_text (self->title, -1);
  guint n;
  const BrSimOrder *orders = br_sim_orders (&n);

  g_string_append_printf (text, "%s</h1>", title);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "<form method=post action=/do/%s><button>%s</button></form>", orders[i].word, orders[i].title);
  g_string_append_printf (text, "</header><div id=paper></div>%s", page_script);
  reply (message, "text/html; charset=utf-8", text);
}

static void
append_sheet (const BrSimPage *self, GString *text, guint n)
{
  g_auto (BrSimSheet) sheet = { 0 };

  if (!br_sim_printer_get_sheet (self->printer, n, &sheet))
    return;
  g_string_append_printf (text, "<figure class=%s><img src=/sheet/%u.png style='width:%umm' alt='label %u'><figcaption>%u%s</figcaption></figure>",
                          sheet.complete ? "whole" : "torn", n, sheet.bitmap->width * self->head.dots_den / self->head.dots_num, n + 1, n + 1,
                          sheet.order == 0 ? " · fed"
                          : sheet.complete ? ""
                                           : " · torn");
}

static void
reply_paper (const BrSimPage *self, SoupServerMessage *message)
{
  GString *text = g_string_new ("<p>");
  g_autofree char *words = NULL;
  BrSimState state;

  br_sim_printer_get_state (self->printer, &state);
  words = br_sim_state_text (&state);
  g_string_append_printf (text, "%s</p>", words);
  for (guint i = 0; i < MIN (state.n_sheets, MAX_SHOWN); i++)
    append_sheet (self, text, state.n_sheets - 1 - i);
  reply (message, "text/html; charset=utf-8", text);
}

static void
reply_sheet (const BrSimPage *self, SoupServerMessage *message, const char *name)
{
  g_auto (BrSimSheet) sheet = { 0 };
  char *end;
  guint64 n = g_ascii_strtoull (name, &end, 10);
  g_autoptr (GBytes) png = NULL;

  if (end == name || !g_str_equal (end, ".png") || n > G_MAXUINT || !br_sim_printer_get_sheet (self->printer, (guint) n, &sheet))
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }
  png = br_sim_png_encode (sheet.bitmap, self->head.dots_num * 1000 / self->head.dots_den);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "image/png", SOUP_MEMORY_COPY, g_bytes_get_data (png, NULL), g_bytes_get_size (png));
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  const BrSimPage *self = data;
  const char *method = soup_server_message_get_method (message);

  if (g_str_equal (method, SOUP_METHOD_POST) && g_str_has_prefix (path, "/do/"))
    soup_server_message_set_status (message, br_sim_order_obey (self->printer, path + strlen ("/do/")) ? SOUP_STATUS_NO_CONTENT : SOUP_STATUS_NOT_FOUND, NULL);
  else if (!g_str_equal (method, SOUP_METHOD_GET))
    soup_server_message_set_status (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
  else if (g_str_equal (path, "/"))
    reply_page (self, message);
  else if (g_str_equal (path, "/paper"))
    reply_paper (self, message);
  else if (g_str_has_prefix (path, "/sheet/"))
    reply_sheet (self, message, path + strlen ("/sheet/"));
  else
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
}

BrSimPage *
br_sim_page_new (BrSimPrinter *printer, const BrHead *head, const char *title, guint16 port, GError **error)
{
  g_autoptr (SoupServer) server = soup_server_new ("server-header", NULL, NULL);
  BrSimPage *self;
  GSList *uris;

  if (!soup_server_listen_local (server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return NULL;
  self = g_new0 (BrSimPage, 1);
  *self = (BrSimPage) { .printer = printer, .head = *head, .title = g_strdup (title), .server = g_steal_pointer (&server) };
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  uris = soup_server_get_uris (self->server);
  self->port = (guint16) g_uri_get_port (uris->data);
  self->url = g_strdup_printf ("http://127.0.0.1:%u/", self->port);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return self;
}

const char *
br_sim_page_get_url (const BrSimPage *self)
{
  return self->url;
}

guint16
br_sim_page_get_port (const BrSimPage *self)
{
  return self->port;
}

void
br_sim_page_free (BrSimPage *self)
{
  if (self == NULL)
    return;
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_free (self->title);
  g_free (self->url);
  g_free (self);
}
