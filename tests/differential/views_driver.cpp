// Answers views_cases.py: makes views from its lines, applies the operations of a chain, says what comes out.
//
//   M hex                                            bytes; the memory of each case begins with them
//   A itemsize bytes order offset shape strides dtype;step;step...
//                                                    a chain; order is c, f, or s where the strides are to be checked
//   L dtype bytes offset shape strides               a layout that may not fit its memory
//
// Answers to a chain are "ok shape strides offset flags items C F values", where "_" stands for what says nothing:
// strides between fewer than two items and the offset of an empty view; or "refused kind code field,offset,have step".
// With --patterns it says which subscripts it knows.
#include "views_state.hpp"

#include <algorithm>

namespace {

using namespace views_test;

template <class F>
auto with_size(std::size_t size, const F& f) {
    switch (size) {
    case 1: return f(std::integral_constant<std::size_t, 1>());
    case 2: return f(std::integral_constant<std::size_t, 2>());
    case 4: return f(std::integral_constant<std::size_t, 4>());
    case 8: return f(std::integral_constant<std::size_t, 8>());
    default: give_up("no such item size");
    }
}

std::string shape_text(const any_view& view) {
    std::string text;
    for (std::size_t k = 0; k < view.rank; ++k) text += (k == 0 ? "" : ",") + std::to_string(view.shape[k]);
    return text.empty() ? "-" : text;
}

bool is_empty(const any_view& view) {
    return std::find(view.shape.begin(), view.shape.begin() + static_cast<std::ptrdiff_t>(view.rank), 0) !=
           view.shape.begin() + static_cast<std::ptrdiff_t>(view.rank);
}

std::string strides_text(const any_view& view) {
    std::string text;
    for (std::size_t k = 0; k < view.rank; ++k) {
        if (k > 0) text += ',';
        text += is_empty(view) || view.shape[k] == 1 ? "_" : std::to_string(view.strides[k]);
    }
    return text.empty() ? "-" : text;
}

// The distances are counted here once more, so that a view that leaves the memory is found even if nothing reads it.
std::ptrdiff_t checked_offset(const memory& bytes, const any_view& view) {
    const std::ptrdiff_t offset = view.data - bytes.data();
    std::ptrdiff_t lowest = offset;
    std::ptrdiff_t end = offset;
    if (!is_empty(view)) {
        end += static_cast<std::ptrdiff_t>(view.itemsize);
        for (std::size_t k = 0; k < view.rank; ++k)
            (view.strides[k] < 0 ? lowest : end) += view.strides[k] * (view.shape[k] - 1);
    }
    if (lowest < 0 || end > static_cast<std::ptrdiff_t>(bytes.size()))
        throw contradiction{"the view leaves its memory at " + std::to_string(lowest) + " or " + std::to_string(end)};
    return offset;
}

const char* kind_text(lb::error_kind kind) {
    switch (kind) {
    case lb::error_kind::index: return "index";
    case lb::error_kind::value: return "value";
    case lb::error_kind::buffer: return "buffer";
    case lb::error_kind::type: return "type";
    default: return "other";
    }
}

std::string code_text(lb::errc code) {
    switch (code) {
    case lb::errc::index_out_of_bounds: return "index_out_of_bounds";
    case lb::errc::zero_step: return "zero_step";
    case lb::errc::bad_axes: return "bad_axes";
    case lb::errc::negative_extent: return "negative_extent";
    case lb::errc::shape_overflow: return "shape_overflow";
    case lb::errc::layout_outside_memory: return "layout_outside_memory";
    case lb::errc::extent_not_one: return "extent_not_one";
    case lb::errc::reshape_count: return "reshape_count";
    case lb::errc::reshape_needs_copy: return "reshape_needs_copy";
    case lb::errc::two_open_extents: return "two_open_extents";
    case lb::errc::broadcast_mismatch: return "broadcast_mismatch";
    case lb::errc::window_too_long: return "window_too_long";
    case lb::errc::chunks_not_exact: return "chunks_not_exact";
    case lb::errc::split_out_of_range: return "split_out_of_range";
    case lb::errc::part_out_of_range: return "part_out_of_range";
    case lb::errc::negative_size: return "negative_size";
    case lb::errc::not_f_contiguous: return "not_f_contiguous";
    case lb::errc::length_not_multiple: return "length_not_multiple";
    case lb::errc::shape_not_length: return "shape_not_length";
    case lb::errc::cast_not_contiguous: return "cast_not_contiguous";
    case lb::errc::address_misaligned: return "address_misaligned";
    case lb::errc::stride_misaligned: return "stride_misaligned";
    default: return "errc" + std::to_string(static_cast<int>(code));
    }
}

// The class of the exception must be the one that its code names.
template <class F>
std::string answer_of(const F& f) {
    const auto refused = [](const char* kind, const lb::error& e) {
        if (std::string_view(kind) != kind_text(e.info().kind()))
            return std::string("broken exception of another kind");
        return "refused " + std::string(kind) + ' ' + code_text(e.code()) + ' ' + std::to_string(e.info().field) + ',' +
               std::to_string(e.info().offset) + ',' + std::to_string(e.info().have);
    };
    try {
        return f();
    } catch (const lb::index_error& e) {
        return refused("index", e);
    } catch (const lb::value_error& e) {
        return refused("value", e);
    } catch (const lb::type_error& e) {
        return refused("type", e);
    } catch (const lb::error& e) {
        return refused("buffer", e);
    } catch (const contradiction& c) {
        return "broken " + c.text;
    }
}

operation operation_of(std::string_view text) {
    const auto words = split(text, ' ');
    operation step{words[0], {}};
    for (std::size_t k = 1; k < words.size(); ++k)
        step.numbers.push_back(words[k] == "_" ? std::nullopt : std::optional(number_of(words[k])));
    return step;
}

memory memory_of(const memory& all_bytes, std::string_view size) {
    const std::ptrdiff_t count = number_of(size);
    if (count < 0 || count > static_cast<std::ptrdiff_t>(all_bytes.size())) give_up("too much memory wanted");
    return {all_bytes.begin(), all_bytes.begin() + count};
}

std::string run_chain(const memory& all_bytes, std::string_view line) {
    const auto steps = split(line, ';');
    const auto words = split(steps[0], ' ');
    memory bytes = memory_of(all_bytes, words[2]);
    any_view view;
    view.itemsize = static_cast<std::size_t>(number_of(words[1]));
    view.order = words[3] == "c" ? gapless::c : words[3] == "f" ? gapless::f : gapless::unknown;
    view.rank = numbers_of(words[5], view.shape);
    numbers_of(words[6], view.strides);
    lb::lease_block block;
    std::size_t at = 0;
    std::string answer = answer_of([&] {
        view = with_size(view.itemsize,
                         [&](auto size) { return begin<size.value>(bytes, view, number_of(words[4]), block); });
        for (at = 1; at < steps.size(); ++at) {
            const operation step = operation_of(steps[at]);
            view = with_size(view.itemsize, [&](auto size) { return apply<size.value>(view, step); });
            (void)checked_offset(bytes, view);
        }
        const std::string offset = is_empty(view) ? "_" : std::to_string(checked_offset(bytes, view));
        return "ok " + shape_text(view) + ' ' + strides_text(view) + ' ' + offset + ' ' +
               with_size(view.itemsize, [&](auto size) { return describe<size.value>(view); }) + ' ' +
               (words[7] == "-" ? "-" : typed_values(bytes, view, words[7]));
    });
    view.hold = {};
    if (block.count.leases() != 0) return "broken a lease is left over";
    if (!std::equal(bytes.begin(), bytes.end(), all_bytes.begin())) return "broken the memory has changed";
    return answer.starts_with("refused") ? answer + ' ' + std::to_string(at) : answer;
}

std::string run_layout(const memory& all_bytes, std::string_view line) {
    const auto words = split(line, ' ');
    const memory bytes = memory_of(all_bytes, words[2]);
    any_view wanted;
    wanted.rank = numbers_of(words[4], wanted.shape);
    numbers_of(words[5], wanted.strides);
    const std::string answer =
        answer_of([&] { return "ok " + checked_layout(bytes, words[1], wanted, number_of(words[3])); });
    return answer.starts_with("refused") ? answer + " 0" : answer;
}

} // namespace

