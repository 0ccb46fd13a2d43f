"""Made-up returns: this year's and last year's, with a provider list, coherent and with as many errors as wanted.

No real child stands behind any of it. The postcodes are real public ones, everything else is drawn by chance from a
seed: the same seed gives the same bytes.
"""

from .make import AUTHORITY, Sample, sample

__all__ = ["AUTHORITY", "Sample", "sample"]
