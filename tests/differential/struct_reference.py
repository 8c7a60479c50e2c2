"""What CPython's struct says to a case, in the words of the driver's protocol.

The deliberate differences listed in struct_cases.py are applied here, each by asking CPython a question that means
the same: `2Zf` becomes `4f`, and so on. An answer is one word:
    size:N | bytes:HEX | values:V,V,.. | records:N:V,V,..;V,V,..;.. | error:KIND[:HEX OF THE MESSAGE]
A value is n (None), b0, b1, i-12, d<bits>, z<bits><bits> (complex) or s<bytes>; bits and bytes in hex.
"""
import re
import struct
import sys

PREFIXES = (b'@', b'=', b'<', b'>', b'!', b'^')
STANDARD = (b'=', b'<', b'>', b'!')
FIELD = re.compile(rb'(\d*)(Z[fd]|[a-zA-Z?])')
COMPLEX = {b'Zf': b'f', b'Zd': b'd', b'F': b'f', b'D': b'd'}
STRINGS = (b's', b'p')
QUIET = 1 << 51
# Every Python words these alike; lendbuf may add to the end.
COMMON_MESSAGES = re.compile(
    r'unpack_from requires|pack_into requires|not enough data|no space|offset -?\d|unpack requires|iterative'
    r'|cannot iter|pack expected|repeat count|bad char in struct|total struct size|required argument is not'
    r'|argument for|char format|float too large')


def float_bits(value):
    return struct.unpack('<Q', struct.pack('<d', value))[0]


def float_of_bits(bits):
    return struct.unpack('<d', struct.pack('<Q', bits))[0]


def is_nan(value):
    return isinstance(value, float) and value != value


def quiet(value):
    return float_of_bits(float_bits(value) | QUIET) if is_nan(value) else value


def is_float_overflow(code, value):
    try:
        struct.pack(b'<' + code, float(value) if isinstance(value, int) else value)
    except OverflowError:
        return True
    except struct.error:
        pass
    return False


def token(value):
    if value is None:
        return 'n'
    if isinstance(value, bool):
        return 'b%d' % value
    if isinstance(value, int):
        return 'i%d' % value
    if isinstance(value, float):
        return 'd%016x' % float_bits(value)
    if isinstance(value, complex):
        return 'z%016x%016x' % (float_bits(value.real), float_bits(value.imag))
    return 's' + value.hex()


def tokens(values):
    return ','.join(map(token, values))


def error(exception):
    kind = 'struct.error' if isinstance(exception, struct.error) else type(exception).__name__
    if kind not in ('struct.error', 'OverflowError'):
        raise exception
    message = str(exception)
    return f'error:{kind}' + (':' + message.encode().hex() if COMMON_MESSAGES.match(message) else '')


