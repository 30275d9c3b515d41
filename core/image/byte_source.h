// The bytes of an untrusted file, in memory or read in pieces as they are asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/ordinary_file.h"

namespace leukolens::image {

/// A file is read and not mapped: one that is cut short meanwhile must not end the program. Not thread-safe.
class ByteSource {
public:
    /// The bytes must outlive it.
    explicit ByteSource(std::span<const std::uint8_t> bytes) : m_size(bytes.size()), m_window(bytes) {}

    /// Reads stop soon after `cancel`. `path` is only named in errors.
    ByteSource(OrdinaryFile file, std::filesystem::path path, CancelToken cancel);

    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;

    std::uint64_t size() const { return m_size; }
    bool inMemory() const { return !m_file; }

    /// `count` bytes that are inside the file, valid until the next call. Zeros after a failure, which problem() tells: ask before what they say is believed.
    std::span<const std::uint8_t> part(std::uint64_t offset, std::uint64_t count);

    /// What lies ready from `offset` < size() on: one byte at least. Valid until the next call.
    std::span<const std::uint8_t> ready(std::uint64_t offset);

    /// Copies bytes that are inside the file.
    void copy(std::uint64_t offset, std::span<std::uint8_t> out);

    /// Why reading failed: ReadFailed (a file that changed meanwhile included), Cancelled.
    const std::optional<Error>& problem() const { return m_problem; }

private:
    bool holds(std::uint64_t offset, std::uint64_t count) const { return offset >= m_begin && offset - m_begin <= m_window.size() && count <= m_window.size() - (offset - m_begin); }
    void load(std::uint64_t offset, std::uint64_t count);
    std::optional<Error> fill(std::uint64_t from, std::span<std::uint8_t> out) const;

    std::optional<OrdinaryFile> m_file;
    std::filesystem::path m_path;
    CancelToken m_cancel;
    std::uint64_t m_size;
    std::uint64_t m_begin = 0;  ///< where m_window stands in the file
    std::span<const std::uint8_t> m_window;
    std::vector<std::uint8_t> m_buffer;
    std::optional<Error> m_problem;
};

}  // namespace leukolens::image
