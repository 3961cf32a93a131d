/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo shop's departments, categories and kinds of goods. Data only; every name is invented or generic. */
#include "config.h"

#include "br-sim-words.h"

/* 蔬菜 */
static const BrSimGoods goods_vg[] = {
  { "小白菜", "Baby Bok Choy", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 300, 900 }, { "西红柿", "Tomatoes", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 400, 1200 },
  { "黄瓜", "Cucumbers", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 300, 900 },       { "土豆", "Potatoes", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 250, 800 },
  { "胡萝卜", "Carrots", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 250, 800 },       { "西兰花", "Broccoli", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 500, 1500 },
  { "菠菜", "Spinach", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 400, 1000 },
};
/* 水果 */
static const BrSimGoods goods_fr[] = {
  { "红富士苹果", "Fuji Apples", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 600, 2000 },
  { "香蕉", "Bananas", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 400, 1200 },
  { "脐橙", "Navel Oranges", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 600, 1800 },
  { "葡萄", "Grapes", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 900, 3500 },
  { "奇异果", "Kiwifruit", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 1200, 4500 },
  { "蓝莓", "Blueberries", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 1500, 5000 },
  { "西瓜", "Watermelon", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 300, 900 },
};
/* 肉禽蛋 */
static const BrSimGoods goods_me[] = {
  { "鲜鸡蛋", "Fresh Eggs", BR_SIM_SIZES_PIECE, BR_SIM_NO_FLAVOUR, 1200, 3800 },
  { "猪里脊", "Pork Loin", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 2200, 4800 },
  { "牛腩", "Beef Brisket", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 4500, 9800 },
  { "鸡胸肉", "Chicken Breast", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 1500, 3200 },
  { "羊排", "Lamb Chops", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 5800, 12800 },
};
/* 海鲜水产 */
static const BrSimGoods goods_sf[] = {
  { "三文鱼", "Salmon Fillet", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 5800, 16800 },
  { "大虾仁", "Peeled Prawns", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 3800, 9800 },
  { "带鱼段", "Hairtail Cuts", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 2200, 5800 },
  { "扇贝肉", "Scallops", BR_SIM_SIZES_FRESH, BR_SIM_NO_FLAVOUR, 2800, 8800 },
};
static const BrSimLeaf leaves_0[] = {
  { "蔬菜", "Vegetables", "VG", goods_vg, G_N_ELEMENTS (goods_vg) },
  { "水果", "Fruit", "FR", goods_fr, G_N_ELEMENTS (goods_fr) },
  { "肉禽蛋", "Meat and eggs", "ME", goods_me, G_N_ELEMENTS (goods_me) },
  { "海鲜水产", "Seafood", "SF", goods_sf, G_N_ELEMENTS (goods_sf) },
};

/* 牛奶 */
static const BrSimGoods goods_mk[] = {
  { "鲜牛奶", "Fresh Milk", BR_SIM_SIZES_MILK, BR_SIM_NO_FLAVOUR, 450, 1800 },
  { "纯牛奶", "Pure Milk", BR_SIM_SIZES_MILK, BR_SIM_NO_FLAVOUR, 350, 1500 },
  { "脱脂牛奶", "Skimmed Milk", BR_SIM_SIZES_MILK, BR_SIM_NO_FLAVOUR, 400, 1600 },
  { "高钙牛奶", "High-Calcium Milk", BR_SIM_SIZES_MILK, BR_SIM_NO_FLAVOUR, 450, 1800 },
  { "燕麦奶", "Oat Milk", BR_SIM_SIZES_MILK, BR_SIM_FLAVOUR_FRUIT, 700, 2500 },
};
/* 酸奶 */
static const BrSimGoods goods_yg[] = {
  { "酸牛奶", "Yogurt", BR_SIM_SIZES_MILK, BR_SIM_FLAVOUR_FRUIT, 350, 1500 },
  { "希腊酸奶", "Greek Yogurt", BR_SIM_SIZES_MILK, BR_SIM_FLAVOUR_FRUIT, 700, 2200 },
  { "乳酸菌饮品", "Probiotic Drink", BR_SIM_SIZES_DRINK, BR_SIM_FLAVOUR_FRUIT, 300, 1200 },
};
/* 奶酪黄油 */
static const BrSimGoods goods_ch[] = {
  { "奶酪棒", "Cheese Sticks", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_FRUIT, 1200, 3800 },
  { "马苏里拉奶酪", "Mozzarella", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 1500, 4800 },
  { "动物黄油", "Butter", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 1800, 5800 },
  { "淡奶油", "Whipping Cream", BR_SIM_SIZES_MILK, BR_SIM_NO_FLAVOUR, 1500, 4500 },
};
/* 面包糕点 */
static const BrSimGoods goods_bk[] = {
  { "全麦吐司", "Wholemeal Toast", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 800, 2200 },
  { "奶油面包", "Cream Bun", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_FRUIT, 500, 1500 },
  { "蛋黄酥", "Egg Yolk Pastry", BR_SIM_SIZES_PACK, BR_SIM_NO_FLAVOUR, 1500, 4800 },
  { "瑞士卷", "Swiss Roll", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_FRUIT, 900, 2800 },
  { "绿豆糕", "Mung Bean Cake", BR_SIM_SIZES_PACK, BR_SIM_NO_FLAVOUR, 1200, 3500 },
};
static const BrSimLeaf leaves_1[] = {
  { "牛奶", "Milk", "MK", goods_mk, G_N_ELEMENTS (goods_mk) },
  { "酸奶", "Yogurt", "YG", goods_yg, G_N_ELEMENTS (goods_yg) },
  { "奶酪黄油", "Cheese and butter", "CH", goods_ch, G_N_ELEMENTS (goods_ch) },
  { "面包糕点", "Bread and pastry", "BK", goods_bk, G_N_ELEMENTS (goods_bk) },
};

