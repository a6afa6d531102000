"""Files of replies: one reader a format (FORMATS in reading.py), which column is what, who said what, and the writers."""
