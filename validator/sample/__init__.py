"""Made-up returns of one council, with a provider list, coherent and with as many errors as wanted.

This year's and last year's, or those of several years with what the placements cost and what truly happened. No real
child stands behind any of it. The postcodes are real public ones, everything else is drawn by chance from a seed: the
same seed gives the same bytes.
"""

from .make import AUTHORITY, Council, Sample, council, sample

__all__ = ["AUTHORITY", "Council", "Sample", "council", "sample"]
