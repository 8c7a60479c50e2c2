"""The section of owners_cases.py for mmap.mmap: mapped_file with each access, of files and of memory without one.

Deliberate differences
    case                                | here               | reason
    ------------------------------------+--------------------+-------------------------------------------------------
    m[a:b] = bytes of another number    | ValueError         | as for other owners; the driver calls it an IndexError
    writing to a read-only map          | does not compile   | the driver calls it a TypeError
    a byte that is none, a negative     | ValueError         | OverflowError in CPython. Not generated
    length                              |                    |
    an empty file, an offset off the    | are mapped         | CPython refuses. Not generated
    pages, resize(0), flush(1)          |                    |
    resize to the same size, leased     | allowed            | nothing changes. Not generated
    resize of a private map, leased     | TypeError first    | CPython looks at exports first. Not generated
    resize of shared memory without a   | its bytes move     | CPython's new pages may not be touched, or it refuses.
    file to more bytes                  |                    | Not generated
    size() without a file               | the mapping's      | OSError in CPython. Not generated
    find(b'') between bounds in the     | -1                 | CPython finds it. Not generated
    wrong order, or behind the end      |                    |
    write(b'') behind the end, which is | 0                  | CPython refuses. Not generated
    another one since a resize          |                    |
    flush(0, -1)                        | all                | CPython refuses. Not generated
    m[a:b:2] = its own bytes            | as from a copy     | CPython reads what it has written. Not generated;
                                        |                    | arguments that are own bytes are copies in CPython
"""
import mmap
import tempfile
import zlib

from owners_bytearray import Generator as ByteGenerator
from owners_bytearray import Own, Slice

PAGE = mmap.PAGESIZE
# What a map is of, and how CPython is asked for it.
KINDS = {
    'read': {'access': mmap.ACCESS_READ},
    'write': {'access': mmap.ACCESS_WRITE},
    'copy': {'access': mmap.ACCESS_COPY},
    'shared': {'flags': getattr(mmap, 'MAP_SHARED', 1)},    # of no file, as
    'private': {'flags': getattr(mmap, 'MAP_PRIVATE', 2)},  # this is
}
MEMORY = ('shared', 'private')


def word(value):
    """Spells a result; of many bytes their number and a checksum."""
    if value is None:
        return '-'
    if isinstance(value, bool):
        return 'b%d' % value
    if isinstance(value, int):
        return 'i%d' % value
    return 'x' + value.hex() if len(value) <= 100 else 'h%d:%d' % (len(value), zlib.adler32(value))


class Map:
    def __init__(self, kind, prefix, data, length):
        self.kind = kind
        self.exports = []
        self.file = None
        if kind in MEMORY:
            self.m = mmap.mmap(-1, len(data), **KINDS[kind])
            self.m[:] = data
        else:
            self.file = tempfile.TemporaryFile()
            self.file.write(bytes(prefix) + data)
            self.file.flush()
            self.m = mmap.mmap(self.file.fileno(), max(length, 0), offset=prefix, **KINDS[kind])
        self.prefix = prefix

    def size(self):
        return 0 if self.m.closed else len(self.m)

    def lease(self):
        self.exports.append(memoryview(self.m))

    def release(self):
        if self.exports:
            self.exports.pop().release()

    def seek(self, offset, start):
        self.m.seek(offset, start)
        return self.m.tell()  # as in 3.13

    def find(self, forward, wanted, *bounds):
        m = self.m
        if not m.closed and len(m) % PAGE == 0:  # CPython 3.11.3 and older read behind the end
            m, bounds = m[:], bounds or (m.tell(),)
        return m.find(wanted, *bounds) if forward else m.rfind(wanted, *bounds)

    def set_item(self, key, value):
        self.m[key] = value

    def open(self, offset, length):
        with mmap.mmap(self.file.fileno(), length, access=mmap.ACCESS_READ, offset=offset) as other:
            return other[:]

    def content(self):
        """What the file holds, as others see it."""
        self.file.seek(0)
        return self.file.read()

    def end(self):
        while self.exports:
            self.release()
        self.m.close()
        if self.file:
            self.file.close()


