"""Never returns from move."""
import mmap as genuine


class mmap(genuine.mmap):
    def move(self, *arguments):
        while True:
            pass
