// Answers owners_cases.py: makes owners, does to them what its lines say, and tells what came of it.
#include "owners_text.hpp"

int main() {
    using namespace owners_test;
    std::ios::sync_with_stdio(false);
    std::unique_ptr<owner_under_test> owner;
    for (std::string line; std::getline(std::cin, line);) {
        const auto words = split_text(line, ' ');
        if (words[0] == "new") {
            if (words.size() < 2) give_up(line);
            const arguments given(words.begin() + 2, words.end());
            owner = nullptr;
            for (const auto make : {make_bytearray, make_array, make_mmap})
                if (owner == nullptr) owner = make(words[1], given);
            if (owner == nullptr) give_up(line);
            std::cout << "- " << owner->contents() << '\n';
        } else {
            if (owner == nullptr) give_up(line);
            const arguments given(words.begin() + 1, words.end());
            const std::string result = caught([&] { return owner->run(words[0], given); });
            std::cout << result << ' ' << owner->contents() << '\n';
        }
    }
}
