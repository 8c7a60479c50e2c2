// Bytes formatted by %.
#include "byte_format.hpp"

#include <climits>
#include <lendbuf/owner/ascii_case.hpp>
#include <lendbuf/owner/ascii_fill.hpp>
#include <string>

namespace module {

namespace {

/// Copies what C strings begin with.
lendbuf::bytearray text_bytes(const char* text, std::size_t size) {
    return lendbuf::bytearray(lendbuf::region_of(text, size));
}
lendbuf::bytearray text_bytes(const object& text) {
    Py_ssize_t size = 0;
    const char* const letters = PyUnicode_AsUTF8AndSize(text.get(), &size);
    if (letters == nullptr) throw python_error{};
    return text_bytes(letters, static_cast<std::size_t>(size));
}

/// Is what stands between % and the letter.
struct directive {
    bool left = false;
    bool plus = false;
    bool blank = false;
    bool alternate = false;
    bool zeros = false;
    Py_ssize_t width = -1;
    int precision = -1;
    char code = '\0';

    [[nodiscard]] bool has_base() const noexcept { return code == 'o' || code == 'x' || code == 'X'; }
};

/// Gives what %s and %b write of a value.
lendbuf::bytearray plain_bytes(PyObject* value) {
    lendbuf::bytearray plain;
    const bool is_bytes = PyBytes_Check(value) || PyByteArray_Check(value) || holds<lendbuf::bytes>(value) ||
                          holds<lendbuf::bytearray>(value);
    if (!is_bytes) {
        const object method(PyObject_GetAttrString(reinterpret_cast<PyObject*>(Py_TYPE(value)), "__bytes__"));
        if (method) {
            const object made = checked(PyObject_CallOneArg(method.get(), value));
            if (!PyBytes_Check(made.get()) && !holds<lendbuf::bytes>(made.get()))
                raise(PyExc_TypeError, "__bytes__ returned non-bytes (type %.200s)", type_name(made.get()));
            plain.extend(lent_bytes(made.get()));
            return plain;
        }
        if (PyErr_ExceptionMatches(PyExc_AttributeError) == 0) throw python_error{};
        PyErr_Clear();
        if (PyObject_CheckBuffer(value) == 0)
            raise(PyExc_TypeError,
                  "%%b requires a bytes-like object, or an object that implements __bytes__, not '%.100s'",
                  type_name(value));
    }
    append_exported(plain, value);
    return plain;
}

/// Gives the byte that %c writes.
lendbuf::bytearray one_byte(PyObject* value) {
    const bool is_bytes = PyBytes_Check(value) || PyByteArray_Check(value) || holds<lendbuf::bytes>(value) ||
                          holds<lendbuf::bytearray>(value);
    if (is_bytes && PyObject_Size(value) == 1) return plain_bytes(value);
    int overflow = 0;
    const long number = PyLong_AsLongAndOverflow(value, &overflow);
    if (number == -1 && overflow == 0 && PyErr_Occurred() != nullptr) {
        if (PyErr_ExceptionMatches(PyExc_TypeError) == 0) throw python_error{};
        raise(PyExc_TypeError, "%%c requires an integer in range(256) or a single byte, not %s", type_name(value));
    }
    if (number < 0 || number > 255) raise(PyExc_OverflowError, "%%c arg not in range(256)");
    lendbuf::bytearray byte;
    byte.append(number);
    return byte;
}

/// Gives the number that %d and its like write.
object whole_number(PyObject* value, const directive& how) {
    if (PyLong_Check(value)) return object::borrow(value);
    if (PyNumber_Check(value) != 0) {
        object number(how.has_base() ? PyNumber_Index(value) : PyNumber_Long(value));
        if (number) return number;
        if (PyErr_ExceptionMatches(PyExc_TypeError) == 0) throw python_error{};
    }
    raise(PyExc_TypeError, "%%%c format: %s is required, not %.200s", how.code,
          how.has_base() ? "an integer" : "a real number", type_name(value));
}

lendbuf::bytearray whole_digits(PyObject* value, const directive& how) {
    const object number = whole_number(value, how);
    if (how.precision > INT_MAX - 3) raise(PyExc_OverflowError, "precision too large");
    const int base = how.code == 'o' ? 8 : how.has_base() ? 16 : 10;
    lendbuf::bytearray digits = text_bytes(checked(PyNumber_ToBase(number.get(), base)));
    const std::ptrdiff_t sign = digits[0] == '-' ? 1 : 0;
    std::ptrdiff_t marker = how.has_base() ? 2 : 0; // 0x or 0o
    if (marker != 0 && !how.alternate) {
        digits.erase(lendbuf::slice(sign, sign + marker));
        marker = 0;
    }
    const std::ptrdiff_t missing = how.precision - (digits.size() - sign - marker);
    if (missing > 0) {
        const std::ptrdiff_t place = sign + marker;
        digits.assign(lendbuf::slice(place, place), lendbuf::bytearray{'0'} * missing);
    }
    return how.code == 'X' ? lendbuf::upper(digits) : digits;
}

/// Gives what %e and its like write.
lendbuf::bytearray float_digits(PyObject* value, const directive& how) {
    const double number = PyFloat_AsDouble(value);
    if (number == -1.0 && PyErr_Occurred() != nullptr)
        raise(PyExc_TypeError, "float argument required, not %.200s", type_name(value));
    char* const digits = PyOS_double_to_string(number, how.code, how.precision < 0 ? 6 : how.precision,
                                               how.alternate ? Py_DTSF_ALT : 0, nullptr);
    if (digits == nullptr) throw python_error{};
    struct memory {
        char* text;
        ~memory() { PyMem_Free(text); }
    } const owned{digits};
    return text_bytes(digits, std::char_traits<char>::length(digits));
}

/// Walks over a format.
class formatter {
public:
    formatter(const lendbuf::bytes& format, PyObject* values) : format_(format), values_(object::borrow(values)) {
        const bool is_tuple = PyTuple_Check(values) != 0;
        has_names_ = PyMapping_Check(values) != 0 && !is_tuple && !PyBytes_Check(values) && !PyUnicode_Check(values) &&
                     !PyByteArray_Check(values) && !holds<lendbuf::bytes>(values) && !holds<lendbuf::bytearray>(values);
        values_count_ = is_tuple ? PyTuple_GET_SIZE(values) : -1;
        named_ = values_;
    }

