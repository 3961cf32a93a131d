/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each product is made from its number and the seed alone, so a larger shop begins with the smaller one. Ids are version 7
 * UUIDs whose millisecond grows with the product's number and whose other bits are a hash of seed and place.
 * A few records carry the mistakes a real catalogue has (duplicate and bad barcodes, prices below cost, no unit, no
 * category), so that the doctor has work.
 */
#include "config.h"

#include "br-sim-shop.h"

#include "br-error.h"
#include "br-gtin.h"
#include "br-random.h"
#include "br-sim-words.h"

#define FIRST_MS G_GINT64_CONSTANT (1767571200000) /* 2026-01-05T00:00:00Z */
#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define MAX_VARIANTS 6
#define MAX_CATEGORIES 128
#define MAX_BRANDS 128

/* One run of the generator. */
typedef struct
{
  const BrSimShopParams *params;
  BrSimShopFunc func;
  gpointer data;
  BrXorshift rng;            /* of the product at hand */
  gint64 id_ms;          /* time part of the next id */
  guint id_counter;     /* 12 bits within id_ms */
  BrId leaves[MAX_CATEGORIES];
  const BrSimLeaf *leaf_data[MAX_CATEGORIES];
  guint leaf_department[MAX_CATEGORIES];
  guint n_leaves;
  BrId brands[BR_SIM_N_BRAND_FAMILIES][MAX_BRANDS];
  BrId units[G_N_ELEMENTS (br_sim_units)];
  BrId taxes[G_N_ELEMENTS (br_sim_taxes)];
  BrId suppliers[MAX_BRANDS];
  gsize n_left;         /* SKUs still to make */
  guint64 number;         /* of the product at hand */
  char last_code[16];  /* barcode of the SKU before, for duplicates */
} Shop;

/* What one product is, before its records are written. */
typedef struct
{
  guint leaf;
  const BrSimGoods *goods;
  guint family, brand;
  const BrSimPair *quality, *series;   /* NULL = none */
  gint64 base_minor;
  guint n_variants;
  gboolean is_fresh;
  BrId id;
} Product;

