// Nuclei of white cells in maps of stain. OpenCV inside core/slide only.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "core/slide/nuclear_stain.h"

namespace leukolens::slide {

/// Densities of nuclear stain (core/slide/nuclear_stain.h) that hold for a whole picture or slide.
struct StainLevels {
    double redCells = 0;      ///< median of what is stained otherwise than nuclei
    double redCellGreen = 0;  ///< median density of green, likewise
    double nuclei = 0;        ///< what has less is none
};

/// From one or several pictures' maps.
StainLevels stainLevels(const std::vector<StainMaps>& maps);

/// What white cells are made of, and not ground or red cells: more nuclear stain than red cells have, or a hue that is nearer to that of nuclei. Bytes of the maps.
bool isWhiteCell(std::uint8_t nuclear, std::uint8_t green, const StainLevels& levels);

struct Nucleus {
    cv::Rect box;          ///< px of the map
    cv::Point2d centre;    ///< mean of its pixels
    double areaUm2 = 0;    ///< of all its lobes
    double stain = 0;      ///< mean density
    double solidity = 0;   ///< area over that of the convex hull, 0…1
    std::vector<cv::Point> hull;
};

struct Nuclei {
    cv::Mat labels;  ///< CV_32S: 0 none, else 1 + index in list
    std::vector<Nucleus> list;
};

/// Lobes that belong together are one nucleus, nuclei that touch are parted, what is much smaller than a nucleus is left out. umPerPx: of the maps; made for 0.25 to 1.
Nuclei findNuclei(const StainMaps& maps, double umPerPx, const StainLevels& levels);

}  // namespace leukolens::slide
