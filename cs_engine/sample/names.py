"""Plausible names: companies that are unique by construction, and people."""

import numpy as np

from cs_engine.sample.draws import Draws, IntArray, TextArray, pick

INDUSTRIES = (
    "software",
    "logistics",
    "retail",
    "manufacturing",
    "healthcare",
    "finance",
    "education",
    "media",
    "energy",
    "travel",
)
_TRADES = (
    ("Software", "Systems", "Labs", "Data"),
    ("Logistics", "Freight", "Shipping", "Transport"),
    ("Retail", "Stores", "Foods", "Outfitters"),
    ("Industries", "Works", "Tooling", "Components"),
    ("Health", "Clinics", "Medical", "Diagnostics"),
    ("Capital", "Insurance", "Payments", "Finance"),
    ("Academy", "School", "College", "Learning"),
    ("Media", "Press", "Studios", "Publishing"),
    ("Energy", "Power", "Solar", "Utilities"),
    ("Travel", "Hotels", "Tours", "Airways"),
)
_TRADES_ZH = (
    ("软件", "信息", "数据", "云计算"),
    ("物流", "货运", "供应链", "速运"),
    ("商贸", "零售", "食品", "百货"),
    ("制造", "机械", "精工", "材料"),
    ("医疗", "健康", "生物", "诊断"),
    ("金融", "支付", "保险", "投资"),
    ("教育", "学堂", "培训", "书院"),
    ("传媒", "文化", "影业", "出版"),
    ("能源", "电力", "光伏", "新能源"),
    ("旅游", "酒店", "航空", "文旅"),
)
_FIRST = (
    *("Alder", "Amber", "Ash", "Basalt", "Birch", "Blue", "Bramble", "Bright", "Brook", "Calder", "Cedar", "Clear"),
    *("Cobalt", "Copper", "Coral", "Crest", "Dawn", "Drift", "Eagle", "East", "Elder", "Ember", "Fair", "Fern"),
    *("Flint", "Fox", "Gold", "Granite", "Green", "Harrow", "Haven", "Hazel", "High", "Iron", "Ivory", "Juniper"),
    *("Kestrel", "Lake", "Lark", "Linden", "Long", "Maple", "Marsh", "Mill", "Moon", "Moss", "North", "Oak"),
    *("Ocean", "Otter", "Pine", "Quarry", "Raven", "Red", "River", "Rowan", "Sand", "Silver", "Stone", "Summit"),
)
_SECOND = (
    *("bank", "bay", "beck", "bridge", "brook", "burn", "cliff", "combe", "cross", "dale", "field", "ford"),
    *("forge", "gate", "glen", "grove", "harbor", "haven", "hill", "holm", "keep", "land", "leaf", "light"),
    *("line", "lock", "mark", "mead", "mere", "moor", "mount", "path", "peak", "point", "pool", "port"),
    *("reach", "ridge", "rock", "shore", "side", "spring", "stead", "strand", "stream", "thorn", "vale", "view"),
    *("wall", "water", "way", "well", "wick", "wind", "wood", "yard"),
)
_FIRST_ZH = "华星云海天明瑞信东方金玉宏远博新中盛安泰嘉和鼎立恒源利达君智"
_SECOND_ZH = "联创科景睿帆航宇辰越捷锐通腾驰达翔鸿润泽凯森禾川林岳峰晟阳晨"
_CITIES_ZH = ("北京", "上海", "深圳", "杭州", "成都", "武汉", "苏州", "南京", "广州", "西安", "厦门", "青岛")
_STRIDE = 104_729
"""A prime that divides no word count: stepping by it visits every combination once, in a mixed order."""

