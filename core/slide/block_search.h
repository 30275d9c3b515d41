// Searching one block of a slide. OpenCV inside core/slide only.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/slide/cell_finder.h"
#include "core/slide/nuclei.h"
#include "core/slide/slide.h"

namespace leukolens::slide {

/// What is known of the whole slide before its blocks are searched.
struct Survey {
    double umPerPx = 0;  ///< of level 0
    Ground ground;
    StainLevels levels;
};

/// px of level 0.
struct Block {
    std::int64_t x = 0, y = 0, width = 0, height = 0;
};

struct BlockCells {
    std::vector<FoundCell> cells;  ///< px of level 0, whose middles lie in the block or hardly outside of it; from top to bottom
    bool monolayer = true;         ///< somewhere in it; looked at where it was asked for
};

inline constexpr double kCoarseUmPerPx = 1.0;     ///< for the first look; coarser levels are not searched
inline constexpr double kWorkUmPerPx = 0.3;       ///< for nuclei and cells
inline constexpr double kCoarsestUmPerPx = 1.25;  ///< of level 0: nuclei have too few pixels beyond
inline constexpr double kLargestCellUm = 25;
inline constexpr double kBesideBlockUm = 2;       ///< a middle that is hardly outside; the other block's twin is told by its place

/// Reads the block and its surroundings in a coarse level, and finer ones only where something is stained as nuclei are. Fails with what Slide::read() says, Cancelled.
Result<BlockCells> searchBlock(const Slide& slide, const Block& block, const Survey& survey, bool monolayerOnly, const CancelToken& cancel);

/// Whether a middle lies in the block, or not further than `beside` outside; all px of level 0.
bool isIn(const Block& block, double beside, cv::Point2d at);

/// By their middles, from top to bottom, then from left to right.
void sortFromTop(std::vector<FoundCell>& cells);

/// A part of a level, cut at the level's edges.
struct Patch {
    Pixels pixels;
    double x = 0, y = 0;      ///< of its corner, px of level 0
    double downsample = 1;    ///< of the level
};
/// px of level 0, and the level. The part must reach into the slide. Fails with what Slide::read() says, Cancelled.
Result<Patch> readPatch(const Slide& slide, int level, double x, double y, double width, double height, const CancelToken& cancel);

/// By a whole number of px, to about so many µm per px; rows and columns that are left over at the end are dropped. toLess: px of the picture a px of what is returned.
cv::Mat reduced(const cv::Mat& picture, double umPerPx, double wanted, int& toLess);

}  // namespace leukolens::slide
