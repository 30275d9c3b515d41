#include "core/image/encode.h"

#include <zlib.h>

#include <algorithm>

#include "core/image/encoders.h"
#include "core/image/probe.h"

namespace leukolens::image {
namespace {

constexpr std::size_t kPngHeaderBytes = 8 + 25;  // signature, and the chunk IHDR
constexpr std::string_view kCommentStart{"tEXtComment\0", 12};  // type and keyword
constexpr std::size_t kTypeBytes = 4;

}  // namespace

Result<void> checkPixels(const Image& image) {
    const bool hasArea = image.width > 0 && image.height > 0;
    const std::size_t expected = hasArea ? image.offset(0, image.height) : 0;
    if (hasArea && image.rgb.size() == expected) return {};
    return fail(ErrorCode::InvalidArgument, "a picture of " + std::to_string(image.width) + " × " +
                                                std::to_string(image.height) + " px needs " + std::to_string(expected) +
                                                " bytes, it has " + std::to_string(image.rgb.size()));
}

tl::unexpected<Error> notEncoded(bool outOfMemory, const std::string& reason) {
    if (outOfMemory) return fail(ErrorCode::OutOfMemory, "not enough memory to encode a picture", {}, "Close other programs.");
    return fail(ErrorCode::WriteFailed, "the picture could not be encoded" + (reason.empty() ? std::string() : " (" + reason + ")"));
}

Bytes withPngComment(std::span<const std::uint8_t> png, std::string_view comment) {
    std::string body(kCommentStart);
    body += comment;
    Bytes chunk;
    const auto append32 = [&chunk](std::uint32_t number) {
        for (int shift = 24; shift >= 0; shift -= 8) chunk.push_back(static_cast<std::uint8_t>(number >> shift));
    };
    append32(static_cast<std::uint32_t>(body.size() - kTypeBytes));
    chunk.insert(chunk.end(), body.begin(), body.end());
    append32(static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()))));
    Bytes whole(png.begin(), png.end());
    whole.insert(whole.begin() + static_cast<std::ptrdiff_t>(kPngHeaderBytes), chunk.begin(), chunk.end());
    return whole;
}

std::string pngComment(std::span<const std::uint8_t> file) {
    const ByteView view(file, true);
    constexpr std::size_t kLengthBytes = 4;
    if (!view.holds(kPngHeaderBytes, kLengthBytes)) return {};
    const std::uint64_t bodyBytes = kTypeBytes + view.u32(kPngHeaderBytes);
    if (!view.holds(kPngHeaderBytes + kLengthBytes, bodyBytes)) return {};
    const auto body = view.part(kPngHeaderBytes + kLengthBytes, bodyBytes);
    if (body.size() < kCommentStart.size() || !std::equal(kCommentStart.begin(), kCommentStart.end(), body.begin())) return {};
    return {body.begin() + static_cast<std::ptrdiff_t>(kCommentStart.size()), body.end()};
}

}  // namespace leukolens::image