    lendbuf::bytearray run() {
        while (at_ < format_.size()) {
            const std::ptrdiff_t percent = lendbuf::find(format_, '%', at_);
            const std::ptrdiff_t end = percent < 0 ? format_.size() : percent;
            out_.extend(format_[lendbuf::slice(at_, end)]);
            at_ = end + 1;
            if (percent < 0) break;
            if (at_ < format_.size() && format_[at_] == '%') {
                out_.append('%');
                ++at_;
            } else {
                write_one();
            }
        }
        if (!has_names_ && has_unused()) refuse_unused();
        return std::move(out_);
    }

private:
    [[noreturn]] static void refuse_unused() {
        raise(PyExc_TypeError, "not all arguments converted during bytes formatting");
    }
    [[nodiscard]] bool has_unused() const { return values_count_ > next_ || (values_count_ < 0 && next_ == 0); }

    /// Gives the next value, or the single one once.
    PyObject* next_value() {
        if (!has_unused()) raise(PyExc_TypeError, "not enough arguments for format string");
        const Py_ssize_t place = next_++;
        return values_count_ < 0 ? values_.get() : PyTuple_GET_ITEM(values_.get(), place);
    }

    char next_letter() {
        if (at_ >= format_.size()) raise(PyExc_ValueError, "incomplete format");
        return static_cast<char>(format_[at_++]);
    }
    static bool is_digit(char letter) noexcept { return letter >= '0' && letter <= '9'; }

    /// Finds the value with the name that is in parentheses, which may be nested.
    void read_name() {
        if (!has_names_) raise(PyExc_TypeError, "format requires a mapping");
        const std::ptrdiff_t start = ++at_;
        for (int open = 1; open > 0; ++at_) {
            if (at_ >= format_.size()) raise(PyExc_ValueError, "incomplete format key");
            if (format_[at_] == ')') --open;
            if (format_[at_] == '(') ++open;
        }
        const object name = native_copy(format_[lendbuf::slice(start, at_ - 1)]);
        values_ = checked(PyObject_GetItem(named_.get(), name.get()));
        values_count_ = -1;
        next_ = 0;
    }

    /// Reads a number that begins with `letter`, which becomes the letter behind.
    template <class N>
    N read_digits(char& letter, N most, const char* refusal) {
        N number = 0;
        while (is_digit(letter)) {
            const N digit = static_cast<N>(letter - '0');
            if (number > (most - digit) / 10) raise(PyExc_ValueError, refusal);
            number = number * 10 + digit;
            letter = next_letter();
        }
        return number;
    }

