"""The section of owners_cases.py for bytearray, and for bytes, which must answer the same to what changes nothing.

Deliberate differences
    case                       | here                | reason
    ---------------------------+---------------------+-----------------------------------------------------------------
    b += b, b += memoryview(b) | adds its own bytes  | CPython refuses: the argument exports the array. Not generated;
                               |                     | arguments that are the array's own bytes are copies in CPython
    str, iterables of numbers  | do not compile      | not generated
"""
import sys

NAME = 'bytearray'
MOST = sys.maxsize
SPACES = b' \t\n\r\v\f'


def word(value):
    """Spells a result."""
    if value is None:
        return '-'
    if isinstance(value, bool):
        return 'b%d' % value
    if isinstance(value, int):
        return 'i%d' % value
    if isinstance(value, str):
        return 't' + value.encode().hex()
    if isinstance(value, (list, tuple)):
        return '[' + ','.join(word(part) for part in value) + ']'
    return 'x' + bytes(value).hex()


class Slice:
    def __init__(self, *bounds):
        self.bounds = bounds

    def __str__(self):
        return ''.join('/_' if bound is None else '/%d' % bound for bound in self.bounds)

    def key(self):
        return slice(*self.bounds) if len(self.bounds) > 1 else slice(None)


class Bytes:
    """Bytes as an argument, with a letter that says what lends them in C++."""

    def __init__(self, value, form=''):
        self.value = value
        self.form = form

    def __str__(self):
        return self.form + 'x' + self.value.hex()


class Own:
    """The array's own bytes, or a slice of them, as an argument."""

    def __init__(self, part):
        self.part = part

    def __str__(self):
        return str(self.part)


class Array:
    """A bytearray as it is in the newest CPython."""

    def __init__(self, data):
        self.b = bytearray(data)
        self.exports = []

    def lease(self):
        self.exports.append(memoryview(self.b))

    def release(self):
        if self.exports:
            self.exports.pop().release()

    def set_item(self, index, value):
        self.b[index] = value

    def set_slice(self, part, value):
        self.b[part] = value

    def delete(self, key):
        del self.b[key]

    def iadd(self, more):
        b = self.b
        b += more

    def imul(self, count):
        b = self.b
        b *= count

    def resize(self, size):
        if hasattr(bytearray, 'resize'):  # 3.14
            return self.b.resize(size)
        if size < 0:
            raise ValueError
        if size < len(self.b):
            del self.b[size:]
        else:
            self.b.extend(bytes(size - len(self.b)))

    def take_bytes(self, count):
        if hasattr(bytearray, 'take_bytes'):  # 3.15
            return self.b.take_bytes(count)
        count = len(self.b) if count is None else count + len(self.b) if count < 0 else count
        if not 0 <= count <= len(self.b):
            raise IndexError
        if self.exports:
            raise BufferError
        taken = bytes(self.b[:count])
        del self.b[:count]
        return taken

    def compare(self, other):
        b = self.b
        assert (b == other) == (not b < other and not b > other) and (b <= other) == (not b > other)
        return int(b > other) - int(b < other)


