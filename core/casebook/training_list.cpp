#include "core/casebook/training_list.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/digest/sha256.h"

namespace leukolens::casebook {
namespace {

constexpr std::size_t kSubjectDigits = 12;

std::string subjectOf(const CaseSummary& summary) {
    // A list goes where data go, to colleagues and clusters: it says who belongs together, not who it is.
    if (summary.name.empty()) return "case-" + std::to_string(summary.id);
    return "patient-" + digest::sha256(std::string_view(summary.name)).substr(0, kSubjectDigits);
}

/// One more than the highest number that is there.
int nextVersion(const std::filesystem::path& folder, const std::string& stem) {
    int highest = 0;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        if (name.size() <= stem.size() + 4 || !name.starts_with(stem) || !name.ends_with(".csv")) continue;
        int number = 0;
        const char* end = name.data() + name.size() - 4;
        if (const auto read = std::from_chars(name.data() + stem.size(), end, number); read.ec == std::errc() && read.ptr == end) highest = std::max(highest, number);
    }
    return highest + 1;
}

}  // namespace

Result<TrainingList> writeTrainingList(const CaseSummary& summary, const std::vector<CaseCell>& cells, const std::filesystem::path& folder) {
    const std::string subject = subjectOf(summary);
    std::string text = "path,class,subject,sha256,predicted\r\n";
    TrainingList list;
    for (const CaseCell& cell : cells) {
        if (!cell.reviewed || cell.excluded || cell.assignedClass == kUnidentified) continue;
        text += csvField(cell.path) + ',' + csvField(cell.assignedClass) + ',' + subject + ',' + cell.sha256 + ',' + csvField(cell.predictedClass) + "\r\n";
        ++list.cells;
    }
    if (list.cells == 0)
        return fail(ErrorCode::EmptyDataset, "no cell of this case is reviewed and has a class", {}, "Confirm or correct cells first.");
    if (auto made = createFolder(folder); !made) return fail(made.error());
    const std::string stem = "case-" + std::to_string(summary.id) + "-v";
    list.version = nextVersion(folder, stem);
    list.file = folder / (stem + std::to_string(list.version) + ".csv");
    if (auto written = writeFileAtomically(list.file, text); !written) return fail(written.error());
    return list;
}

}  // namespace leukolens::casebook
