// What the Models window has done on a worker: the library's folder and the case file are read and written here, never by
// the GUI.
#pragma once

#include <filesystem>
#include <string>

#include "core/inference/model_library.h"

namespace leukolens::ui {

/// A file that may be added, and its title where it is in the library already.
struct LookedAt {
    inference::ModelInspection inspection;
    std::string listedAs;
};
Result<LookedAt> lookAt(const std::filesystem::path& file, const std::filesystem::path& libraryFolder);

/// How many cases were classified with the model; 0 where there is no case file yet. `caseStore`: as casebook::StoreAddress::parse() takes it.
Result<int> casesReferringTo(const std::string& sha256, const std::string& caseStore);

/// Deletes the model unless a case refers to it; the number of cases that do.
Result<int> removeUnlessReferredTo(const std::string& sha256, const std::filesystem::path& libraryFolder,
                                   const std::string& caseStore);

}  // namespace leukolens::ui
