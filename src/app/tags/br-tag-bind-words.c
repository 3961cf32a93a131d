/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-bind-words.h"

#include "br-error.h"
#include "br-product-text.h"
#include "br-tag-words.h"
#include <glib/gi18n.h>

static const struct
{
  const char *title, *icon, *style;
} heads[] = {
  [BR_BIND_READY] = { N_("Scan a Tag or a Product"), "scanner-symbolic", NULL },
  [BR_BIND_HAS_TAG] = { N_("Now Scan the Product"), "go-next-symbolic", "accent" },
  [BR_BIND_HAS_GOODS] = { N_("Now Scan the Tag"), "go-next-symbolic", "accent" },
  [BR_BIND_ASKS] = { N_("This Tag Is in Use"), "dialog-question-symbolic", "warning" },
  [BR_BIND_WORKS] = { N_("Being Stored…"), "content-loading-symbolic", NULL },
  [BR_BIND_DONE] = { N_("Bound"), "object-select-symbolic", "success" },
  [BR_BIND_ALREADY] = { N_("It Is Bound So Already"), "object-select-symbolic", "success" },
  [BR_BIND_UNKNOWN] = { N_("Nothing Has This Code"), "dialog-question-symbolic", "warning" },
  [BR_BIND_MANY] = { N_("Several Products Have This Code"), "dialog-warning-symbolic", "error" },
  [BR_BIND_IS_GOODS] = { N_("This Is a Product"), "dialog-question-symbolic", "warning" },
  [BR_BIND_LEARNS] = { N_("Press the Button on the Tag"), "content-loading-symbolic", "accent" },
  [BR_BIND_FAILED] = { N_("Not Bound"), "dialog-error-symbolic", "error" },
};

static char *
goods_line (const BrSkuRow *goods, guint digits)
{
  g_autofree char *price = br_text_money (goods->price_minor, digits);

  return g_strdup_printf ("%s · %s", goods->name != NULL ? goods->name : goods->code, price);
}

static char *
done_text (const BrBindFlow *flow, guint digits)
{
  g_autofree char *tag = flow->tag != NULL ? br_tag_words_detail (flow->tag) : g_strdup ("");
  g_autofree char *goods = flow->goods != NULL ? goods_line (flow->goods, digits) : NULL;

  if (flow->broken != NULL)
    /* Translators: the tag that takes over, then the product it shows from now on */
    return g_strdup_printf (_("%s takes over “%s”. Take the broken tag away: it may show an old price."), tag, br_tag_words_title (flow->broken));
  return g_strdup_printf ("%s\n%s", goods != NULL ? goods : "", tag);
}

static char *
ask_text (const BrBindFlow *flow)
{
  const char *now = br_tag_words_title (flow->tag);

  if (flow->broken != NULL)
    return g_strdup_printf (_("It is bound to “%s”. Unbind it there first, or take another tag."), now);
  return g_strdup_printf (_("It is bound to “%s”. Bind it to “%s” instead?"), now, flow->goods->name != NULL ? flow->goods->name : flow->goods->code);
}

/* Of READY, and of what has no other answer. */
static char *
ask_for_tag_text (const BrBindFlow *flow)
{
  return g_strdup_printf (_("Scan the new tag that takes over “%s”."), br_tag_words_title (flow->broken));
}

static char *
detail_text (const BrBindFlow *flow, guint digits)
{
  switch (flow->state)
    {
    case BR_BIND_READY: return flow->broken != NULL ? ask_for_tag_text (flow) : g_strdup (_("In either order. Or type a code below."));
    case BR_BIND_IS_GOODS: return ask_for_tag_text (flow);
    case BR_BIND_HAS_TAG: return br_tag_words_detail (flow->tag);
    case BR_BIND_HAS_GOODS: return goods_line (flow->goods, digits);
    case BR_BIND_ASKS: return ask_text (flow);
    case BR_BIND_DONE:
    case BR_BIND_ALREADY: return done_text (flow, digits);
    case BR_BIND_UNKNOWN:
      return g_strdup_printf (_("“%s” is no product and no known tag. If it is on the sticker of a tag, Backroom can learn it."), flow->code);
    case BR_BIND_MANY: return g_strdup_printf (_("“%s” does not say which of them. Scan another code of the product, or type its SKU code."), flow->code);
    case BR_BIND_LEARNS:
      return g_strdup (_("Or put in its battery. Only this one: the tag that wakes up within a minute is taken for the one of this sticker."));
    case BR_BIND_WORKS:
    case BR_BIND_FAILED:
    default: return g_strdup ("");
    }
}

void
br_bind_words (const BrBindFlow *flow, guint digits, BrBindWords *out)
{
  gboolean replaces = flow->broken != NULL;

  *out = (BrBindWords) { _(heads[flow->state].title), detail_text (flow, digits), heads[flow->state].icon, heads[flow->state].style };
  if (replaces && flow->state == BR_BIND_READY)
    out->title = _("Scan the New Tag");
  else if (replaces && flow->state == BR_BIND_DONE)
    out->title = _("Replaced");
}

char *
br_bind_words_not_learned (const GError *error)
{
  if (g_error_matches (error, BR_ERROR, BR_ERROR_NOT_FOUND))
    return g_strdup (_("No tag woke up within a minute. Scan its sticker again, then press its button longer or put its battery in anew."));
  if (g_error_matches (error, BR_ERROR, BR_ERROR_CONFLICT))
    return g_strdup (_("Several tags woke up at once. Try again with only one of them."));
  if (g_error_matches (error, BR_ERROR, BR_ERROR_EXISTS))
    return g_strdup (_("This code has been learned for another tag meanwhile. Scan it again."));
  return br_tag_words_error (error);
}

void
br_bind_words_clear (BrBindWords *self)
{
  g_clear_pointer (&self->detail, g_free);
}
