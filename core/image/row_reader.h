// Pictures of any size, row by row: what of a picture is in memory at once is bounded.
#pragma once

#include <memory>

#include "core/base/cancel_token.h"
#include "core/image/decode.h"

namespace leukolens::image {

/// The formats, rules and numbers of decodeFile(). Not thread-safe.
class RowReader {
public:
    /// Finds that the file is whole, as decodeFile() does. `cancel` is looked at whenever more of the file is read, here and in next(); not while a WebP is
    /// unpacked, which takes up to two seconds. Fails as decodeFile() does, with Cancelled, and with TooLarge for a picture over limits.maxWholePixels that cannot be read row by row.
    static Result<RowReader> open(const std::filesystem::path& file, const DecodeLimits& limits = {}, const CancelToken& cancel = {});

    /// The same of bytes, which must outlive it; `file` is only named in errors.
    static Result<RowReader> fromBytes(std::span<const std::uint8_t> bytes, const std::filesystem::path& file, const DecodeLimits& limits = {});

    ~RowReader();
    RowReader(RowReader&&) noexcept;
    RowReader& operator=(RowReader&&) noexcept;

    int width() const;        ///< px, as stored
    int height() const;       ///< px, as stored: so many rows there are
    int orientation() const;  ///< EXIF's 1…8, for the caller to apply (core/image/orientation.h)

    /// The next row from the top, as stored. `rgb`: width × 3 bytes, order R, G, B. After a failure, or the last row, there are no more to be asked for.
    /// Fails with DamagedImage, NotAnImage (transparent everywhere, known with the last row), ReadFailed, Cancelled, OutOfMemory.
    Result<void> next(std::span<std::uint8_t> rgb);

private:
    struct State;
    explicit RowReader(std::unique_ptr<State> state);
    static Result<RowReader> started(std::unique_ptr<State> state);

    std::unique_ptr<State> m_state;
};

/// All rows of a reader that has given none yet, in memory, the orientation applied. Fails as RowReader::next() does.
Result<Image> readWhole(RowReader& reader);

}  // namespace leukolens::image
