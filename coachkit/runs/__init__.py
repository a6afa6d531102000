"""Scoring whole files: read, score on all cores, write; what was done is never done twice, and no file is ever half written."""
