#include "core/casebook/unfinished_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "core/base/files.h"
#include "core/casebook/database.h"

namespace leukolens::casebook {
namespace fs = std::filesystem;
namespace {

fs::path with(fs::path path, const std::string& ending) {
    path += ending;
    return path;
}

/// Down to the disk: a backup that a power failure takes away is none.
void flush(const fs::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const int failed = fd < 0 || ::fsync(fd) != 0 ? errno : 0;
    if (fd >= 0) ::close(fd);
    if (failed != 0) throw Refused{errorFromErrno(failed, path, true)};
}

/// errno; EEXIST where something has the name.
int renameBesides(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL) return errno;
    // Network drives know no such renaming: the name is taken first, and what is renamed over then is this program's own empty file.
    const int taken = ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (taken < 0) return errno;
    ::close(taken);
    if (::rename(from.c_str(), to.c_str()) == 0) return 0;
    const int failed = errno;
    ::unlink(to.c_str());
    return failed;
}

}  // namespace

// The number: two programs may copy at once.
UnfinishedFile::UnfinishedFile(fs::path target) : m_target(std::move(target)), m_path(with(m_target, "." + std::to_string(::getpid()))) {
    remove();
}

UnfinishedFile::~UnfinishedFile() {
    remove();
}

void UnfinishedFile::remove() {
    std::error_code ignored;
    for (const char* ending : {"", "-wal", "-shm", "-journal"}) fs::remove(with(m_path, ending), ignored);
}

bool UnfinishedFile::finish() {
    flush(m_path);
    const int failed = renameBesides(m_path, m_target);
    if (failed == EEXIST) return false;
    if (failed != 0) throw Refused{errorFromErrno(failed, m_target, true)};
    flush(m_target.has_parent_path() ? m_target.parent_path() : fs::path("."));
    return true;
}

}  // namespace leukolens::casebook
