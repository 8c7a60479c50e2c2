// What is done to mapped files, and to mapped memory without one.
#include "owner/temporary_file.hpp"
#include "owners_text.hpp"

#include <cstdint>
#include <lendbuf/owner/mapped_file.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/copy.hpp>
#include <lendbuf/view/find.hpp>
#include <lendbuf/view/heap_scratch.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace owners_test {
namespace {

using lb::access;
using lb::mapped_file;
using test_support::temporary_file;

/// Spells bytes; of many their number and their Adler-32.
std::string spelled(const byte_vector& bytes) {
    if (bytes.size() <= 100) return bytes_word(bytes);
    std::uint32_t low = 1;
    std::uint32_t high = 0;
    for (const std::uint8_t byte : bytes) {
        low = (low + byte) % 65521;
        high = (high + low) % 65521;
    }
    std::string text = "h";
    text += std::to_string(bytes.size());
    text += ':';
    text += std::to_string(high << 16 | low);
    return text;
}
template <class Region>
std::string spelled_region(const Region& region) {
    return spelled(byte_vector(region.data, region.data + region.shape[0]));
}

template <access Access>
class mmap_owner final : public owner_under_test {
public:
    using map_type = mapped_file<Access>;

    /// Maps a file.
    mmap_owner(const std::string& content, std::int64_t offset, std::ptrdiff_t length)
        : file_(std::in_place, content), map_(file_->path(), offset, length) {}

    /// Maps memory.
    explicit mmap_owner(map_type&& memory) : map_(std::move(memory)) {}

    std::string run(std::string_view operation, const arguments& given) override {
        try {
            return act(operation, given);
        } catch (const lb::error& e) {
            if (e.code() == lb::errc::different_structure) return "!IndexError"; // slices of another size
            throw;
        }
    }

    [[nodiscard]] std::string contents() const override {
        if (map_.closed()) return "closed";
        std::string text = spelled(byte_vector(map_.begin(), map_.end()));
        text += '@';
        text += std::to_string(map_.tell());
        return text;
    }

private:
    static constexpr const char* nothing = "-";

    /// Calls `f` with the map, when it can be written to.
    template <class F>
    std::string changed(const F& f) {
        if constexpr (map_type::writable) {
            return f(map_);
        } else {
            (void)map_.size(); // closed ones first
            return "!TypeError";
        }
    }

    /// Calls `f` with what lends the bytes that are meant: bytes, or a slice of the map, or all of it.
    template <class F>
    std::string with_source(const argument& given, const F& f) {
        if (given.text().empty()) return f(map_);
        if (!given.is_slice()) return f(given.bytes());
        return given.with_slice([&](const auto& part) { return f(lb::buffer_view(map_)[part]); });
    }

    [[nodiscard]] std::string found(bool forward, const arguments& given) const {
        const byte_vector wanted = given[0].bytes();
        const lb::slice_bound start = given.size() > 1 ? given[1].number() : map_.tell();
        const lb::slice_bound end = given.size() > 2 ? lb::slice_bound(given[2].number()) : lb::slice_bound(lb::none);
        return number_word(forward ? lb::find(map_, wanted, start, end) : lb::rfind(map_, wanted, start, end));
    }

    std::string act(std::string_view operation, const arguments& given) {
        if (operation == "lease") return leases_.push_back(map_.lend()), nothing;
        if (operation == "release") {
            if (!leases_.empty()) leases_.pop_back();
            return nothing;
        }
        if (operation == "read") return spelled_region(given.empty() ? map_.read() : map_.read(given[0].number()));
        if (operation == "readline") return spelled_region(map_.readline());
        if (operation == "read_byte") return number_word(map_.read_byte());
        if (operation == "seek_start") return number_word(map_.seek(given[0].number()));
        if (operation == "seek_current") return number_word(map_.seek(given[0].number(), lb::whence::current));
        if (operation == "seek_end") return number_word(map_.seek(given[0].number(), lb::whence::end));
        if (operation == "tell") return number_word(map_.tell());
        if (operation == "find" || operation == "rfind") return found(operation == "find", given);
        if (operation == "get_item") return number_word(std::as_const(map_)[given[0].number()]);
        if (operation == "get_slice")
            return given[0].with_slice([&](const auto& part) {
                const auto view = lb::buffer_view(map_)[part];
                return spelled(byte_vector(view.begin(), view.end()));
            });
        if (operation == "len") return number_word(map_.size());
        if (operation == "size") return number_word(static_cast<std::ptrdiff_t>(map_.file_size()));
        if (operation == "file") {
            const std::string content = file_->content();
            return spelled(byte_vector(content.begin(), content.end()));
        }
        if (operation == "open") {
            const std::ptrdiff_t length = given[1].number();
            const mapped_file<> other(file_->path(), given[0].number(), length == 0 ? mapped_file<>::whole : length);
            return spelled(byte_vector(other.begin(), other.end()));
        }
        if (operation == "close") return map_.close(), nothing;
        if (operation == "closed") return truth_word(map_.closed());
        return changed([&](auto& map) { return change(map, operation, given); });
    }

    template <class Map>
    std::string change(Map& map, std::string_view operation, const arguments& given) {
        if (operation == "write")
            return with_source(given[0], [&](const auto& x) {
                if constexpr (requires { map.write(x); })
                    return number_word(map.write(x));
                else // strided
                    return number_word(map.write(byte_vector(x.begin(), x.end())));
            });
        if (operation == "write_byte") return map.write_byte(static_cast<int>(given[0].number())), nothing;
        if (operation == "move") return map.move(given[0].number(), given[1].number(), given[2].number()), nothing;
        if (operation == "resize") return map.resize(given[0].number()), nothing;
        if (operation == "set_item")
            return map[given[0].number()] = static_cast<std::uint8_t>(given[1].number()), nothing;
        if (operation == "set_slice" || operation == "fit_slice")
            return with_source(given[1], [&](const auto& x) {
                return given[0].with_slice(
                    [&](const auto& part) { return lb::copy(x, lb::buffer_view(map)[part]), std::string(nothing); });
            });
        if (operation == "flush") {
            if constexpr (Access == access::write) given.empty() ? map.flush() : map.flush(0, given[0].number());
            return nothing;
        }
        give_up(operation);
    }

    std::optional<temporary_file> file_; // outlives the map
    map_type map_;
    std::vector<lb::lease> leases_;
};

template <access Access>
std::unique_ptr<owner_under_test> of_memory(const byte_vector& data) {
    auto memory = mapped_file<Access>::anonymous(static_cast<std::ptrdiff_t>(data.size()));
    lb::copy(data, memory);
    return std::make_unique<mmap_owner<Access>>(std::move(memory));
}

} // namespace

std::unique_ptr<owner_under_test> make_mmap(std::string_view name, const arguments& given) {
    if (given.size() != 3) return nullptr;
    const byte_vector data = given[2].bytes();
    if (name == "shared") return of_memory<access::write>(data);
    if (name == "private") return of_memory<access::copy>(data);
    const std::ptrdiff_t offset = given[0].number();
    std::string content(static_cast<std::size_t>(offset), '\0');
    content.append(data.begin(), data.end());
    const auto of_file = [&]<access Access>(std::integral_constant<access, Access>) {
        return std::unique_ptr<owner_under_test>(
            std::make_unique<mmap_owner<Access>>(content, offset, given[1].number()));
    };
    if (name == "read") return of_file(std::integral_constant<access, access::read>());
    if (name == "write") return of_file(std::integral_constant<access, access::write>());
    if (name == "copy") return of_file(std::integral_constant<access, access::copy>());
    return nullptr;
}

} // namespace owners_test
