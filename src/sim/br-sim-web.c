/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-sim-web.h"

static const char page_head[] =
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width,initial-scale=1\">"
    "<meta name=color-scheme content=\"light dark\"><link rel=icon href=\"data:,\"><title>%s</title><style>"
    ":root{--back:#fafafb;--card:#fff;--text:#241f31;--dim:#5e5c64;--line:#0002;--button:#ebebed;--accent:#1a5fb4}"
    "@media(prefers-color-scheme:dark){:root{--back:#222226;--card:#2e2e32;--text:#fff;--dim:#b7b5bd;--line:#fff2;--button:#44444a;--accent:#78aeed}}"
    "*{box-sizing:border-box}body{font:15px/1.45 system-ui,\"Adwaita Sans\",Cantarell,sans-serif;margin:0;background:var(--back);color:var(--text)}"
    "header{position:sticky;top:0;background:var(--card);border-bottom:1px solid var(--line);padding:12px 20px}"
    "h1{font-size:18px;margin:0 0 8px}nav{display:flex;flex-wrap:wrap;gap:6px}form{margin:0}"
    "button{padding:6px 12px;font:inherit;font-weight:600;color:inherit;background:var(--button);border:0;border-radius:8px;cursor:pointer}"
    "button:hover{filter:brightness(.94)}button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}"
    "main{padding:16px 20px}.state{margin:0 0 16px;color:var(--dim)}figure{margin:0;max-width:100%%}figcaption{font-size:13px;color:var(--dim);margin-top:4px}"
    "@media(max-width:560px){header{position:static}header,main{padding-left:12px;padding-right:12px}}%s</style></head><body><header><h1>%s</h1>";

gboolean
br_sim_web_open (BrSimWeb *self, guint16 port, SoupServerCallback func, gpointer data, GError **error)
{
  g_autoptr (SoupServer) server = soup_server_new ("server-header", NULL, NULL);
  GSList *uris;

  if (!soup_server_listen_local (server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;
  soup_server_add_handler (server, NULL, func, data, NULL);
  uris = soup_server_get_uris (server);
  self->port = (guint16) g_uri_get_port (uris->data);
  self->url = g_strdup_printf ("http://127.0.0.1:%u/", self->port);
  self->server = g_steal_pointer (&server);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return TRUE;
}

void
br_sim_web_clear (BrSimWeb *self)
{
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_pointer (&self->url, g_free);
}

GString *
br_sim_web_begin (const char *kind, const char *style, const char *title)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, page_head, kind, style, escaped);
  return text;
}

void
br_sim_web_reply (SoupServerMessage *message, const char *type, GString *text)
{
  gsize n = text->len;

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Cache-Control", "no-store");
  soup_server_message_set_response (message, type, SOUP_MEMORY_TAKE, g_string_free (text, FALSE), n);
}

void
br_sim_web_reply_png (SoupServerMessage *message, GBytes *png)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "image/png", SOUP_MEMORY_COPY, g_bytes_get_data (png, NULL), g_bytes_get_size (png));
}

void
br_sim_web_not_found (SoupServerMessage *message)
{
  soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
}
