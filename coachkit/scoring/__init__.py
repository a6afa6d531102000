"""From replies and a rubric to scores.

evaluate.py reads and marks, arithmetic.py adds up, cards.py makes one reply's scorecard, fingerprint.py names what made it.
"""
