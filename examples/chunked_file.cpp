// A file read in chunks into one reused buffer: the buffer is filled, looked at, and filled again.
#include <cstdio>
#include <fmt/core.h>
#include <lendbuf/lendbuf.hpp>
#include <memory>

namespace lb = lendbuf;

struct close_file {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

int main() {
    const std::unique_ptr<std::FILE, close_file> file(std::tmpfile());
    if (file == nullptr) return 1;
    // A thousand records of an id and a value.
    for (unsigned id = 0; id < 1000; ++id) {
        const auto record = lb::pack<"<Id">(id, id * 0.5);
        std::fwrite(record.data(), 1, record.size(), file.get());
    }
    std::rewind(file.get());

    constexpr auto record_size = static_cast<std::size_t>(lb::calcsize<"<Id">());
    lb::bytearray buffer(static_cast<std::ptrdiff_t>(256 * record_size));
    const auto* const address = buffer.data();
    const lb::buffer_view view(buffer);
    int chunks = 0;
    double sum = 0;
    while (const std::size_t got = std::fread(view.data(), 1, static_cast<std::size_t>(view.size()), file.get())) {
        for (const auto [id, value] : lb::iter_unpack<"<Id">(view[lb::slice(0, got / record_size * record_size)]))
            sum += id + value;
        ++chunks;
    }
    fmt::print("{} chunks, sum {}, one buffer: {}\n", chunks, sum, address == buffer.data());
}