# What is done to self.b itself, and which kinds of arguments it takes: i an index, n a byte (or not), c a count, - nothing,
# b bytes, B several of them, / a slice without a step, % one with, s bytes that may be found, w white space or such bytes.
# A capital letter may be left out, with all that follow. The number says how often it is chosen.
CHANGES = [
    ('lease', '', 5, lambda a: a.lease()),
    ('release', '', 4, lambda a: a.release()),
    ('append', 'n', 3, lambda a, n: a.b.append(n)),
    ('extend', 'b', 4, lambda a, x: a.b.extend(x)),
    ('iadd', 'b', 2, lambda a, x: a.iadd(x)),
    ('imul', 'c', 1, lambda a, n: a.imul(n)),
    ('insert', 'in', 3, lambda a, i, n: a.b.insert(i, n)),
    ('pop', 'I', 3, lambda a, *i: a.b.pop(*i)),
    ('remove', 'n', 2, lambda a, n: a.b.remove(n)),
    ('clear', '', 1, lambda a: a.b.clear()),
    ('reverse', '', 1, lambda a: a.b.reverse()),
    ('copy', '', 1, lambda a: a.b.copy()),
    ('resize', 'c', 2, lambda a, n: a.resize(n)),
    ('take_bytes', 'I', 2, lambda a, i=None: a.take_bytes(i)),
    ('set_item', 'in', 2, lambda a, i, n: a.set_item(i, n)),
    ('get_item', 'i', 2, lambda a, i: a.b[i]),
    ('get_slice', '/', 3, lambda a, s: a.b[s]),
    ('get_slice', '%', 3, lambda a, s: a.b[s]),
    ('set_slice', '/b', 6, lambda a, s, x: a.set_slice(s, x)),
    ('set_slice', '%b', 6, lambda a, s, x: a.set_slice(s, x)),
    ('fit_slice', '%b', 5, lambda a, s, x: a.set_slice(s, x)),
    ('del_item', 'i', 2, lambda a, i: a.delete(i)),
    ('del_slice', '/', 3, lambda a, s: a.delete(s)),
    ('del_slice', '%', 4, lambda a, s: a.delete(s)),
]
QUESTIONS = [
    ('contains', 'n', 1, lambda a, n: n in a.b),
    ('contains', 's', 2, lambda a, x: x in a.b),
    ('find', 'sII', 2, lambda a, *x: a.b.find(*x)),
    ('rfind', 'sII', 2, lambda a, *x: a.b.rfind(*x)),
    ('index', 'sII', 1, lambda a, *x: a.b.index(*x)),
    ('rindex', 'sII', 1, lambda a, *x: a.b.rindex(*x)),
    ('count', 'sII', 2, lambda a, *x: a.b.count(*x)),
    ('find', 'n', 1, lambda a, n: a.b.find(n)),
    ('startswith', 'sII', 2, lambda a, *x: a.b.startswith(*x)),
    ('endswith', 'sII', 2, lambda a, *x: a.b.endswith(*x)),
    ('startswith_one_of', 'ss', 1, lambda a, *x: a.b.startswith(x)),
    ('endswith_one_of', 'ss', 1, lambda a, *x: a.b.endswith(x)),
    ('strip', 'W', 2, lambda a, *x: a.b.strip(*x)),
    ('lstrip', 'W', 2, lambda a, *x: a.b.lstrip(*x)),
    ('rstrip', 'W', 2, lambda a, *x: a.b.rstrip(*x)),
    ('removeprefix', 's', 1, lambda a, x: a.b.removeprefix(x)),
    ('removesuffix', 's', 1, lambda a, x: a.b.removesuffix(x)),
    ('partition', 's', 2, lambda a, x: a.b.partition(x)),
    ('rpartition', 's', 2, lambda a, x: a.b.rpartition(x)),
    ('split', 'sC', 3, lambda a, *x: a.b.split(*x)),
    ('rsplit', 'sC', 3, lambda a, *x: a.b.rsplit(*x)),
    ('split', '-C', 2, lambda a, *x: a.b.split(*x)),
    ('rsplit', '-C', 2, lambda a, *x: a.b.rsplit(*x)),
    ('splitlines', 'c', 2, lambda a, n: a.b.splitlines(n > 1)),
    ('replace', 'sbC', 4, lambda a, *x: a.b.replace(*x)),
    ('join', 'B', 2, lambda a, *x: a.b.join(x)),
    ('translate', 'bbB', 2, lambda a, x, y, *z: a.b.translate(bytes.maketrans(x, y), *z[:1])),
    ('translate', '-B', 1, lambda a, x, *z: a.b.translate(None, *z[:1])),
    ('translate_by', 'b', 1, lambda a, x: a.b.translate(x)),
    ('hex', '', 1, lambda a: a.b.hex()),
    ('hex', 'c', 2, lambda a, n: a.b.hex(':', n)),
    ('fromhex', 'h', 3, lambda a, x: bytearray.fromhex(x.decode('latin-1'))),
    ('add', 'b', 1, lambda a, x: a.b + x),
    ('mul', 'c', 1, lambda a, n: a.b * n),
    ('compare', 's', 3, lambda a, x: a.compare(x)),
    ('compare', 'b', 1, lambda a, x: a.compare(x)),
    ('capitalize', '', 1, lambda a: a.b.capitalize()),
    ('lower', '', 1, lambda a: a.b.lower()),
    ('swapcase', '', 1, lambda a: a.b.swapcase()),
    ('title', '', 1, lambda a: a.b.title()),
    ('upper', '', 1, lambda a: a.b.upper()),
    ('center', 'c', 1, lambda a, n: a.b.center(n, b'*')),
    ('ljust', 'c', 1, lambda a, n: a.b.ljust(n, b'*')),
    ('rjust', 'c', 1, lambda a, n: a.b.rjust(n, b'*')),
    ('zfill', 'c', 1, lambda a, n: a.b.zfill(n)),
    ('expandtabs', 'C', 1, lambda a, *n: a.b.expandtabs(*n)),
    ('isalnum', '', 1, lambda a: a.b.isalnum()),
    ('isalpha', '', 1, lambda a: a.b.isalpha()),
    ('isascii', '', 1, lambda a: a.b.isascii()),
    ('isdigit', '', 1, lambda a: a.b.isdigit()),
    ('islower', '', 1, lambda a: a.b.islower()),
    ('isspace', '', 1, lambda a: a.b.isspace()),
    ('istitle', '', 1, lambda a: a.b.istitle()),
    ('isupper', '', 1, lambda a: a.b.isupper()),
]
OPERATIONS = CHANGES + QUESTIONS
WEIGHTS = [operation[2] for operation in OPERATIONS]


