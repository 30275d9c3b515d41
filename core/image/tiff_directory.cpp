#include "core/image/tiff_directory.h"

namespace leukolens::image {

std::optional<TiffDirectory> TiffDirectory::at(const ByteView& view, std::uint64_t offset) {
    const std::uint64_t entries = view.holds(offset, 2) ? view.u16(offset) : 0;
    if (entries == 0 || !view.holds(offset, 2 + 12 * entries)) return std::nullopt;
    return TiffDirectory(view, offset + 2, entries);
}

std::optional<std::uint64_t> TiffDirectory::place(std::uint32_t tag) const {
    for (std::uint64_t i = 0; i < m_entries; ++i) {
        if (m_view.u16(m_at + 12 * i) == tag) return m_at + 12 * i;
    }
    return std::nullopt;
}

bool TiffDirectory::has(std::uint32_t tag) const { return place(tag).has_value(); }

std::optional<TiffDirectory::Entry> TiffDirectory::find(std::uint32_t tag) const {
    const auto found = place(tag);
    if (!found) return std::nullopt;
    const std::uint32_t type = m_view.u16(*found + 2);
    Entry entry;
    entry.elementBytes = type == 1 ? 1 : type == 3 ? 2 : type == 4 ? 4 : 0;
    entry.count = m_view.u32(*found + 4);
    const std::uint64_t bytes = entry.elementBytes * entry.count;
    entry.at = bytes <= 4 ? *found + 8 : m_view.u32(*found + 8);
    if (bytes == 0 || !m_view.holds(entry.at, bytes)) return std::nullopt;
    return entry;
}

std::uint32_t TiffDirectory::element(const Entry& entry, std::uint64_t index) const {
    const std::uint64_t at = entry.at + index * entry.elementBytes;
    return entry.elementBytes == 1 ? m_view.u8(at) : entry.elementBytes == 2 ? m_view.u16(at) : m_view.u32(at);
}

std::uint32_t TiffDirectory::number(std::uint32_t tag, std::uint32_t otherwise) const {
    const auto entry = find(tag);
    return entry ? element(*entry, 0) : otherwise;
}

std::uint64_t TiffDirectory::next() const {
    const std::uint64_t link = m_at + 12 * m_entries;
    return m_view.holds(link, 4) ? m_view.u32(link) : 0;
}

}  // namespace leukolens::image
