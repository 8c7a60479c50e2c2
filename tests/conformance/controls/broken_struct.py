"""Packs little-endian whatever the format says."""
import struct as genuine
from struct import Struct, calcsize, error, iter_unpack, pack_into, unpack, unpack_from


def pack(format, *values):
    if isinstance(format, str) and format[:1] in (">", "!"):
        format = "<" + format[1:]
    return genuine.pack(format, *values)
