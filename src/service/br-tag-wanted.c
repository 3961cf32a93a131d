/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read in one snapshot, decided by tag, and committed in parts: a tag bound anew meanwhile is left to the change that says so. */
#include "config.h"

#include "br-tag-wanted.h"

#include <string.h>

#include "br-label-source.h"
#include "br-label-template-list.h"
#include "br-settings-store.h"
#include "br-tag-binding-store.h"
#include "br-tag-bound.h"
#include "br-tag-store.h"
#include "br-tag-want-store.h"
#include "br-wire-template.h"

#define PART 500      /* tags a transaction */
#define MAX_STEPS 32  /* instants looked ahead for one at which something else is to be shown */

/* A design as it is now, and its digest: one that comes with Backroom changes without a revision. */
typedef struct
{
  BrLabelTemplate *template;
  char *digest;
} Design;

/* What is to become of one tag. */
typedef struct
{
  BrTagBound *bound;
  guint on, off;            /* bits of attention */
  gboolean has_want, has_next, clears_next;
  gboolean unpriced;        /* its article has no price now */
  BrTagWant want, next;
  gint64 due_us;            /* of next */
  BrTagPriority priority;
} Plan;

/* One update. */
typedef struct
{
  const GArray *skus;       /* NULL = all */
  gint64 now_us, lead_us;
  gint64 mass;              /* so many tags with nothing but a new look are held */
  BrLabelShop shop;
  BrPricePlace place;
  GHashTable *designs;      /* key -> Design */
  BrTagDesigns *rules;
  GPtrArray *plans;         /* of Plan */
  guint looked_at;
} Run;

/* The tag at hand. */
typedef struct
{
  Run *run;
  const BrTagBound *bound;
  BrLabelFields *fields;    /* of its goods; the price's are set for each instant */
  const BrPriceRows *prices;
} Scope;

static void
free_design (gpointer data)
{
  Design *design = data;

  br_label_template_unref (design->template);
  g_free (design->digest);
  g_free (design);
}

static void
free_plan (gpointer data)
{
  Plan *plan = data;

  br_tag_bound_free (plan->bound);
  br_tag_want_clear (&plan->want);
  br_tag_want_clear (&plan->next);
  g_free (plan);
}

static void
run_clear (Run *run)
{
  br_label_shop_clear (&run->shop);
  g_clear_pointer (&run->designs, g_hash_table_unref);
  g_clear_pointer (&run->rules, br_tag_designs_free);
  g_clear_pointer (&run->plans, g_ptr_array_unref);
}

/* As it is drawn: neither what people call it nor how often it was changed is on it. */
static char *
write_design (const BrLabelTemplate *template)
{
  g_autoptr (BrLabelTemplate) nameless = br_label_template_copy (template);

  g_set_str (&nameless->name, "");
  nameless->revision = 0;
  return br_wire_template_write (nameless);
}

static gboolean
load_designs (Run *run, BrDb *db, GError **error)
{
  g_autoptr (GPtrArray) templates = br_label_templates_load (db, error);

  run->designs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_design);
  for (guint i = 0; templates != NULL && i < templates->len; i++)
    {
      BrLabelTemplate *template = g_ptr_array_index (templates, i);
      g_autofree char *json = NULL;
      Design *design;

      if (template->kind != BR_LABEL_TAG)
        continue;
      json = write_design (template);
      design = g_new0 (Design, 1);
      design->template = br_label_template_ref (template);
      design->digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, json, -1);
      g_hash_table_insert (run->designs, template->key, design);
    }
  return templates != NULL;
}

/* The one that comes with Backroom for this size, else the largest that fits into it. */
static const Design *
find_stock (const Run *run, const char *kind, const BrTagType *type)
{
  g_autofree char *prefix = g_strdup_printf ("tag-%s-", kind);
  g_autofree char *key = g_strdup_printf ("%s%ux%u", prefix, type->width, type->height);
  const Design *best = g_hash_table_lookup (run->designs, key);
  int least = G_MAXINT;
  GHashTableIter iter;
  gpointer value;

  if (best != NULL)
    return best;
  g_hash_table_iter_init (&iter, run->designs);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Design *design = value;
      int room = g_str_has_prefix (design->template->key, prefix) ? br_label_template_tag_room (design->template, type) : -1;

      if (room >= 0 && (room < least || (room == least && strcmp (design->template->key, best->template->key) < 0)))
        {
          best = design;
          least = room;
        }
    }
  return best;
}