static guint64
mix (guint64 x)
{
  /* The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
  x += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return x ^ (x >> 31);
}

static BrId
next_id (Shop *shop)
{
  BrId id;
  guint counter = shop->id_counter++ & 0xfff;
  guint64 tail = mix (shop->params->seed ^ mix ((guint64) shop->id_ms << 12 | counter));

  for (guint i = 0; i < 6; i++)
    id.bytes[i] = (guint64) shop->id_ms >> (40 - 8 * i);
  id.bytes[6] = 0x70 | counter >> 8;
  id.bytes[7] = counter & 0xff;
  for (guint i = 0; i < 8; i++)
    id.bytes[8 + i] = tail >> (56 - 8 * i);
  id.bytes[8] = (id.bytes[8] & 0x3f) | 0x80;
  return id;
}

static gboolean
chance (Shop *shop, guint per_10000)
{
  return br_xorshift_below (&shop->rng, 10000) < per_10000;
}

static guint
pick (Shop *shop, guint n)
{
  return br_xorshift_below (&shop->rng, n);
}

static void
begin_record (Shop *shop, BrRecord *record, BrKind kind)
{
  memset (record, 0, sizeof *record);
  record->kind = kind;
  record->id = next_id (shop);
}

static void
set_text (BrRecord *record, guint field, const char *text)
{
  br_value_set_text (&record->cells[field], text);
}

static void
set_int (BrRecord *record, guint field, gint64 integer)
{
  br_value_set_int (&record->cells[field], integer);
}

static void
set_ref (BrRecord *record, guint field, const BrId *id)
{
  br_value_set_id (&record->cells[field], id);
}

static gboolean
emit (Shop *shop, BrRecord *record, GError **error)
{
  gboolean ok = shop->func (record, shop->data, error);

  br_record_clear (record);
  return ok;
}

static gboolean
emit_units_and_taxes (Shop *shop, GError **error)
{
  BrRecord record;

  for (guint i = 0; i < G_N_ELEMENTS (br_sim_units); i++)
    {
      begin_record (shop, &record, BR_KIND_UNIT);
      shop->units[i] = record.id;
      set_text (&record, BR_UNIT_NAME, br_sim_units[i].name);
      set_int (&record, BR_UNIT_DECIMALS, br_sim_units[i].decimals);
      if (!emit (shop, &record, error))
        return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (br_sim_taxes); i++)
    {
      begin_record (shop, &record, BR_KIND_TAX_CLASS);
      shop->taxes[i] = record.id;
      set_text (&record, BR_TAX_CLASS_NAME, br_sim_taxes[i].name);
      set_int (&record, BR_TAX_CLASS_RATE, br_sim_taxes[i].rate_bp);
      if (!emit (shop, &record, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
emit_suppliers (Shop *shop, GError **error)
{
  BrRecord record;

  for (guint i = 0; i < br_sim_suppliers.n; i++)
    {
      g_autofree char *code = g_strdup_printf ("S%03u", i + 1);

      begin_record (shop, &record, BR_KIND_SUPPLIER);
      shop->suppliers[i] = record.id;
      set_text (&record, BR_SUPPLIER_NAME, br_sim_suppliers.words[i].zh);
      set_text (&record, BR_SUPPLIER_CODE, code);
      if (!emit (shop, &record, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
emit_brands (Shop *shop, GError **error)
{
  BrRecord record;

  for (guint family = 0; family < BR_SIM_N_BRAND_FAMILIES; family++)
    for (guint i = 0; i < br_sim_brands[family].n; i++)
      {
        const BrSimPair *word = &br_sim_brands[family].words[i];
        g_autofree char *name = g_strdup_printf ("%s %s", word->zh, word->en);

        begin_record (shop, &record, BR_KIND_BRAND);
        shop->brands[family][i] = record.id;
        set_text (&record, BR_BRAND_NAME, name);
        if (!emit (shop, &record, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
emit_category (Shop *shop, const char *zh, const char *en, const BrId *parent, gint64 floor_bp, BrId *id, GError **error)
{
  BrRecord record;

  begin_record (shop, &record, BR_KIND_CATEGORY);
  *id = record.id;
  set_text (&record, BR_CATEGORY_NAME, zh);
  set_text (&record, BR_CATEGORY_NAME_ALT, en);
  if (parent)
    set_ref (&record, BR_CATEGORY_PARENT, parent);
  if (floor_bp > 0)
    set_int (&record, BR_CATEGORY_MARGIN_FLOOR, floor_bp);
  return emit (shop, &record, error);
}

static gboolean
emit_categories (Shop *shop, GError **error)
{
  for (guint i = 0; i < br_sim_n_departments; i++)
    {
      const BrSimDepartment *department = &br_sim_departments[i];
      BrId top;

      if (!emit_category (shop, department->zh, department->en, NULL, department->margin_floor_bp, &top, error))
        return FALSE;
      for (guint j = 0; j < department->n_leaves; j++)
        {
          guint n = shop->n_leaves++;

          g_assert (n < MAX_CATEGORIES);
          shop->leaf_data[n] = &department->leaves[j];
          shop->leaf_department[n] = i;
          if (!emit_category (shop, department->leaves[j].zh, department->leaves[j].en, &top, 0, &shop->leaves[n], error))
            return FALSE;
        }
    }
  return TRUE;
}

static void
plan_product (Shop *shop, Product *product)
{
  const BrSimLeaf *leaf;
  guint n_sizes, n_flavours, most;

  product->leaf = pick (shop, shop->n_leaves);
  leaf = shop->leaf_data[product->leaf];
  product->goods = &leaf->goods[pick (shop, leaf->n_goods)];
  product->family = br_sim_departments[shop->leaf_department[product->leaf]].brands;
  product->brand = pick (shop, br_sim_brands[product->family].n);
  product->quality = chance (shop, 7000) ? &br_sim_qualities.words[pick (shop, br_sim_qualities.n)] : NULL;
  product->series = chance (shop, 6000) ? &br_sim_series.words[pick (shop, br_sim_series.n)] : NULL;
  product->base_minor = product->goods->low_minor + pick (shop, product->goods->high_minor - product->goods->low_minor);
  product->is_fresh = product->goods->sizes == BR_SIM_SIZES_FRESH;
  br_sim_sizes (product->goods->sizes, &n_sizes);
  n_flavours = MAX (br_sim_flavours[product->goods->flavours].n, 1);
  most = MIN (MIN (n_sizes * n_flavours, MAX_VARIANTS), shop->n_left);
  product->n_variants = most < 2 || chance (shop, 5500) ? 1 : 2 + pick (shop, most - 1);
}

static char *
product_name (const Product *product, gboolean english, const char *size)
{
  GString *name = g_string_new (NULL);
  const BrSimPair *words[] = {
    &br_sim_brands[product->family].words[product->brand],
    product->series,
    product->quality,
    &(BrSimPair) { product->goods->zh, product->goods->en },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i])
      {
        if (english && name->len > 0)
          g_string_append_c (name, ' ');
        g_string_append (name, english ? words[i]->en : words[i]->zh);
      }
  if (size)
    g_string_append_printf (name, " %s", size);
  return g_string_free_and_steal (name);
}

/* What shelf labels say besides name and price: where it is from, the grade of fresh goods, what is in a package. Names are sorted. */
static void
set_attributes (Shop *shop, BrRecord *record, const Product *product, const char *only_size)
{
  static const char *const origins[] = { "云南", "黑龙江", "山东", "江苏", "浙江", "四川", "广东", "福建", "新疆", "内蒙古", "泰国", "新西兰" };
  static const char *const grades[] = { "特级", "一级", "二级" };
  static const char *const days[] = { "7天", "30天", "180天", "12个月", "18个月", "24个月" };
  guint origin = pick (shop, G_N_ELEMENTS (origins));
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "产地\t%s", origins[origin]);
  if (!product->is_fresh)
    g_string_append_printf (text, "\n保质期\t%s", days[pick (shop, G_N_ELEMENTS (days))]);
  if (only_size != NULL && *only_size != '\0')
    g_string_append_printf (text, "\n净含量\t%s", only_size);
  if (product->is_fresh)
    g_string_append_printf (text, "\n等级\t%s", grades[origin % G_N_ELEMENTS (grades)]);
  set_text (record, BR_PRODUCT_ATTRIBUTES, text->str);
}

