// Drawn fields with a box around every cell, so that everyone can try a finder of cells without anybody's images.
#pragma once

#include <map>
#include <string>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"

namespace leukolens::fields {

inline constexpr int kLeastDemoFields = 2, kMostDemoFields = 1000;

/// Boxes of each class.
using BoxCounts = std::map<std::string, int>;

/// Fields of six subjects in Pascal VOC's layout (JPEGImages/subject-S-field-F.png, Annotations/subject-S-field-F.xml), the same for the same number. `folder` must be absent or empty (AlreadyExists
/// otherwise), and is as it was where this fails: with InvalidArgument for a number outside kLeastDemoFields … kMostDemoFields, with Cancelled, or as writing does.
Result<BoxCounts> writeDemoFieldSet(const std::filesystem::path& folder, int fields, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::fields
