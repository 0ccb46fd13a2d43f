"""What counts as blank around a value."""

from __future__ import annotations

# Every white space of Unicode (the no-break space too), and characters of no width, such as a stray byte-order mark.
BLANKS = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u200c\u200d\u2060"
)


def strip(text: str) -> str:
    """The text without the blanks around it."""
    return text.strip(BLANKS)
