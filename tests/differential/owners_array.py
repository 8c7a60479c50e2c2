"""The section of owners_cases.py for array.array: any_array, and typed_array with the same type.

Bytes are those of a little-endian machine. Codes are those whose items are as long on every machine.

Deliberate differences
    case                             | here               | reason
    ---------------------------------+--------------------+----------------------------------------------------------
    a slice replaced by as many      | allowed            | nothing changes; CPython refuses empty ones while exported
    items, or none removed, leased   |                    |
    a[::2] = array(code)             | ValueError         | as for lists; CPython deletes the items. Not generated
    a slice of another size, leased  | ValueError first   | CPython looks at exports first. Not generated
    fromlist of what does not fit,   | OverflowError      | CPython looks at exports first. Not generated
    leased                           | first              |
    a wrong item to a wrong index    | either is refused  | CPython looks at the index first. Not generated
    arrays of another code extended  | items are checked  | CPython refuses. Not generated
"""
import array
import struct
import sys

from owners_bytearray import Generator as ByteGenerator
from owners_bytearray import Own, Slice

NAMES = ['any_array', 'typed_array']
CODES = 'bBhHiIqQfd'
LIMITS = {code: (1 << 8 * struct.calcsize('=' + code)) for code in CODES[:-2]}


def little(items):
    """The bytes of an array as a little-endian machine has them."""
    if sys.byteorder == 'big':
        items = items[:]
        items.byteswap()
    return items.tobytes()


def word(value):
    """Spells a result, or a number as an argument."""
    if value is None:
        return '-'
    if isinstance(value, bool):
        return 'b%d' % value
    if isinstance(value, int):
        return 'i%d' % value
    if isinstance(value, float):
        return 'd' + struct.pack('>d', value).hex()
    if isinstance(value, list):
        return '[' + ','.join(word(item) for item in value) + ']'
    return 'x' + (little(value) if isinstance(value, array.array) else value).hex()


class Array:
    def __init__(self, code, items):
        self.a = array.array(code, items)
        self.exports = []

    def lease(self):
        self.exports.append(memoryview(self.a))

    def release(self):
        if self.exports:
            self.exports.pop().release()

    def set_item(self, index, value):
        self.a[index] = value

    def set_slice(self, key, items):
        if len(items) == len(self.a[key]) == 0:
            return
        self.a[key] = items

    def delete(self, key):
        if isinstance(key, slice) and len(self.a[key]) == 0:
            return
        del self.a[key]

    def clear(self):
        if self.a:
            del self.a[:]

    def iadd(self, more):
        a = self.a
        a += more

    def imul(self, count):
        a = self.a
        a *= count

    def index(self, value, start=0, stop=sys.maxsize):
        if hasattr(sys, 'version_info') and sys.version_info >= (3, 10):
            return self.a.index(value, start, stop)
        return self.a.index(value)

    def frombytes(self, data):
        if sys.byteorder == 'big' and len(data) % self.a.itemsize == 0:
            swapped = array.array(self.a.typecode, data)
            swapped.byteswap()
            data = swapped.tobytes()
        self.a.frombytes(data)

    def compare(self, other):
        return 0 if self.a == other else -1 if self.a < other else 1 if self.a > other else 9


# As in owners_bytearray, with n a number that may not fit, l a list of them, a an array of the same code, o of any code,
# b bytes of items, t bytes of anything.
OPERATIONS = [
    ('lease', '', 5, lambda a: a.lease()),
    ('release', '', 4, lambda a: a.release()),
    ('append', 'n', 4, lambda a, n: a.a.append(n)),
    ('extend', 'a', 4, lambda a, x: a.a.extend(x)),
    ('iadd', 'a', 2, lambda a, x: a.iadd(x)),
    ('fromlist', 'l', 4, lambda a, x: a.a.fromlist(x)),
    ('imul', 'c', 2, lambda a, n: a.imul(n)),
    ('insert', 'in', 3, lambda a, i, n: a.a.insert(i, n)),
    ('pop', 'I', 3, lambda a, *i: a.a.pop(*i)),
    ('remove', 'v', 2, lambda a, n: a.a.remove(n)),
    ('clear', '', 1, lambda a: a.clear()),
    ('reverse', '', 1, lambda a: a.a.reverse()),
    ('byteswap', '', 2, lambda a: a.a.byteswap()),
    ('copy', '', 1, lambda a: a.a[:]),
    ('set_item', 'in', 3, lambda a, i, n: a.set_item(i, n)),
    ('get_item', 'i', 3, lambda a, i: a.a[i]),
    ('get_slice', '/', 2, lambda a, s: a.a[s]),
    ('get_slice', '%', 3, lambda a, s: a.a[s]),
    ('set_slice', '/a', 6, lambda a, s, x: a.set_slice(s, x)),
    ('set_slice', '%a', 3, lambda a, s, x: a.set_slice(s, x)),
    ('fit_slice', '%a', 5, lambda a, s, x: a.set_slice(s, x)),
    ('del_item', 'i', 2, lambda a, i: a.delete(i)),
    ('del_slice', '/', 3, lambda a, s: a.delete(s)),
    ('del_slice', '%', 4, lambda a, s: a.delete(s)),
    ('index', 'vII', 3, lambda a, *x: a.index(*x)),
    ('count', 'v', 2, lambda a, n: a.a.count(n)),
    ('contains', 'v', 2, lambda a, n: n in a.a),
    ('tobytes', '', 1, lambda a: little(a.a)),
    ('tolist', '', 1, lambda a: a.a.tolist()),
    ('frombytes', 'b', 2, lambda a, x: a.frombytes(x)),
    ('frombytes', 't', 1, lambda a, x: a.frombytes(x)),
    ('add', 'a', 1, lambda a, x: a.a + x),
    ('mul', 'c', 1, lambda a, n: a.a * n),
    ('compare', 'a', 2, lambda a, x: a.compare(x)),
    ('compare', 'o', 2, lambda a, x: a.compare(x)),
]
WEIGHTS = [operation[2] for operation in OPERATIONS]


