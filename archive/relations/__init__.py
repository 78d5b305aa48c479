"""Legal relations: their kinds, and finding them in a text. Values in `model`; one verb a module."""

from archive.relations.effect_days import find_effect_days
from archive.relations.finding import find_relations
from archive.relations.model import ACTING, ENDING, KINDS, EffectDays, FoundRelation, Kind

__all__ = ["ACTING", "ENDING", "KINDS", "EffectDays", "FoundRelation", "Kind", "find_effect_days", "find_relations"]
