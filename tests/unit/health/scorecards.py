"""A small scorecard file that is right, for tests to break."""

GOOD = """\
name = "mine"
purpose = "Ours."

[when]
segment = ["mid", "enterprise"]
tenure_days = { at_least = 60 }

[groups.usage]
weight = 100

[[groups.usage.factors]]
measure = "usage_trend"
weight = 60
curve = [
  [0.5, 0],
  [1.0, 100],
]

[[groups.usage.factors]]
measure = "breadth"
weight = 40
curve = [[0, 0], [1, 100]]
decay = [[0, 100], [15, 0]]
"""