static guint
unit_of (const Product *product)
{
  static const guint8 units[BR_SIM_N_SIZE_FAMILIES] = {
    [BR_SIM_SIZES_DRINK] = 2, [BR_SIM_SIZES_MILK] = 4, [BR_SIM_SIZES_SNACK] = 3, [BR_SIM_SIZES_STAPLE] = 3, [BR_SIM_SIZES_SAUCE] = 2,
    [BR_SIM_SIZES_FRESH] = 1, [BR_SIM_SIZES_WASH] = 2, [BR_SIM_SIZES_TUBE] = 5,  [BR_SIM_SIZES_PACK] = 3,
  };

  return units[product->goods->sizes];
}

static gboolean
emit_product (Shop *shop, Product *product, const char *only_size, GError **error)
{
  BrRecord record;
  g_autofree char *name = product_name (product, FALSE, only_size);
  g_autofree char *name_alt = product_name (product, TRUE, only_size);
  const BrSimDepartment *department = &br_sim_departments[shop->leaf_department[product->leaf]];

  begin_record (shop, &record, BR_KIND_PRODUCT);
  product->id = record.id;
  set_text (&record, BR_PRODUCT_NAME, name);
  set_text (&record, BR_PRODUCT_NAME_ALT, name_alt);
  if (!chance (shop, 15))
    set_ref (&record, BR_PRODUCT_CATEGORY, &shop->leaves[product->leaf]);
  set_ref (&record, BR_PRODUCT_BRAND, &shop->brands[product->family][product->brand]);
  if (!chance (shop, 15))
    set_ref (&record, BR_PRODUCT_UNIT, &shop->units[unit_of (product)]);
  set_ref (&record, BR_PRODUCT_TAX_CLASS, &shop->taxes[department->tax]);
  set_ref (&record, BR_PRODUCT_SUPPLIER, &shop->suppliers[pick (shop, br_sim_suppliers.n)]);
  if (product->n_variants > 1)
    {
      g_autofree char *both = g_strdup_printf ("规格\n%s", br_sim_flavour_names[product->goods->flavours].zh);

      set_text (&record, BR_PRODUCT_OPTIONS, product->goods->flavours == BR_SIM_NO_FLAVOUR ? "规格" : both);
    }
  set_attributes (shop, &record, product, only_size);
  return emit (shop, &record, error);
}

