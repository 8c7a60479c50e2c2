"""Compares lendbuf's struct with CPython's on many random cases: formats, values, offsets, valid and not.

Usage: struct_cases.py [--cases N] DRIVER...            runs DRIVER (a command), which reads the cases
       struct_cases.py --literals N FILE DRIVER...      writes a C++ program with N formats as literals to FILE
The seed comes from LENDBUF_TEST_SEED. DRIVER --describe says what machine it runs on: native formats are left out
where that is not like this one.

Deliberate differences; struct_reference.py asks CPython accordingly.
    case                            | here                  | reason
    --------------------------------+-----------------------+---------------------------------------------------------
    native f, value too large       | OverflowError         | CPython refuses it too since 3.13.1; before: infinity
    integer too large for e or f    | OverflowError         | as for a float; CPython turns it into a struct.error
    ^, and Zf Zd F D                | as PEP 3118 says      | CPython has no ^, complex since 3.14; asked for without
                                    |                       | prefix ^ and as two floats
    0p                              | an empty string       | CPython 3.11 raises SystemError, or writes out of bounds
    NaN packed or unpacked as e     | keeps its payload     | CPython drops the payload before 3.14
    signalling NaN as e or f        | becomes quiet         | so does CPython before 3.14; later it stays signalling
    signalling NaN as d, 32-bit x86 | becomes quiet         | so does CPython: functions return doubles through the x87
    pack_into that fails            | buffer unchanged      | CPython leaves it half-written
    numbers beyond 64 bits          | not generated         | an item holds 64 bits
    bytearray for c, str, objects   | not generated         | an item has no such types; c takes any bytes
    offsets beyond ptrdiff_t        | not generated         | they are no ptrdiff_t
"""
import argparse
import os
import random
import struct
import subprocess
import sys
import time

import struct_reference
from struct_reference import COMPLEX, PREFIXES, Reference, float_of_bits, tokens

INTEGERS = 'bBhHiIlLqQ'
CODES = 'xcbB?hHiIlLqQefdsp'
HOSTILE_FORMATS = [
    '99999999999999999999I', '6107082938247334i9221070829382473344q', '9223372036854775807s', '9223372036854775808s',
    '9223372036854775807xh', '9223372036854775807xb', '9223372036854775807x0s0p', '2305843009213693952i',
    '2305843009213693951i', '<2305843009213693951i3x', '<2305843009213693951i4x', '1152921504606846976q',
    '4611686018427387904h', '1152921504606846975Zf', '1152921504606846976Zf', '576460752303423488Zd',
    '18446744073709551616c', '18446744073709551617c', '2147483648x', '4294967296s', '4294967297b', '2147483647xi',
    '0' * 60 + '3b', '0' * 60, '00i', 'b0i', 'ib0i', 'b0q0h', 'b0d', 'c0P', '0P', 'x0x', '3', '3 ', '3 i', 'i3', '@',
    '=', '', ' ', '\t\n\v\f\r', ' <i', '<<i', '<@i', 'i<', 'Z', '2Z', 'Z f', 'Zf', 'ZfZd', 'Z2f', 'ZZf', 'Ze', 'Zfd',
    '\0', 'i\0', '\0i', '<\0', '\xe9', 'i\xff', '\x80', '\xa0i', '\x85i',
    '-1i', '+1i', '1.5i', '0x4i', '\u0661i', 'i,i', 'T{i}', '(2)i',
    ':a:', 'g', 'w', 'u', 'O', 't', '&i', '<n', '>N', '=P', '!n', '^n', 'y', 'Y', '%i', 'nNP', '1n1N1P', '0n', '0N']
NUMBERS = sorted({sign * (1 << bits) + delta for bits in (0, 7, 8, 15, 16, 31, 32, 53, 63, 64) for sign in (1, -1)
                  for delta in (-1, 0, 1)} | {0})