/* Chosen by hand, else by the rules, else what comes with Backroom; NULL = none fits. */
static const Design *
find_design (const Scope *scope, gboolean promotion)
{
  const Run *run = scope->run;
  const BrTagType *type = &scope->bound->tag->type;
  const char *key =
      scope->bound->binding.design != NULL ? scope->bound->binding.design : br_tag_designs_find (run->rules, scope->bound->category, type, promotion);
  const Design *design = NULL;

  if (key != NULL)
    return g_hash_table_lookup (run->designs, key);
  if (promotion)
    design = find_stock (run, "promotion", type);
  return design != NULL ? design : find_stock (run, "price", type);
}

static void
add_text (GChecksum *sum, const char *text)
{
  /* With its zero byte, so that no two texts run into one another. */
  if (text != NULL)
    g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text) + 1);
  else
    g_checksum_update (sum, (const guchar *) "\xff", 2);
}

/* Over all that can change the picture: the design, the tag's kind, how money and dates are written, and the values the design reads. */
static char *
make_key (const Scope *scope, const Design *design, const char *fields)
{
  const BrTagType *type = &scope->bound->tag->type;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *kind = g_strdup_printf ("%u %u %u %u %u %u", type->code, type->width, type->height, type->rotate_buffer, type->bits, type->n_colours);

  add_text (sum, design->template->key);
  add_text (sum, design->digest);
  add_text (sum, kind);
  for (guint i = 0; i < type->n_colours; i++)
    g_checksum_update (sum, &(guchar) { (guchar) type->colours[i] }, 1);
  add_text (sum, scope->run->shop.currency);
  add_text (sum, scope->run->shop.zone_name);
  add_text (sum, fields);
  return g_strdup (g_checksum_get_string (sum));
}

/* The values a design reads, and no others. */
static char *
write_fields (const Scope *scope, const BrLabelTemplate *template)
{
  g_autoptr (BrLabelFields) read = br_label_fields_new ();

  for (guint i = 0; i < template->fields->len; i++)
    {
      const BrLabelField *field = g_ptr_array_index (template->fields, i);

      br_label_fields_set (read, field->name, br_label_fields_get (scope->fields, field->name));
    }
  return br_wire_fields_write (read);
}

/* What is to be shown at an instant. FALSE: no design fits. */
static gboolean
make_want (const Scope *scope, gint64 at_us, BrShelfPrice *price, BrTagWant *out)
{
  const BrTagBinding *binding = &scope->bound->binding;
  const Design *design;

  *price = br_shelf_price_at (scope->prices, &scope->run->place, at_us);
  design = find_design (scope, price->price_minor != G_MININT64 && price->kind != BR_PRICE_REGULAR);
  if (design == NULL)
    return FALSE;
  br_label_source_set_price (scope->fields, &scope->run->shop, price);
  *out = (BrTagWant) { .tag = binding->tag, .from_us = at_us, .sku = binding->sku, .store = binding->store, .revision = design->template->revision };
  out->design = g_strdup (design->template->key);
  out->fields = write_fields (scope, design->template);
  out->key = make_key (scope, design, out->fields);
  out->price_minor = br_label_template_find_field (design->template, "price") != NULL ? price->price_minor : G_MININT64;
  out->regular_minor = br_label_template_find_field (design->template, "regular") != NULL ? price->regular_minor : G_MININT64;
  out->title = g_strdup (br_label_fields_get (scope->fields, "name"));
  out->code = g_strdup (br_label_fields_get (scope->fields, "sku"));
  return TRUE;
}

/* A price to come is wanted that much earlier. */
static gint64
get_lead (const Run *run, const BrShelfPrice *before, const BrShelfPrice *after)
{
  return before->price_minor != G_MININT64 && after->price_minor > before->price_minor ? run->lead_us : 0;
}

