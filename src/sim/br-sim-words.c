/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo shop's brands, qualities, series, suppliers, sizes and flavours. Data only; every name is invented or generic. */
#include "config.h"

#include "br-sim-words.h"

static const BrSimPair farm_brands[] = {
  { "云岭", "Yunling" },      { "禾田", "Hetian" },           { "清溪", "Qingxi" },        { "绿野", "Greenfield" },
  { "晨露", "Morning Dew" },  { "丰谷", "Fenggu" },           { "牧原香", "Muyuan" },      { "山里人家", "Mountain Home" },
  { "白桦林", "Birchwood" },  { "江南味", "Jiangnan Taste" }, { "金穗", "Golden Ear" },    { "甘泉", "Sweet Spring" },
  { "北坡", "North Slope" },  { "田园记", "Tianyuan" },       { "五谷坊", "Five Grains" }, { "阳光牧场", "Sunny Pasture" },
  { "海之鲜", "Seafresh" },   { "青禾", "Qinghe" },           { "老灶台", "Old Stove" },   { "福满仓", "Fumancang" },
  { "水乡", "Watertown" },    { "一品农", "Yipin Farm" },     { "雪域", "Snowland" },      { "稻花村", "Daohua" },
  { "鲜到家", "Fresh Home" },
};
static const BrSimPair snack_brands[] = {
  { "果然乐", "Guoranle" },      { "嘎嘣脆", "Crunchy" },      { "小馋猫", "Little Gourmet" }, { "柠檬树", "Lemon Tree" },     { "七彩谷", "Rainbow Valley" },
  { "麦香坊", "Maixiang" },      { "海风", "Sea Breeze" },     { "泡泡堂", "Bubble Hall" },    { "星期八", "Day Eight" },      { "巧然", "Qiaoran" },
  { "松鼠林", "Squirrel Wood" }, { "茶语", "Teatalk" },        { "冰川泉", "Glacier Spring" }, { "金凤凰", "Golden Phoenix" }, { "橘子洲", "Orange Isle" },
  { "阿婆家", "Grandma" },       { "九里香", "Jiulixiang" },   { "味之源", "Weizhiyuan" },     { "北极星", "North Star" },     { "百果园记", "Hundred Fruits" },
  { "欢乐时", "Happy Hour" },    { "三味屋", "Sanwei House" }, { "乌龙镇", "Oolong Town" },    { "夜未央", "Midnight" },       { "巴适", "Bashi" },
};
static const BrSimPair care_brands[] = {
  { "净白", "Jingbai" },        { "兰心", "Lanxin" },
  { "洁力", "Jieli" },          { "海蓝", "Ocean Blue" },
  { "柔雅", "Rouya" },          { "草本堂", "Herbal Hall" },
  { "百合", "Lily" },           { "清然", "Qingran" },
  { "悦肤", "Yuefu" },          { "亮洁", "Liangjie" },
  { "花间集", "Flower Notes" }, { "纯净屋", "Pure House" },
  { "小苍兰", "Freesia" },      { "月牙泉", "Crescent Spring" },
  { "舒云", "Shuyun" },         { "青柠", "Lime" },
  { "晴天", "Sunny Day" },      { "竹语", "Bamboo Talk" },
  { "露珠", "Dewdrop" },        { "皂角坊", "Soapberry" },
};
static const BrSimPair home_brands[] = {
  { "居家宝", "Jujiabao" }, { "暖阳", "Warm Sun" },        { "小象", "Little Elephant" }, { "木匠", "Carpenter" },   { "美巢", "Meichao" },
  { "云朵", "Cloud" },      { "喵星人", "Meow Star" },     { "贝贝熊", "Beibei Bear" },   { "匠心", "Craft Heart" }, { "格调", "Style" },
  { "悠家", "Youjia" },     { "北欧角", "Nordic Corner" }, { "布谷鸟", "Cuckoo" },        { "明光", "Mingguang" },   { "向日葵", "Sunflower" },
  { "良木", "Good Wood" },  { "蓝鲸", "Blue Whale" },      { "素白", "Subai" },           { "汪汪队", "Woof Team" }, { "启明", "Qiming" },
};
static const BrSimPair qualities[] = {
  { "有机", "Organic" },   { "低糖", "Low-Sugar" }, { "鲜选", "Fresh-Picked" }, { "原生态", "Wild-Grown" }, { "手工", "Handmade" },
  { "家常", "Homestyle" }, { "精品", "Premium" },   { "特级", "Superior" },     { "浓醇", "Rich" },         { "清爽", "Light" },
  { "经典", "Classic" },   { "高山", "Highland" },  { "天然", "Natural" },      { "传统", "Traditional" },  { "零添加", "Additive-Free" },
  { "轻盈", "Airy" },      { "儿童", "Kids" },      { "大师", "Master" },       { "金装", "Gold" },         { "进口", "Imported" },
  { "特惠", "Value" },     { "环保", "Eco" },       { "加厚", "Thick" },        { "柔软", "Soft" },
};
static const BrSimPair series[] = {
  { "臻选", "Select" },
  { "轻享", "Lite" },
  { "本味", "True Taste" },
  { "悦享", "Joy" },
  { "匠造", "Crafted" },
  { "优+", "Plus" },
  { "四季", "Four Seasons" },
  { "初心", "Origin" },
  { "私房", "Private Kitchen" },
  { "品味", "Savour" },
  { "好日子", "Good Days" },
  { "元气", "Vital" },
  { "小时光", "Little Moments" },
  { "山海", "Hills and Seas" },
  { "晨曦", "Dawn" },
  { "东方", "Oriental" },
  { "时尚", "Modern" },
  { "家享", "Family" },
  { "新派", "New Style" },
  { "暖心", "Warm Heart" },
  { "田间", "Field" },
  { "节气", "Solar Terms" },
  { "旅途", "Journey" },
  { "百年", "Century" },
};
static const BrSimPair supplier_words[] = {
  { "华东粮油贸易有限公司", "Huadong Grain and Oil Trading" },
  { "绿源农产品合作社", "Lvyuan Farm Cooperative" },
  { "江海水产批发", "Jianghai Seafood Wholesale" },
  { "联众食品配送", "Lianzhong Food Distribution" },
  { "盛达日化经销", "Shengda Household Supplies" },
  { "恒信饮料总代", "Hengxin Beverages" },
  { "金桥冷链物流", "Jinqiao Cold Chain" },
  { "同福调味品厂", "Tongfu Seasoning Works" },
  { "宝贝家母婴供应", "Baobei Baby Supply" },
  { "万家百货批发", "Wanjia General Wholesale" },
  { "星河进出口", "Xinghe Import and Export" },
  { "南山茶业", "Nanshan Tea" },
  { "康宁纸业", "Kangning Paper" },
  { "东升乳业", "Dongsheng Dairy" },
  { "美膳烘焙原料", "Meishan Bakery Supply" },
  { "洁净之源", "Source of Clean" },
  { "喜洋洋零食", "Xiyangyang Snacks" },
  { "厨艺堂用品", "Kitchen Hall" },
  { "布衣坊纺织", "Buyifang Textiles" },
  { "明辉文具电器", "Minghui Stationery and Electrical" },
};
static const BrSimPair fruit_flavours[] = {
  { "原味", "Original" }, { "草莓", "Strawberry" },  { "芒果", "Mango" },       { "蓝莓", "Blueberry" },
  { "香草", "Vanilla" },  { "巧克力", "Chocolate" }, { "白桃", "White Peach" }, { "抹茶", "Matcha" },
};
static const BrSimPair savoury_flavours[] = {
  { "原味", "Original" }, { "香辣", "Spicy" },          { "番茄", "Tomato" }, { "烧烤", "Barbecue" },
  { "海苔", "Seaweed" },  { "黑胡椒", "Black Pepper" }, { "麻辣", "Mala" },   { "五香", "Five-Spice" },
};
static const BrSimPair scents[] = {
  { "薰衣草", "Lavender" }, { "柠檬", "Lemon" }, { "玫瑰", "Rose" }, { "薄荷", "Mint" }, { "绿茶", "Green Tea" }, { "无香", "Unscented" },
};
static const BrSimPair colours[] = {
  { "白色", "White" }, { "黑色", "Black" }, { "蓝色", "Blue" }, { "粉色", "Pink" }, { "灰色", "Grey" }, { "绿色", "Green" },
};