FLOATS = [0.0, -0.0, 1.0, -1.5, 0.1, 65504.0, 65519.999, 65520.0, -65520.0, 2049.0, 2051.0, 5.960464477539063e-08,
          2.98023223876953125e-08, 2.980232238769532e-08, 6.1e-05, 3.4028234663852886e38, 3.4028235677973362e38,
          3.4028235677973366e38, -3.5e38, 1e39, 1.401298464324817e-45, 7.006492321624085e-46, 1.1754943e-38, 5e-324,
          1.7976931348623157e308, float('inf'), float('-inf')]
FLOAT_BITS = [0x7ff8000000000000, 0xfff8000000000000, 0x7ff0000000000001, 0x7ff8dead12345678, 0xfff4000000000000,
              0x7ff0040000000000, 0x7fffffffffffffff]


class Generator:
    def __init__(self, seed, native, pointer_size=8):
        self.rng = random.Random(seed)
        self.native = native
        self.most = (1 << (8 * pointer_size - 1)) - 1

    def pick(self, *weighted):
        """One of (weight, value) pairs."""
        weights, values = zip(*weighted)
        return self.rng.choices(values, weights)[0]

    # ---- formats -----------------------------------------------------------------------------------------------

    def format(self):
        """A format as bytes; one in seven is damaged or hostile."""
        rng = self.rng
        if rng.random() < 0.03:
            return self.fit(rng.choice(HOSTILE_FORMATS).encode())
        prefix = rng.choice(['', '', '@', '^', '=', '<', '>', '!'] if self.native else '=<>!')
        codes = list(CODES) + ['Zf', 'Zd', 'F', 'D'] + (list('nNP') if prefix in ('', '@', '^') else [])
        text = prefix
        for _ in range(rng.choice([0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 9, 20])):
            code = rng.choice(codes)
            is_long = code in 'sp' and rng.random() < 0.1  # around what a length byte can say
            text += self.space() + (str(rng.randint(250, 260)) if is_long else self.count()) + code
        text += self.space()
        if rng.random() < 0.11:
            text = self.damage(text)
        return self.fit(text.encode('latin-1'))

    def fit(self, fmt):
        """Keeps native formats away from a machine that is not this one."""
        return fmt if self.native or fmt[:1] in struct_reference.STANDARD else b'<' + fmt

    def space(self):
        return self.rng.choice(['  ', ' ', '\t', '\n', '\v', '\f', '\r']) if self.rng.random() < 0.12 else ''

    def count(self):
        kind = self.pick((62, 'none'), (7, 'zero'), (22, 'few'), (4, 'many'), (2, 'padded'), (1, 'hostile'))
        if kind == 'hostile':
            n = self.rng.choice([1 << 15, 1 << 31, 1 << 32, 1 << 62, 1 << 63, 1 << 64, 10 ** 19, 10 ** 40])
            return str(n // self.rng.choice([1, 2, 4, 8, 16]) + self.rng.randint(-2, 2))
        return {'none': '', 'zero': '0', 'few': str(self.rng.randint(1, 6)), 'many': str(self.rng.randint(7, 90)),
                'padded': '00%d' % self.rng.randint(0, 12)}[kind]

    def damage(self, text):
        at = self.rng.randint(0, len(text))
        junk = chr(self.rng.choice([0, 10, 32, 127, 128, 255, self.rng.randint(33, 126), self.rng.randint(48, 57)]))
        return self.rng.choice([text[:at] + junk + text[at:], text[:at] + text[at + 1:], text + '7', text + '7 ',
                                text[:at] + ' ' + text[at:], ' ' + text, text[:at] + '<' + text[at:]])

    # ---- values ------------------------------------------------------------------------------------------------

    def value(self, prefix, code, wrong=False):
        """A value for a code; usually one that fits."""
        rng = self.rng
        if wrong:
            return rng.choice([None, True, b'', b'a', b'abc', 1.5, 0.0, float('nan'), complex(1, 2), complex(0, 0)] +
                              [n for n in NUMBERS if -(1 << 63) <= n < 1 << 64])
        if code in (b'x', b's', b'p', b'c'):
            return rng.randbytes(1 if code == b'c' else rng.choice([0, 1, 2, 3, 5, 8, rng.randint(250, 260)]))
        if code == b'?':
            return rng.choice([True, False, 0, 1, 7, 0.0, -0.0, 0.5, None, b'', b'x', complex(0, 0), complex(0, 1)])
        if code in COMPLEX:
            return rng.choice([complex(self.float(), self.float()), self.float(), self.integer(-9, 9)])
        if code in (b'e', b'f', b'd'):
            return rng.choice([self.float(), self.float(), self.integer(-70000, 70000), True, 1 << 63, -(1 << 62) - 1])
        if code.lower() in (b'n', b'p'):
            bits = 8 * struct.calcsize(code)
        else:
            standard = prefix in struct_reference.STANDARD
            bits = 8 * struct.calcsize((b'=' if standard else b'@') + code)
        if code == b'P':
            return self.integer(-(1 << (bits - 1)), (1 << bits) - 1)
        return self.integer(-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if code.islower() else self.integer(
            0, (1 << bits) - 1)

    def integer(self, low, high):
        if self.rng.random() < 0.03:
            return True
        return self.rng.choice([low, high, self.rng.randint(low, high), min(max(self.rng.choice(NUMBERS), low), high)])

    def float(self):
        return self.rng.choice([self.rng.choice(FLOATS), self.rng.uniform(-1e5, 1e5), self.rng.gauss(0, 1e-5),
                                float_of_bits(self.rng.choice(FLOAT_BITS)), float_of_bits(self.rng.getrandbits(64)),
                                struct.unpack('<f', self.rng.randbytes(4))[0]])

    def values(self, reference, fmt, wrong=True):
        """Values for `fmt`, which may be malformed; now and then one is wrong, or there are too many or too few."""
        rng = self.rng
        count = 2 if reference.size(fmt) is None else reference.value_count(fmt)
        if count > 2000:
            return [rng.randint(0, 9) for _ in range(rng.randint(0, 3))]
        codes = [b'i', b'i'] if reference.size(fmt) is None else list(reference.value_codes(fmt))
        values = [self.value(fmt[:1], code) for code in codes]
        if wrong and values and rng.random() < 0.22:
            values[rng.randrange(count)] = self.value(fmt[:1], b'', wrong=True)
        if wrong and rng.random() < 0.04:
            values = values[:-1] if values and rng.random() < 0.5 else values + [rng.randint(0, 1)]
        return values

    # ---- bytes and offsets -------------------------------------------------------------------------------------

    def bytes(self, length):
        kind = self.rng.random()
        if kind < 0.12:
            return bytes([self.rng.choice([0, 1, 0x7f, 0x80, 0xff])]) * length
        if kind < 0.35:  # infinities, NaNs, subnormals, lengths
            return bytes(self.rng.choices([0, 0, 1, 2, 0x7c, 0x7e, 0x7f, 0x80, 0xf0, 0xf8, 0xfc, 0xff], k=length))
        return self.rng.randbytes(length)

    def offset(self, size, length):
        rng = self.rng
        if rng.random() < 0.6 and size <= length:
            place = rng.randint(0, length - size)
            return place if rng.random() < 0.6 or place == length else place - length
        return rng.choice([0, -1, 1, size, -size, -size + 1, -size - 1, length, -length, length + 1, -length - 1,
                           length - size, length - size + 1, rng.randint(-9, 9), self.most, -self.most - 1,
                           self.most - size, self.most - size + 1])


def cases(generator, reference, count):
    """Yields `count` lines: operation, format, buffer, offset, values, expected answer."""
    rng = generator.rng
    made = 0
    while made < count:
        fmt = generator.format()
        size = reference.size(fmt)
        record = 8 if size is None else size
        small = record if record <= 4096 else rng.randint(0, 40)
        for operation in rng.choices(['calcsize', 'pack', 'pack_into', 'unpack', 'unpack_from', 'iter_unpack'],
                                     [1, 4, 5, 3, 4, 2], k=rng.randint(1, 5)):
            buffer, offset, values = b'', 0, []
            if operation == 'calcsize':
                answer = reference.calcsize(fmt)
            elif operation == 'pack':
                if record > 4096 and reference.value_count(fmt) < 2000:
                    continue  # nobody has that much memory
                values = generator.values(reference, fmt)
                answer = reference.pack(fmt, values)
            elif operation == 'pack_into':
                buffer = generator.bytes(small + rng.choice([0, 0, 1, 2, 7, 8, 30]))
                offset = clamp(generator.offset(record, len(buffer)), generator.most)
                values = generator.values(reference, fmt)
                answer = reference.pack_into(fmt, buffer, offset, values)
            elif operation == 'unpack':
                buffer = generator.bytes(max(0, small + rng.choice([0] * 8 + [1, -1, 8])))
                answer = reference.unpack(fmt, buffer)
            elif operation == 'unpack_from':
                buffer = generator.bytes(max(0, small + rng.choice([0, 0, 1, 2, 3, 8, 17, -1])))
                offset = clamp(generator.offset(record, len(buffer)), generator.most)
                answer = reference.unpack_from(fmt, buffer, offset)
            else:
                if small > 1000:
                    continue
                buffer = generator.bytes(max(0, small * rng.choice([0, 1, 2, 3, 5]) + rng.choice([0] * 6 + [1, -1])))
                answer = reference.iter_unpack(fmt, buffer)
            made += 1
            yield ' '.join([operation, fmt.hex() or '-', buffer.hex() or '-', str(offset), tokens(values) or '-',
                            answer])


def clamp(offset, most):
    return min(max(offset, -most - 1), most)


def describe_host():
    """What the driver's --describe says where it runs on this machine: sizes and alignments of the native codes."""
    sizes = ' '.join('%s%d/%d' % (c, struct.calcsize('@' + c), struct.calcsize('@b0' + c)) for c in 'hilqnfdP')
    return f'{sys.byteorder} {struct.calcsize("P")} {sizes}'


def generator_for(command, seed):
    """A generator and CPython's answers for the machine that the driver runs on."""
    described = subprocess.run(command + ['--describe'], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    byte_order, pointer_size, *rest = described.split()
    native = described == describe_host()
    if not native:
        print(f'native formats are left out: this machine is "{describe_host()}", the driver\'s is "{described}"')
    reference = Reference(native, byte_order, int(pointer_size), quiet_doubles='x87' in rest)
    return Generator(seed, native, int(pointer_size)), reference


def run(command, count, seed):
    generator, reference = generator_for(command, seed)
    start = time.time()
    lines = list(cases(generator, reference, count))
    print('%d cases made in %.1f s' % (len(lines), time.time() - start), flush=True)
    driver = subprocess.run(command, input='\n'.join(lines) + '\n', stdout=subprocess.PIPE, text=True)
    print(driver.stdout, end='')
    last = driver.stdout.splitlines()[-1] if driver.stdout else ''
    if driver.returncode != 0 or last != f'{len(lines)} cases, 0 mismatches':
        print(f'FAILED with LENDBUF_TEST_SEED={seed} (driver status {driver.returncode})', file=sys.stderr)
        return 1
    return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--cases', type=int, default=60000)
    parser.add_argument('--literals', type=int)
    parser.add_argument('command', nargs=argparse.REMAINDER)
    options = parser.parse_args()
    seed = int(os.environ.get('LENDBUF_TEST_SEED', '20240229'))
    if options.literals is None:
        print(f'LENDBUF_TEST_SEED={seed}, CPython {sys.version.split()[0]}')
        return run(options.command, options.cases, seed)
    import struct_literals
    file, *driver = options.command
    struct_literals.write(file, *generator_for(driver, seed), options.literals)
    return 0


if __name__ == '__main__':
    sys.exit(main())