/* 大米 */
static const BrSimGoods goods_rc[] = {
  { "长粒香米", "Long-Grain Rice", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 700, 2200 },
  { "东北珍珠米", "Pearl Rice", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 700, 2000 },
  { "糙米", "Brown Rice", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 900, 2600 },
  { "糯米", "Glutinous Rice", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 800, 2200 },
};
/* 面粉面条 */
static const BrSimGoods goods_fl[] = {
  { "小麦粉", "Wheat Flour", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 500, 1500 },
  { "挂面", "Dried Noodles", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 400, 1400 },
  { "意大利面", "Spaghetti", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 700, 2400 },
  { "荞麦面", "Buckwheat Noodles", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 800, 2600 },
};
/* 食用油 */
static const BrSimGoods goods_ol[] = {
  { "花生油", "Peanut Oil", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 2500, 8000 },
  { "菜籽油", "Rapeseed Oil", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 1800, 5500 },
  { "橄榄油", "Olive Oil", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 4500, 12000 },
  { "芝麻香油", "Sesame Oil", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 1200, 3500 },
  { "玉米油", "Corn Oil", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 2000, 6000 },
};
/* 酱醋调料 */
static const BrSimGoods goods_sc[] = {
  { "生抽酱油", "Light Soy Sauce", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 600, 2200 },
  { "老抽酱油", "Dark Soy Sauce", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 600, 2200 },
  { "陈醋", "Aged Vinegar", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 500, 1800 },
  { "蚝油", "Oyster Sauce", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 700, 2200 },
  { "料酒", "Cooking Wine", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 500, 1500 },
  { "番茄酱", "Ketchup", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 500, 1600 },
  { "豆瓣酱", "Chilli Bean Paste", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 700, 2000 },
  { "白胡椒粉", "White Pepper", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 600, 1800 },
  { "食用盐", "Table Salt", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 200, 600 },
};
/* 干货杂粮 */
static const BrSimGoods goods_dg[] = {
  { "黑木耳", "Black Fungus", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 1500, 4500 },
  { "香菇", "Dried Shiitake", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 1800, 5500 },
  { "红枣", "Red Dates", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 1200, 3800 },
  { "枸杞", "Goji Berries", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 1500, 4500 },
  { "小米", "Millet", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 700, 2200 },
  { "绿豆", "Mung Beans", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 600, 1800 },
};
static const BrSimLeaf leaves_2[] = {
  { "大米", "Rice", "RC", goods_rc, G_N_ELEMENTS (goods_rc) },
  { "面粉面条", "Flour and noodles", "FL", goods_fl, G_N_ELEMENTS (goods_fl) },
  { "食用油", "Cooking oil", "OL", goods_ol, G_N_ELEMENTS (goods_ol) },
  { "酱醋调料", "Sauces and spices", "SC", goods_sc, G_N_ELEMENTS (goods_sc) },
  { "干货杂粮", "Dried goods and grains", "DG", goods_dg, G_N_ELEMENTS (goods_dg) },
};