class Generator:
    def __init__(self, pick):
        self.pick = pick

    def bytes(self, most=14):
        """Bytes of one of several kinds, long now and then."""
        pick = self.pick
        alphabet = pick.choice([b'ab', b'abc', b'aB cD', b'a ' + SPACES, b'\n\ra', b'a\tb\n', b'aA-+019', b'+-0',
                                b'0123', b'aAzZ@[`{', b'\x00\x7f\x80\xff', b'\xc1\xe1a', bytes(range(256))])
        size = pick.choice([0, 1, 2, 3, pick.randint(0, most), pick.randint(0, most)])
        if pick.random() < 0.02:
            size = pick.randint(60, 700)
        return bytes(pick.choices(alphabet, k=size))

    def index(self, size):
        pick = self.pick
        return pick.choice([0, -1, size, size - 1, -size, -size - 1, size + 1, pick.randint(-size - 3, size + 3),
                            pick.randint(-size - 3, size + 3), pick.randint(-size - 3, size + 3), MOST, -MOST - 1])

    def bound(self, size):
        return None if self.pick.random() < 0.25 else self.index(size)

    def slice(self, size, stepped):
        pick = self.pick
        bounds = [self.bound(size), self.bound(size)]
        if pick.random() < 0.03:
            bounds = [pick.randint(0, size), pick.randint(0, size)]
        if stepped:
            bounds.append(pick.choice([1, -1, 2, -2, 3, -3, size, pick.randint(-9, 9), 0, None, MOST, -MOST - 1,
                                       -1, 2, -2, 2, 3, -3]))
        return Slice(*bounds)

    def found(self, data):
        """Bytes that may be found in `data`."""
        pick = self.pick
        if data and pick.random() < 0.7:
            start = pick.choice([0, pick.randrange(len(data)), pick.randrange(len(data))])
            size = pick.choice([1, 1, 2, 3, len(data)])
            part = data[start:start + size] if pick.random() < 0.85 else data[-size:]
            return part if pick.random() < 0.85 else part + b'a'
        return self.bytes(4)

    def argument(self, value):
        return Bytes(value, self.pick.choice(['', '', 'a', 'b', 'v', 'w', 'r', 'r']))

    def own(self, data):
        pick = self.pick
        part = self.slice(len(data), pick.random() < 0.5) if pick.random() < 0.6 else Slice()
        try:
            return Own(part), bytes(data)[part.key()]
        except ValueError:  # a step of zero
            return Own(Slice()), bytes(data)

    def count(self, size):
        return self.pick.choice([0, 1, 2, 3, 4, -1, -2, -3, size, size, size + 1, size - 1, self.pick.randint(0, 20)])

    def value(self, kind, data, own_allowed):
        """An argument of a kind: how it is spelled, and what CPython gets."""
        pick = self.pick
        kind = kind.lower()
        if kind == 'i':
            number = self.index(len(data))
        elif kind == 'n':
            number = pick.choice([0, 97, 98, 255, pick.randint(0, 255), pick.choice([-1, 256, 300, MOST, -MOST - 1])])
            if data and pick.random() < 0.4:
                number = pick.choice(data)
        elif kind == 'c':
            number = self.count(len(data))
        elif kind == '-':
            return '-', None
        elif kind in '/%':
            part = self.slice(len(data), kind == '%')
            return part, part.key()
        elif kind == 'h':
            text = self.bytes().hex(*pick.choice([(), (' ',), (' ', 2), ('\n',)])).encode()
            if pick.random() < 0.3:
                at = pick.randint(0, len(text))
                text = text[:at] + pick.choice([b' ', b'\v', b'0', b'G', b'g', b'x', b'\xa0', b'\0', b'F']) + text[at:]
            text = text.upper() if pick.random() < 0.2 else text
            return self.argument(text), text
        elif own_allowed and pick.random() < 0.12:
            return self.own(data)
        else:
            value = self.found(data) if kind == 's' else self.bytes()
            if kind == 'w':
                value = pick.choice([data[:1] + data[-1:], value, b'', SPACES])
            return self.argument(value), value
        return 'i%d' % number, number

    def arguments(self, operation, data):
        name, kinds = operation[:2]
        spelled, values = [], []
        for kind in kinds:
            times = self.pick.choice([0, 1, 2, 5]) if kind == 'B' else 1
            if kind != 'B' and kind.isupper() and self.pick.random() < 0.4:
                break
            for _ in range(times):
                text, value = self.value(kind, data, name != 'join')
                spelled.append(str(text))
                values.append(value)
        if name == 'fit_slice' and values[0].step != 0:
            size = len(range(*values[0].indices(len(data))))
            values[1] = bytes(self.pick.choices(b'xyz', k=size))
            spelled[1] = str(self.argument(values[1]))
            if self.pick.random() < 0.3:  # its own bytes
                first = self.pick.randint(0, len(data) - size)
                backwards = self.pick.random() < 0.5 and first > 0 and size > 0
                part = Slice(first + size - 1, first - 1, -1) if backwards else Slice(first, first + size)
                spelled[1] = str(part)
                values[1] = data[part.key()]
        if name in ('imul', 'mul') and values[0] > 5:
            values[0] = 5
            spelled[0] = 'i5'
        if name == 'translate' and values[0] is not None and self.pick.random() < 0.7:
            values[1] = bytes(self.pick.choices(b'abcXYZ', k=len(values[0])))
            spelled[1] = str(self.argument(values[1]))
        if name == 'translate_by' and self.pick.random() < 0.7:
            values[0] = bytes(self.pick.choices(range(256), k=self.pick.choice([255, 256, 256, 256, 257])))
            spelled[0] = str(self.argument(values[0]))
        return spelled, values


def sequence(pick):
    """Yields the lines of one sequence, each with the answer."""
    make = Generator(pick)
    data = make.argument(make.bytes())
    array = Array(data.value)
    yield f'new {NAME} {data}', '- ' + word(array.b)
    for _ in range(pick.randint(4, 16)):
        operation = pick.choices(OPERATIONS, WEIGHTS)[0]
        name, _, _, run = operation
        spelled, values = make.arguments(operation, bytes(array.b))
        try:
            result = word(run(array, *values))
        except (IndexError, ValueError, BufferError, OverflowError) as error:
            result = '!' + type(error).__name__
        yield ' '.join([name] + spelled), result + ' ' + word(array.b)
        if len(array.b) > 3000:
            return
