// What can be said of a picture of a cell without knowing what it shows: size, sharpness, stain colour.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "core/image/image.h"

namespace leukolens::image {

/// The cell is every pixel that is not black (brightest channel above kBlackUpTo): on a picture that was not segmented, nearly all of them.
struct PictureFacts {
    int width = 0;         ///< px, 0: nothing is known
    int height = 0;        ///< px
    float cellShare = 0;   ///< share of the picture that is cell, 0…1
    float sharpness = 0;   ///< variance of the Laplacian (0 1 0, 1 −4 1, 0 1 0; Pech-Pacheco et al. 2000) of grey 0…255, over pixels whose four
                           ///< neighbours are cell too; 0: there are none. Comparable between pictures of one magnification only
    std::array<float, 3> labMean{};  ///< L* (0…100), a*, b* (about −128…127) over the cell
    std::array<float, 3> labSd{};    ///< their standard deviations, of the cell as the whole population

    bool known() const { return width > 0; }
    bool operator==(const PictureFacts&) const = default;
};

constexpr int kBlackUpTo = 12;  ///< JPEG's noise around a segmented cell stays below

/// L*a*b* of CIE 15:2004, 8.2.1.1, white D65 (0.95047, 1, 1.08883), from sRGB by IEC 61966-2-1. Of a cell of
/// more than 16,384 pixels, every n-th pixel of every n-th row of the picture counts for the colours, n = ⌈√(pixels / 16,384)⌉. Grey is
/// 0.299 R + 0.587 G + 0.114 B, rounded. Takes the memory of a few rows. The same numbers on every x86-64. Thread-safe.
PictureFacts factsOf(const Image& picture);

constexpr std::size_t kPackedFactsBytes = 40;
constexpr std::uint32_t kFactsVersion = 1;  ///< raise it when factsOf() gives other numbers

/// For files: little-endian. unpackFacts() gives nothing where a number is impossible.
std::array<std::uint8_t, kPackedFactsBytes> packFacts(const PictureFacts& facts);
std::optional<PictureFacts> unpackFacts(std::span<const std::uint8_t, kPackedFactsBytes> bytes);

}  // namespace leukolens::image
