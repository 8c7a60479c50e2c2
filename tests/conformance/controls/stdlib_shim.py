"""CPython's own types: everything must pass."""
import array
import mmap
import struct
from builtins import bytearray, bytes, memoryview
