#include "core/image/byte_source.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "core/base/files.h"

namespace leukolens::image {
namespace {

constexpr std::uint64_t kWindowBytes = 256 << 10;

}  // namespace

ByteSource::ByteSource(OrdinaryFile file, std::filesystem::path path, CancelToken cancel)
    : m_file(std::move(file)), m_path(std::move(path)), m_cancel(std::move(cancel)), m_size(m_file->size()) {}

std::span<const std::uint8_t> ByteSource::part(std::uint64_t offset, std::uint64_t count) {
    if (offset > m_size || count > m_size - offset) throw std::out_of_range("ByteSource");
    if (!holds(offset, count)) load(offset, count);
    return m_window.subspan(offset - m_begin, count);
}

std::span<const std::uint8_t> ByteSource::ready(std::uint64_t offset) {
    part(offset, 1);
    return m_window.subspan(offset - m_begin);
}

void ByteSource::copy(std::uint64_t offset, std::span<std::uint8_t> out) {
    if (offset > m_size || out.size() > m_size - offset) throw std::out_of_range("ByteSource");
    while (!out.empty()) {
        const auto next = ready(offset);
        const std::size_t count = std::min(next.size(), out.size());
        std::memcpy(out.data(), next.data(), count);
        offset += count;
        out = out.subspan(count);
    }
}

void ByteSource::load(std::uint64_t offset, std::uint64_t count) {
    const std::uint64_t length = std::min(m_size, std::max(kWindowBytes, count));
    // Rows of a picture may lie from below upwards: what lies before is then wanted next.
    const std::uint64_t from = offset < m_begin ? offset + count - std::min(offset + count, length) : offset;
    m_buffer.resize(std::min(length, m_size - from));
    if (!m_problem) m_problem = m_cancel.cancelled() ? Error{ErrorCode::Cancelled, "stopped", m_path, {}} : fill(from, m_buffer);
    if (m_problem) std::fill(m_buffer.begin(), m_buffer.end(), std::uint8_t{0});
    m_begin = from;
    m_window = m_buffer;
}

std::optional<Error> ByteSource::fill(std::uint64_t from, std::span<std::uint8_t> out) const {
    while (!out.empty()) {
        const ssize_t n = ::pread(m_file->descriptor(), out.data(), out.size(), static_cast<off_t>(from));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return errorFromErrno(errno, m_path, false);
        if (n == 0) return Error{ErrorCode::ReadFailed, "changes while it is read", m_path, "Wait until the program that writes it has finished, then open it again."};
        from += static_cast<std::uint64_t>(n);
        out = out.subspan(static_cast<std::size_t>(n));
    }
    return std::nullopt;
}

}  // namespace leukolens::image