    directive read_directive() {
        directive how;
        if (at_ < format_.size() && format_[at_] == '(') read_name();
        char letter = next_letter();
        for (;; letter = next_letter()) {
            bool* const flag = letter == '-'   ? &how.left
                               : letter == '+' ? &how.plus
                               : letter == ' ' ? &how.blank
                               : letter == '#' ? &how.alternate
                               : letter == '0' ? &how.zeros
                                               : nullptr;
            if (flag == nullptr) break;
            *flag = true;
        }
        if (letter == '*') {
            PyObject* const width = next_value();
            if (!PyLong_Check(width)) raise(PyExc_TypeError, "* wants int");
            how.width = checked(PyLong_AsSsize_t(width));
            if (how.width < 0) {
                how.left = true;
                how.width = how.width == PY_SSIZE_T_MIN ? PY_SSIZE_T_MAX : -how.width;
            }
            letter = next_letter();
        } else if (is_digit(letter)) {
            how.width = read_digits<Py_ssize_t>(letter, PY_SSIZE_T_MAX, "width too big");
        }
        if (letter == '.') {
            letter = next_letter();
            if (letter == '*') {
                PyObject* const precision = next_value();
                if (!PyLong_Check(precision)) raise(PyExc_TypeError, "* wants int");
                const long given = PyLong_AsLong(precision);
                checked(Py_ssize_t{given});
                if (given > INT_MAX || given < INT_MIN)
                    raise(PyExc_OverflowError, "Python int too large to convert to C int");
                how.precision = given < 0 ? 0 : static_cast<int>(given);
                letter = next_letter();
            } else {
                how.precision = read_digits<int>(letter, INT_MAX, "prec too big");
            }
        }
        if (letter == 'h' || letter == 'l' || letter == 'L') letter = next_letter();
        how.code = letter;
        return how;
    }

    void write_one() {
        const directive how = read_directive();
        PyObject* const value = next_value();
        switch (how.code) {
        case 'r':
        case 'a': write_cut(text_bytes(checked(PyObject_ASCII(value))), how); break;
        case 's':
        case 'b': write_cut(plain_bytes(value), how); break;
        case 'i':
        case 'd':
        case 'u':
        case 'o':
        case 'x':
        case 'X': write_number(whole_digits(value, how), how); break;
        case 'e':
        case 'E':
        case 'f':
        case 'F':
        case 'g':
        case 'G': write_number(float_digits(value, how), how); break;
        case 'c': write_filled(one_byte(value), how); break;
        default:
            raise(PyExc_ValueError, "unsupported format character '%c' (0x%x) at index %zd", how.code,
                  static_cast<unsigned>(static_cast<unsigned char>(how.code)), at_ - 1);
        }
        if (has_names_ && has_unused()) refuse_unused();
    }

    void write_cut(lendbuf::bytearray&& text, const directive& how) {
        if (how.precision >= 0 && text.size() > how.precision) text.resize(how.precision);
        write_filled(text, how);
    }
    void write_filled(const lendbuf::bytearray& text, const directive& how) {
        out_.extend(how.left ? lendbuf::ljust(text, how.width) : lendbuf::rjust(text, how.width));
    }
    /// Writes a number with its sign; zeros that fill up go behind sign and marker.
    void write_number(lendbuf::bytearray&& digits, const directive& how) {
        const bool is_signed = digits[0] == '-' || digits[0] == '+';
        if (!is_signed && how.plus) digits.insert(0, '+');
        if (!is_signed && !how.plus && how.blank) digits.insert(0, ' ');
        const std::ptrdiff_t prefix =
            (is_signed || how.plus || how.blank ? 1 : 0) + (how.alternate && how.has_base() ? 2 : 0);
        if (how.zeros && !how.left && how.width > digits.size()) {
            const std::ptrdiff_t missing = how.width - digits.size();
            digits.assign(lendbuf::slice(prefix, prefix), lendbuf::bytearray{'0'} * missing);
        }
        write_filled(digits, how);
    }

    lendbuf::bytes format_;
    object named_;  // what was given
    object values_; // what the next value comes from
    bool has_names_;
    Py_ssize_t values_count_; // how many a tuple has; -1: it is a single value
    Py_ssize_t next_ = 0;
    std::ptrdiff_t at_ = 0;
    lendbuf::bytearray out_;
};

} // namespace

lendbuf::bytearray formatted(const lendbuf::bytes& format, PyObject* values) {
    return formatter(format, values).run();
}

} // namespace module
