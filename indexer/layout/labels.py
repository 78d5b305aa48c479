"""The word `Điều` as it stands in real texts: with any marks on its letters, since recognition loses and swaps them."""

from __future__ import annotations

ARTICLE = r"(?:[ĐÐD](?:[iìíỉĩịl1][eèéẻẽẹêềếểễệ][uùúủũụưừứửữự]|[IÌÍỈĨỊ1L][EÈÉẺẼẸÊỀẾỂỄỆ][UÙÚỦŨỤƯỪỨỬỮỰ]))"