/* What is wanted now and next: of instants to come, those whose time to be wanted has come count as now, and those that change nothing are passed over. */
static gboolean
look_ahead (const Scope *scope, Plan *plan)
{
  BrShelfPrice price, later;

  if (!make_want (scope, scope->run->now_us, &price, &plan->want))
    return FALSE;
  plan->unpriced = price.price_minor == G_MININT64;
  for (guint i = 0; i < MAX_STEPS && price.until_us != G_MAXINT64; i++)
    {
      g_auto (BrTagWant) want = { 0 };
      gint64 from_us = price.until_us;

      if (!make_want (scope, from_us, &later, &want))
        return TRUE; /* it is said when it comes */
      plan->due_us = from_us - get_lead (scope->run, &price, &later);
      if (plan->due_us > scope->run->now_us && g_strcmp0 (want.key, plan->want.key) != 0)
        {
          plan->has_next = TRUE;
          plan->next = want;
          want = (BrTagWant) { 0 };
          return TRUE;
        }
      if (g_strcmp0 (want.key, plan->want.key) != 0)
        {
          BrTagWant earlier = plan->want;

          plan->want = want;
          want = earlier;
        }
      price = later;
    }
  return TRUE;
}

static BrTagPriority
choose_priority (const BrTagBound *bound, const BrTagWant *want)
{
  if (bound->key == NULL || g_str_equal (bound->key, BR_TAG_KEY_FINDER) || !br_id_equal (&bound->wanted_sku, &want->sku))
    return BR_TAG_PRIORITY_PERSON; /* it was just bound: somebody stands before it */
  return bound->wanted_minor != want->price_minor || bound->wanted_regular_minor != want->regular_minor ? BR_TAG_PRIORITY_PRICE : BR_TAG_PRIORITY_DESIGN;
}

static void
set_attention (Plan *plan, guint bit, gboolean on)
{
  guint now = plan->bound->tag->attention & bit;

  if (on && now == 0)
    plan->on |= bit;
  else if (!on && now != 0)
    plan->off |= bit;
}

/* A tag that is looked for by its picture keeps it until that is over; whatever changed meanwhile is then found out by itself. */
static gboolean
is_looked_for (const Scope *scope)
{
  return g_strcmp0 (scope->bound->key, BR_TAG_KEY_FINDER) == 0 && scope->bound->next_due_us > scope->run->now_us;
}

/* What comes next is kept already, for the same time. */
static gboolean
has_next_already (const Plan *plan)
{
  const BrTagBound *bound = plan->bound;

  return g_strcmp0 (plan->next.key, bound->next_key) == 0 && plan->next.from_us == bound->next_from_us && plan->due_us == bound->next_due_us;
}

/* Of a tag nobody knows the size of, nothing can be said until it is known. */
static void
decide (const Scope *scope, Plan *plan)
{
  const BrTagBound *bound = plan->bound;
  gboolean drawn = scope->fields != NULL && bound->tag->type.n_colours > 0 && look_ahead (scope, plan);

  set_attention (plan, BR_TAG_ATTENTION_GOODS, scope->fields == NULL || !bound->sold);
  set_attention (plan, BR_TAG_ATTENTION_DESIGN, scope->fields != NULL && bound->tag->type.n_colours > 0 && !drawn);
  set_attention (plan, BR_TAG_ATTENTION_PRICE, drawn && plan->unpriced);
  plan->has_want = drawn && g_strcmp0 (plan->want.key, bound->key) != 0;
  if (plan->has_want)
    plan->priority = choose_priority (bound, &plan->want);
  if (plan->has_want && g_strcmp0 (plan->want.key, bound->next_key) == 0)
    plan->want.from_us = bound->next_from_us; /* it has come: it holds since then, not since somebody looked */
  plan->clears_next = !plan->has_next && bound->next_key != NULL;
  plan->has_next = plan->has_next && !has_next_already (plan);
}

static gboolean
is_idle (const Plan *plan)
{
  return !plan->has_want && !plan->has_next && !plan->clears_next && (plan->on | plan->off) == 0;
}

