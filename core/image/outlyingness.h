// Which pictures of a set are unlike the others.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/image/picture_facts.h"

namespace leukolens::image {

enum class Feature { Size, CellShare, Sharpness, Lightness, GreenRed, BlueYellow, LightnessSpread, GreenRedSpread, BlueYellowSpread };

/// Stable snake_case name, e.g. "sharpness".
std::string_view toString(Feature feature);

struct Outlyingness {
    double distance = 0;               ///< 0: like the middle of the set; above 6 or so, worth a look
    Feature farthest = Feature::Size;  ///< what sets it apart most
};

/// One for each picture, in their order. In each feature the distance from the set's median, over 1.4826 times the median of such distances (MAD,
/// Hampel 1974), so that outliers do not hide each other; `distance` is the root of the mean of their squares. A feature in which half the set is alike is measured
/// against the smallest difference that matters to the eye. Size (px²) and sharpness are compared by their logarithms. Pictures whose facts are not
/// known get 0 and do not count.
std::vector<Outlyingness> outlyingness(std::span<const PictureFacts> pictures);

}  // namespace leukolens::image
