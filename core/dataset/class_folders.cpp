#include <set>

#include "core/dataset/labelled_files.h"

namespace leukolens::dataset {
namespace fs = std::filesystem;

LabelledFiles labelByFolder(const fs::path& root, const std::vector<fs::path>& files) {
    LabelledFiles labelled{"class-folders", {}, {}, {}};
    std::set<std::string> classes;
    int outside = 0;
    for (const fs::path& file : files) {
        const fs::path relative = file.lexically_relative(root);
        if (!relative.has_parent_path()) {
            ++outside;
            continue;
        }
        const std::string label = relative.begin()->string();
        classes.insert(label);
        labelled.files.push_back({file, label, {}, -1});
    }
    labelled.classes.assign(classes.begin(), classes.end());
    if (outside > 0) {
        labelled.problems.push_back({"unlabelled", root,
                                     "holds images outside any class folder (" + std::to_string(outside) +
                                         "); they have no class and are left out"});
    }
    return labelled;
}

}  // namespace leukolens::dataset
