"""Reviews: the code for the child's part in a review against the child's age."""

from __future__ import annotations

from .dates import years_after
from .language import Flagged
from .registry import rule
from .schema import Return


@rule(
    "440",
    "Review code PN0 used from the child's fourth birthday on",
    table="Reviews",
    fields="DOB REVIEW REVIEW_CODE",
    category="inconsistent",
)
def code_for_under_four_too_late(r: Return) -> Flagged:
    """The participation code (PN0) says that the child was under 4 when the review took place, but the dates show that
    the child had already turned 4.

    Check the review date and the date of birth; if both are right, replace PN0 by the participation code (PN1 to PN7)
    that describes how the child took part.
    """
    reviews = r.Reviews
    # Our reading: the message says 4 or older, which a child is on the birthday itself.
    return (reviews.REVIEW_CODE == "PN0") & (reviews.REVIEW >= years_after(reviews.DOB, 4))


@rule(
    "441",
    "Review code PN1 to PN7 used for a child under four",
    table="Reviews",
    fields="DOB REVIEW REVIEW_CODE",
    category="inconsistent",
)
def code_for_over_four_too_early(r: Return) -> Flagged:
    """The participation code (PN1 to PN7) is one for children of 4 or older, but on the review date this child had not
    yet turned 4.

    Check the review date and the date of birth; if both are right, use PN0.
    """
    reviews = r.Reviews
    took_part = reviews.REVIEW_CODE.isin(["PN1", "PN2", "PN3", "PN4", "PN5", "PN6", "PN7"])
    return took_part & (reviews.REVIEW < years_after(reviews.DOB, 4))
