"""Charts of what has been practised, in the words of "fi", "sv" or "en". They are returned, never shown.

A chart knows its data and its words; `svg` turns it into a picture for a notebook or a page, without a browser or the web.
Text is drawn in the colour of the text around it, so that a chart fits a light page and a dark one. Nothing is told by colour
alone.
"""

from coachkit.plots.days import WEEKS, day_rows, practice_days, streak
from coachkit.plots.drawing import SVG, cleaned, svg
from coachkit.plots.over_time import scores_over_time
from coachkit.plots.skills import extremes, map_rows, skills_map, strongest_and_weakest
from coachkit.plots.weights import weight_effects
from coachkit.plots.words import ChartWords, chart_words, skill_name

__all__ = [
    "SVG",
    "WEEKS",
    "ChartWords",
    "chart_words",
    "cleaned",
    "day_rows",
    "extremes",
    "map_rows",
    "practice_days",
    "scores_over_time",
    "skill_name",
    "skills_map",
    "streak",
    "strongest_and_weakest",
    "svg",
    "weight_effects",
]