class Generator(ByteGenerator):
    def __init__(self, pick, code, name):
        super().__init__(pick)
        self.code = code
        self.name = name

    def number(self, code, fits=False):
        pick = self.pick
        if code in 'fd':
            number = pick.choice([0.0, -0.0, 1.0, 2.0, 1.5, -1.5, 1e300, 1e-50, float('inf'), float('nan'),
                                  pick.uniform(-9, 9), float(pick.randint(-3, 3)), pick.randint(-3, 300)])
            return struct.unpack('f', struct.pack('f', number))[0] if code == 'f' and abs(number) < 1e30 else number
        least, most = (-LIMITS[code] // 2, LIMITS[code] // 2 - 1) if code.islower() else (0, LIMITS[code] - 1)
        number = pick.choice([0, 1, 2, least, most, pick.randint(0, 5), pick.randint(0, 5), pick.randint(least, most)])
        if not fits and pick.random() < 0.12:
            number = pick.choice([least - 1, most + 1, -1, 256, -129, 1 << 31, 1 << 63, -(1 << 63)])
        return min(max(number, -(1 << 63)), (1 << 64) - 1)

    def items(self, code, count=None):
        count = self.pick.choice([0, 1, 2, self.pick.randint(0, 9)]) if count is None else count
        return array.array(code, [self.number(code, fits=True) for _ in range(count)])

    def item_value(self, kind, array_):
        """An argument of a kind: how it is spelled, and what CPython gets."""
        pick, items = self.pick, array_.a
        if kind in 'iI':
            number = self.index(len(items))
        elif kind == 'c':
            number = pick.choice([-1, 0, 1, 2, 3])
        elif kind == 'n':
            number = self.number(self.code)
            if self.code not in 'fd' and pick.random() < 0.03:
                number = 1.5  # no item of such an array
        elif kind == 'v':
            number = pick.choice(items) if items and pick.random() < 0.6 else self.number(self.code)
            if pick.random() < 0.1:
                number = pick.choice([float(number), 0.5, 1e30, 2.0])
        elif kind in '/%':
            part = self.slice(len(items), kind == '%')
            return str(part), part.key()
        elif kind == 'l':
            numbers = [self.number(self.code, fits=bool(array_.exports)) for _ in range(pick.choice([0, 1, 2, 5]))]
            if any(number >= 1 << 63 for number in numbers):  # no C++ type has these and negative ones
                numbers = [abs(number) for number in numbers]
            return ','.join(word(number) for number in numbers) or '-', numbers
        elif kind == 'a':
            if pick.random() < 0.2:
                part = Slice() if pick.random() < 0.5 else self.slice(len(items), False)
                return str(Own(part)), items[part.key()]
            more = self.items(self.code)
            return self.code + word(more), more
        elif kind == 'o':
            code = pick.choice(CODES) if self.name == 'any_array' else self.code
            other = self.items(code)
            if pick.random() < 0.5:
                try:
                    other = array.array(code, items.tolist())
                except (OverflowError, TypeError):
                    pass
            return code + word(other), other
        else:
            data = little(self.items(self.code)) if kind == 'b' else self.bytes()
            if self.code in 'fd' and kind == 't' and len(data) % items.itemsize == 0:
                data += b'!'  # no NaNs that processors make quiet
            return word(data), data
        return word(number), number

    def arguments(self, operation, array_):
        name, kinds = operation[:2]
        spelled, values = [], []
        for kind in kinds:
            if kind.isupper() and self.pick.random() < 0.4:
                break
            text, value = self.item_value(kind, array_)
            spelled.append(text)
            values.append(value)
        if name == 'fit_slice' and values[0].step != 0:
            size = len(range(*values[0].indices(len(array_.a))))
            values[1] = self.items(self.code, size)
            spelled[1] = self.code + word(values[1])
        return spelled, values


def is_left_out(name, array_, values):
    """Tells whether CPython and lendbuf differ on purpose."""
    if name == 'byteswap':
        return array_.a.typecode in 'fd'  # as above
    if name in ('set_slice', 'fit_slice') and values[0].step not in (None, 1, 0):
        named = len(array_.a[values[0]])
        return named != len(values[1]) and (len(values[1]) == 0 or bool(array_.exports))
    if name == 'set_item' and not -len(array_.a) <= values[0] < len(array_.a):
        try:
            array.array(array_.a.typecode, [values[1]])
        except (OverflowError, TypeError):
            return True
    return False


def sequence(pick):
    """Yields the lines of one sequence, each with the answer."""
    name, code = pick.choice(NAMES), pick.choice(CODES)
    make = Generator(pick, code, name)
    array_ = Array(code, make.items(code))
    yield f'new {name} {code}{word(array_.a)}', '- ' + word(array_.a)
    for _ in range(pick.randint(4, 16)):
        operation = pick.choices(OPERATIONS, WEIGHTS)[0]
        spelled, values = make.arguments(operation, array_)
        if is_left_out(operation[0], array_, values):
            continue
        try:
            result = word(operation[3](array_, *values))
        except (IndexError, ValueError, BufferError, OverflowError, TypeError) as error:
            result = '!' + type(error).__name__
        yield ' '.join([operation[0]] + spelled), result + ' ' + word(array_.a)
        if len(array_.a) > 300:
            return
