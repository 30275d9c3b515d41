#include <algorithm>
#include <map>

#include "core/dataset/cnmc_labels.h"
#include "core/dataset/cnmc_name.h"
#include "core/dataset/labelled_files.h"

namespace leukolens::dataset {
namespace fs = std::filesystem;
namespace {

int officialFold(const fs::path& relative) {
    for (const fs::path& part : relative.parent_path()) {
        if (part == "fold_0") return 0;
        if (part == "fold_1") return 1;
        if (part == "fold_2") return 2;
    }
    return -1;
}

/// The preliminary and final test sets: numbered pictures in folders named after validation or testing.
bool isNumberedTestCell(const fs::path& relative) {
    const std::string stem = relative.stem().string();
    if (!std::all_of(stem.begin(), stem.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
    std::string folder = relative.parent_path().string();
    std::transform(folder.begin(), folder.end(), folder.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return folder.find("valid") != std::string::npos || folder.find("test") != std::string::npos;
}

}  // namespace

bool looksLikeCnmc(const std::vector<fs::path>& files) {
    return std::any_of(files.begin(), files.end(),
                       [](const fs::path& file) { return parseCnmcName(file.stem().string()).has_value(); });
}

LabelledFiles labelCnmc(const fs::path& root, const std::vector<fs::path>& files) {
    LabelledFiles labelled{"c-nmc", {"all", "hem"}, {}, {}};
    std::map<fs::path, int> unlabelled;
    CnmcLabels labels;
    for (const fs::path& file : files) {
        const fs::path relative = file.lexically_relative(root);
        if (const auto name = parseCnmcName(file.stem().string())) {
            labelled.files.push_back({file, name->label, name->subject, officialFold(relative)});
        } else if (isNumberedTestCell(relative)) {
            if (const CnmcName* listed = labels.find(file)) {
                labelled.files.push_back({file, listed->label, listed->subject, -1, true});
            } else {
                ++unlabelled[file.parent_path()];
            }
        } else {
            labelled.problems.push_back({"unknown_file_name", file,
                                         "is not named UID_<subject>_<image>_<cell>_all or _hem as the other cells are, so "
                                         "neither its subject nor its class is known; left out"});
        }
    }
    for (const auto& [folder, count] : unlabelled) {
        labelled.problems.push_back({"unlabelled", folder,
                                     "holds test pictures whose names say no class (" + std::to_string(count) +
                                         "); they do not train and are left out"});
    }
    labelled.problems.insert(labelled.problems.end(), labels.problems().begin(), labels.problems().end());
    return labelled;
}

}  // namespace leukolens::dataset