static void
make_gtin (char *out, gsize size, const char *body)
{
  g_snprintf (out, size, "%s%c", body, br_gtin_check_digit (body));
}

/* In-store EAN-13 for fresh and a third of the other goods, else one that looks like a manufacturer's. */
static void
make_barcode (Shop *shop, const Product *product, guint variant, char code[16], gboolean *in_store)
{
  char body[16];
  guint64 number = shop->number * MAX_VARIANTS + variant;

  *in_store = product->is_fresh || shop->number % 3 == 0;
  if (*in_store)
    g_snprintf (body, sizeof body, "2%c%010" G_GUINT64_FORMAT, product->is_fresh ? '1' : (char) ('2' + shop->number % 8), number);
  else
    g_snprintf (body, sizeof body, "69%u%09" G_GUINT64_FORMAT, product->brand % 10,
                number * 100 % G_GUINT64_CONSTANT (1000000000) + product->family * 25 + product->brand % 25);
  make_gtin (code, 16, body);
}

static char *
make_barcodes (Shop *shop, const Product *product, guint variant)
{
  char code[16], outer[16], body[16];
  gboolean in_store;
  guint trouble = pick (shop, 10000);

  make_barcode (shop, product, variant, code, &in_store);
  if (trouble < 20)
    return NULL;
  if (trouble < 28)
    code[12] = '0' + (code[12] - '0' + 1) % 10;
  else if (trouble < 36 && shop->last_code[0] != '\0')
    {
      g_strlcpy (code, shop->last_code, sizeof code);
      in_store = code[0] == '2';
    }
  g_strlcpy (shop->last_code, code, sizeof shop->last_code);
  if (in_store || trouble < 9200)
    return g_strdup_printf ("%s\t%s\t1000", code, in_store ? "internal" : "ean");
  g_snprintf (body, sizeof body, "1%.12s", code);
  make_gtin (outer, sizeof outer, body);
  return g_strdup_printf ("%s\tean\t1000\n%s\titf\t%u", code, outer, 1000 * (variant % 2 ? 12 : 24));
}

static BrLifeCycle
pick_status (Shop *shop)
{
  guint roll = pick (shop, 1000);

  return roll < 900   ? BR_STATUS_LISTED
         : roll < 930 ? BR_STATUS_CLEARANCE
         : roll < 955 ? BR_STATUS_DRAFT
         : roll < 970 ? BR_STATUS_SUBMITTED
         : roll < 990 ? BR_STATUS_DELISTED
                      : BR_STATUS_RETIRED;
}

/* Shops like prices that end in .90, .50 or .80. */
static gint64
shop_price (gint64 minor)
{
  static const guint8 endings[] = { 90, 90, 50, 80 };

  if (minor < 1000)
    return MAX (minor / 10 * 10, 50);
  return minor / 100 * 100 + endings[minor / 100 % G_N_ELEMENTS (endings)];
}

static void
begin_price (Shop *shop, BrRecord *record, const BrId *sku, BrPriceKind kind, gint64 amount_minor)
{
  begin_record (shop, record, BR_KIND_PRICE);
  set_ref (record, BR_PRICE_SKU, sku);
  set_int (record, BR_PRICE_KIND, kind);
  set_int (record, BR_PRICE_PRIORITY, 0);
  set_int (record, BR_PRICE_AMOUNT, MAX (amount_minor, 10));
}

