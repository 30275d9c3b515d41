#include "core/base/stamped_file.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/ordinary_file.h"

namespace leukolens {
namespace fs = std::filesystem;
namespace {

std::int64_t nanoseconds(const timespec& time) { return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec; }

FileStamp stampFrom(const struct stat& info) {
    return {static_cast<std::uint64_t>(info.st_size), nanoseconds(info.st_mtim), nanoseconds(info.st_ctim), info.st_ino};
}

/// 0, or the errno of the read that failed. `buffer` is cut to what there was.
int readAll(int fd, Bytes& buffer) {
    std::size_t got = 0;
    while (got < buffer.size()) {
        const ssize_t n = ::pread(fd, buffer.data() + got, buffer.size() - got, static_cast<off_t>(got));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return errno;
        if (n == 0) break;
        got += static_cast<std::size_t>(n);
    }
    buffer.resize(got);
    return 0;
}

}  // namespace

std::optional<FileStamp> stampOf(const fs::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
    return stampFrom(info);
}

Result<FileStamp> readStamped(const fs::path& file, std::uint64_t maxBytes, Bytes& buffer) {
    const auto open = OrdinaryFile::open(file);
    if (!open) return fail(open.error());
    constexpr int kAttempts = 3;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        struct stat before {}, after {};
        if (::fstat(open->descriptor(), &before) != 0) return fail(errorFromErrno(errno, file, false));
        const FileStamp stamp = stampFrom(before);
        if (stamp.size > maxBytes) {
            return fail(ErrorCode::TooLarge, "has " + std::to_string(stamp.size) + " bytes, more than the limit of " + std::to_string(maxBytes), file,
                        "Choose a smaller file.");
        }
        buffer.resize(stamp.size);
        if (const int problem = readAll(open->descriptor(), buffer); problem != 0) return fail(errorFromErrno(problem, file, false));
        if (::fstat(open->descriptor(), &after) != 0) return fail(errorFromErrno(errno, file, false));
        if (stampFrom(after) == stamp && buffer.size() == stamp.size) return stamp;
    }
    return fail(ErrorCode::ReadFailed, "changes while it is read", file, "Wait until the program that writes it has finished, then read the folder again.");
}

std::int64_t wallClockNs() {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return nanoseconds(now);
}

}  // namespace leukolens
