// A drawn field of a stained smear, red cells with white cells among them, so that everyone can try Slides without anybody's images.
#pragma once

#include <string>
#include <vector>

#include "core/dataset/demo_cells.h"

namespace leukolens::dataset {

struct DemoFieldSettings {
    int width = 1'600, height = 1'200;  ///< px, at kDemoFieldUmPerPx
    int subject = 0;                    ///< whose stain and habit, as those of the demonstration cells
    int field = 0;                      ///< another one of the same subject
    int whiteCells = 9;                 ///< as many as find room
    std::uint64_t seed = 2019;
};

inline constexpr double kDemoFieldUmPerPx = 0.1;

inline constexpr const char* kDemoRedCell = "red cell";

/// Tight around what is to be seen of a cell. Edges in px: right and bottom lie behind its last pixels.
struct DemoBox {
    std::string className;  ///< demoClass() or kDemoRedCell
    int left = 0, top = 0, right = 0, bottom = 0;
};

struct DemoField {
    image::Image picture;
    struct Place {
        int x = 0, y = 0;  ///< px: middle of a white cell
        bool blast = false;
    };
    std::vector<Place> whiteCells;
    std::vector<DemoBox> boxes;  ///< of all cells, but for red ones of which less than a third is in the picture
};

/// Mostly blasts, some normal ones, as in a patient's smear. Thread-safe.
DemoField drawDemoField(const DemoFieldSettings& settings);

/// `fields` PNGs (demonstration-field-1.png, …) of one subject. Replaces those of an earlier time. Fails as writing does.
Result<void> writeDemoFields(const std::filesystem::path& folder, int fields, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::dataset