/* 饼干 */
static const BrSimGoods goods_bi[] = {
  { "苏打饼干", "Soda Crackers", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_SAVOURY, 500, 1600 },
  { "夹心饼干", "Sandwich Biscuits", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_FRUIT, 600, 1800 },
  { "曲奇", "Cookies", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_FRUIT, 900, 3200 },
  { "威化饼", "Wafers", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_FRUIT, 500, 1500 },
};
/* 薯片膨化 */
static const BrSimGoods goods_cr[] = {
  { "薯片", "Potato Crisps", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_SAVOURY, 500, 1500 },
  { "虾条", "Prawn Sticks", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_SAVOURY, 400, 1200 },
  { "爆米花", "Popcorn", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_FRUIT, 600, 1800 },
  { "锅巴", "Crispy Rice", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_SAVOURY, 400, 1300 },
};
/* 坚果炒货 */
static const BrSimGoods goods_nt[] = {
  { "腰果", "Cashews", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_SAVOURY, 1800, 5800 },
  { "巴旦木", "Almonds", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_SAVOURY, 1800, 5500 },
  { "开心果", "Pistachios", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_SAVOURY, 2200, 6800 },
  { "瓜子", "Sunflower Seeds", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_SAVOURY, 600, 1800 },
  { "混合坚果", "Mixed Nuts", BR_SIM_SIZES_PACK, BR_SIM_NO_FLAVOUR, 3500, 12800 },
  { "核桃仁", "Walnut Kernels", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_SAVOURY, 1800, 5200 },
};
/* 糖果巧克力 */
static const BrSimGoods goods_sw[] = {
  { "牛奶巧克力", "Milk Chocolate", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_FRUIT, 900, 3800 },
  { "黑巧克力", "Dark Chocolate", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 1200, 4800 },
  { "水果软糖", "Fruit Gummies", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_FRUIT, 500, 1500 },
  { "薄荷糖", "Mints", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 500, 1200 },
  { "棒棒糖", "Lollipops", BR_SIM_SIZES_PACK, BR_SIM_FLAVOUR_FRUIT, 600, 1800 },
};
/* 肉脯海味 */
static const BrSimGoods goods_jk[] = {
  { "牛肉干", "Beef Jerky", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_SAVOURY, 1800, 5800 },
  { "猪肉脯", "Pork Jerky", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_SAVOURY, 1200, 3800 },
  { "海苔", "Seaweed Snack", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_SAVOURY, 800, 2200 },
  { "鱿鱼丝", "Shredded Squid", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_SAVOURY, 1200, 3500 },
};
/* 蜜饯果干 */
static const BrSimGoods goods_df[] = {
  { "芒果干", "Dried Mango", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 900, 2800 },
  { "葡萄干", "Raisins", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 800, 2200 },
  { "话梅", "Preserved Plums", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 700, 1800 },
  { "山楂片", "Haw Flakes", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 400, 1200 },
};
static const BrSimLeaf leaves_3[] = {
  { "饼干", "Biscuits", "BI", goods_bi, G_N_ELEMENTS (goods_bi) },
  { "薯片膨化", "Crisps and puffs", "CR", goods_cr, G_N_ELEMENTS (goods_cr) },
  { "坚果炒货", "Nuts and seeds", "NT", goods_nt, G_N_ELEMENTS (goods_nt) },
  { "糖果巧克力", "Sweets and chocolate", "SW", goods_sw, G_N_ELEMENTS (goods_sw) },
  { "肉脯海味", "Jerky and seafood snacks", "JK", goods_jk, G_N_ELEMENTS (goods_jk) },
  { "蜜饯果干", "Dried fruit", "DF", goods_df, G_N_ELEMENTS (goods_df) },
};

