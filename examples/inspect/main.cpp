// inspect FILE: recognises a file by its magic and shows its headers, all read in place through lendbuf.
#include "report.hpp"
#include <cstdlib>

namespace {

int inspect_file(const char* path) {
    const lendbuf::mapped_file file(path);
    inspect::report out(stdout);
    const std::string problem = inspect::print_file(file, out);
    // First what was found, then what is wrong with it, even where both go to the same place.
    const bool written = out.flush();
    if (!problem.empty()) fmt::print(stderr, "inspect: {}: {}\n", path, problem);
    if (!written) fmt::print(stderr, "inspect: cannot write to standard output\n");
    return problem.empty() && written ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace

int main(int argc, char* argv[]) {
    if (argc != 2) {
        fmt::print(stderr, "usage: inspect FILE\n");
        return 2;
    }
    try {
        return inspect_file(argv[1]);
    } catch (const std::exception& e) {
        fmt::print(stderr, "inspect: {}: {}\n", argv[1], e.what());
        return EXIT_FAILURE;
    }
}
