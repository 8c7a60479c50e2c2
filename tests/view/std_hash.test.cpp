#include <cstdint>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/std_hash.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>

#include "support/catch.hpp"

namespace lb = lendbuf;

TEST_CASE("read-only views are keys of hash tables") {
    using view = lb::buffer_view<const char>;
    const std::string text = "the cat and the dog and the bird";
    std::unordered_map<view, int> words;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find(' ', from), text.size());
        ++words[lb::buffer_view(text)[lb::slice(from, to)]];
        from = to + 1;
    }
    CHECK(words.size() == 5);
    const std::string_view the = "the";
    CHECK(words[the] == 3);
    CHECK(words[std::string_view("and")] == 2);
}

TEST_CASE("2-D views are keys by their shape and items") {
    const int items[] = {1, 2, 3, 4, 1, 3, 2, 4};
    using view = lb::buffer_view<const int, 2>;
    const lb::buffer_view<const int, 2, lb::contiguous> a(items, {{2, 2}});
    const lb::buffer_view<const int, 2, lb::contiguous> b(items + 4, {{2, 2}});
    const std::unordered_set<view> set{a, b.transpose(), b};
    CHECK(set.size() == 2);
    CHECK(set.count(a.transpose()) == 1);
}

TEST_CASE("writable views and views of floats have no hash") {
    STATIC_CHECK(std::is_default_constructible_v<std::hash<lb::buffer_view<const int>>>);
    STATIC_CHECK_FALSE(std::is_default_constructible_v<std::hash<lb::buffer_view<int>>>);
    STATIC_CHECK_FALSE(std::is_default_constructible_v<std::hash<lb::buffer_view<const float>>>);
}