/* 饮用水 */
static const BrSimGoods goods_wa[] = {
  { "天然矿泉水", "Mineral Water", BR_SIM_SIZES_DRINK, BR_SIM_NO_FLAVOUR, 150, 600 },
  { "纯净水", "Purified Water", BR_SIM_SIZES_DRINK, BR_SIM_NO_FLAVOUR, 120, 400 },
  { "苏打水", "Soda Water", BR_SIM_SIZES_DRINK, BR_SIM_FLAVOUR_FRUIT, 300, 900 },
};
/* 碳酸饮料 */
static const BrSimGoods goods_fz[] = {
  { "可乐", "Cola", BR_SIM_SIZES_DRINK, BR_SIM_NO_FLAVOUR, 250, 800 },
  { "柠檬汽水", "Lemonade", BR_SIM_SIZES_DRINK, BR_SIM_NO_FLAVOUR, 250, 800 },
  { "气泡水", "Sparkling Water", BR_SIM_SIZES_DRINK, BR_SIM_FLAVOUR_FRUIT, 350, 1000 },
};
/* 果汁 */
static const BrSimGoods goods_ju[] = {
  { "橙汁", "Orange Juice", BR_SIM_SIZES_DRINK, BR_SIM_NO_FLAVOUR, 450, 1800 },
  { "苹果汁", "Apple Juice", BR_SIM_SIZES_DRINK, BR_SIM_NO_FLAVOUR, 450, 1600 },
  { "混合果蔬汁", "Fruit and Vegetable Juice", BR_SIM_SIZES_DRINK, BR_SIM_NO_FLAVOUR, 600, 2200 },
  { "椰子水", "Coconut Water", BR_SIM_SIZES_DRINK, BR_SIM_NO_FLAVOUR, 500, 1800 },
};
/* 茶饮咖啡 */
static const BrSimGoods goods_tc[] = {
  { "绿茶饮料", "Green Tea Drink", BR_SIM_SIZES_DRINK, BR_SIM_NO_FLAVOUR, 300, 900 },
  { "乌龙茶饮料", "Oolong Tea Drink", BR_SIM_SIZES_DRINK, BR_SIM_NO_FLAVOUR, 350, 900 },
  { "奶茶", "Milk Tea", BR_SIM_SIZES_DRINK, BR_SIM_FLAVOUR_FRUIT, 450, 1500 },
  { "拿铁咖啡", "Caffe Latte", BR_SIM_SIZES_DRINK, BR_SIM_NO_FLAVOUR, 600, 1800 },
  { "速溶咖啡", "Instant Coffee", BR_SIM_SIZES_PACK, BR_SIM_NO_FLAVOUR, 1500, 5800 },
};
/* 茶叶 */
static const BrSimGoods goods_lt[] = {
  { "龙井茶", "Longjing Tea", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 3800, 28800 },
  { "普洱茶", "Pu-erh Tea", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 3500, 25800 },
  { "茉莉花茶", "Jasmine Tea", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 1800, 9800 },
  { "铁观音", "Tieguanyin Tea", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 2800, 16800 },
};
/* 啤酒 */
static const BrSimGoods goods_be[] = {
  { "精酿啤酒", "Craft Beer", BR_SIM_SIZES_DRINK, BR_SIM_NO_FLAVOUR, 600, 2200 },
  { "淡色拉格", "Pale Lager", BR_SIM_SIZES_DRINK, BR_SIM_NO_FLAVOUR, 350, 1000 },
  { "小麦啤酒", "Wheat Beer", BR_SIM_SIZES_DRINK, BR_SIM_NO_FLAVOUR, 500, 1600 },
};
/* 白酒葡萄酒 */
static const BrSimGoods goods_wn[] = {
  { "干红葡萄酒", "Dry Red Wine", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 3800, 29800 },
  { "干白葡萄酒", "Dry White Wine", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 3800, 26800 },
  { "浓香型白酒", "Strong-Aroma Baijiu", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 3800, 59800 },
  { "梅子酒", "Plum Wine", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 2800, 9800 },
};
static const BrSimLeaf leaves_4[] = {
  { "饮用水", "Water", "WA", goods_wa, G_N_ELEMENTS (goods_wa) },
  { "碳酸饮料", "Fizzy drinks", "FZ", goods_fz, G_N_ELEMENTS (goods_fz) },
  { "果汁", "Juice", "JU", goods_ju, G_N_ELEMENTS (goods_ju) },
  { "茶饮咖啡", "Tea and coffee", "TC", goods_tc, G_N_ELEMENTS (goods_tc) },
  { "茶叶", "Leaf tea", "LT", goods_lt, G_N_ELEMENTS (goods_lt) },
  { "啤酒", "Beer", "BE", goods_be, G_N_ELEMENTS (goods_be) },
  { "白酒葡萄酒", "Spirits and wine", "WN", goods_wn, G_N_ELEMENTS (goods_wn) },
};

