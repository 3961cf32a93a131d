/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GET / the page · GET /paper the part that changes, which the page asks for each second · GET /sheet/N.png a label ·
 * POST /do/WORD what br-sim-order knows.
 */
#include "config.h"

#include "br-sim-page.h"

#include <string.h>

#include "br-sim-order.h"
#include "br-sim-png.h"
#include "br-sim-web.h"

#define MAX_SHOWN 60 /* labels */

struct _BrSimPage
{
  BrSimPrinter *printer;
  BrHead head;
  char *title;
  BrSimWeb web;
};

static const char page_style[] =
    ":root{--good:#1b8553;--bad:#c01c28}@media(prefers-color-scheme:dark){:root{--good:#57e389;--bad:#ff7b7b}}"
    ".mend button{background:var(--accent);color:#fff}@media(prefers-color-scheme:dark){.mend button{color:#000}}"
    ".state b{color:var(--good);margin-right:8px}.state.busy b{color:var(--accent)}.state.trouble b{color:var(--bad)}"
    ".sheets{display:flex;flex-wrap:wrap;gap:20px;align-items:flex-start}"
    "img{display:block;max-width:100%;height:auto;background:#fff;border-radius:4px;box-shadow:0 0 0 1px var(--line),0 2px 6px #0003}"
    ".torn img{border-bottom:3px dashed var(--bad)}.more{font-size:13px;color:var(--dim);margin-top:4px}";

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
reply_page (const BrSimPage *self, SoupServerMessage *message)
{
  GString *text = br_sim_web_begin ("Simulated label printer", page_style, self->title);
  guint n;
  const BrSimOrder *orders = br_sim_orders (&n);

  g_string_append (text, "<nav aria-label=\"What can be done to it\">");
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (text, "<form method=post action=/do/%s", orders[i].word);
      if (orders[i].trouble >= 0)
        g_string_append_printf (text, " data-bit=%d%s", orders[i].trouble, orders[i].mends ? " class=mend" : "");
      g_string_append_printf (text, "><button>%s</button></form>", orders[i].title);
    }
  g_string_append_printf (text, "</nav></header><main id=paper></main>%s", page_script);
  br_sim_web_reply (message, "text/html; charset=utf-8", text);
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
  br_sim_web_reply (message, "text/html; charset=utf-8", text);
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
      br_sim_web_not_found (message);
      return;
    }
  png = br_sim_png_encode (sheet.bitmap, self->head.dots_num * 1000 / self->head.dots_den);
  br_sim_web_reply_png (message, png);
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
    br_sim_web_not_found (message);
}

BrSimPage *
br_sim_page_new (BrSimPrinter *printer, const BrHead *head, const char *title, guint16 port, GError **error)
{
  BrSimPage *self = g_new0 (BrSimPage, 1);

  *self = (BrSimPage) { .printer = printer, .head = *head, .title = g_strdup (title) };
  if (!br_sim_web_open (&self->web, port, request_cb, self, error))
    g_clear_pointer (&self, br_sim_page_free);
  return self;
}

const char *
br_sim_page_get_url (const BrSimPage *self)
{
  return self->web.url;
}

guint16
br_sim_page_get_port (const BrSimPage *self)
{
  return self->web.port;
}

void
br_sim_page_free (BrSimPage *self)
{
  if (self == NULL)
    return;
  br_sim_web_clear (&self->web);
  g_free (self->title);
  g_free (self);
}
