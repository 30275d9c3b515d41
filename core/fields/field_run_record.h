// What a training of a finder of cells left in its run folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/fields/field_set.h"
#include "core/fields/field_settings.h"

namespace leukolens::fields {

inline constexpr const char* kDetectorFile = "detector.leukomodel";

/// What a run began with.
struct FieldRunRecord {
    FieldTrainSettings settings;
    std::filesystem::path dataRoot;
    std::string dataSha256;
    std::vector<std::string> trainFields, testFields;  ///< names, sorted, each once; at least one to train on
    bool finished = false;
};
/// Fails with InvalidArgument for a run of a classifier, with ReadFailed for a damaged one, or as reading does.
Result<FieldRunRecord> readFieldRun(const std::filesystem::path& folder);

/// Indices of the run's test fields in a set that was read again. Fails with DataChanged where one is not there.
Result<std::vector<int>> testPartOf(const FieldRunRecord& record, const FieldSet& set);

}  // namespace leukolens::fields
