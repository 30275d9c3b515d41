#include "tests/fuzz/damage.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace leukolens::fuzz {

std::uint64_t awkward(Random& random) {
    constexpr std::uint64_t kNumbers[] = {0, 1, 2, 0x7f, 0xff, 0x100, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 10'000'000'000, 1ull << 40, ~0ull >> 1, 1ull << 63, ~0ull};
    return kNumbers[random.below(std::size(kNumbers))] + random.below(3) - 1;
}

void damage(std::string& bytes, Random& random) {
    if (bytes.empty()) return;
    for (auto times = 1 + random.below(4); times > 0; --times) {
        const std::size_t at = random.below(bytes.size());
        switch (random.below(8)) {
            case 0: bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8))); break;
            case 1: bytes[at] = static_cast<char>(random.below(256)); break;
            case 2: {
                const std::uint64_t number = awkward(random);
                const std::size_t width = std::size_t{1} << random.below(4);
                std::memcpy(bytes.data() + at, &number, std::min(width, bytes.size() - at));
                break;
            }
            case 3: bytes.resize(at); break;
            case 4: bytes.insert(at, bytes.substr(random.below(bytes.size()), random.below(64))); break;
            case 5: bytes.erase(at, random.below(32)); break;
            case 6: bytes.insert(at, random.below(2000), bytes[at]); break;
            case 7: bytes.insert(at, random.below(100) == 0 ? random.below(500'000) : 50, "[{"[random.below(2)]); break;
        }
        if (bytes.empty()) return;
    }
}

}  // namespace leukolens::fuzz
