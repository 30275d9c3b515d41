#include "core/image/probe.h"

#include <algorithm>
#include <stdexcept>

namespace leukolens::image {
namespace {

bool startsWith(std::span<const std::uint8_t> bytes, std::string_view signature) {
    return bytes.size() >= signature.size() &&
           std::equal(signature.begin(), signature.end(), bytes.begin(),
                      [](char expected, std::uint8_t found) { return static_cast<std::uint8_t>(expected) == found; });
}

std::string pixels(const Size& size) {
    return std::to_string(size.width) + " × " + std::to_string(size.height) + " px";
}

/// ", but a GIF", where a person may well have taken it for a picture that is read.
std::string otherKind(std::span<const std::uint8_t> bytes) {
    if (startsWith(bytes, "GIF8")) return ", but a GIF";
    if (startsWith(bytes, {"\0\0\0\x0cjP  ", 8}) || startsWith(bytes, "\xff\x4f\xff\x51")) return ", but JPEG 2000";
    if (bytes.size() >= 12 && startsWith(bytes.subspan(4), "ftyp")) return ", but a HEIF, AVIF or video file";
    if (bytes.size() >= 132 && startsWith(bytes.subspan(128), "DICM")) return ", but DICOM";
    if (startsWith(bytes, "PK")) return ", but a zip archive";
    return {};
}

Result<Probed> probeKind(const Suspect& suspect) {
    if (suspect.source.size() == 0) return fail(ErrorCode::NotAnImage, "is empty", suspect.file, "Copy the file again from where it came.");
    constexpr std::uint64_t kLongestSignature = 132;
    const auto start = suspect.source.part(0, std::min(suspect.source.size(), kLongestSignature));
    if (startsWith(start, {"\x89PNG\r\n\x1a\n", 8})) return probePng(suspect);
    if (startsWith(start, {"\xff\xd8\xff", 3})) return probeJpeg(suspect);
    if (startsWith(start, {"II*\0", 4}) || startsWith(start, {"MM\0*", 4})) return probeTiff(suspect);
    if (startsWith(start, {"II+\0", 4}) || startsWith(start, {"MM\0+", 4})) {
        return notReadHere(suspect, "is a BigTIFF, a form of TIFF for files of gigabytes", "Save it as ordinary TIFF, or as PNG.");
    }
    if (startsWith(start, "RIFF") && start.size() >= 12 && startsWith(start.subspan(8), "WEBP")) return probeWebp(suspect);
    if (startsWith(start, "BM")) return probeBmp(suspect);
    return fail(ErrorCode::NotAnImage, "is not a BMP, PNG, JPEG, TIFF or WebP image" + otherKind(start), suspect.file,
                "If it is a picture of another kind, save it as PNG or BMP.");
}

}  // namespace

ByteView::ByteView(ByteSource& source, bool bigEndian) : m_bigEndian(bigEndian) {
    if (source.inMemory()) {
        m_bytes = source.part(0, source.size());
    } else {
        m_source = &source;
    }
}

std::span<const std::uint8_t> ByteView::part(std::uint64_t offset, std::uint64_t count) const {
    if (m_source) return m_source->part(offset, count);
    if (!holds(offset, count)) throw std::out_of_range("ByteView");
    return m_bytes.subspan(offset, count);
}

std::span<const std::uint8_t> ByteView::ready(std::uint64_t offset) const {
    if (m_source) return m_source->ready(offset);
    return part(offset, size() - offset);
}

std::uint32_t ByteView::number(std::uint64_t offset, unsigned count) const {
    const auto digits = part(offset, count);
    std::uint32_t value = 0;
    for (unsigned i = 0; i < count; ++i) value = value << 8 | digits[m_bigEndian ? i : count - 1 - i];
    return value;
}

tl::unexpected<Error> damaged(const Suspect& suspect, std::string what) {
    return fail(ErrorCode::DamagedImage, std::move(what), suspect.file,
                "Open it in the program that made it and save it again as PNG or BMP.");
}

tl::unexpected<Error> notReadHere(const Suspect& suspect, std::string what, std::string advice) {
    return fail(ErrorCode::NotAnImage, std::move(what), suspect.file, std::move(advice));
}

Result<void> checkSize(const Size& size, const Suspect& suspect) {
    const auto& limits = suspect.limits;
    if (size.width <= 0 || size.height <= 0) return damaged(suspect, "says it measures " + pixels(size));
    const std::string advice = "Cut out or shrink the part that is needed.";
    if (std::max(size.width, size.height) > limits.maxSidePx) {
        return fail(
            ErrorCode::TooLarge,
            "measures " + pixels(size) + ", more than the limit of " + std::to_string(limits.maxSidePx) + " px a side",
            suspect.file, advice);
    }
    if (size.width * size.height > limits.maxPixels) {
        return fail(ErrorCode::TooLarge,
                    "measures " + pixels(size) + ", which is " + std::to_string(size.width * size.height) +
                        " pixels, more than the limit of " + std::to_string(limits.maxPixels),
                    suspect.file, advice);
    }
    if (std::min(size.width, size.height) < limits.minSidePx) {
        return fail(ErrorCode::NotAnImage,
                    "measures " + pixels(size) + "; a picture of a cell has at least " + std::to_string(limits.minSidePx) +
                        " px a side",
                    suspect.file, "Choose a picture of a cell.");
    }
    return {};
}

Result<Probed> probe(const Suspect& suspect) {
    auto probed = probeKind(suspect);
    if (const auto& problem = suspect.source.problem()) return fail(*problem);
    return probed;
}

}  // namespace leukolens::image