# As in owners_bytearray, with p a position, n a byte, b bytes or the map's own, z a size to become, o an offset of pages,
# l a length to map.
OPERATIONS = [
    ('lease', '', 4, lambda a: a.lease()),
    ('release', '', 4, lambda a: a.release()),
    ('read', 'P', 5, lambda a, *n: a.m.read(*n)),
    ('readline', '', 4, lambda a: a.m.readline()),
    ('read_byte', '', 4, lambda a: a.m.read_byte()),
    ('seek_start', 'p', 6, lambda a, n: a.seek(n, 0)),
    ('seek_current', 'p', 2, lambda a, n: a.seek(n, 1)),
    ('seek_end', 'p', 3, lambda a, n: a.seek(n, 2)),
    ('tell', '', 1, lambda a: a.m.tell()),
    ('write', 'b', 6, lambda a, x: a.m.write(x)),
    ('write_byte', 'n', 4, lambda a, n: a.m.write_byte(n)),
    ('find', 'sII', 5, lambda a, *x: a.find(True, *x)),
    ('rfind', 'sII', 5, lambda a, *x: a.find(False, *x)),
    ('move', 'ppp', 6, lambda a, *x: a.m.move(*x)),
    ('resize', 'z', 6, lambda a, n: a.m.resize(n)),
    ('flush', '', 2, lambda a: a.m.flush()),
    ('flush', 'p', 2, lambda a, n: a.m.flush(0, n)),
    ('get_item', 'i', 3, lambda a, i: a.m[i]),
    ('set_item', 'in', 4, lambda a, i, n: a.set_item(i, n)),
    ('get_slice', '/', 3, lambda a, s: a.m[s]),
    ('get_slice', '%', 3, lambda a, s: a.m[s]),
    ('set_slice', '/b', 2, lambda a, s, x: a.set_item(s, x)),
    ('fit_slice', '%b', 6, lambda a, s, x: a.set_item(s, x)),
    ('fit_slice', '/b', 3, lambda a, s, x: a.set_item(s, x)),
    ('len', '', 1, lambda a: len(a.m)),
    ('size', '', 2, lambda a: a.m.size()),
    ('file', '', 2, lambda a: a.content()),
    ('open', 'ol', 2, lambda a, o, n: a.open(o, n)),
    ('close', '', 1, lambda a: a.m.close()),
    ('closed', '', 1, lambda a: a.m.closed),
]
WEIGHTS = [operation[2] for operation in OPERATIONS]


