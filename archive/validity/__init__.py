"""Validity of a document or provision at a date.

From its own days, the dated status that its source states, and what other documents do to it.

The rule of the house (`domain/facts.md` section 3): unknown is a state; nothing is in force for want of knowledge.
`stated` has what a record says of itself, `ending` what other documents end, `deciding` the answer for one day,
`intervals` the line of time.
"""

from archive.validity.contradicting import contradictory
from archive.validity.intervals import timeline, validity_at
from archive.validity.model import STATE_NAMES, Interval, Validity
from archive.validity.wording import source_in_vietnamese

__all__ = [
    "STATE_NAMES",
    "Interval",
    "Validity",
    "contradictory",
    "source_in_vietnamese",
    "timeline",
    "validity_at",
]
