"""A team's scored replies in numbers: means with intervals, changes over weeks, satisfaction beside scores, quotes, a summary.

Pure: data frames and values in, values out. The pages are made in coachkit.reports, the charts in coachkit.plots.
"""