/* 方便面 */
static const BrSimGoods goods_in[] = {
  { "红烧牛肉面", "Braised Beef Noodles", BR_SIM_SIZES_PACK, BR_SIM_NO_FLAVOUR, 350, 1500 },
  { "酸辣粉", "Hot and Sour Glass Noodles", BR_SIM_SIZES_PACK, BR_SIM_NO_FLAVOUR, 500, 1800 },
  { "拌面", "Dry-Mixed Noodles", BR_SIM_SIZES_PACK, BR_SIM_FLAVOUR_SAVOURY, 500, 1900 },
  { "自热火锅", "Self-Heating Hotpot", BR_SIM_SIZES_PACK, BR_SIM_FLAVOUR_SAVOURY, 1800, 4500 },
};
/* 速冻食品 */
static const BrSimGoods goods_fn[] = {
  { "猪肉水饺", "Pork Dumplings", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 1200, 3800 },
  { "汤圆", "Glutinous Rice Balls", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 900, 2600 },
  { "手抓饼", "Flaky Pancakes", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 900, 2400 },
  { "鸡块", "Chicken Nuggets", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 1500, 4200 },
  { "小笼包", "Soup Dumplings", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 1200, 3600 },
};
/* 冰淇淋 */
static const BrSimGoods goods_ic[] = {
  { "冰淇淋", "Ice Cream", BR_SIM_SIZES_MILK, BR_SIM_FLAVOUR_FRUIT, 500, 3500 },
  { "雪糕", "Ice Lolly", BR_SIM_SIZES_PACK, BR_SIM_FLAVOUR_FRUIT, 300, 1800 },
};
/* 罐头熟食 */
static const BrSimGoods goods_td[] = {
  { "午餐肉", "Luncheon Meat", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 1200, 3200 },
  { "金枪鱼罐头", "Tinned Tuna", BR_SIM_SIZES_SNACK, BR_SIM_NO_FLAVOUR, 1500, 3800 },
  { "黄桃罐头", "Tinned Peaches", BR_SIM_SIZES_SAUCE, BR_SIM_NO_FLAVOUR, 800, 2200 },
  { "火腿肠", "Ham Sausage", BR_SIM_SIZES_PACK, BR_SIM_FLAVOUR_SAVOURY, 600, 2200 },
};
static const BrSimLeaf leaves_5[] = {
  { "方便面", "Instant noodles", "IN", goods_in, G_N_ELEMENTS (goods_in) },
  { "速冻食品", "Frozen food", "FN", goods_fn, G_N_ELEMENTS (goods_fn) },
  { "冰淇淋", "Ice cream", "IC", goods_ic, G_N_ELEMENTS (goods_ic) },
  { "罐头熟食", "Tins and deli", "TD", goods_td, G_N_ELEMENTS (goods_td) },
};

/* 洗发护发 */
static const BrSimGoods goods_hr[] = {
  { "洗发水", "Shampoo", BR_SIM_SIZES_WASH, BR_SIM_FLAVOUR_SCENT, 1800, 6800 },
  { "护发素", "Conditioner", BR_SIM_SIZES_WASH, BR_SIM_FLAVOUR_SCENT, 1800, 6800 },
  { "发膜", "Hair Mask", BR_SIM_SIZES_TUBE, BR_SIM_FLAVOUR_SCENT, 2500, 8800 },
};
/* 沐浴洗手 */
static const BrSimGoods goods_bt[] = {
  { "沐浴露", "Shower Gel", BR_SIM_SIZES_WASH, BR_SIM_FLAVOUR_SCENT, 1500, 5800 },
  { "洗手液", "Hand Wash", BR_SIM_SIZES_WASH, BR_SIM_FLAVOUR_SCENT, 900, 2800 },
  { "香皂", "Bar Soap", BR_SIM_SIZES_PIECE, BR_SIM_FLAVOUR_SCENT, 400, 1500 },
};
/* 口腔护理 */
static const BrSimGoods goods_or[] = {
  { "牙膏", "Toothpaste", BR_SIM_SIZES_TUBE, BR_SIM_FLAVOUR_SCENT, 800, 3800 },
  { "牙刷", "Toothbrush", BR_SIM_SIZES_PIECE, BR_SIM_FLAVOUR_COLOUR, 600, 2800 },
  { "漱口水", "Mouthwash", BR_SIM_SIZES_WASH, BR_SIM_FLAVOUR_SCENT, 1500, 4800 },
};
/* 护肤 */
static const BrSimGoods goods_sk[] = {
  { "保湿面霜", "Moisturising Cream", BR_SIM_SIZES_TUBE, BR_SIM_NO_FLAVOUR, 3800, 19800 },
  { "防晒霜", "Sunscreen", BR_SIM_SIZES_TUBE, BR_SIM_NO_FLAVOUR, 4500, 16800 },
  { "洗面奶", "Face Wash", BR_SIM_SIZES_TUBE, BR_SIM_FLAVOUR_SCENT, 2500, 8800 },
  { "护手霜", "Hand Cream", BR_SIM_SIZES_TUBE, BR_SIM_FLAVOUR_SCENT, 1200, 4800 },
  { "面膜", "Face Mask", BR_SIM_SIZES_PACK, BR_SIM_NO_FLAVOUR, 2800, 12800 },
};
/* 女性护理 */
static const BrSimGoods goods_fc[] = {
  { "日用卫生巾", "Day Pads", BR_SIM_SIZES_PACK, BR_SIM_NO_FLAVOUR, 900, 2800 },
  { "夜用卫生巾", "Night Pads", BR_SIM_SIZES_PACK, BR_SIM_NO_FLAVOUR, 1200, 3200 },
};
static const BrSimLeaf leaves_6[] = {
  { "洗发护发", "Hair care", "HR", goods_hr, G_N_ELEMENTS (goods_hr) },     { "沐浴洗手", "Bath and hands", "BT", goods_bt, G_N_ELEMENTS (goods_bt) },
  { "口腔护理", "Oral care", "OR", goods_or, G_N_ELEMENTS (goods_or) },     { "护肤", "Skin care", "SK", goods_sk, G_N_ELEMENTS (goods_sk) },
  { "女性护理", "Feminine care", "FC", goods_fc, G_N_ELEMENTS (goods_fc) },
};