#define WORDS(array) { array, G_N_ELEMENTS (array) }

const BrSimWords br_sim_brands[BR_SIM_N_BRAND_FAMILIES] = { WORDS (farm_brands), WORDS (snack_brands), WORDS (care_brands), WORDS (home_brands) };
const BrSimWords br_sim_qualities = WORDS (qualities);
const BrSimWords br_sim_series = WORDS (series);
const BrSimWords br_sim_suppliers = WORDS (supplier_words);
const BrSimWords br_sim_flavours[BR_SIM_N_FLAVOUR_FAMILIES] = {
  { NULL, 0 }, WORDS (fruit_flavours), WORDS (savoury_flavours), WORDS (scents), WORDS (colours),
};
const BrSimPair br_sim_flavour_names[BR_SIM_N_FLAVOUR_FAMILIES] = {
  { NULL, NULL }, { "口味", "Flavour" }, { "口味", "Flavour" }, { "香型", "Scent" }, { "颜色", "Colour" },
};

const BrSimTax br_sim_taxes[3] = { { "农产品 9%", 900 }, { "食品 13%", 1300 }, { "百货 13%", 1300 } };
const BrSimUnit br_sim_units[6] = { { "件", 0 }, { "千克", 3 }, { "瓶", 0 }, { "包", 0 }, { "盒", 0 }, { "支", 0 } };

