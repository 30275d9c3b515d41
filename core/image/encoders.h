// What the encoders share.
#pragma once

#include <exception>
#include <string>

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/image/image.h"

namespace leukolens::image {

/// Fails with InvalidArgument where the pixels are not as many as the size says, or none.
Result<void> checkPixels(const Image& image);

/// `reason`: what a library said, or empty.
tl::unexpected<Error> notEncoded(bool outOfMemory, const std::string& reason);

/// Bytes that a C library hands out, through which no exception may pass.
class ByteSink {
public:
    /// False: there is no memory for them.
    bool append(const std::uint8_t* bytes, std::size_t count) noexcept {
        try {
            m_bytes.insert(m_bytes.end(), bytes, bytes + count);
            return true;
        } catch (const std::exception&) {
            return false;
        }
    }
    Bytes take() { return std::move(m_bytes); }

private:
    Bytes m_bytes;
};

}  // namespace leukolens::image
