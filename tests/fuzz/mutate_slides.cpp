// Spoilt slides to the reader: mutate_slides [--seed N] [--count N]. Each is opened and read whole in a child process; one that ends it is kept and named.
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/slide/slide.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiff_slide.h"

namespace leukolens {
namespace {

constexpr unsigned kSecondsEach = 20;

std::vector<Bytes> soundSlides(const test::TempFolder& folder) {
    std::vector<Bytes> sound;
    for (const test::TiffSlideOptions& options : {test::TiffSlideOptions{}, {.aperio = true}, {.jpeg = true}, {.aperio = true, .jpeg = true}, {.tilePx = 16, .levels = 4}}) {
        test::writeTiffSlide(folder / "sound", test::placesPicture(200, 150), options);
        sound.push_back(readFile(folder / "sound", 1 << 24).value());
    }
    return sound;
}

/// Mostly where directories are: there the lies are that a library believes.
Bytes spoilt(const Bytes& sound, Random& random) {
    constexpr std::uint32_t kNumbers[] = {0, 1, 2, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 100'000'000};
    Bytes bytes = sound;
    std::uint32_t directory = 0;
    std::memcpy(&directory, bytes.data() + 4, 4);
    for (auto times = 1 + random.below(3); times > 0; --times) {
        const bool inDirectory = random.below(4) != 0 && directory + 200 < bytes.size();
        const std::size_t at = inDirectory ? directory + random.below(200) : random.below(bytes.size());
        switch (random.below(4)) {
            case 0: bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ (1u << random.below(8))); break;
            case 1: bytes[at] = static_cast<std::uint8_t>(random.below(256)); break;
            case 2: {
                const std::uint32_t number = kNumbers[random.below(std::size(kNumbers))];
                std::memcpy(bytes.data() + std::min(at, bytes.size() - 4), &number, 4);
                break;
            }
            default:
                if (random.below(8) == 0) bytes.resize(std::max<std::size_t>(8, random.below(bytes.size())));
        }
        if (directory + 4 > bytes.size()) return bytes;
    }
    return bytes;
}

bool readWhole(const std::filesystem::path& file) {
    NoProgress progress;
    const auto slide = slide::open(file, {}, progress, {});
    if (!slide) return false;
    const auto& facts = (*slide)->facts();
    for (int level = 0; level < static_cast<int>(facts.levels.size()); ++level) {
        const auto& size = facts.levels[static_cast<std::size_t>(level)];
        for (const auto& [x, y] : {std::pair<std::int64_t, std::int64_t>{0, 0}, {size.width / 2, size.height / 2}, {size.width - 50, size.height - 50}}) (void)(*slide)->read({level, x, y, 150, 120});
    }
    for (const auto& picture : facts.associated) (void)(*slide)->associated(picture.name);
    return true;
}

int run(std::uint64_t seed, std::uint64_t count) {
    const test::TempFolder folder;
    const auto sound = soundSlides(folder);
    // Where the child is, seen by the parent after its death.
    auto* at = static_cast<volatile std::uint64_t*>(::mmap(nullptr, 64, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    if (at == MAP_FAILED) return 2;
    std::uint64_t crashes = 0;
    at[1] = 0;
    for (std::uint64_t first = 0; first < count;) {
        at[0] = first;
        const pid_t child = ::fork();
        if (child == 0) {
            for (std::uint64_t i = first; i < count; ++i) {
                at[0] = i;
                ::alarm(kSecondsEach);
                Random random(seed * 1'000'003 + i);
                const Bytes bytes = spoilt(sound[i % sound.size()], random);
                if (!writeFileAtomically(folder / "spoilt.svs", bytes)) ::_exit(2);
                if (readWhole(folder / "spoilt.svs")) at[1] = at[1] + 1;
            }
            ::_exit(0);
        }
        int status = 0;
        if (child < 0 || ::waitpid(child, &status, 0) != child) return 2;
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0) break;
        ++crashes;
        const auto kept = "spoilt-slide-" + std::to_string(seed) + "-" + std::to_string(at[0]) + ".svs";
        std::filesystem::copy_file(folder / "spoilt.svs", kept, std::filesystem::copy_options::overwrite_existing);
        std::printf("ended by %s %d: %s\n", WIFSIGNALED(status) ? "signal" : "status", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), kept.c_str());
        first = at[0] + 1;
    }
    std::printf("%llu spoilt slides, %llu opened, %llu ended the program\n", static_cast<unsigned long long>(count), static_cast<unsigned long long>(at[1]), static_cast<unsigned long long>(crashes));
    return crashes == 0 ? 0 : 1;
}

}  // namespace
}  // namespace leukolens

int main(int argc, char** argv) {
    std::uint64_t seed = 1, count = 1'000;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        if (name != "--seed" && name != "--count") return 2;
        (name == "--seed" ? seed : count) = std::strtoull(argv[i + 1], nullptr, 10);
    }
    return leukolens::run(seed, count);
}
