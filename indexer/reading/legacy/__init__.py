"""Text older than Unicode: TCVN3 (ABC), VNI, VPS, VISCII and VIQR, found by font and by syllable, and decoded."""

from indexer.reading.legacy.charsets import CHARSETS, Charset, encode
from indexer.reading.legacy.decoder import Decoder, Piece
from indexer.reading.legacy.detection import legacy_encoding
from indexer.reading.legacy.fonts import FontHint, font_hint

__all__ = ["CHARSETS", "Charset", "Decoder", "FontHint", "Piece", "encode", "font_hint", "legacy_encoding"]
