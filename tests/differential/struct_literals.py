"""Writes a C++ program whose cases have their formats as literals; the answers are CPython's."""
import math

import struct_reference
from struct_reference import COMPLEX, float_bits

PER_FUNCTION = 20
# What chance would seldom meet: roundings at the edge of overflow, strings at the edge of a length byte.
CORNERS = [
    *((code, value) for code in (b'<f', b'@f', b'>Zf') for value in (
        3.4028235677973362e38, 3.4028235677973366e38, -3.4028235677973366e38, 3.4028234663852886e38, float('inf'))),
    *((b'<e', value) for value in (65519.999, 65520.0, -65520.0, 2049.0, 2051.0, 5.960464477539063e-08,
                                   2.98023223876953125e-08, 2.980232238769532e-08)),
    *((code, b'\xe9' * length) for code in (b'>p', b'>3p', b'>255p', b'>256p', b'>257p')
      for length in (0, 2, 3, 254, 255, 256))]


def escaped(data):
    return '"' + ''.join(chr(c) if 32 <= c < 127 and c not in b'"\\?' else '\\%03o' % c for c in data) + '"'


def real(value):
    return f'real(0x{float_bits(value):016x}u)'


def literal(code, value):
    """A value as C++ source."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f'std::int64_t{{{value}}}' if -(1 << 63) < value < 1 << 63 else (
            f'std::uint64_t{{{value}u}}' if value > 0 else 'std::int64_t{-9223372036854775807 - 1}')
    if isinstance(value, float):
        return real(value)
    if isinstance(value, complex):
        return f'lb::complex_value<double>{{{real(value.real)}, {real(value.imag)}}}'
    return f"'\\{value[0]:03o}'" if code == b'c' else escaped(value) + 'sv'


def has_nan(value):
    return isinstance(value, (float, complex)) and (math.isnan(value.real) or math.isnan(value.imag))


def suitable(generator, code, prefix):
    """A value that C++ lets be packed as `code`; now and then one that does not fit."""
    while True:
        wrong = generator.rng.random() < 0.03 and code not in (b's', b'p', b'c')
        value = generator.value(prefix, b'' if wrong else code, wrong)
        is_integer = isinstance(value, int)
        if code in (b's', b'p', b'c'):
            fits = isinstance(value, bytes)
        elif code == b'?' or code in (b'e', b'f', b'd'):
            fits = is_integer or isinstance(value, float)
        elif code in COMPLEX:
            fits = is_integer or isinstance(value, (float, complex))
        else:
            fits = is_integer
        if fits:
            return value


def lines_of(generator, reference, fmt, number):
    """The statements of one format."""
    rng, text, size = generator.rng, escaped(fmt), reference.size(fmt)
    yield f'static_assert(lb::calcsize<{text}>() == {size});'
    if size > 400 or reference.value_count(fmt) > 12:
        return
    check = f'check.%s<{text}>('
    codes = list(reference.value_codes(fmt))
    values = [suitable(generator, code, fmt[:1]) for code in codes]
    arguments = ''.join(', ' + literal(code, value) for code, value in zip(codes, values))
    packed = reference.pack(fmt, values)
    yield check % 'pack' + f'"{packed}"{arguments});'
    buffer = generator.bytes(size + rng.choice([0, 0, 1, 5]))
    offset = generator.offset(size, len(buffer))
    offset_text = str(offset) if -(1 << 31) < offset < 1 << 31 else rng.choice(['most', '-most', 'least'])
    offset = {'most': generator.most, '-most': -generator.most, 'least': -generator.most - 1}.get(offset_text, offset)
    answer = reference.unpack_from(fmt, buffer, offset)
    yield check % 'unpack_from' + f'"{buffer.hex()}", {offset_text}, "{answer}");'
    answer = reference.unpack(fmt, buffer)
    yield check % 'unpack' + f'"{buffer.hex()}", "{answer}");'
    if size > 0 and number % 2 == 0:
        buffer = generator.bytes(size * rng.choice([0, 1, 3]) + rng.choice([0, 0, 0, 1]))
        yield check % 'iter_unpack' + f'"{buffer.hex()}", "{reference.iter_unpack(fmt, buffer)}");'
    # Compilers need not agree on what they fold signalling NaNs into.
    if number % 3 == 0 and packed.startswith('bytes:') and size > 0 and not any(map(has_nan, values)):
        data = bytes.fromhex(packed[6:])
        expected = f'std::array<std::uint8_t, {size}>{{' + ', '.join(map(str, data)) + '}'
        yield f'static_assert(holds(lb::pack<{text}>({arguments[2:]}), {expected}));'
        if b'?' not in codes and not any(c in (b'e', b'f') or c in COMPLEX for c in codes):
            yield f'static_assert(survives<{text}>({expected}));'


def write(path, generator, reference, count):
    formats = {}
    while len(formats) < count:
        fmt = generator.format()
        size = reference.size(fmt)
        plain = size is not None and (size <= 400 or generator.rng.random() < 0.1) and b'\0' not in fmt
        if plain and reference.value_count(fmt) <= 1000:
            formats[fmt] = None
    functions, body = [], [
        f'check.pack<{escaped(fmt)}>("{reference.pack(fmt, [value])}", {literal(fmt, value)});'
        for fmt, value in CORNERS if reference.native or fmt[:1] in struct_reference.STANDARD]
    for fmt in (b'<p', b'<3p', b'<256p'):
        for length in (0, 1, 2, 3, 254, 255):
            data = bytes([length]) * reference.size(fmt)
            body.append(f'check.unpack<{escaped(fmt)}>("{data.hex()}", "{reference.unpack(fmt, data)}");')
    for number, fmt in enumerate(formats):
        body += lines_of(generator, reference, fmt, number)
        if number % PER_FUNCTION == PER_FUNCTION - 1 or number == count - 1:
            functions.append(body)
            body = []
    with open(path, 'w') as out:
        print('// Written by struct_literals.py.\n#include "struct_literals.hpp"\n\nnamespace {', file=out)
        print('using namespace struct_literals;', file=out)
        for number, body in enumerate(functions):
            print(f'\nvoid run_{number}(checker& check) {{', *('    ' + line for line in body), '    (void)check;\n}',
                  sep='\n', file=out)
        print('\n}\n\nint main() {\n    checker check;', file=out)
        for number in range(len(functions)):
            print(f'    run_{number}(check);', file=out)
        print('    return check.finish();\n}', file=out)
