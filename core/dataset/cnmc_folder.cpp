#include <algorithm>
#include <map>

#include "core/dataset/cnmc_labels.h"
#include "core/dataset/cnmc_name.h"
#include "core/dataset/labelled_files.h"
#include "core/dataset/names.h"

namespace leukolens::dataset {
namespace fs = std::filesystem;
namespace {

int officialFold(const fs::path& relative) {
    for (const fs::path& part : relative.parent_path()) {
        const std::string name = lowerCase(part.string());
        if (name == "fold_0") return 0;
        if (name == "fold_1") return 1;
        if (name == "fold_2") return 2;
    }
    return -1;
}

bool isNumbered(const fs::path& file) {
    const std::string stem = file.stem().string();
    return std::all_of(stem.begin(), stem.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The preliminary and final test sets: numbered pictures in folders named after validation or testing.
bool isNumberedTestCell(const fs::path& relative) {
    const std::string folder = lowerCase(relative.parent_path().string());
    return isNumbered(relative) && (folder.find("valid") != std::string::npos || folder.find("test") != std::string::npos);
}

/// A folder all or hem that says otherwise than the name.
bool contradictsFolder(const fs::path& file, const CnmcName& name) {
    const std::string folder = lowerCase(file.parent_path().filename().string());
    return (folder == "all" || folder == "hem") && folder != name.label;
}

Problem contradiction(const fs::path& file, const CnmcName& name) {
    return {"conflicting_label", file,
            "lies in a folder " + file.parent_path().filename().string() + ", but its name says " + name.label + "; left out"};
}

void noteUnlabelled(const std::map<fs::path, int>& unlabelled, std::vector<Problem>& problems) {
    for (const auto& [folder, count] : unlabelled) {
        problems.push_back({"unlabelled", folder,
                            "holds test pictures whose names say no class (" + std::to_string(count) + "); they do not train and are left out"});
    }
}

std::string saidHow(const LabelledFiles& labelled) {
    const auto external = std::count_if(labelled.files.begin(), labelled.files.end(), [](const LabelledFile& file) { return file.external; });
    std::string text =
        "C-NMC 2019: each file's name says class and subject (UID_<subject>_<image>_<cell>_all or _hem); its folds are read as one set.";
    if (external > 0) text += " The numbered pictures that the table of labels lists are kept apart as external test.";
    return text;
}

}  // namespace

bool looksLikeCnmc(const fs::path& root, const std::vector<fs::path>& files) {
    std::size_t named = 0, others = 0;
    for (const fs::path& file : files) {
        if (parseCnmcName(file.stem().string())) {
            ++named;
        } else if (!isNumberedTestCell(file.lexically_relative(root))) {
            ++others;
        }
    }
    return named > 0 && named >= others;
}

std::optional<LabelledFiles> labelCnmcTestAlone(const std::vector<fs::path>& files) {
    if (files.empty() || !std::all_of(files.begin(), files.end(), isNumbered)) return std::nullopt;
    CnmcLabels labels;
    LabelledFiles labelled;
    std::map<fs::path, int> unlabelled;
    for (const fs::path& file : files) {
        if (const CnmcName* listed = labels.find(file)) {
            labelled.files.push_back({file, listed->label, listed->subject, -1});
        } else {
            ++unlabelled[file.parent_path()];
        }
    }
    if (labelled.files.empty()) return std::nullopt;
    labelled.layout = "c-nmc";
    labelled.classes = {"all", "hem"};
    labelled.howRead = "C-NMC 2019's preliminary test: the table of labels says class and subject of each numbered picture.";
    noteUnlabelled(unlabelled, labelled.problems);
    const auto problems = labels.problems();
    labelled.problems.insert(labelled.problems.end(), problems.begin(), problems.end());
    return labelled;
}

LabelledFiles labelCnmc(const fs::path& root, const std::vector<fs::path>& files) {
    LabelledFiles labelled;
    labelled.layout = "c-nmc";
    labelled.classes = {"all", "hem"};
    std::map<fs::path, int> unlabelled;
    CnmcLabels labels;
    for (const fs::path& file : files) {
        const fs::path relative = file.lexically_relative(root);
        if (const auto name = parseCnmcName(file.stem().string())) {
            if (contradictsFolder(file, *name)) {
                labelled.problems.push_back(contradiction(file, *name));
            } else {
                labelled.files.push_back({file, name->label, name->subject, officialFold(relative)});
            }
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
    noteUnlabelled(unlabelled, labelled.problems);
    const auto problems = labels.problems();
    labelled.problems.insert(labelled.problems.end(), problems.begin(), problems.end());
    labelled.howRead = saidHow(labelled);
    return labelled;
}

}  // namespace leukolens::dataset
