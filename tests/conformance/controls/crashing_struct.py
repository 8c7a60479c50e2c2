"""Ends the process in the middle of a test, and lacks iter_unpack."""
import os
from struct import Struct, calcsize, error, pack, pack_into, unpack


def unpack_from(*arguments, **keywords):
    os.abort()