/* 衣物清洁 */
static const BrSimGoods goods_la[] = {
  { "洗衣液", "Laundry Liquid", BR_SIM_SIZES_WASH, BR_SIM_FLAVOUR_SCENT, 1500, 5800 },
  { "洗衣粉", "Washing Powder", BR_SIM_SIZES_STAPLE, BR_SIM_FLAVOUR_SCENT, 900, 3200 },
  { "柔顺剂", "Fabric Softener", BR_SIM_SIZES_WASH, BR_SIM_FLAVOUR_SCENT, 1500, 4800 },
  { "洗衣凝珠", "Laundry Pods", BR_SIM_SIZES_PACK, BR_SIM_FLAVOUR_SCENT, 2500, 8800 },
};
/* 厨卫清洁 */
static const BrSimGoods goods_kb[] = {
  { "洗洁精", "Washing-Up Liquid", BR_SIM_SIZES_WASH, BR_SIM_FLAVOUR_SCENT, 600, 2200 },
  { "油污净", "Degreaser", BR_SIM_SIZES_WASH, BR_SIM_FLAVOUR_SCENT, 1200, 3200 },
  { "洁厕液", "Toilet Cleaner", BR_SIM_SIZES_WASH, BR_SIM_FLAVOUR_SCENT, 900, 2600 },
  { "玻璃清洁剂", "Glass Cleaner", BR_SIM_SIZES_WASH, BR_SIM_NO_FLAVOUR, 900, 2600 },
};
/* 纸品 */
static const BrSimGoods goods_pa[] = {
  { "抽纸", "Facial Tissues", BR_SIM_SIZES_PACK, BR_SIM_NO_FLAVOUR, 900, 3800 },
  { "卷纸", "Toilet Rolls", BR_SIM_SIZES_PACK, BR_SIM_NO_FLAVOUR, 1500, 4800 },
  { "厨房纸", "Kitchen Towels", BR_SIM_SIZES_PACK, BR_SIM_NO_FLAVOUR, 1200, 3500 },
  { "湿巾", "Wet Wipes", BR_SIM_SIZES_PACK, BR_SIM_FLAVOUR_SCENT, 600, 2800 },
};
/* 清洁工具 */
static const BrSimGoods goods_ct[] = {
  { "垃圾袋", "Bin Bags", BR_SIM_SIZES_PACK, BR_SIM_FLAVOUR_COLOUR, 500, 1800 },
  { "百洁布", "Scouring Pads", BR_SIM_SIZES_PACK, BR_SIM_FLAVOUR_COLOUR, 400, 1500 },
  { "拖把", "Mop", BR_SIM_SIZES_PIECE, BR_SIM_FLAVOUR_COLOUR, 3800, 15800 },
  { "橡胶手套", "Rubber Gloves", BR_SIM_SIZES_WEAR, BR_SIM_FLAVOUR_COLOUR, 600, 1800 },
};
static const BrSimLeaf leaves_7[] = {
  { "衣物清洁", "Laundry", "LA", goods_la, G_N_ELEMENTS (goods_la) },
  { "厨卫清洁", "Kitchen and bathroom", "KB", goods_kb, G_N_ELEMENTS (goods_kb) },
  { "纸品", "Paper goods", "PA", goods_pa, G_N_ELEMENTS (goods_pa) },
  { "清洁工具", "Cleaning tools", "CT", goods_ct, G_N_ELEMENTS (goods_ct) },
};

