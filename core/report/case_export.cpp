#include "core/report/case_export.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <nlohmann/json.hpp>

#include "core/base/csv.h"
#include "core/base/files.h"

namespace leukolens::report {
namespace {

using nlohmann::json;

/// Shortest decimal that reads back as the same number; a point in every locale.
std::string plainNumber(double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

std::string csvLine(const std::vector<std::string>& fields) {
    std::string line;
    for (const auto& field : fields) line += (line.empty() ? "" : ",") + csvSpreadsheetField(field);
    return line + "\r\n";
}

/// Of the models, in the order of the report; a class that only a person gave has no probability.
std::vector<std::string> classesWithProbability(const CaseReport& report) {
    std::vector<std::string> names;
    for (const auto& count : report.counts) {
        const bool known = std::any_of(report.cells.begin(), report.cells.end(), [&](const casebook::CaseCell& cell) {
            return std::find(cell.classes.begin(), cell.classes.end(), count.className) != cell.classes.end();
        });
        if (known) names.push_back(count.className);
    }
    return names;
}

std::string probabilityField(const casebook::CaseCell& cell, const std::string& className) {
    const auto found = std::find(cell.classes.begin(), cell.classes.end(), className);
    if (found == cell.classes.end()) return {};
    return plainNumber(cell.probabilities[static_cast<std::size_t>(found - cell.classes.begin())]);
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string exportedClass(const std::string& className) {
    return className == casebook::kUnidentified ? "unidentified" : className;
}

json cellJson(const casebook::CaseCell& cell) {
    json probabilities = json::object();
    for (std::size_t i = 0; i < cell.classes.size(); ++i) probabilities[cell.classes[i]] = cell.probabilities[i];
    json exported = {{"id", cell.id},
                     {"path", cell.path},
                     {"sha256", cell.sha256},
                     {"predicted", exportedClass(cell.predictedClass)},
                     {"class", exportedClass(cell.assignedClass)},
                     {"corrected", cell.corrected()},
                     {"reviewed", cell.reviewed},
                     {"excluded", cell.excluded},
                     {"marked", cell.marked},
                     {"flags", cell.flags},
                     {"model", cell.modelName},
                     {"modelSha256", cell.modelSha256},
                     {"probabilities", std::move(probabilities)},
                     {"views", cell.asked.views},
                     {"otherModels", cell.asked.otherModels}};
    exported["disagreement"] = cell.disagreement ? json(*cell.disagreement) : json(nullptr);
    return exported;
}

json blastJson(const CaseReport& report) {
    if (!report.hasBlast) return nullptr;
    return {{"class", report.blastClass}, {"count", report.blasts},    {"proportion", report.blast.value},
            {"low", report.blast.low},    {"high", report.blast.high}, {"interval", "Wilson, 95 %, counting error only"}};
}

}  // namespace

std::string caseCsv(const CaseReport& report) {
    const auto classes = classesWithProbability(report);
    std::vector<std::string> header = {"case",      "patient", "cell",      "path",  "sha256",
                                       "predicted", "class",   "corrected", "model", "model_sha256",
                                       "reviewed",  "excluded", "views",    "other_models", "disagreement"};
    for (const auto& name : classes) header.push_back("p_" + name);
    std::string text = std::string("# ") + kResearchUseNotice + "\r\n" + csvLine(header);
    for (const auto& cell : report.cells) {
        std::vector<std::string> row = {std::to_string(report.summary.id),
                                        report.summary.name,
                                        std::to_string(cell.id),
                                        cell.path,
                                        cell.sha256,
                                        exportedClass(cell.predictedClass),
                                        exportedClass(cell.assignedClass),
                                        cell.corrected() ? "1" : "0",
                                        cell.modelName,
                                        cell.modelSha256,
                                        cell.reviewed ? "1" : "0",
                                        cell.excluded ? "1" : "0",
                                        std::to_string(cell.asked.views),
                                        joined(cell.asked.otherModels),
                                        cell.disagreement ? plainNumber(*cell.disagreement) : std::string()};
        for (const auto& name : classes) row.push_back(probabilityField(cell, name));
        text += csvLine(row);
    }
    return text;
}

json caseJson(const CaseReport& report) {
    json counts = json::array(), cells = json::array();
    for (const auto& count : report.counts) {
        json line = {{"class", exportedClass(count.className)}, {"count", count.count}, {"corrected", count.corrected}, {"predicted", count.predicted}, {"share", nullptr}};
        if (count.share) line["share"] = {{"proportion", count.share->value}, {"low", count.share->low}, {"high", count.share->high}};
        counts.push_back(std::move(line));
    }
    for (const auto& cell : report.cells) cells.push_back(cellJson(cell));
    return {{"notice", kResearchUseNotice},
            {"made", report.made},
            {"case",
             {{"id", report.summary.id},
              {"name", report.summary.name},
              {"created", report.summary.created},
              {"changed", report.summary.changed},
              {"state", report.summary.state == casebook::CaseState::Signed ? "signed" : "open"},
              {"signedBy", report.summary.signedBy},
              {"signedAt", report.summary.signedAt}}},
            {"counts", std::move(counts)},
            {"total", report.total},
            {"identified", report.identified},
            {"excluded", report.excluded},
            {"notReviewed", report.notReviewed},
            {"blast", blastJson(report)},
            {"fewCells", report.fewCells},
            {"models", report.models},
            {"cells", std::move(cells)}};
}

Result<void> writeCaseCsv(const CaseReport& report, const std::filesystem::path& file) {
    return writeFileAtomically(file, caseCsv(report));
}

Result<void> writeCaseJson(const CaseReport& report, const std::filesystem::path& file) {
    return writeFileAtomically(file, caseJson(report).dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

}  // namespace leukolens::report
