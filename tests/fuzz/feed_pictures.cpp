#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

#include "core/image/row_reader.h"
#include "tests/fuzz/feed.h"

namespace leukolens::fuzz {
namespace {

/// Small enough for the second that a file may take.
image::DecodeLimits limits() {
    image::DecodeLimits small;
    small.maxPixels = small.maxWholePixels = 100'000;
    small.minSidePx = 1;
    return small;
}

Result<image::Image> read(Result<image::RowReader> reader) {
    if (!reader) return fail(reader.error());
    return image::readWhole(*reader);
}

Result<image::Image> readFromFile(std::span<const std::uint8_t> bytes) {
    const int fd = ::memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || ::write(fd, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) std::abort();
    auto image = read(image::RowReader::open("/proc/self/fd/" + std::to_string(fd), limits()));
    ::close(fd);
    return image;
}

}  // namespace

bool feed(std::span<const std::uint8_t> bytes) {
    const auto fromFile = readFromFile(bytes);
    const auto fromMemory = read(image::RowReader::fromBytes(bytes, "fuzz", limits()));
    // libtiff itself judges a few damaged files otherwise where it cannot map them.
    if (fromFile && fromMemory && fromFile->rgb != fromMemory->rgb) std::abort();
    return fromFile.has_value();
}

}  // namespace leukolens::fuzz