class Reference:
    """CPython's struct for a target machine; `native` tells whether @ and ^ are this machine's there, `quiet_doubles`
    whether signalling NaNs do not survive as doubles."""

    def __init__(self, native=True, byte_order=sys.byteorder, pointer_size=8, quiet_doubles=False):
        self.native = native
        self.order = b'<' if byte_order == 'little' else b'>'
        self.quiet_codes = [b'f', b'd'] if quiet_doubles else [b'f']
        self.most = (1 << (8 * pointer_size - 1)) - 1  # of ptrdiff_t

    # ---- formats -----------------------------------------------------------------------------------------------

    def text(self, fmt):
        """The format CPython understands and that means the same as `fmt`; whitespace and faults stay."""
        prefix, body = (fmt[:1], fmt[1:]) if fmt[:1] in (b'^', b'=') else (b'', fmt)
        if prefix:
            prefix = self.order
            if fmt[:1] == b'^':
                sizes = {b'n': 'n', b'N': 'N', b'P': 'N', b'l': 'l', b'L': 'L'}
                for code, twin in sizes.items():
                    exact = {4: b'i', 8: b'q'}[struct.calcsize('@' + twin)]
                    body = body.replace(code, exact if code.islower() else exact.upper())
        body = re.sub(rb'(?<!\d)(0+)p', rb'\1s', body)
        body = re.sub(rb'(\d*)(Z[fd]|F|D)', lambda m: b'%d%s' % (2 * int(m[1] or 1), COMPLEX[m[2]]), body)
        return prefix + body

    def calcsize(self, fmt):
        try:
            size = struct.calcsize(self.text(fmt))
        except struct.error as e:
            return self.blame(fmt, e)
        return f'size:{size}' if size <= self.most else 'error:struct.error'

    def size(self, fmt):
        """The bytes of a record; None where the format is malformed."""
        answer = self.calcsize(fmt)
        return int(answer[5:]) if answer.startswith('size:') else None

    def blame(self, fmt, exception):
        """An error's answer; without the message where CPython did not see the text itself, or has other limits."""
        answer = error(exception)
        return answer if self.text(fmt) == fmt and self.most == sys.maxsize else ':'.join(answer.split(':')[:2])

    @staticmethod
    def fields(fmt):
        for count, code in FIELD.findall(fmt[fmt[:1] in PREFIXES:]):
            yield int(count or 1), code

    def value_count(self, fmt):
        return sum(0 if code == b'x' else 1 if code in STRINGS else count for count, code in self.fields(fmt))

    def value_codes(self, fmt):
        """The code of each value of a well-formed format."""
        for count, code in self.fields(fmt):
            if code != b'x':
                yield from [code] * (1 if code in STRINGS else count)

    # ---- packing -----------------------------------------------------------------------------------------------

    def expanded(self, fmt, values):
        """Format and values, value by value, where a value needs another code than its field's."""
        text, given, rest = [fmt[:1]] if fmt[:1] in PREFIXES else [], [], iter(values)
        for count, code in self.fields(fmt):
            repeats = 1 if code in STRINGS or code == b'x' or count == 0 else count
            for _ in range(repeats):
                if code in STRINGS or code == b'x' or count == 0:
                    text.append(b'%d%s' % (count, code))
                    if code in STRINGS:
                        given.append(next(rest))
                    continue
                value = next(rest)
                if code in COMPLEX:
                    text.append(2 * COMPLEX[code])
                    if isinstance(value, (int, float, complex)):
                        given += [value.real, value.imag]
                    else:
                        given += [value, value]
                elif code == b'e' and is_nan(value):
                    bits = float_bits(value)
                    text.append(b'H')
                    given.append(bits >> 48 & 0x8000 | 0x7e00 | bits >> 42 & 0x3ff)
                else:
                    text.append(code)
                    if code == b'P' and fmt[:1] == b'^' and isinstance(value, int) and value < 0:
                        value += 1 << 64
                    given.append(value)
        return b''.join(text), given

    def pack_into(self, fmt, buffer, offset, values):
        """The buffer afterwards. On an error it stays as it is: lendbuf promises that, CPython does not."""
        if self.size(fmt) is None:
            return self.calcsize(fmt)
        if len(values) != self.value_count(fmt):
            return 'error:struct.error'
        text, given = fmt, values
        if any(code in COMPLEX or code == b'P' and fmt[:1] == b'^' or code == b'e' and is_nan(value)
               for code, value in zip(self.value_codes(fmt), values)):
            text, given = self.expanded(fmt, values)
        text = self.text(text)
        codes = list(self.value_codes(text))
        # A NaN that becomes a float is quiet, whatever CPython's version makes of it.
        given = [quiet(value) if code in self.quiet_codes else value for code, value in zip(codes, given)]
        # A number too large for e or f is an OverflowError, be it a float (also a native one) or an integer.
        for n, (code, value) in enumerate(zip(codes, given)):
            if code in b'ef' and is_float_overflow(code, value):
                later = [{b'c': b'-', b's': b'', b'p': b''}.get(c, 0) for c in codes[n + 1:]]
                answer = self.try_pack_into(fmt, text, buffer, offset, given[:n] + [0.0] + later)
                if answer.startswith('error'):
                    return answer  # for another reason, which comes first
                return self.blame(fmt, OverflowError('float too large to pack with %s format' % code.decode()))
        return self.try_pack_into(fmt, text, buffer, offset, given)

    def try_pack_into(self, fmt, text, buffer, offset, values):
        buffer = bytearray(buffer)
        try:
            struct.pack_into(text, buffer, offset, *values)
        except (struct.error, OverflowError) as e:
            return self.blame(fmt, e)
        return 'bytes:' + buffer.hex()

    def pack(self, fmt, values):
        size = self.size(fmt)
        if size is None:
            return self.calcsize(fmt)
        if len(values) != self.value_count(fmt):
            message = f'pack expected {self.value_count(fmt)} items for packing (got {len(values)})'
            try:
                if self.text(fmt) == fmt:
                    struct.pack(fmt, *values)
            except struct.error as e:
                assert str(e) == message
            return 'error:struct.error:' + message.encode().hex()
        return self.pack_into(fmt, bytearray(size), 0, values)

    # ---- unpacking ---------------------------------------------------------------------------------------------

    def values(self, fmt, unpacked):
        """CPython's values as those of `fmt`: complex numbers of two floats, NaNs by the rules."""
        rest, result = iter(unpacked), []
        for code in self.value_codes(fmt):
            value = next(rest)
            if code == b'e':  # asked for as H
                if value & 0x7c00 == 0x7c00 and value & 0x3ff:
                    bits = (value & 0x8000) << 48 | 0x7ff << 52 | QUIET | (value & 0x3ff) << 42
                    value = float_of_bits(bits)
                else:
                    value = struct.unpack('<e', struct.pack('<H', value))[0]
            elif code in COMPLEX:
                pair = [value, next(rest)]
                if COMPLEX[code] in self.quiet_codes:
                    pair = [quiet(part) for part in pair]
                value = complex(*pair)
            elif code in self.quiet_codes:
                value = quiet(value)
            result.append(value)
        return result

    def ask(self, fmt, function, *arguments):
        size = self.size(fmt)
        if size is None:
            return self.calcsize(fmt)
        try:
            return function(self.text(fmt).replace(b'e', b'H'), *arguments)
        except struct.error as e:
            return error(e)

    def unpack(self, fmt, buffer):
        return self.ask(fmt, lambda text: 'values:' + tokens(self.values(fmt, struct.unpack(text, buffer))))

    def unpack_from(self, fmt, buffer, offset):
        return self.ask(fmt, lambda text:
                        'values:' + tokens(self.values(fmt, struct.unpack_from(text, buffer, offset))))

    def iter_unpack(self, fmt, buffer):
        def all_records(text):
            records = [tokens(self.values(fmt, r)) for r in struct.iter_unpack(text, buffer)]
            return f'records:{len(records)}:' + ';'.join(records)
        return self.ask(fmt, all_records)
