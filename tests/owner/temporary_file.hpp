// Files for tests that run at the same time as others.
#pragma once

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>

namespace test_support {

/// Is a file of a name that no other test has, with the given content; removed at the end.
class temporary_file {
public:
    explicit temporary_file(const std::string& content = {})
        : path_(std::filesystem::temp_directory_path() /
                ("lendbuf_test_" + std::to_string(::getpid()) + "_" + std::to_string(++number_))) {
        std::ofstream(path_, std::ios::binary) << content;
    }
    temporary_file(const temporary_file&) = delete;
    temporary_file& operator=(const temporary_file&) = delete;
    ~temporary_file() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

    /// Reads the file through the system, not through a mapping.
    [[nodiscard]] std::string content() const {
        std::ifstream file(path_, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

private:
    static inline std::atomic<int> number_ = 0;
    std::filesystem::path path_;
};

} // namespace test_support
