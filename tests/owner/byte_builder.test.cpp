#include "support/catch.hpp"
#include "support/failure.hpp"

#include <lendbuf/owner/byte_split.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <list>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace lb = lendbuf;
using lb::bytearray;
using lb::bytes;
using lb::errc;

namespace {

// A range whose items are made when they are asked for, and that says how often it was walked over.
struct numbers_as_text {
    struct iterator {
        int at;
        std::string operator*() const { return std::to_string(at); }
        iterator& operator++() {
            ++at;
            return *this;
        }
        bool operator==(int end) const { return at == end; }
    };
    int first;
    int last;
    int* walks;
    [[nodiscard]] iterator begin() const {
        ++*walks;
        return {first};
    }
    [[nodiscard]] int end() const { return last; }
};

} // namespace

TEST_CASE("join puts its bytes between the pieces") {
    const bytes comma(", ");
    CHECK((comma.join({"a", "b", ""}) == "a, b, " && comma.join({"a"}) == "a" && comma.join({}).empty()));
    CHECK(comma.join(std::vector<std::string>{"x", "y"}) == "x, y");
    CHECK(bytearray("-").join(std::list<bytes>{bytes("1"), bytes("2"), bytes("3")}) == "1-2-3");
    const std::string_view array[] = {"q", "r"};
    CHECK((bytes().join(array) == "qr" && bytearray("-").join(array) == "q-r"));
    CHECK(bytes("+").join(std::vector<bytes>()).empty());
    CHECK(comma.join(bytes("1 2 3").split()) == "1, 2, 3");
}

TEST_CASE("join takes the pieces of split, and strided ones") {
    const bytes text("a b c");
    CHECK(bytes("--").join(lb::split(text)) == "a--b--c");
    const lb::buffer_view view(text);
    CHECK(bytes("|").join({view[lb::slice(lb::none, lb::none, -1)], view, "x"}) == "c b a|a b c|x");
}

TEST_CASE("join walks once over pieces that it cannot keep") {
    int walks = 0;
    CHECK(bytes(" ").join(numbers_as_text{8, 12, &walks}) == "8 9 10 11");
    CHECK(walks == 1);
}

TEST_CASE("a separator stays what it is while the pieces are made") {
    struct growing_range {
        bytearray* separator;
        struct iterator {
            bytearray* separator;
            int at;
            std::string operator*() const {
                separator->append('!'); // refused: join has a lease
                return "x";
            }
            iterator& operator++() {
                ++at;
                return *this;
            }
            bool operator==(int end) const { return at == end; }
        };
        [[nodiscard]] iterator begin() const { return {separator, 0}; }
        [[nodiscard]] int end() const { return 3; }
    };
    bytearray separator(",");
    CHECK_THROWS_LB_AS(lb::buffer_error, separator.join(growing_range{&separator}));
    CHECK((separator == "," && separator.leases() == 0));
}

TEST_CASE("an array may be joined with itself") {
    bytearray array("ab");
    const std::vector<lb::region<std::uint8_t>> pieces{lb::describe(array), lb::describe(array)};
    CHECK((array.join(pieces) == "ababab" && array == "ab"));
}

TEST_CASE("what is joined as bytes is not copied again, and shared as all bytes are") {
    const bytes joined = bytes().join({"abc", "def"});
    const bytes part = joined[lb::slice(1, 3)];
    CHECK((part.data() == joined.data() + 1 && part == "bc" && joined.lend().block() == part.lend().block()));
}