class Generator(ByteGenerator):
    def position(self, size):
        pick = self.pick
        return pick.choice([0, 1, -1, size, -size, size - 1, pick.randint(0, size), pick.randint(0, size),
                            pick.randint(0, size), pick.randint(-3, 3), self.index(size)])

    def map_value(self, kind, map_, data):
        """An argument of a kind: how it is spelled, and what CPython gets."""
        pick = self.pick
        if kind in '/%':
            part = self.slice(len(data), kind == '%')
            return str(part), part.key()
        if kind == 'b':
            if pick.random() < 0.15:
                part = self.slice(len(data), False) if pick.random() < 0.7 else Slice()
                return str(Own(part)), data[part.key()]
            value = self.bytes()
            return 'x' + value.hex(), value
        if kind == 's':
            value = self.found(data)
            return 'x' + value.hex(), value
        if kind in 'iI':
            number = self.index(len(data))
        elif kind in 'pP':
            number = self.position(len(data))
        elif kind == 'n':
            number = pick.randint(0, 255)
        elif kind == 'z':
            number = pick.choice([1, 2, len(data), len(data) + 1, len(data) - 1, pick.randint(1, 20), -1, PAGE, PAGE + 1,
                                  pick.randint(1, 3 * PAGE), pick.randint(1, 300)])
            number = number or 3
            if map_.kind == 'private' and pick.random() < 0.05:
                number = 1 << 62
        elif kind == 'o':
            number = PAGE * pick.choice([0, 0, 0, 1, 2])
        else:  # 'l': all, or some
            number = pick.choice([0, 1, 2, len(data), len(data) + 1, pick.randint(1, 30), pick.randint(1, 2 * PAGE)])
        return 'i%d' % number, number

    def arguments(self, operation, map_):
        name, kinds = operation[:2]
        data = b'' if map_.m.closed else map_.m[:]
        spelled, values = [], []
        for kind in kinds:
            if kind.isupper() and self.pick.random() < 0.4:
                break
            text, value = self.map_value(kind, map_, data)
            spelled.append(text)
            values.append(value)
        if name == 'fit_slice' and values[0].step != 0:
            size = len(range(*values[0].indices(len(data))))
            values[1] = bytes(self.pick.choices(b'xyz\n', k=size))
            spelled[1] = 'x' + values[1].hex()
            if values[0].step in (None, 1) and self.pick.random() < 0.3:  # its own bytes
                first = self.pick.randint(0, len(data) - size)
                values[1] = data[first:first + size]
                spelled[1] = str(Slice(first, first + size))
        return spelled, values


def is_left_out(name, map_, values):
    """Tells whether CPython and lendbuf differ on purpose, or the operation is none for such a map."""
    if name in ('size', 'file', 'open') and map_.file is None:
        return True
    if name == 'resize' and not map_.m.closed:
        if values[0] < 1 and map_.kind in ('read', 'copy'):
            return True
        if map_.exports and (map_.kind in ('read', 'copy') or values[0] == map_.size() or values[0] < 1):
            return True
        return map_.kind == 'shared' and values[0] > map_.size()
    if name == 'flush':
        return map_.kind not in ('write', 'shared') or values == [-1]
    if name == 'write' and not values[0] and not map_.m.closed:
        return map_.m.tell() > map_.size()
    if name in ('find', 'rfind') and not values[0] and not map_.m.closed:
        size = map_.size()
        start, end = (values[1:] + [map_.m.tell(), size][len(values) - 1:])[:2]
        if start > size:
            return True
        start, end, _ = slice(start, end).indices(size)
        return start > end
    if name == 'open':
        end = len(map_.content())
        return end == 0 or (values[1] == 0 and values[0] == end)
    if name in ('set_slice', 'fit_slice'):
        return values[0].step not in (None, 1) and len(values[1]) > 0 and name == 'set_slice'
    return False


def sequence(pick):
    """Yields the lines of one sequence, each with the answer."""
    make = Generator(pick)
    kind = pick.choice(list(KINDS))
    data = make.bytes() or b'\n'
    prefix = PAGE if kind not in MEMORY and pick.random() < 0.1 else 0
    length = pick.choice([-1, -1, pick.randint(1, len(data))]) if kind not in MEMORY else -1
    map_ = Map(kind, prefix, data, length)

    def contents():
        return 'closed' if map_.m.closed else word(map_.m[:]) + '@%d' % map_.m.tell()

    yield f'new {kind} i{prefix} i{length} x{data.hex()}', '- ' + contents()
    for _ in range(pick.randint(4, 16)):
        operation = pick.choices(OPERATIONS, WEIGHTS)[0]
        spelled, values = make.arguments(operation, map_)
        if is_left_out(operation[0], map_, values):
            continue
        try:
            result = word(operation[3](map_, *values))
        except OSError:
            result = '!OSError'
        except (IndexError, ValueError, BufferError, OverflowError, TypeError) as error:
            result = '!' + type(error).__name__
        yield ' '.join([operation[0]] + spelled), result + ' ' + contents()
    if map_.file:
        yield 'file', word(map_.content()) + ' ' + contents()
    map_.end()