/* Whole days, from 08:00 to 08:00 in Shanghai, which is midnight UTC. A quarter is still to come, a sixth is over. */
static void
set_validity (Shop *shop, BrRecord *record)
{
  gint64 today = shop->params->at_us / DAY_US * DAY_US, from, to;
  guint roll = pick (shop, 12);
  g_autoptr (GDateTime) first = NULL;
  g_autoptr (GDateTime) last = NULL;
  g_autofree char *from_text = NULL;
  g_autofree char *to_text = NULL;
  g_autofree char *rule = NULL;

  from = today + (roll < 3 ? 1 + (gint64) pick (shop, 10) : roll < 5 ? -20 + (gint64) pick (shop, 8) : -(gint64) pick (shop, 8)) * DAY_US;
  to = from + (roll >= 3 && roll < 5 ? 7 : 9 + (gint64) pick (shop, 12)) * DAY_US;
  first = g_date_time_new_from_unix_utc (from / G_USEC_PER_SEC);
  last = g_date_time_new_from_unix_utc (to / G_USEC_PER_SEC);
  from_text = g_date_time_format (first, "%Y-%m-%dT08:00");
  to_text = g_date_time_format (last, "%Y-%m-%dT08:00");
  rule = g_strdup_printf ("%s/%s Asia/Shanghai", from_text, to_text);
  set_int (record, BR_PRICE_VALID_FROM, from);
  set_int (record, BR_PRICE_VALID_TO, to);
  set_text (record, BR_PRICE_TIME_RULE, rule);
}

static gboolean
emit_prices (Shop *shop, const BrId *sku, gint64 price_minor, gboolean clearance, GError **error)
{
  const BrSimShopParams *params = shop->params;
  BrRecord record;

  begin_price (shop, &record, sku, BR_PRICE_REGULAR, price_minor);
  if (!emit (shop, &record, error))
    return FALSE;
  if (clearance)
    {
      begin_price (shop, &record, sku, BR_PRICE_CLEARANCE, shop_price (price_minor * 7 / 10));
      if (!emit (shop, &record, error))
        return FALSE;
    }
  else if (chance (shop, 800))
    {
      begin_price (shop, &record, sku, BR_PRICE_PROMOTIONAL, shop_price (price_minor * (75 + pick (shop, 15)) / 100));
      set_validity (shop, &record);
      if (!emit (shop, &record, error))
        return FALSE;
    }
  if (params->n_zones > 0 && chance (shop, 1000))
    {
      begin_price (shop, &record, sku, BR_PRICE_REGULAR, shop_price (price_minor * (95 + pick (shop, 15)) / 100));
      set_ref (&record, BR_PRICE_ZONE, &params->zones[pick (shop, params->n_zones)]);
      if (!emit (shop, &record, error))
        return FALSE;
    }
  if (params->n_stores > 0 && chance (shop, 200))
    {
      begin_price (shop, &record, sku, BR_PRICE_REGULAR, shop_price (price_minor * (90 + pick (shop, 20)) / 100));
      set_ref (&record, BR_PRICE_STORE, &params->stores[pick (shop, params->n_stores)]);
      return emit (shop, &record, error);
    }
  return TRUE;
}

static gboolean
emit_assortment (Shop *shop, const BrId *sku, GError **error)
{
  BrRecord record;

  if (shop->params->n_stores == 0 || !chance (shop, 300))
    return TRUE;
  begin_record (shop, &record, BR_KIND_ASSORTMENT);
  set_ref (&record, BR_ASSORTMENT_STORE, &shop->params->stores[pick (shop, shop->params->n_stores)]);
  set_ref (&record, BR_ASSORTMENT_SKU, sku);
  set_int (&record, BR_ASSORTMENT_LISTED, 0);
  return emit (shop, &record, error);
}

