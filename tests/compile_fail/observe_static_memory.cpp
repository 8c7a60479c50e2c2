// EXPECT: observable_exporter
// Its memory, and the count of observers with it, would die first.
#include <lendbuf/core.hpp>
#include <lendbuf/protocol/observer.hpp>

lendbuf::observer watch(lendbuf::static_memory<int, 3>& memory) {
    return lendbuf::observe(memory);
}
