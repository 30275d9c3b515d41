// Boxes that people drew around things in a picture, as Pascal VOC's XML says them (LabelImg, CVAT and others write it).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/detection/field.h"

namespace leukolens::fields {

struct NamedBox {
    std::string name;       ///< of its class: "WBC"
    detection::Box box;     ///< px of the picture as annotated; the file's numbers as they are, whether it counts from 0 or 1
    bool difficult = false;
    friend bool operator==(const NamedBox&, const NamedBox&) = default;
};

struct VocAnnotation {
    int width = 0, height = 0;  ///< px; 0: the file does not say
    std::vector<NamedBox> boxes;
    friend bool operator==(const VocAnnotation&, const VocAnnotation&) = default;
};

/// The file is hostile until read: at most 8 MB, 20,000 boxes, 16 levels deep; a document type, and so every entity of one's own, is refused. Fails with TooLarge, or with ReadFailed naming line
/// and fault: no XML, another root than "annotation", an object without a name or a box, a number that is none, a box without an area. `file` is named in errors.
Result<VocAnnotation> parseVocAnnotation(std::span<const std::uint8_t> xml, const std::filesystem::path& file);

/// The same from a file; fails as readFile() does too.
Result<VocAnnotation> readVocAnnotation(const std::filesystem::path& file);

/// What parseVocAnnotation() reads back to the same, as the XML that labelling programs read too. pictureName: the picture's file name. Fails with InvalidArgument where a name (empty, not UTF-8, with spaces
/// around it or characters that XML does not know) or a box cannot be said so.
Result<std::string> vocAnnotation(const VocAnnotation& annotation, const std::string& pictureName);

}  // namespace leukolens::fields
