// The operations of differential.views on views of one item size: from run-time rank and name to the view's members.
#pragma once

#include "views_patterns.hpp"
#include "views_state.hpp"

#include <concepts>
#include <tuple>
#include <type_traits>
#include <utility>

namespace views_test {

/// Is an item without a meaning: the operations move bytes, whatever their type.
template <std::size_t Size>
struct opaque {
    std::byte bytes[Size];
};

/// Chooses what else varies from item size to item size: nothing of it depends on the size.
template <std::size_t Size>
struct variant;
template <>
struct variant<1> {
    using item = const opaque<1>;
    using hold = lb::borrowed;
    using gapless_layout = lb::contiguous;
    static constexpr bool tries = false;
    static constexpr bool knows_f = false;
    static constexpr int to = 2;
    static constexpr int also_to = 8;
};
template <>
struct variant<2> {
    using item = opaque<2>;
    using hold = lb::borrowed;
    using gapless_layout = lb::f_contiguous;
    static constexpr bool tries = true;
    static constexpr bool knows_f = true;
    static constexpr int to = 1;
    static constexpr int also_to = 4;
};
template <>
struct variant<4> {
    using item = const opaque<4>;
    using hold = lb::borrowed;
    using gapless_layout = lb::strided;
    static constexpr bool tries = true;
    static constexpr bool knows_f = false;
    static constexpr int to = 2;
    static constexpr int also_to = 8;
};
template <>
struct variant<8> {
    using item = const opaque<8>;
    using hold = lb::leased;
    using gapless_layout = lb::strided;
    static constexpr bool tries = false;
    static constexpr bool knows_f = true;
    static constexpr int to = 1;
    static constexpr int also_to = 4;
};

template <std::size_t Size, std::size_t Rank, class Layout>
using view_of = lb::buffer_view<typename variant<Size>::item, Rank, Layout, typename variant<Size>::hold>;

template <class Layout>
inline constexpr gapless order_of = std::same_as<Layout, lb::contiguous>     ? gapless::c
                                    : std::same_as<Layout, lb::f_contiguous> ? gapless::f
                                                                             : gapless::unknown;

/// Forgets the types of a view; a gapless one that `Size` does not follow up becomes strided.
template <class T, std::size_t Rank, class Layout, class Hold>
[[gnu::noinline]] any_view erase(const lb::buffer_view<T, Rank, Layout, Hold>& view) {
    if constexpr (Rank > max_rank) {
        give_up("rank above the highest");
    } else if constexpr (!std::same_as<Layout, lb::strided> &&
                         !std::same_as<Layout, typename variant<sizeof(T)>::gapless_layout>) {
        return erase(lb::buffer_view<T, Rank, lb::strided, Hold>(view));
    } else {
        any_view result;
        result.data = reinterpret_cast<std::byte*>(const_cast<std::remove_const_t<T>*>(view.data()));
        result.itemsize = sizeof(T);
        result.rank = Rank;
        for (std::size_t k = 0; k < Rank; ++k) {
            result.shape[k] = view.shape()[k];
            result.strides[k] = view.strides()[k];
        }
        result.order = order_of<Layout>;
        result.hold = view.share();
        return result;
    }
}

/// Forgets the type of an item that was found by its indices.
template <class T>
any_view erase_item(T& found) {
    any_view result;
    result.data = reinterpret_cast<std::byte*>(const_cast<std::remove_const_t<T>*>(&found));
    result.itemsize = sizeof(T);
    return result;
}

/// Calls `f` with the view that `v` describes.
template <std::size_t Size, class F>
auto with_view(const any_view& v, const F& f) {
    return with_rank(v.rank, [&](auto rank) {
        using gapless_layout = typename variant<Size>::gapless_layout;
        const auto typed = [&]<class Layout>(Layout) {
            return view_of<Size, rank.value, Layout>::from_parts_unchecked(
                reinterpret_cast<typename variant<Size>::item*>(v.data),
                {first_of<rank.value>(v.shape), first_of<rank.value>(v.strides)}, typename variant<Size>::hold(v.hold));
        };
        if constexpr (!std::same_as<gapless_layout, lb::strided>)
            if (v.order == order_of<gapless_layout>) return f(typed(gapless_layout()));
        return f(typed(lb::strided()));
    });
}

/// Calls `f` with the first `Count` numbers from number `From` on.
template <std::size_t Count, std::size_t From = 0, class F>
auto spread(const operation& step, const F& f) {
    return [&]<std::size_t... K>(std::index_sequence<K...>) {
        return f(step[From + K]...);
    }(std::make_index_sequence<Count>{});
}

// ---- subscripts ------------------------------------------------------------------------------------------------

/// Hands the numbers of a step to the arguments of a subscript, in order.
struct argument_maker {
    const operation& step;
    std::size_t next = 1;

