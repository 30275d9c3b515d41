#include "core/base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

#include "core/base/ordinary_file.h"

namespace leukolens {
namespace fs = std::filesystem;
namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return m_fd; }
    bool valid() const { return m_fd >= 0; }
    int close() {
        const int fd = std::exchange(m_fd, -1);
        return fd >= 0 ? ::close(fd) : 0;
    }

private:
    int m_fd;
};

/// 0, or the errno of the write that failed.
int writeAll(int fd, const std::uint8_t* data, std::size_t size) {
    while (size > 0) {
        const ssize_t n = ::write(fd, data, size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return errno;
        data += n;
        size -= static_cast<std::size_t>(n);
    }
    return 0;
}

/// Makes a rename durable: without it a power cut may bring the old name back.
void syncFolder(const fs::path& folder) {
    Descriptor fd(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.valid()) ::fsync(fd.get());
}

fs::path temporaryBeside(const fs::path& file) {
    static std::atomic<unsigned> counter{0};
    fs::path name = "." + file.filename().string() + "." + std::to_string(::getpid()) + "-" +
                    std::to_string(counter.fetch_add(1)) + ".tmp";
    return file.parent_path() / name;
}

}  // namespace

Error errorFromErrno(int errnoValue, const fs::path& file, bool writing) {
    switch (errnoValue) {
        case ENOSPC:
        case EDQUOT:
            return {ErrorCode::DiskFull, "the disk is full", file, "Free some space or choose another folder, then try again."};
        case EACCES:
        case EPERM:
        case EROFS:
            return {ErrorCode::NoPermission, writing ? "may not be written" : "may not be read", file,
                    "Ask for permission, or choose another place."};
        case ENOENT:
        case ENOTDIR:
            return {ErrorCode::NotFound, writing ? "the folder does not exist" : "does not exist", file, "Check the name."};
        case EISDIR:
            return {ErrorCode::NotAFile, "is a folder, not a file", file, "Choose a file."};
        default:
            return {writing ? ErrorCode::WriteFailed : ErrorCode::ReadFailed,
                    std::string(writing ? "could not be written (" : "could not be read (") + std::strerror(errnoValue) + ")",
                    file, {}};
    }
}

Result<Bytes> readFile(const fs::path& file, std::uint64_t maxBytes) {
    const auto open = OrdinaryFile::open(file);
    if (!open) return fail(open.error());
    const std::uint64_t size = open->size();
    if (size > maxBytes) {
        return fail(ErrorCode::TooLarge,
                    "has " + std::to_string(size) + " bytes, more than the limit of " + std::to_string(maxBytes), file,
                    "Choose a smaller file.");
    }
    Bytes bytes(size);
    std::size_t got = 0;
    while (got < bytes.size()) {
        const ssize_t n = ::read(open->descriptor(), bytes.data() + got, bytes.size() - got);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail(errorFromErrno(errno, file, false));
        if (n == 0) break;  // the file shrank meanwhile: what is there is what is checked
        got += static_cast<std::size_t>(n);
    }
    bytes.resize(got);
    return bytes;
}

Result<std::string> readTextFile(const fs::path& file, std::uint64_t maxBytes) {
    return readFile(file, maxBytes).map([](const Bytes& b) { return std::string(b.begin(), b.end()); });
}

Result<void> writeFileAtomically(const fs::path& file, std::span<const std::uint8_t> bytes) {
    return writeFileAtomically(file, std::span(&bytes, 1));
}

Result<fs::path> createTemporaryBeside(const fs::path& file) {
    if (fs::is_directory(fs::symlink_status(file))) return fail(errorFromErrno(EISDIR, file, true));
    fs::path temporary = temporaryBeside(file);
    const Descriptor fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!fd.valid()) return fail(errorFromErrno(errno, file, true));
    return temporary;
}

