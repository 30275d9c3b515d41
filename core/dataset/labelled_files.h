// Which class and subject each file belongs to, told by names, folders and C-NMC's table of labels: no picture is opened here.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"

namespace leukolens::dataset {

struct LabelledFile {
    std::filesystem::path path;
    std::string label;      ///< one of LabelledFiles::classes
    std::string subject;    ///< empty: not known
    int officialFold = -1;  ///< -1: none
    bool external = false;  ///< of the test that never trains
};

struct LabelledFiles {
    std::string layout;                ///< as in Dataset
    std::vector<std::string> classes;  ///< sorted
    std::vector<LabelledFile> files;   ///< in the order they came
    std::vector<Problem> problems;     ///< files that have no label
};

/// Whether any file is named as C-NMC names its cells.
bool looksLikeCnmc(const std::vector<std::filesystem::path>& files);

LabelledFiles labelCnmc(const std::filesystem::path& root, const std::vector<std::filesystem::path>& files);

/// Each direct subfolder of `root` is a class; no subject is known.
LabelledFiles labelByFolder(const std::filesystem::path& root, const std::vector<std::filesystem::path>& files);

}  // namespace leukolens::dataset
