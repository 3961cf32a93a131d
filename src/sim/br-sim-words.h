/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo shop's vocabulary: departments, categories, kinds of goods, brands, sizes and flavours in Chinese and English. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BrSimPair: a word in both languages. */
typedef struct
{
  const char *zh;
  const char *en;
} BrSimPair;

/** BrSimSize: one package size and what it does to the price. */
typedef struct
{
  const char *text;    /* "500ml", as printed on the package */
  guint       percent; /* price relative to the goods' base price */
} BrSimSize;

/** BrSimSizeFamily: which sizes a kind of goods is sold in. */
typedef enum
{
  BR_SIM_SIZES_DRINK = 0, BR_SIM_SIZES_MILK, BR_SIM_SIZES_SNACK, BR_SIM_SIZES_STAPLE, BR_SIM_SIZES_SAUCE, BR_SIM_SIZES_FRESH,
  BR_SIM_SIZES_WASH, BR_SIM_SIZES_TUBE, BR_SIM_SIZES_PACK, BR_SIM_SIZES_PIECE, BR_SIM_SIZES_WEAR,
  BR_SIM_N_SIZE_FAMILIES
} BrSimSizeFamily;

/** BrSimFlavourFamily: which second option a kind of goods has. */
typedef enum
{
  BR_SIM_NO_FLAVOUR = 0, BR_SIM_FLAVOUR_FRUIT, BR_SIM_FLAVOUR_SAVOURY, BR_SIM_FLAVOUR_SCENT, BR_SIM_FLAVOUR_COLOUR,
  BR_SIM_N_FLAVOUR_FAMILIES
} BrSimFlavourFamily;

/** BrSimGoods: a kind of goods in a leaf category. */
typedef struct
{
  const char        *zh;
  const char        *en;
  BrSimSizeFamily    sizes;
  BrSimFlavourFamily flavours;
  guint              low_minor;  /* least base price, fen */
  guint              high_minor; /* greatest base price, fen */
} BrSimGoods;

/** BrSimLeaf: a leaf category. */
typedef struct
{
  const char       *zh;
  const char       *en;
  const char       *prefix; /* of SKU codes, two letters */
  const BrSimGoods *goods;
  guint             n_goods;
} BrSimLeaf;

/** BrSimDepartment: a top category; a brand belongs to one family of departments. */
typedef struct
{
  const char      *zh;
  const char      *en;
  guint            brands;          /* index of the brand family */
  guint            tax;             /* index into br_sim_taxes */
  guint            margin_floor_bp; /* least margin on cost, basis points */
  const BrSimLeaf *leaves;
  guint            n_leaves;
} BrSimDepartment;

/** BrSimWords: an array of words. */
typedef struct
{
  const BrSimPair *words;
  guint            n;
} BrSimWords;

/** BrSimTax: a tax class. */
typedef struct
{
  const char *name;
  guint       rate_bp;
} BrSimTax;

/** BrSimUnit: a unit of sale. */
typedef struct
{
  const char *name;
  guint       decimals;
} BrSimUnit;

#define BR_SIM_N_BRAND_FAMILIES 4

extern const BrSimDepartment   br_sim_departments[];
extern const guint             br_sim_n_departments;
extern const BrSimWords        br_sim_brands[BR_SIM_N_BRAND_FAMILIES];
extern const BrSimWords        br_sim_qualities;  /* 有机, 低糖 … */
extern const BrSimWords        br_sim_series;     /* 臻选, 轻享 … */
extern const BrSimWords        br_sim_suppliers;
extern const BrSimWords        br_sim_flavours[BR_SIM_N_FLAVOUR_FAMILIES];
extern const BrSimPair         br_sim_flavour_names[BR_SIM_N_FLAVOUR_FAMILIES]; /* the option's name: 口味, 香型 … */
extern const BrSimTax          br_sim_taxes[3];
extern const BrSimUnit         br_sim_units[6];

/** br_sim_sizes: the sizes of a family; *n is 2 to 6. */
const BrSimSize *br_sim_sizes (BrSimSizeFamily family, guint *n);

G_END_DECLS