/* 婴儿食品 */
static const BrSimGoods goods_bf[] = {
  { "婴儿米粉", "Baby Rice Cereal", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_FRUIT, 2800, 8800 },
  { "婴儿奶粉", "Infant Formula", BR_SIM_SIZES_STAPLE, BR_SIM_NO_FLAVOUR, 12800, 38800 },
  { "果泥", "Fruit Puree", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_FRUIT, 600, 1800 },
};
/* 纸尿裤 */
static const BrSimGoods goods_np[] = {
  { "纸尿裤", "Nappies", BR_SIM_SIZES_WEAR, BR_SIM_NO_FLAVOUR, 5800, 16800 },
  { "拉拉裤", "Pull-Up Pants", BR_SIM_SIZES_WEAR, BR_SIM_NO_FLAVOUR, 5800, 16800 },
};
/* 宠物食品 */
static const BrSimGoods goods_pt[] = {
  { "猫粮", "Cat Food", BR_SIM_SIZES_STAPLE, BR_SIM_FLAVOUR_SAVOURY, 3800, 15800 },
  { "狗粮", "Dog Food", BR_SIM_SIZES_STAPLE, BR_SIM_FLAVOUR_SAVOURY, 3800, 15800 },
  { "猫砂", "Cat Litter", BR_SIM_SIZES_STAPLE, BR_SIM_FLAVOUR_SCENT, 1800, 5800 },
  { "宠物零食", "Pet Treats", BR_SIM_SIZES_SNACK, BR_SIM_FLAVOUR_SAVOURY, 900, 3800 },
};
static const BrSimLeaf leaves_8[] = {
  { "婴儿食品", "Baby food", "BF", goods_bf, G_N_ELEMENTS (goods_bf) },
  { "纸尿裤", "Nappies", "NP", goods_np, G_N_ELEMENTS (goods_np) },
  { "宠物食品", "Pet food", "PT", goods_pt, G_N_ELEMENTS (goods_pt) },
};