    // Not inlined, here and below: it would only be compiled again and again.
    [[gnu::noinline]] lb::slice_bound bound() {
        const auto& number = step.numbers.at(next++);
        return number ? lb::slice_bound(*number) : lb::slice_bound(lb::none);
    }
    template <char Letter>
    [[gnu::noinline]] auto make() {
        if constexpr (Letter == 'i') {
            return step[next++];
        } else if constexpr (Letter == 'u') {
            return static_cast<std::size_t>(step[next++]);
        } else if constexpr (Letter == 's') {
            const lb::slice_bound start = bound();
            return lb::slice(start, bound());
        } else if constexpr (Letter == 't') {
            const lb::slice_bound start = bound();
            const lb::slice_bound stop = bound();
            return lb::slice(start, stop, bound());
        } else if constexpr (Letter == 'a') {
            return lb::all;
        } else if constexpr (Letter == 'n') {
            return lb::newaxis;
        } else if constexpr (Letter == 'o') {
            return lb::none;
        } else {
            static_assert(Letter == 'e');
            return lb::ellipsis;
        }
    }
};

template <class View, class... S>
any_view select(const View& v, const S&... s) {
    const auto found = [](auto&& result) {
        if constexpr (requires { result.share(); })
            return erase(result);
        else
            return erase_item(result);
    };
    if constexpr (View::ndim() > 0 && sizeof...(S) == 1 && lb::axes_consumed<S...> == 1)
        return (found(v[s]), ...);
    else
        return found(v(s...));
}

/// Applies subscript number `Number` of those that are chosen for the rank.
template <std::size_t Number, class View>
any_view subscript(const View& v, const operation& step) {
    constexpr pattern chosen = pattern_of(sizeof(typename View::value_type), View::ndim(), Number);
    return [&]<std::size_t... K>(std::index_sequence<K...>) {
        argument_maker maker{step};
        // Braces keep the order of the numbers.
        return std::apply([&](const auto&... s) { return select(v, s...); },
                          std::tuple<decltype(maker.template make<chosen.letters[K]>())...>{
                              maker.template make<chosen.letters[K]>()...});
    }(std::make_index_sequence<chosen.count>{});
}

template <class View>
any_view any_subscript(const View& v, const operation& step) {
    return [&]<std::size_t... Number>(std::index_sequence<Number...>) {
        using function = any_view (*)(const View&, const operation&);
        static constexpr function functions[] = {&subscript<Number, View>...};
        const auto number = static_cast<std::size_t>(step[0]);
        if (number >= sizeof...(Number)) give_up("no such subscript");
        return functions[number](v, step);
    }(std::make_index_sequence<pattern_counts[View::ndim()]>{});
}

// ---- the other operations --------------------------------------------------------------------------------------

/// Calls `f` with as many extents as there are numbers from number `From` on.
template <std::size_t From, class F>
any_view with_extents(const operation& step, const F& f) {
    return with_rank(step.numbers.size() - From, [&](auto count) { return spread<count.value, From>(step, f); });
}

// Order f is numbered 1; half of the sizes know it.
template <class View>
any_view reshape(const View& v, const operation& step) {
    using chosen = variant<sizeof(typename View::value_type)>;
    return with_extents<1>(step, [&](auto... extents) {
        if constexpr (chosen::knows_f)
            if (step[0] == 1) {
                if constexpr (chosen::tries)
                    return erase(v.template try_reshape<lb::order::f>(extents...).value());
                else
                    return erase(v.template reshape<lb::order::f>(extents...));
            }
        if constexpr (chosen::tries)
            return erase(v.try_reshape(extents...).value());
        else
            return erase(v.reshape(extents...));
    });
}

template <class View>
any_view ravel(const View& v, const operation& step) {
    if (step[0] == 1) return erase(v.template ravel<lb::order::f>());
    return erase(v.ravel());
}

template <class View>
any_view broadcast_to(const View& v, const operation& step) {
    using chosen = variant<sizeof(typename View::value_type)>;
    return with_extents<0>(step, [&](auto... extents) -> any_view {
        if constexpr (sizeof...(extents) < View::ndim()) {
            give_up("cannot broadcast to a lower rank");
        } else {
            static_assert(decltype(v.broadcast_to(extents...))::readonly());
            if constexpr (!std::is_const_v<typename View::element_type>)
                return erase(v.broadcast_to_writable(extents...));
            else if constexpr (chosen::tries)
                return erase(v.try_broadcast_to(extents...).value());
            else
                return erase(v.broadcast_to(extents...));
        }
    });
}

template <class View>
any_view windows(const View& v, const operation& step) {
    if constexpr (2 * View::ndim() <= max_rank)
        return spread<View::ndim()>(step, [&](auto... sizes) {
            if constexpr (variant<sizeof(typename View::value_type)>::tries)
                return erase(v.try_windows(sizes...).value());
            else
                return erase(v.windows(sizes...));
        });
    give_up("too many windows");
}

template <class View>
any_view chunks(const View& v, const operation& step) {
    if constexpr (2 * View::ndim() <= max_rank)
        return spread<View::ndim()>(step, [&](auto... sizes) {
            if constexpr (variant<sizeof(typename View::value_type)>::tries)
                return erase(v.try_chunks(sizes...).value());
            else
                return erase(v.chunks(sizes...));
        });
    give_up("too many chunks");
}

template <class View>
any_view split_at(const View& v, const operation& step) {
    if (step.numbers.size() == 2) {
        const auto parts = v.split_at(step[1]);
        return step[0] == 0 ? erase(parts.first) : erase(parts.second);
    }
    const auto parts = v.split_at(step[1], step[2]);
    return step[0] == 0 ? erase(parts.first) : erase(parts.second);
}

// Every item size casts to two others, from which all can be reached; the first number says to which, the second is
// the order, as for `reshape`. Without extents the result has one axis.
template <std::size_t To, class View>
any_view cast_to(const View& v, const operation& step) {
    using chosen = variant<sizeof(typename View::value_type)>;
    using item = opaque<To>;
    return with_extents<2>(step, [&](auto... extents) -> any_view {
        if constexpr (sizeof...(extents) > 3) {
            give_up("too many axes to cast to");
        } else {
            if constexpr (chosen::knows_f)
                if (step[1] == 1) {
                    if constexpr (chosen::tries)
                        return erase(v.template try_cast<item, lb::f_contiguous>(extents...).value());
                    else
                        return erase(v.template cast<item, lb::f_contiguous>(extents...));
                }
            if constexpr (chosen::tries)
                return erase(v.template try_cast<item>(extents...).value());
            else
                return erase(v.template cast<item>(extents...));
        }
    });
}

template <std::size_t To, class View>
any_view items_as(const View& v) {
    if constexpr (View::ndim() == 0)
        give_up("a single item keeps its size");
    else if constexpr (variant<sizeof(typename View::value_type)>::tries)
        return erase(v.template try_as_items<opaque<To>>().value());
    else
        return erase(v.template as_items<opaque<To>>());
}

template <class View>
any_view apply_to(const View& v, const operation& step) {
    constexpr std::size_t rank = View::ndim();
    using chosen = variant<sizeof(typename View::value_type)>;
    const std::string_view name = step.name;
    if (name == "at") return any_subscript(v, step);
    if (name == "transpose") return erase(v.transpose());
    if (name == "permute") return spread<rank>(step, [&](auto... axes) { return erase(v.permute(axes...)); });
    if (name == "flip") return erase(v.flip(step[0]));
    if (name == "swap_axes") return erase(v.swap_axes(step[0], step[1]));
    if (name == "reshape") return reshape(v, step);
    if (name == "ravel") return ravel(v, step);
    if (name == "broadcast_to") return broadcast_to(v, step);
    if (name == "windows") return windows(v, step);
    if (name == "chunks") return chunks(v, step);
    if (name == "cast") return step[0] == chosen::to ? cast_to<chosen::to>(v, step) : cast_to<chosen::also_to>(v, step);
    if (name == "as_items") return step[0] == chosen::to ? items_as<chosen::to>(v) : items_as<chosen::also_to>(v);
    if constexpr (rank < max_rank)
        if (name == "expand") return erase(v.expand(step[0]));
    if constexpr (rank > 0) {
        if (name == "squeeze") return erase(v.squeeze(step[0]));
        if (name == "move_axis") return erase(v.move_axis(step[0], step[1]));
        if (name == "split_at") return split_at(v, step);
        if (name == "part") {
            if constexpr (chosen::tries)
                return erase(v.try_part(step[0], step[1]).value());
            else
                return erase(v.part(step[0], step[1]));
        }
    }
    if constexpr (rank > 0 && rank < max_rank) {
        if (name == "window") {
            if constexpr (chosen::tries)
                return erase(v.try_window(step[0], step[1]).value());
            else
                return erase(v.window(step[0], step[1]));
        }
        if (name == "chunk") {
            if constexpr (chosen::tries)
                return erase(v.try_chunk(step[0], step[1]).value());
            else
                return erase(v.chunk(step[0], step[1]));
        }
    }
    if constexpr (rank > 1)
        if (name == "diagonal") return erase(v.diagonal(step[0], step[1], step[2]));
    give_up("no such operation: " + std::string(name));
}

template <std::size_t Size>
any_view apply(const any_view& view, const operation& step) {
    any_view result = with_view<Size>(view, [&](const auto& v) { return apply_to(v, step); });
    const bool is_item = step.name == "at" && result.rank == 0;
    if (Size == 8 && result.itemsize == 8 && !is_item && result.hold.block() != view.hold.block())
        throw contradiction{"the result does not hold the lease"};
    return result;
}

template <std::size_t Size>
any_view begin(memory& bytes, const any_view& wanted, std::ptrdiff_t offset, lb::lease_block& block) {
    using item = typename variant<Size>::item;
    using hold = typename variant<Size>::hold;
    const auto gapless_view = [&]<class Layout>(auto shape, Layout) {
        auto* const first = reinterpret_cast<item*>(bytes.data() + offset);
        any_view result = erase(lb::buffer_view<item, shape.size(), Layout>(first, shape));
        result.hold = hold(lb::lease::take(&block)).share();
        return result;
    };
    return with_rank(wanted.rank, [&](auto rank) {
        const auto shape = first_of<rank.value>(wanted.shape);
        if (wanted.order == gapless::c) return gapless_view(shape, lb::contiguous());
        if (wanted.order == gapless::f) return gapless_view(shape, lb::f_contiguous());
        const lb::index_array<1> count{{static_cast<std::ptrdiff_t>(bytes.size() / Size)}};
        const auto backing = lb::buffer_view<item, 1, lb::contiguous, hold>::from_parts_unchecked(
            reinterpret_cast<item*>(bytes.data()), {count, {}}, hold(lb::lease::take(&block)));
        return erase(lb::buffer_view<item, rank.value, lb::strided, hold>(
            backing, shape, first_of<rank.value>(wanted.strides), offset));
    });
}

// ---- what a view looks like ------------------------------------------------------------------------------------

template <class View>
void append_items(const View& v, std::vector<std::byte>& bytes) {
    const auto append = [&](const auto& found) { bytes.insert(bytes.end(), found.bytes, found.bytes + sizeof(found)); };
    if constexpr (View::ndim() == 0) {
        append(v());
    } else if constexpr (View::ndim() == 1) {
        for (const auto& found : v) append(found);
    } else {
        if (v.empty() && v.size() > 9) return; // there may be no end of rows without items
        for (const auto& row : v) append_items(row, bytes);
    }
}

template <std::size_t Size>
std::string describe(const any_view& view) {
    return with_view<Size>(view, [](const auto& v) {
        std::vector<std::byte> items;
        append_items(v, items);
        if (static_cast<std::ptrdiff_t>(items.size()) != v.nbytes()) throw contradiction{"nbytes and the items differ"};
        if (v.is_contiguous() != (v.is_c_contiguous() || v.is_f_contiguous()))
            throw contradiction{"is_contiguous is neither"};
        return std::string(v.is_c_contiguous() ? "C" : "-") + (v.is_f_contiguous() ? "F " : "- ") + digest(items) +
               ' ' + digest(v.tobytes(lb::order::c)) + ' ' + digest(v.tobytes(lb::order::f));
    });
}

template <std::size_t Size>
std::string patterns() {
    std::string text;
    for (std::size_t rank = 0; rank <= max_rank; ++rank)
        for (std::size_t number = 0; number < pattern_counts[rank]; ++number)
            text += std::to_string(Size) + ' ' + std::to_string(rank) + ' ' + std::to_string(number) + " =" +
                    std::string(pattern_of(Size, rank, number).text()) + '\n';
    return text;
}

/// Makes the functions of `views_state.hpp` for one item size.
#define VIEWS_TEST_INSTANTIATE(size)                                                           \
    namespace views_test {                                                                     \
    template any_view begin<size>(memory&, const any_view&, std::ptrdiff_t, lb::lease_block&); \
    template any_view apply<size>(const any_view&, const operation&);                          \
    template std::string describe<size>(const any_view&);                                      \
    template std::string patterns<size>();                                                     \
    }

} // namespace views_test