static void
set_option_values (BrRecord *record, const Product *product, guint variant)
{
  guint n_sizes;
  const BrSimSize *sizes = br_sim_sizes (product->goods->sizes, &n_sizes);
  const BrSimWords *flavours = &br_sim_flavours[product->goods->flavours];
  g_autofree char *text = NULL;

  if (flavours->n > 0)
    text = g_strdup_printf ("%s\n%s", sizes[variant % n_sizes].text, flavours->words[(variant + variant / n_sizes) % flavours->n].zh);
  set_text (record, BR_SKU_OPTION_VALUES, text ? text : sizes[variant].text);
}

static gboolean
emit_sku (Shop *shop, const Product *product, guint variant, guint percent, GError **error)
{
  BrRecord record;
  BrId id;
  gint64 price_minor = shop_price (product->base_minor * percent / 100);
  gint64 cost_minor = price_minor * (chance (shop, 30) ? 105 : 55 + pick (shop, 28)) / 100;
  BrLifeCycle status = pick_status (shop);
  g_autofree char *code = NULL;
  g_autofree char *barcodes = make_barcodes (shop, product, variant);
  const char *prefix = shop->leaf_data[product->leaf]->prefix;

  code = product->n_variants > 1 ? g_strdup_printf ("%s%06" G_GUINT64_FORMAT "-%u", prefix, shop->number, variant + 1)
                                 : g_strdup_printf ("%s%06" G_GUINT64_FORMAT, prefix, shop->number);
  begin_record (shop, &record, BR_KIND_SKU);
  id = record.id;
  set_ref (&record, BR_SKU_PRODUCT, &product->id);
  set_text (&record, BR_SKU_CODE, code);
  if (product->n_variants > 1)
    set_option_values (&record, product, variant);
  set_text (&record, BR_SKU_BARCODES, barcodes);
  set_int (&record, BR_SKU_COST, cost_minor);
  set_int (&record, BR_SKU_STATUS, status);
  if (!emit (shop, &record, error))
    return FALSE;
  if (status != BR_STATUS_DRAFT && !emit_prices (shop, &id, price_minor, status == BR_STATUS_CLEARANCE, error))
    return FALSE;
  return emit_assortment (shop, &id, error);
}

static gboolean
emit_goods (Shop *shop, GError **error)
{
  Product product = { 0 };
  const BrSimSize *sizes;
  guint n_sizes, first;

  br_xorshift_init (&shop->rng, mix (shop->params->seed ^ mix (shop->number)) | 1);
  shop->id_ms = FIRST_MS + 1000 + shop->number;
  shop->id_counter = 0;
  plan_product (shop, &product);
  sizes = br_sim_sizes (product.goods->sizes, &n_sizes);
  first = product.n_variants == 1 ? pick (shop, n_sizes) : 0;
  if (!emit_product (shop, &product, product.n_variants == 1 ? sizes[first].text : NULL, error))
    return FALSE;
  for (guint i = 0; i < product.n_variants; i++)
    if (!emit_sku (shop, &product, i, sizes[(first + i) % n_sizes].percent, error))
      return FALSE;
  shop->n_left -= product.n_variants;
  shop->number++;
  return TRUE;
}

gboolean
br_sim_shop_generate (const BrSimShopParams *params, BrSimShopFunc func, gpointer data, GError **error)
{
  g_autofree Shop *shop = g_new0 (Shop, 1);

  if (params->n_skus == 0 || params->n_skus > BR_SIM_SHOP_MAX_SKUS)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "a shop has 1 to %d SKUs", BR_SIM_SHOP_MAX_SKUS);
      return FALSE;
    }
  shop->params = params;
  shop->func = func;
  shop->data = data;
  shop->id_ms = FIRST_MS;
  shop->n_left = params->n_skus;
  if (!emit_units_and_taxes (shop, error) || !emit_suppliers (shop, error) || !emit_brands (shop, error) || !emit_categories (shop, error))
    return FALSE;
  while (shop->n_left > 0)
    if (!emit_goods (shop, error))
      return FALSE;
  return TRUE;
}