std::string views_test::digest(const std::vector<std::byte>& bytes) {
    std::string text = bytes.empty() ? "0" : "";
    if (bytes.size() <= 16) {
        for (const std::byte byte : bytes) {
            text += "0123456789abcdef"[std::to_integer<unsigned>(byte >> 4)];
            text += "0123456789abcdef"[std::to_integer<unsigned>(byte & std::byte{15})];
        }
        return text;
    }
    static const auto table = [] {
        std::array<std::uint32_t, 256> result{};
        for (std::uint32_t k = 0; k < 256; ++k) {
            result[k] = k;
            for (int bit = 0; bit < 8; ++bit) result[k] = result[k] >> 1 ^ (result[k] % 2 == 0 ? 0 : 0xedb88320u);
        }
        return result;
    }();
    std::uint32_t crc = 0xffffffffu;
    for (const std::byte byte : bytes) crc = crc >> 8 ^ table[(crc ^ std::to_integer<std::uint32_t>(byte)) & 255];
    return '#' + std::to_string(~crc);
}

int main(int argc, char* argv[]) {
    if (argc == 2 && std::string_view(argv[1]) == "--patterns") {
        std::cout << patterns<1>() << patterns<2>() << patterns<4>() << patterns<8>();
        return 0;
    }
    memory all_bytes;
    for (std::string line; std::getline(std::cin, line);) {
        const std::string_view text = line;
        if (text.starts_with("M "))
            for (std::size_t k = 2; k + 1 < text.size(); k += 2) {
                unsigned byte = 0;
                std::from_chars(text.data() + k, text.data() + k + 2, byte, 16);
                all_bytes.push_back(static_cast<std::byte>(byte));
            }
        else
            std::cout << (text.starts_with("A ") ? run_chain(all_bytes, text) : run_layout(all_bytes, text))
                      << std::endl; // in case the next one is the last
    }
}