/* The goods of tags `list`, by their row; those that are gone are not in it. */
static GHashTable *
load_goods (Run *run, BrDb *db, GPtrArray *list, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) goods = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) br_label_goods_free);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GPtrArray) loaded = NULL;
  BrIdList ids;

  for (guint i = 0; i < list->len; i++)
    {
      const BrTagBound *bound = g_ptr_array_index (list, i);

      if (bound->sku_row != 0 && (rows->len == 0 || g_array_index (rows, guint32, rows->len - 1) != bound->sku_row))
        g_array_append_val (rows, bound->sku_row);
    }
  ids = (BrIdList) { rows->len, (guint32 *) (gpointer) rows->data };
  loaded = br_label_source_load (db, &run->shop, &ids, cancellable, error);
  if (loaded == NULL)
    return NULL;
  for (guint i = 0; i < loaded->len; i++)
    if (loaded->pdata[i] != NULL)
      g_hash_table_insert (goods, GUINT_TO_POINTER (g_array_index (rows, guint32, i)), g_steal_pointer (&loaded->pdata[i]));
  return g_steal_pointer (&goods);
}

static gboolean
decide_all (Run *run, BrDb *db, GPtrArray *list, GHashTable *goods, GError **error)
{
  BrPriceRows prices;
  guint32 loaded = 0;
  gboolean ok = TRUE;

  br_price_rows_init (&prices);
  for (guint i = 0; ok && i < list->len; i++)
    {
      Plan *plan = g_new0 (Plan, 1);
      Scope scope = { .run = run, .prices = &prices };
      const BrLabelGoods *of_tag;

      plan->bound = g_steal_pointer (&list->pdata[i]);
      scope.bound = plan->bound;
      of_tag = g_hash_table_lookup (goods, GUINT_TO_POINTER (plan->bound->sku_row));
      scope.fields = of_tag != NULL ? of_tag->fields : NULL;
      if (of_tag != NULL && loaded != plan->bound->sku_row)
        ok = br_price_rows_load (&prices, db, plan->bound->sku_row, error);
      loaded = plan->bound->sku_row;
      if (ok && !is_looked_for (&scope))
        decide (&scope, plan);
      if (!ok || is_idle (plan))
        free_plan (plan);
      else
        g_ptr_array_add (run->plans, plan);
    }
  br_price_rows_clear (&prices);
  return ok;
}

static gboolean
decide_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Run *run = data;
  g_autoptr (GPtrArray) list = br_tag_bound_list (db, run->skus, cancellable, error);
  g_autoptr (GHashTable) goods = NULL;

  if (list == NULL)
    return FALSE;
  run->looked_at = list->len;
  if (list->len == 0)
    return TRUE;
  run->rules = br_tag_designs_load (db, error);
  if (run->rules == NULL || !load_designs (run, db, error) || !br_label_shop_load (db, &run->shop, error)
      || !br_settings_get_int (db, BR_TAG_RISE_LEAD, BR_TAG_RISE_LEAD_DEFAULT, &run->lead_us, error)
      || !br_settings_get_int (db, BR_TAG_MASS, BR_TAG_MASS_DEFAULT, &run->mass, error) || !br_price_place_load (&run->place, db, run->now_us, error))
    return FALSE;
  goods = load_goods (run, db, list, cancellable, error);
  return goods != NULL && decide_all (run, db, list, goods, error);
}

gboolean
br_tag_wanted_is_touched (const BrChange *change)
{
  return change->all || change->kinds != 0 || change->skus->len > 0 || change->templates || change->bindings;
}

/* A price touches only its article; anything else may stand on any label. */
static const GArray *
get_skus (const BrChange *change)
{
  if (change == NULL || change->all || change->templates || change->bindings || (change->kinds & ~(1u << BR_KIND_PRICE)) != 0)
    return NULL;
  return change->skus;
}

static gboolean
run_decide (Run *run, BrStore *store, const BrChange *change, GError **error)
{
  *run = (Run) { .skus = change != NULL ? get_skus (change) : NULL, .now_us = br_clock_now_us (br_store_get_clock (store)) };
  run->plans = g_ptr_array_new_with_free_func (free_plan);
  return br_store_read (store, decide_job, run, NULL, error);
}

/* Another design, a new revision, or one that came with a newer Backroom: not another name, nor anything else that is said of the goods. */
static gboolean
has_new_design (const BrTagBound *bound, const BrTagWant *want)
{
  return g_strcmp0 (want->design, bound->wanted_design) != 0 || want->revision != bound->wanted_revision || g_strcmp0 (want->fields, bound->wanted_fields) == 0;
}

