// Directories as TIFF 6.0 and EXIF have them, in untrusted bytes.
#pragma once

#include <optional>

#include "core/image/probe.h"

namespace leukolens::image {

/// Entries of whole numbers; every place has been checked against the bytes.
class TiffDirectory {
public:
    struct Entry {
        std::uint32_t elementBytes = 0;
        std::uint64_t count = 0;
        std::uint64_t at = 0;  ///< where the elements are
    };

    /// Nothing if it is empty or not wholly inside the bytes.
    static std::optional<TiffDirectory> at(const ByteView& view, std::uint64_t offset);

    /// Nothing if absent, of a type that holds no whole numbers, or outside the bytes.
    std::optional<Entry> find(std::uint32_t tag) const;
    bool has(std::uint32_t tag) const;

    std::uint32_t element(const Entry& entry, std::uint64_t index) const;
    std::uint32_t number(std::uint32_t tag, std::uint32_t otherwise) const;

    /// Where the next directory begins; 0: this is the last.
    std::uint64_t next() const;

private:
    TiffDirectory(const ByteView& view, std::uint64_t at, std::uint64_t entries) : m_view(view), m_at(at), m_entries(entries) {}
    std::optional<std::uint64_t> place(std::uint32_t tag) const;

    ByteView m_view;
    std::uint64_t m_at;
    std::uint64_t m_entries;
};

}  // namespace leukolens::image
