// Damages files at random and inspects them in this process: no crash, no report of a sanitizer, no endless output.
//
//   fuzz FOLDER [RUNS]    LENDBUF_TEST_SEED chooses the sequence; a failure prints the seed and the run
#include "../../examples/inspect/report.hpp"
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <vector>

namespace {

using random_engine = std::mt19937_64;

/// Returns a number from 0 to `last`.
std::size_t up_to(random_engine& random, std::size_t last) {
    return std::uniform_int_distribution<std::size_t>(0, last)(random);
}

/// Chooses a place in a file; headers are hit more often than what follows.
std::size_t choose_place(random_engine& random, std::size_t size) {
    const std::size_t area = up_to(random, 1) == 0 ? std::min<std::size_t>(size, 128) : size;
    return up_to(random, area - 1);
}

/// Writes numbers that sizes and offsets are afraid of, in either byte order.
void write_number(random_engine& random, std::vector<std::uint8_t>& data) {
    static constexpr std::uint64_t numbers[] = {0,          1,          0x7f,        0x80,       0xff,
                                                0x7fff,     0xffff,     0x7fffffff,  0x80000000, 0xffffffff,
                                                0xfffffff0, ~0ull >> 1, ~0ull << 63, ~0ull,      ~0ull - 7};
    const std::uint64_t number = numbers[up_to(random, std::size(numbers) - 1)];
    const std::size_t size = std::size_t{1} << up_to(random, 3);
    const bool big = up_to(random, 1) == 0;
    const std::size_t at = choose_place(random, data.size());
    for (std::size_t k = 0; k < size && at + k < data.size(); ++k)
        data[at + k] = static_cast<std::uint8_t>(number >> (8 * (big ? size - 1 - k : k)));
}

void change(random_engine& random, std::vector<std::uint8_t>& data) {
    switch (up_to(random, 3)) {
    case 0: data[choose_place(random, data.size())] ^= static_cast<std::uint8_t>(1u << up_to(random, 7)); break;
    case 1: data[choose_place(random, data.size())] = static_cast<std::uint8_t>(up_to(random, 255)); break;
    case 2: write_number(random, data); break;
    default: data.resize(up_to(random, data.size()));
    }
}

void damage(random_engine& random, std::vector<std::uint8_t>& data) {
    std::size_t changes = 1 + up_to(random, 2);
    for (; changes > 0 && !data.empty(); --changes) change(random, data);
}

struct sample {
    std::string name;
    std::vector<std::uint8_t> data;
};

/// Loads the small files of a folder, by their extension: formats with many samples are not to crowd out the others.
std::map<std::string, std::vector<sample>> load_samples(const char* folder) {
    constexpr std::uintmax_t largest = 1u << 14; // 100,000 runs are to take a minute
    std::map<std::string, std::vector<sample>> samples;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (!entry.is_regular_file() || entry.file_size() > largest) continue;
        const lendbuf::mapped_file file(entry.path().string());
        samples[entry.path().extension().string()].push_back(
            {entry.path().filename().string(), {file.data(), file.data() + file.size()}});
    }
    // The file system decides on their order; the seed is to decide on everything.
    for (auto& [extension, files] : samples)
        std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return samples;
}

int run(const char* folder, std::size_t runs, std::uint64_t seed) {
    constexpr std::size_t longest_output = 1u << 16;
    const auto samples = load_samples(folder);
    if (samples.empty()) {
        fmt::print("no samples in {}\n", folder);
        return EXIT_FAILURE;
    }
    fmt::print("seed {}, {} kinds of samples\n", seed, samples.size());
    std::fflush(stdout);
    std::size_t damaged = 0;
    for (std::size_t k = 0; k < runs; ++k) {
        // Each run has its own sequence, so that one can be repeated alone.
        random_engine random(seed + k);
        const auto& [extension, files] = *std::next(samples.begin(), static_cast<std::ptrdiff_t>(k % samples.size()));
        const sample& chosen = files[up_to(random, files.size() - 1)];
        std::vector<std::uint8_t> data = chosen.data;
        damage(random, data);
        // A block of exactly this size: reading beyond its end is noticed.
        const auto exact = std::make_unique<std::uint8_t[]>(data.size());
        std::copy(data.begin(), data.end(), exact.get());
        const inspect::bytes file(exact.get(), static_cast<std::ptrdiff_t>(data.size()));
        inspect::report out(nullptr);
        std::string failure;
        try {
            if (!inspect::print_file(file, out).empty()) ++damaged;
        } catch (const std::exception& e) {
            failure = e.what();
        }
        if (out.size() > longest_output) failure = fmt::format("{} characters of output", out.size());
        if (!failure.empty()) {
            fmt::print("seed {}, run {}, {}: {}\n", seed, k, chosen.name, failure);
            return EXIT_FAILURE;
        }
    }
    fmt::print("{} runs, {} files found damaged\n", runs, damaged);
    // If hardly anything is found damaged, the files are not what they should be.
    return damaged > runs / 4 ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace

int main(int argc, char* argv[]) {
    if (argc != 2 && argc != 3) {
        fmt::print(stderr, "usage: fuzz FOLDER [RUNS]\n");
        return 2;
    }
    const char* const seed = std::getenv("LENDBUF_TEST_SEED");
    return run(argv[1], argc == 3 ? std::strtoull(argv[2], nullptr, 10) : 100000,
               seed != nullptr ? std::strtoull(seed, nullptr, 10) : 20240229);
}