_GIVEN = (
    *("Anna", "Ben", "Carla", "David", "Elena", "Felix", "Grace", "Hugo", "Ines", "Jonas", "Karin", "Liam"),
    *("Maria", "Nils", "Olivia", "Paul", "Rosa", "Sam", "Tessa", "Victor", "Wendy", "Yusuf", "Zoe", "Omar"),
)
_FAMILY = (
    *("Adams", "Bauer", "Costa", "Dubois", "Eriksen", "Fischer", "Garcia", "Hughes", "Ivanov", "Jansen", "Keller"),
    *("Lopez", "Moreau", "Novak", "Okoye", "Patel", "Quinn", "Rossi", "Schmidt", "Turner", "Ueda", "Vargas", "Weber"),
)
_FAMILY_ZH = (
    ("王", "Wang"),
    ("李", "Li"),
    ("张", "Zhang"),
    ("刘", "Liu"),
    ("陈", "Chen"),
    ("杨", "Yang"),
    ("赵", "Zhao"),
)
_GIVEN_ZH = (
    ("伟", "Wei"),
    ("芳", "Fang"),
    ("敏", "Min"),
    ("静", "Jing"),
    ("磊", "Lei"),
    ("洋", "Yang"),
    ("婷", "Ting"),
)


def industries(accounts: IntArray) -> IntArray:
    """Return the position in ``INDUSTRIES`` of each account; its name says the same."""
    return _codes(accounts) % (4 * len(INDUSTRIES)) // 4


def company_names(accounts: IntArray, chinese: TextArray) -> tuple[TextArray, TextArray]:
    """Return name and domain of each account; ``chinese`` is true where the name is written in Chinese."""
    codes = _codes(accounts)
    trade, rest = codes % 40, codes // 40
    latin = [
        f"{_FIRST[r % len(_FIRST)]}{_SECOND[r // len(_FIRST) % len(_SECOND)]} {_TRADES[t // 4][t % 4]}{_again(r)}"
        for t, r in zip(trade.tolist(), rest.tolist(), strict=True)
    ]
    local = [_chinese_name(t, r) for t, r in zip(trade.tolist(), rest.tolist(), strict=True)]
    names = np.where(chinese.astype(bool), np.array(local, dtype=object), np.array(latin, dtype=object))
    domains = np.array([f"{name.lower().replace(' ', '-')}.example" for name in latin], dtype=object)
    return names, domains


def _codes(accounts: IntArray) -> IntArray:
    size = 40 * len(_FIRST) * len(_SECOND)
    return accounts * _STRIDE % size + accounts // size * size


def _again(rest: int) -> str:
    repeat = rest // (len(_FIRST) * len(_SECOND))
    return f" {repeat + 1}" if repeat else ""


def _chinese_name(trade: int, rest: int) -> str:
    city, word = rest % len(_CITIES_ZH), rest // len(_CITIES_ZH)
    first, more = word % len(_FIRST_ZH), word // len(_FIRST_ZH)
    second, repeat = more % len(_SECOND_ZH), more // len(_SECOND_ZH)
    end = f" {repeat + 1}" if repeat else ""
    return f"{_CITIES_ZH[city]}{_FIRST_ZH[first]}{_SECOND_ZH[second]}{_TRADES_ZH[trade // 4][trade % 4]}{end}"


def people(draws: Draws, slots: IntArray, chinese: TextArray) -> tuple[TextArray, TextArray]:
    """Return name and mailbox of one person per row, the person's place at the account given by ``slots``."""
    given, family = draws.paired("given-name", slots), draws.paired("family-name", slots)
    latin = _latin_people(pick(given, [1] * len(_GIVEN)), pick(family, [1] * len(_FAMILY)))
    local = _chinese_people(pick(given, [1] * len(_GIVEN_ZH)), pick(family, [1] * len(_FAMILY_ZH)))
    chosen = np.where(chinese.astype(bool)[:, None], local, latin)
    return chosen[:, 0], chosen[:, 1]


def _latin_people(given: IntArray, family: IntArray) -> TextArray:
    pairs = [(_GIVEN[g], _FAMILY[f]) for g, f in zip(given.tolist(), family.tolist(), strict=True)]
    rows = [(f"{g} {f}", f"{g}.{f}".lower()) for g, f in pairs]
    return np.array(rows, dtype=object).reshape(-1, 2)


def _chinese_people(given: IntArray, family: IntArray) -> TextArray:
    pairs = [(_GIVEN_ZH[g], _FAMILY_ZH[f]) for g, f in zip(given.tolist(), family.tolist(), strict=True)]
    rows = [(f[0] + g[0], f"{g[1]}.{f[1]}".lower()) for g, f in pairs]
    return np.array(rows, dtype=object).reshape(-1, 2)