/* Only its look is new, and what it was to show before is shown, or is held as well. */
static gboolean
is_new_look (const Plan *plan)
{
  const BrTagBound *bound = plan->bound;

  return plan->has_want && plan->priority == BR_TAG_PRIORITY_DESIGN && has_new_design (bound, &plan->want)
         && (bound->held || (bound->tag->shown_gen > 0 && bound->settled));
}

/* A new look for many tags takes hours and some of their batteries: a person starts it. A price never waits for that. */
static void
hold_mass (Run *run)
{
  gint64 n = 0;

  for (guint i = 0; i < run->plans->len; i++)
    n += is_new_look (g_ptr_array_index (run->plans, i)) ? 1 : 0;
  for (guint i = 0; i < run->plans->len; i++)
    {
      Plan *plan = g_ptr_array_index (run->plans, i);

      plan->want.held = is_new_look (plan) && (n >= run->mass || plan->bound->held);
    }
}

/* Some of the plans, in one transaction. */
typedef struct
{
  GPtrArray *plans;
  guint from;
} Part;

/* Whether the tag is bound as it was when the plan was made. */
static gboolean
is_current (BrDb *db, const Plan *plan, gboolean *current, GError **error)
{
  const BrTagBinding *then = &plan->bound->binding;
  g_auto (BrTagBinding) now = { 0 };
  GError *failure = NULL;

  *current = br_tag_binding_find (db, then->tag, &now, &failure) && br_id_equal (&now.sku, &then->sku) && now.bound_us == then->bound_us
             && g_strcmp0 (now.design, then->design) == 0;
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}

static gboolean
commit_plan (BrStoreTx *tx, Plan *plan, GError **error)
{
  gint64 tag = plan->bound->binding.tag;
  gboolean current;

  if (!is_current (tx->db, plan, &current, error))
    return FALSE;
  if (!current)
    return TRUE;
  return ((plan->on | plan->off) == 0 || br_tag_store_attend (tx, tag, plan->on, plan->off, error))
         && (!plan->has_want || br_tag_want (tx, &plan->want, plan->priority, error)) && (!plan->clears_next || br_tag_next_clear (tx, tag, error))
         && (!plan->has_next || br_tag_next_put (tx, &plan->next, plan->due_us, error));
}

static gboolean
commit_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Part *part = data;

  for (guint i = part->from; i < MIN (part->from + PART, part->plans->len); i++)
    if (!commit_plan (tx, g_ptr_array_index (part->plans, i), error))
      return FALSE;
  return TRUE;
}

static void
count_plans (const Run *run, BrTagWantedCount *count)
{
  *count = (BrTagWantedCount) { .looked_at = run->looked_at };
  for (guint i = 0; i < run->plans->len; i++)
    {
      const Plan *plan = g_ptr_array_index (run->plans, i);

      count->changed += plan->has_want != FALSE;
      count->next += plan->has_next != FALSE;
    }
}

gboolean
br_tag_wanted_decide (BrStore *store, const BrChange *change, BrTagWantedCount *count, GError **error)
{
  Run run;
  gboolean ok = run_decide (&run, store, change, error);

  if (ok)
    count_plans (&run, count);
  run_clear (&run);
  return ok;
}

gboolean
br_tag_wanted_update (BrStore *store, const BrChange *change, BrTagWantedCount *count, GError **error)
{
  Run run;
  gboolean ok = run_decide (&run, store, change, error);

  if (ok)
    hold_mass (&run);
  for (guint i = 0; ok && i < run.plans->len; i += PART)
    {
      Part part = { run.plans, i };

      ok = br_store_tags_write (store, commit_job, &part, error);
    }
  if (ok && count != NULL)
    count_plans (&run, count);
  run_clear (&run);
  return ok;
}

static gboolean
next_due_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return br_tag_next_due (db, data, error);
}

gboolean
br_tag_wanted_due (BrStore *store, gint64 *next_us, GError **error)
{
  if (!br_store_read (store, next_due_job, next_us, NULL, error))
    return FALSE;
  if (*next_us > br_clock_now_us (br_store_get_clock (store)))
    return TRUE;
  /* Worked out anew: what was to come next may be over as well. */
  return br_tag_wanted_update (store, NULL, NULL, error) && br_store_read (store, next_due_job, next_us, NULL, error);
}
