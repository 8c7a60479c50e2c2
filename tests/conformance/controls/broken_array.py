"""Swaps no bytes."""
import array as genuine


class array(genuine.array):
    __slots__ = ()

    def byteswap(self):
        pass
