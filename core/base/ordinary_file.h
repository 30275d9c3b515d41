// An ordinary file open for reading: no folder, pipe, socket or device.
#pragma once

#include <cstdint>
#include <utility>

#include "core/base/result.h"

namespace leukolens {

class OrdinaryFile {
public:
    /// Never waits for a pipe or device. Links are followed. Fails with NotFound, NoPermission, NotAFile or ReadFailed.
    static Result<OrdinaryFile> open(const std::filesystem::path& file);
    ~OrdinaryFile();
    OrdinaryFile(OrdinaryFile&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)), m_size(other.m_size) {}
    OrdinaryFile& operator=(OrdinaryFile&&) = delete;

    int descriptor() const { return m_fd; }
    std::uint64_t size() const { return m_size; }  ///< bytes, when it was opened

private:
    OrdinaryFile(int fd, std::uint64_t size) : m_fd(fd), m_size(size) {}
    int m_fd;
    std::uint64_t m_size;
};

}  // namespace leukolens
