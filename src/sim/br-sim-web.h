/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the web pages of simulated devices share: a server on 127.0.0.1, their look, and answers. On the thread whose main context serves it. */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/** BrSimWeb: a page that is served. */
typedef struct
{
  SoupServer *server; /* owned */
  char       *url;    /* "http://127.0.0.1:PORT/", owned */
  guint16     port;
} BrSimWeb;

/** br_sim_web_open: `func` answers every request. Port 0 = any free one. Errors: IO. */
gboolean br_sim_web_open      (BrSimWeb *self, guint16 port, SoupServerCallback func, gpointer data, GError **error);
void     br_sim_web_clear     (BrSimWeb *self);
/** br_sim_web_begin: the page up to the end of its title; `kind` stands in the browser's tab, `style` is CSS beyond what all have. */
GString *br_sim_web_begin     (const char *kind, const char *style, const char *title);
/** br_sim_web_reply: takes `text`; it is asked for anew each time. */
void     br_sim_web_reply     (SoupServerMessage *message, const char *type, GString *text);
void     br_sim_web_reply_png (SoupServerMessage *message, GBytes *png);
void     br_sim_web_not_found (SoupServerMessage *message);

G_END_DECLS