Result<void> moveIntoPlace(const fs::path& temporary, const fs::path& file) {
    int problem = 0;
    {
        Descriptor fd(::open(temporary.c_str(), O_WRONLY | O_CLOEXEC));
        if (!fd.valid() || ::fsync(fd.get()) != 0 || fd.close() != 0) problem = errno;
    }
    if (problem == 0 && ::rename(temporary.c_str(), file.c_str()) != 0) problem = errno;
    if (problem != 0) {
        ::unlink(temporary.c_str());
        return fail(errorFromErrno(problem, file, true));
    }
    syncFolder(file.parent_path());
    return {};
}

Result<void> writeFileAtomically(const fs::path& file, std::span<const std::span<const std::uint8_t>> parts) {
    if (fs::is_directory(fs::symlink_status(file))) return fail(errorFromErrno(EISDIR, file, true));
    const fs::path temporary = temporaryBeside(file);
    Descriptor fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!fd.valid()) return fail(errorFromErrno(errno, file, true));
    int problem = 0;
    for (const auto part : parts)
        if (problem == 0) problem = writeAll(fd.get(), part.data(), part.size());
    if (problem == 0 && ::fsync(fd.get()) != 0) problem = errno;
    if (fd.close() != 0 && problem == 0) problem = errno;
    if (problem == 0 && ::rename(temporary.c_str(), file.c_str()) != 0) problem = errno;
    if (problem != 0) {
        ::unlink(temporary.c_str());
        return fail(errorFromErrno(problem, file, true));
    }
    syncFolder(file.parent_path());
    return {};
}

Result<void> writeFileAtomically(const fs::path& file, std::string_view text) {
    return writeFileAtomically(file, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

Result<void> appendToFile(const fs::path& file, std::string_view text) {
    Descriptor fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
    if (!fd.valid()) return fail(errorFromErrno(errno, file, true));
    const off_t before = ::lseek(fd.get(), 0, SEEK_END);
    int problem = writeAll(fd.get(), reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    if (problem == 0 && ::fsync(fd.get()) != 0) problem = errno;
    if (problem != 0) {
        if (before >= 0 && ::ftruncate(fd.get(), before) != 0) {
            // Nothing more can be done: readers of appended files skip a torn last line.
        }
        return fail(errorFromErrno(problem, file, true));
    }
    return {};
}

Result<void> createFolder(const fs::path& folder) {
    std::error_code code;
    fs::create_directories(folder, code);
    if (code) return fail(errorFromErrno(code.value(), folder, true));
    return {};
}

Result<void> requireReadableFolder(const fs::path& folder) {
    std::error_code code;
    const auto status = fs::status(folder, code);
    if (code && code != std::errc::no_such_file_or_directory) return fail(errorFromErrno(code.value(), folder, false));
    if (!fs::exists(status)) return fail(ErrorCode::NotFound, "does not exist", folder, "Check the name.");
    if (!fs::is_directory(status)) return fail(ErrorCode::NotAFile, "is not a folder", folder, "Choose the folder that holds the images.");
    fs::directory_iterator listing(folder, code);
    if (code) return fail(errorFromErrno(code.value(), folder, false));
    return {};
}

Result<void> requireAbsentOrEmpty(const fs::path& folder) {
    std::error_code code;
    const bool there = fs::exists(folder, code);
    if (code) return fail(errorFromErrno(code.value(), folder, false));
    if (!there) return {};
    if (!fs::is_directory(folder, code)) {
        return fail(ErrorCode::AlreadyExists, "is there already and is no folder", folder, "Choose another name.");
    }
    const fs::directory_iterator listing(folder, code);
    if (code) return fail(errorFromErrno(code.value(), folder, false));
    if (listing != fs::directory_iterator()) {
        return fail(ErrorCode::AlreadyExists, "is not empty", folder, "Choose an empty folder or a new name.");
    }
    return {};
}

std::string toUtf8(const fs::path& path) {
    const auto text = path.u8string();
    return {text.begin(), text.end()};
}

}  // namespace leukolens
