/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables behind the search language's names. */
#include "config.h"

#include "br-search-field.h"

#include "br-schema.h"

static const BrSearchChoice status_choices[] = {
  { "draft", "草稿", BR_STATUS_DRAFT },
  { "submitted", "已提交", BR_STATUS_SUBMITTED },
  { "listed", "在售", BR_STATUS_LISTED },
  { "clearance", "清仓", BR_STATUS_CLEARANCE },
  { "delisted", "下架", BR_STATUS_DELISTED },
  { "retired", "停用", BR_STATUS_RETIRED },
  { NULL, NULL, 0 },
};

static const BrSearchChoice has_choices[] = {
  { "picture", "图片", 0 }, { "barcode", "条码", 0 }, { "brand", "品牌", 0 }, { "category", "分类", 0 },
  { "price", "价格", 0 },   { "cost", "成本", 0 },    { NULL, NULL, 0 },
};

/* The finding's bit is in `number`; names are those of br_finding_name. */
static const BrSearchChoice doctor_choices[] = {
  { "any", "全部", G_MAXINT32 },
  { "duplicate-barcode", "条码重复", 1 << 0 },
  { "bad-check-digit", "校验位错误", 1 << 1 },
  { "below-cost", "低于成本", 1 << 2 },
  { "no-unit", "无单位", 1 << 3 },
  { "no-picture", "无图片", 1 << 4 },
  { "duplicate-sku", "货号重复", 1 << 5 },
  { "no-price", "无价格", 1 << 6 },
  { "no-category", "无分类", 1 << 7 },
  { "no-name", "无名称", 1 << 8 },
  { NULL, NULL, 0 },
};

static const BrSearchChoice yes_no_choices[] = { { "yes", "是", 1 }, { "no", "否", 0 }, { NULL, NULL, 0 } };

static const BrSearchFieldInfo fields[] = {
  { BR_SEARCH_NAME, { "name", "名称" }, BR_SEARCH_TEXT, NULL },
  { BR_SEARCH_SKU, { "sku", "货号" }, BR_SEARCH_TEXT, NULL },
  { BR_SEARCH_BARCODE, { "barcode", "条码", "ean" }, BR_SEARCH_TEXT, NULL },
  { BR_SEARCH_CATEGORY, { "category", "分类", "cat" }, BR_SEARCH_TEXT, NULL },
  { BR_SEARCH_BRAND, { "brand", "品牌" }, BR_SEARCH_TEXT, NULL },
  { BR_SEARCH_SUPPLIER, { "supplier", "供应商" }, BR_SEARCH_TEXT, NULL },
  { BR_SEARCH_STATUS, { "status", "状态" }, BR_SEARCH_CHOICE, status_choices },
  { BR_SEARCH_PRICE, { "price", "价格" }, BR_SEARCH_MONEY, NULL },
  { BR_SEARCH_COST, { "cost", "成本" }, BR_SEARCH_MONEY, NULL },
  { BR_SEARCH_MARGIN, { "margin", "毛利" }, BR_SEARCH_PERCENT, NULL },
  { BR_SEARCH_HAS, { "has", "有" }, BR_SEARCH_CHOICE, has_choices },
  { BR_SEARCH_DOCTOR, { "doctor", "体检" }, BR_SEARCH_CHOICE, doctor_choices },
  { BR_SEARCH_PENDING, { "pending", "待同步" }, BR_SEARCH_YES_NO, yes_no_choices },
  { BR_SEARCH_LISTED_HERE, { "here", "本店" }, BR_SEARCH_YES_NO, yes_no_choices },
  { BR_SEARCH_CHANGED, { "changed", "改动" }, BR_SEARCH_DAYS, NULL },
};

const BrSearchFieldInfo *
br_search_field_list (gsize *n)
{
  *n = G_N_ELEMENTS (fields);
  return fields;
}

const BrSearchFieldInfo *
br_search_field_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_strv_contains (fields[i].names, name))
      return &fields[i];
  return NULL;
}

const BrSearchChoice *
br_search_choice_find (const BrSearchFieldInfo *info, const char *name)
{
  for (const BrSearchChoice *choice = info->choices; choice->name != NULL; choice++)
    if (g_str_equal (choice->name, name) || g_strcmp0 (choice->alias, name) == 0)
      return choice;
  return NULL;
}
