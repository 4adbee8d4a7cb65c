"""What customers write, in English and Chinese, by how they feel."""

from cs_engine.sample.draws import FloatArray, Keys, TextArray, between

_GOOD = (
    ("Our team uses it every day, it saves us hours.", "Onboarding was quick and support is great."),
    ("Reports finally come on time.", "Does what it promises."),
    ("The new automation is excellent.", "Easy to roll out to new colleagues."),
)
_FAIR = (
    ("Good tool, but the mobile app is slow.", "Fine for most things, exports need work."),
    ("We like it, the price is on the high side.", "Some features are hard to find."),
    ("Works, though integrations break now and then.", "OK so far."),
)
_BAD = (
    ("Too slow, we lose time every morning.", "Support answers late and does not solve it."),
    ("We asked for the same fix three times.", "Too expensive for what we use."),
    ("Half the team went back to spreadsheets.", "The last release broke our imports."),
)
_GOOD_ZH = (("团队每天都在用。节省了很多时间。", "上线很快。客服很专业。"), ("报表很准时。", "功能符合预期。"))
_FAIR_ZH = (("整体不错。但手机端有点慢。", "能用。导出功能需要改进。"), ("价格偏高。", "有些功能不好找。"))
_BAD_ZH = (("太慢了。影响工作效率。", "客服回复太慢。问题没有解决。"), ("价格太贵。用得不多。", "上次更新后导入出错。"))
_TEXTS = {
    (chinese, mood): tuple(line for pair in pairs for line in pair)
    for chinese, moods in ((False, (_BAD, _FAIR, _GOOD)), (True, (_BAD_ZH, _FAIR_ZH, _GOOD_ZH)))
    for mood, pairs in enumerate(moods)
}
_LOSS = {
    "low_adoption": ("The team never really took to it.", "团队一直没有用起来。"),
    "missing_feature": ("We need offline planning, which is not on the roadmap.", "缺少我们需要的离线功能。"),
    "support": ("Too many open issues for too long.", "问题长期得不到解决。"),
    "price": ("We cannot justify the price any more.", "价格太高。预算不支持。"),
    "competitor": ("Group IT chose another vendor.", "集团选择了其他供应商。"),
    "budget": ("All tools without a budget line were cut.", "预算被削减。"),
    "acquired": ("We were acquired and move to the group's system.", "公司被收购。改用集团系统。"),
    "champion_left": ("The colleague who ran it has left.", "负责的同事离职了。"),
    "nonpayment": ("", ""),
}
GOOD_FROM, FAIR_FROM = 0.85, 0.65
"""Share of the scale from which an answer is friendly or lukewarm: 9 and 7 of 10 on the NPS scale."""


def comments(share: FloatArray, chinese: TextArray, keys: Keys) -> TextArray:
    """Return a comment per answer; ``share`` is the score as a share of its scale."""
    mood = (share >= FAIR_FROM).astype(int) + (share >= GOOD_FROM)
    number = between(keys, 0, 1000)
    lines = chinese.copy()
    for row, (speaks, felt, draw) in enumerate(zip(chinese.tolist(), mood.tolist(), number.tolist(), strict=True)):
        texts = _TEXTS[bool(speaks), felt]
        lines[row] = texts[draw % len(texts)]
    return lines


def parting_words(reason: str, *, chinese: bool) -> str:
    """Return what a customer says when it leaves for a reason."""
    return _LOSS[reason][chinese]
