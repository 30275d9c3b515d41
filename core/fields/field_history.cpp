#include "core/fields/field_history.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>
#include <sstream>
#include <string_view>

#include "core/base/files.h"

namespace leukolens::fields {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxBytes = 64u << 20;
constexpr const char* kName = "history.csv";
constexpr const char* kHeader = "epoch,objectness_loss,proposal_box_loss,class_loss,box_loss,learning_rate,seconds\n";

/// With a point, whatever the locale; 0 for what is no number.
double numberOf(std::string_view text) {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

struct Rows {
    std::string text;  ///< with the header
    std::vector<double> seconds;
};

Result<Rows> readRows(const fs::path& file, std::size_t most) {
    const auto text = readTextFile(file, kMaxBytes);
    if (!text) return fail(text.error());
    Rows rows;
    std::istringstream lines(*text);
    std::string line;
    for (std::size_t row = 0; row <= most && std::getline(lines, line); ++row) {
        rows.text += line + '\n';
        if (row > 0) rows.seconds.push_back(numberOf(std::string_view(line).substr(line.rfind(',') + 1)));
    }
    return rows;
}

}  // namespace

Result<void> beginFieldHistory(const fs::path& run) { return writeFileAtomically(run / kName, std::string_view(kHeader)); }

Result<void> appendToFieldHistory(const fs::path& run, const FieldEpoch& e) {
    std::string row = std::to_string(e.epoch);
    for (const double value : {e.losses.objectness, e.losses.proposalBoxes, e.losses.classes, e.losses.boxes, e.learningRate, e.seconds}) row += ',' + nlohmann::json(value).dump();
    return appendToFile(run / kName, row + '\n');
}

Result<std::vector<double>> keepFieldHistory(const fs::path& run, std::size_t epochs) {
    auto rows = readRows(run / kName, epochs);
    if (!rows) return fail(rows.error());
    if (auto written = writeFileAtomically(run / kName, rows->text); !written) return fail(written.error());
    return std::move(rows->seconds);
}

Result<double> meanSecondsAnEpoch(const fs::path& run) {
    const auto rows = readRows(run / kName, std::numeric_limits<std::size_t>::max());
    if (!rows) return fail(rows.error());
    const double mean = std::accumulate(rows->seconds.begin(), rows->seconds.end(), 0.0) / static_cast<double>(rows->seconds.size());
    if (!std::isfinite(mean) || mean <= 0) return fail(ErrorCode::ReadFailed, "says of no epoch how long it took", run / kName, "The run folder is damaged.");
    return mean;
}

}  // namespace leukolens::fields
