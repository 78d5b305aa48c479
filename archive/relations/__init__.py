"""Legal relations: their kinds, and finding them in a text. Values in `model`; one verb a module."""

from archive.relations.model import ACTING, ENDING, KINDS, EffectDays, FoundRelation, Kind

__all__ = ["ACTING", "ENDING", "KINDS", "EffectDays", "FoundRelation", "Kind"]
