"""Correcting a return: proposals, changes that can be taken back, corrected files and the list of what was changed."""