static const BrSimSize sizes_drink[] = { { "250ml", 60 }, { "330ml", 80 }, { "500ml", 100 }, { "1L", 170 }, { "1.5L", 230 }, { "2L", 290 } };
static const BrSimSize sizes_milk[] = { { "200ml", 60 }, { "250ml", 70 }, { "450ml", 100 }, { "950ml", 190 } };
static const BrSimSize sizes_snack[] = { { "50g", 55 }, { "80g", 80 }, { "100g", 100 }, { "150g", 140 }, { "250g", 220 }, { "500g", 400 } };
static const BrSimSize sizes_staple[] = { { "400g", 60 }, { "500g", 75 }, { "1kg", 140 }, { "2.5kg", 320 }, { "5kg", 600 } };
static const BrSimSize sizes_sauce[] = { { "245ml", 60 }, { "500ml", 100 }, { "750ml", 140 }, { "1.6L", 280 }, { "5L", 800 } };
static const BrSimSize sizes_fresh[] = { { "散装", 100 }, { "300g", 70 }, { "500g", 105 }, { "1kg", 200 } };
static const BrSimSize sizes_wash[] = { { "200ml", 50 }, { "400ml", 90 }, { "500ml", 100 }, { "1L", 180 }, { "2kg", 320 } };
static const BrSimSize sizes_tube[] = { { "30g", 45 }, { "50g", 65 }, { "90g", 100 }, { "120g", 130 }, { "180g", 180 } };
static const BrSimSize sizes_pack[] = { { "1包", 100 }, { "3包", 280 }, { "5包", 450 }, { "10包", 850 }, { "24包", 1900 } };
static const BrSimSize sizes_piece[] = { { "1件", 100 }, { "2件", 190 }, { "4件", 360 }, { "10件", 820 } };
static const BrSimSize sizes_wear[] = { { "S", 100 }, { "M", 100 }, { "L", 100 }, { "XL", 105 }, { "XXL", 110 } };

#define SIZES(array) { array, G_N_ELEMENTS (array) }
static const struct
{
  const BrSimSize *sizes;
  guint n;
} families[BR_SIM_N_SIZE_FAMILIES] = {
  [BR_SIM_SIZES_DRINK] = SIZES (sizes_drink),   [BR_SIM_SIZES_MILK] = SIZES (sizes_milk),   [BR_SIM_SIZES_SNACK] = SIZES (sizes_snack),
  [BR_SIM_SIZES_STAPLE] = SIZES (sizes_staple), [BR_SIM_SIZES_SAUCE] = SIZES (sizes_sauce), [BR_SIM_SIZES_FRESH] = SIZES (sizes_fresh),
  [BR_SIM_SIZES_WASH] = SIZES (sizes_wash),     [BR_SIM_SIZES_TUBE] = SIZES (sizes_tube),   [BR_SIM_SIZES_PACK] = SIZES (sizes_pack),
  [BR_SIM_SIZES_PIECE] = SIZES (sizes_piece),   [BR_SIM_SIZES_WEAR] = SIZES (sizes_wear),
};

const BrSimSize *
br_sim_sizes (BrSimSizeFamily family, guint *n)
{
  *n = families[family].n;
  return families[family].sizes;
}