/* 厨房用品 */
static const BrSimGoods goods_kw[] = {
  { "不粘炒锅", "Non-Stick Wok", BR_SIM_SIZES_PIECE, BR_SIM_FLAVOUR_COLOUR, 8800, 39800 },
  { "保鲜盒", "Food Container", BR_SIM_SIZES_PIECE, BR_SIM_FLAVOUR_COLOUR, 1200, 5800 },
  { "保鲜膜", "Cling Film", BR_SIM_SIZES_PACK, BR_SIM_NO_FLAVOUR, 600, 1800 },
  { "陶瓷碗", "Ceramic Bowl", BR_SIM_SIZES_PIECE, BR_SIM_FLAVOUR_COLOUR, 900, 3800 },
  { "筷子", "Chopsticks", BR_SIM_SIZES_PACK, BR_SIM_FLAVOUR_COLOUR, 900, 4800 },
  { "水果刀", "Fruit Knife", BR_SIM_SIZES_PIECE, BR_SIM_FLAVOUR_COLOUR, 900, 3800 },
};
/* 杯壶 */
static const BrSimGoods goods_cu[] = {
  { "保温杯", "Insulated Bottle", BR_SIM_SIZES_PIECE, BR_SIM_FLAVOUR_COLOUR, 3800, 15800 },
  { "玻璃杯", "Glass Tumbler", BR_SIM_SIZES_PIECE, BR_SIM_NO_FLAVOUR, 900, 3800 },
  { "马克杯", "Mug", BR_SIM_SIZES_PIECE, BR_SIM_FLAVOUR_COLOUR, 1500, 5800 },
};
/* 收纳 */
static const BrSimGoods goods_st[] = {
  { "收纳箱", "Storage Box", BR_SIM_SIZES_PIECE, BR_SIM_FLAVOUR_COLOUR, 1800, 8800 },
  { "衣架", "Hangers", BR_SIM_SIZES_PACK, BR_SIM_FLAVOUR_COLOUR, 900, 3200 },
  { "真空袋", "Vacuum Bags", BR_SIM_SIZES_PACK, BR_SIM_NO_FLAVOUR, 1200, 3800 },
};
/* 家纺 */
static const BrSimGoods goods_tx[] = {
  { "纯棉毛巾", "Cotton Towel", BR_SIM_SIZES_PIECE, BR_SIM_FLAVOUR_COLOUR, 900, 3800 },
  { "浴巾", "Bath Towel", BR_SIM_SIZES_PIECE, BR_SIM_FLAVOUR_COLOUR, 2800, 9800 },
  { "四件套", "Bedding Set", BR_SIM_SIZES_WEAR, BR_SIM_FLAVOUR_COLOUR, 12800, 49800 },
  { "抱枕", "Cushion", BR_SIM_SIZES_PIECE, BR_SIM_FLAVOUR_COLOUR, 1800, 5800 },
};
/* 袜子内衣 */
static const BrSimGoods goods_uw[] = {
  { "纯棉袜", "Cotton Socks", BR_SIM_SIZES_WEAR, BR_SIM_FLAVOUR_COLOUR, 500, 2800 },
  { "家居拖鞋", "House Slippers", BR_SIM_SIZES_WEAR, BR_SIM_FLAVOUR_COLOUR, 1200, 4800 },
};
/* 文具电器 */
static const BrSimGoods goods_el[] = {
  { "中性笔", "Gel Pen", BR_SIM_SIZES_PACK, BR_SIM_FLAVOUR_COLOUR, 300, 1800 },
  { "笔记本", "Notebook", BR_SIM_SIZES_PIECE, BR_SIM_FLAVOUR_COLOUR, 500, 2800 },
  { "碱性电池", "Alkaline Batteries", BR_SIM_SIZES_PACK, BR_SIM_NO_FLAVOUR, 900, 3800 },
  { "插线板", "Power Strip", BR_SIM_SIZES_PIECE, BR_SIM_FLAVOUR_COLOUR, 2800, 9800 },
  { "LED灯泡", "LED Bulb", BR_SIM_SIZES_PIECE, BR_SIM_NO_FLAVOUR, 900, 3800 },
  { "雨伞", "Umbrella", BR_SIM_SIZES_PIECE, BR_SIM_FLAVOUR_COLOUR, 2800, 8800 },
};
static const BrSimLeaf leaves_9[] = {
  { "厨房用品", "Kitchenware", "KW", goods_kw, G_N_ELEMENTS (goods_kw) },
  { "杯壶", "Cups and flasks", "CU", goods_cu, G_N_ELEMENTS (goods_cu) },
  { "收纳", "Storage", "ST", goods_st, G_N_ELEMENTS (goods_st) },
  { "家纺", "Home textiles", "TX", goods_tx, G_N_ELEMENTS (goods_tx) },
  { "袜子内衣", "Socks and underwear", "UW", goods_uw, G_N_ELEMENTS (goods_uw) },
  { "文具电器", "Stationery and electrical", "EL", goods_el, G_N_ELEMENTS (goods_el) },
};

const BrSimDepartment br_sim_departments[] = {
  { "生鲜", "Fresh food", 0, 0, 800, leaves_0, G_N_ELEMENTS (leaves_0) },
  { "乳品烘焙", "Dairy and bakery", 0, 0, 1000, leaves_1, G_N_ELEMENTS (leaves_1) },
  { "粮油调味", "Staples and seasoning", 0, 0, 700, leaves_2, G_N_ELEMENTS (leaves_2) },
  { "休闲食品", "Snacks", 1, 1, 1200, leaves_3, G_N_ELEMENTS (leaves_3) },
  { "酒水饮料", "Drinks", 1, 1, 1000, leaves_4, G_N_ELEMENTS (leaves_4) },
  { "方便速冻", "Ready and frozen", 1, 1, 900, leaves_5, G_N_ELEMENTS (leaves_5) },
  { "个人护理", "Personal care", 2, 2, 1500, leaves_6, G_N_ELEMENTS (leaves_6) },
  { "家庭清洁", "Household cleaning", 2, 2, 1200, leaves_7, G_N_ELEMENTS (leaves_7) },
  { "母婴宠物", "Baby and pets", 3, 1, 1200, leaves_8, G_N_ELEMENTS (leaves_8) },
  { "家居百货", "Home and general", 3, 2, 1800, leaves_9, G_N_ELEMENTS (leaves_9) },
};
const guint br_sim_n_departments = G_N_ELEMENTS (br_sim_departments);
