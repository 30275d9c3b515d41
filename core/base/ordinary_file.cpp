#include "core/base/ordinary_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/files.h"

namespace leukolens {

Result<OrdinaryFile> OrdinaryFile::open(const std::filesystem::path& file) {
    const auto notOrdinary = [&] { return fail(ErrorCode::NotAFile, "is not an ordinary file", file, "Choose an ordinary file."); };
    // O_NONBLOCK: opening a pipe nobody writes to must not hang. O_NOCTTY: nor may a terminal take hold of the process.
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) return errno == ENXIO ? notOrdinary() : fail(errorFromErrno(errno, file, false));  // ENXIO: a socket
    OrdinaryFile opened(fd, 0);
    struct stat info {};
    if (::fstat(fd, &info) != 0) return fail(errorFromErrno(errno, file, false));
    if (S_ISDIR(info.st_mode)) return fail(errorFromErrno(EISDIR, file, false));
    if (!S_ISREG(info.st_mode)) return notOrdinary();
    opened.m_size = static_cast<std::uint64_t>(info.st_size);
    return opened;
}

OrdinaryFile::~OrdinaryFile() {
    if (m_fd >= 0) ::close(m_fd);
}

}  // namespace leukolens
