// Which class and subject each file belongs to, told by names, folders and C-NMC's table of labels: no picture is opened here.
#pragma once

#include <filesystem>
#include <optional>
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
    std::string howRead;               ///< as in Dataset
    FactsBySubject facts;              ///< of subjects, where a table has them
    std::filesystem::path root;        ///< as in Dataset
    TableColumns columns;              ///< of a table: those that were read
};

/// Whether half the files or more are named as C-NMC names its cells; its numbered test pictures do not count.
bool looksLikeCnmc(const std::filesystem::path& root, const std::vector<std::filesystem::path>& files);

LabelledFiles labelCnmc(const std::filesystem::path& root, const std::vector<std::filesystem::path>& files);

/// validation_data without the training folds: numbered pictures only, which a table of labels lists. Nothing if it is not that.
std::optional<LabelledFiles> labelCnmcTestAlone(const std::vector<std::filesystem::path>& files);

/// Classes, and where it is certain subjects, by the folders of each file below `root`. The rules, in this order:
///  1. A folder that holds everything is passed over, down to the first folder that branches, unless images lie directly in that one.
///  2. Where all folders are parts (train, test, val, fold_1, "training_data"…), they are merged ("merged_parts"); so are parts in every class folder.
///  3. No folder branches (after that), and half the files or more are named as ALL-IDB2's (Im001_1.tif: blast, Im131_0.tif: not-blast): these classes.
///  4. subject/class/…: every image lies two folders deep at least, there are more first folders than different second ones, the second ones come
///     twice or more on average, and the names say so: three quarters of the first ones look like subjects, or all second ones like classes.
///  5. class/subject/…: every image lies two folders deep at least, there are more different second folders than first ones, and three quarters of them
///     look like subjects (looksLikeSubject() in names.h).
///  6. Otherwise, and wherever 4 and 5 leave a doubt: class/…, folders below it without meaning, no subject. A false claim that patients are kept
///     apart does more harm than a missing one.
/// `order` other than Detect takes the place of 4 to 6. Which rule was used, and why subjects were not taken, is said in howRead.
LabelledFiles labelByFolder(const std::filesystem::path& root, const std::vector<std::filesystem::path>& files, FolderOrder order);

}  // namespace leukolens::dataset
