// Fields of a folder with the boxes that somebody drew: what a finder of cells is trained on and measured with.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/detection/field.h"
#include "core/image/image.h"

namespace leukolens::fields {

struct FieldFile {
    std::filesystem::path picture;
    std::string name;      ///< path below the folder, UTF-8
    int width = 0, height = 0;  ///< px
    std::vector<detection::LabelledBox> boxes;  ///< px of the picture
    std::string sha256;    ///< of the picture
};

/// Something a person should know; a field or box concerned is left out.
struct FieldProblem {
    std::string code;      ///< toString(ErrorCode) of a broken file; "no_boxes_file", "boxes_taken", "duplicate", "other_size", "outside", "name_not_utf8"
    std::filesystem::path path;
    std::string message;   ///< plain English
};

struct FieldSet {
    std::filesystem::path root;
    std::vector<std::string> classes;  ///< sorted
    std::vector<FieldFile> fields;     ///< sorted by name
    std::vector<FieldProblem> problems;

    std::string sha256() const;        ///< of names of classes, pictures and boxes
    std::vector<int> boxesOfClass(std::span<const int> of) const;  ///< of these fields
};

/// Every picture below `folder` with an XML file of its name beside it or, as in Pascal VOC's layout, in a folder Annotations beside its own. An XML file has one picture: masks of the same name have none. All pictures are read and checked. Fails with EmptyDataset
/// where none has boxes, as requireReadableFolder() does, or with Cancelled.
Result<FieldSet> readFields(const std::filesystem::path& folder, ProgressSink& progress, const CancelToken& cancel);

/// The fields of the test part, drawn by the seed, sorted; a share of 0…0.9, at least one field stays to train on.
std::vector<int> drawnTestPart(int fields, double share, std::uint64_t seed);

/// How large a field is shown to the network: its shorter side is brought to `shortSidePx`, unless the longer one would pass 5/3 of that.
struct ShownSize {
    int width = 0, height = 0;  ///< px
    double scaleX = 1, scaleY = 1;  ///< from the field's px to these
};
ShownSize shownSize(int width, int height, int shortSidePx);

/// What was found in a field as shown, in px of the field.
std::vector<detection::FoundBox> inFieldPixels(std::vector<detection::FoundBox> found, const ShownSize& shown);

/// A field as the network gets it, and boxes in its px.
struct ShownField {
    image::Image picture;
    std::vector<detection::LabelledBox> boxes;
    detection::LabelledField labelled() const { return {{picture.width, picture.height, picture.rgb}, boxes}; }
};
Result<ShownField> showField(const FieldFile& field, int shortSidePx);

}  // namespace leukolens::fields
