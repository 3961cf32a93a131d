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
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width,initial-scale=1\">"
    "<meta name=color-scheme content=\"light dark\"><link rel=icon href=\"data:,\"><title>Simulated label printer</title><style>"
    ":root{--back:#fafafb;--card:#fff;--text:#241f31;--dim:#5e5c64;--line:#0002;--button:#ebebed;--good:#1b8553;--busy:#1a5fb4;--bad:#c01c28}"
    "@media(prefers-color-scheme:dark){:root{--back:#222226;--card:#2e2e32;--text:#fff;--dim:#b7b5bd;--line:#fff2;--button:#44444a;--good:#57e389;"
    "--busy:#78aeed;--bad:#ff7b7b}}"
    "*{box-sizing:border-box}body{font:15px/1.45 system-ui,\"Adwaita Sans\",Cantarell,sans-serif;margin:0;background:var(--back);color:var(--text)}"
    "header{position:sticky;top:0;background:var(--card);border-bottom:1px solid var(--line);padding:12px 20px}"
    "h1{font-size:18px;margin:0 0 8px}nav{display:flex;flex-wrap:wrap;gap:6px}form{margin:0}"
    "button{padding:6px 12px;font:inherit;font-weight:600;color:inherit;background:var(--button);border:0;border-radius:8px;cursor:pointer}"
    "button:hover{filter:brightness(.94)}button:focus-visible{outline:2px solid var(--busy);outline-offset:2px}.mend button{background:var(--busy);color:#fff}"
    "@media(prefers-color-scheme:dark){.mend button{color:#000}}"
    "main{padding:16px 20px}.state{margin:0 0 16px;color:var(--dim)}.state b{color:var(--good);margin-right:8px}.state.busy b{color:var(--busy)}"
    ".state.trouble b{color:var(--bad)}.sheets{display:flex;flex-wrap:wrap;gap:20px;align-items:flex-start}figure{margin:0;max-width:100%}"
    "img{display:block;max-width:100%;height:auto;background:#fff;border-radius:4px;box-shadow:0 0 0 1px var(--line),0 2px 6px #0003}"
    ".torn img{border-bottom:3px dashed var(--bad)}figcaption,.more{font-size:13px;color:var(--dim);margin-top:4px}"
    "@media(max-width:560px){header{position:static}header,main{padding-left:12px;padding-right:12px}}</style></head><body><header><h1>";

/* What did not change is left alone, so that its pictures do not flicker. Of the two buttons of a trouble the one that does something is seen. */
static const char page_script[] = "<script>let last='';const paper=document.getElementById('paper');"
                                  "async function look(){try{const a=await fetch('/paper'),t=await a.text();if(t!==last)paper.innerHTML=last=t;"
                                  "const on=Number(paper.querySelector('.state').dataset.troubles);"
                                  "document.querySelectorAll('form[data-bit]').forEach(f=>f.hidden=f.classList.contains('mend')!==!!(on&1<<f.dataset.bit))}"
                                  "catch(e){paper.innerHTML=last='<p class=\"state trouble\" data-troubles=0><b>The simulated printer has ended.</b></p>'}}"
                                  "setInterval(look,1000);look();"
                                  "document.querySelectorAll('form').forEach(f=>f.onsubmit=e=>{e.preventDefault();fetch(f.action,{method:'POST'}).then(look)})"
                                  "</script></body></html>";

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
  g_string_append (text, "<nav aria-label=\"What can be done to it\">");
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (text, "<form method=post action=/do/%s", orders[i].word);
      if (orders[i].trouble >= 0)
        g_string_append_printf (text, " data-bit=%d%s", orders[i].trouble, orders[i].mends ? " class=mend" : "");
      g_string_append_printf (text, "><button>%s</button></form>", orders[i].title);
    }
  g_string_append_printf (text, "</nav></header><main id=paper></main>%s", page_script);
  reply (message, "text/html; charset=utf-8", text);
}

static void
append_sheet (const BrSimPage *self, GString *text, guint n)
{
  g_auto (BrSimSheet) sheet = { 0 };

  if (!br_sim_printer_get_sheet (self->printer, n, &sheet))
    return;
  g_string_append_printf (text,
                          "<figure class=%s><a href=/sheet/%u.png><img src=/sheet/%u.png width=%u height=%u style=\"width:%umm\" alt=\"Label %u\"></a>"
                          "<figcaption>%u%s</figcaption></figure>",
                          sheet.complete ? "whole" : "torn", n, n, sheet.bitmap->width, sheet.bitmap->height,
                          sheet.bitmap->width * self->head.dots_den / self->head.dots_num, n + 1, n + 1,
                          sheet.order == 0 ? " · fed"
                          : sheet.complete ? ""
                                           : " · torn");
}

/* The first of its words is the state, the others are numbers. */
static void
append_state (GString *text, const BrSimState *state)
{
  g_autofree char *words = br_sim_state_text (state);
  g_auto (GStrv) parts = g_strsplit (words, " · ", 2);
  const char *kind = state->troubles != 0 ? "trouble" : state->sense.printing ? "busy" : "ready";

  g_string_append_printf (text, "<p role=status class=\"state %s\" data-troubles=%u><b>%s</b>%s</p>", kind, state->troubles, parts[0],
                          parts[1] != NULL ? parts[1] : "");
}

static void
reply_paper (const BrSimPage *self, SoupServerMessage *message)
{
  GString *text = g_string_new (NULL);
  BrSimState state;

  br_sim_printer_get_state (self->printer, &state);
  append_state (text, &state);
  g_string_append (text, "<div class=sheets>");
  for (guint i = 0; i < MIN (state.n_sheets, MAX_SHOWN); i++)
    append_sheet (self, text, state.n_sheets - 1 - i);
  g_string_append (text, "</div>");
  if (state.n_sheets == 0)
    g_string_append (text, "<p class=more>Nothing has been printed yet. What comes out appears here.</p>");
  if (state.n_sheets > MAX_SHOWN)
    g_string_append_printf (text, "<p class=more>The last %d of %u.</p>", MAX_SHOWN, state.n_sheets);
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
