#include "app/cli/train_all.h"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/console.h"
#include "app/cli/training_output.h"
#include "core/base/files.h"
#include "core/experiment/comparison_file.h"
#include "core/experiment/run_data.h"

namespace leukolens::cli {
namespace {

using experiment::ComparedRow;
using experiment::ModelComparison;
using experiment::RowState;

std::string number(double value, const char* format) {
    if (!std::isfinite(value)) return "-";
    char text[48];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string withInterval(double value, const std::optional<evaluation::Interval>& interval, const char* format) {
    if (!interval) return number(value, format);
    return number(value, format) + " (" + number(interval->low, format) + " to " + number(interval->high, format) + ")";
}

std::string millions(std::int64_t parameters) { return number(static_cast<double>(parameters) / 1e6, "%.2f"); }

std::string optionalNumber(const std::optional<double>& value) { return value ? number(*value, "%.1f") : "-"; }

struct Opened {
    ModelComparison comparison;
    dataset::Dataset data;
};

Result<Opened> open(const TrainAllRequest& request, ProgressBar& bar, const CancelToken& cancel) {
    if (request.goOn) {
        auto comparison = experiment::readComparison(request.folder);
        if (!comparison) return fail(comparison.error());
        if (auto same = request.reading.requireSame(comparison->readAs, request.folder); !same) return fail(same.error());
        auto data = experiment::readDataOfRun(experiment::dataOf(*comparison), request.data.empty() ? comparison->dataSource : request.data, bar, cancel);
        if (!data) return fail(data.error());
        return Opened{std::move(*comparison), std::move(*data)};
    }
    const auto entries = experiment::entriesOf(request.networks, request.weights);
    if (!entries) return fail(entries.error());
    auto data = request.reading.read(request.data, bar, cancel);
    if (!data) return fail(data.error());
    auto comparison = experiment::beginComparison(*data, request.settings, *entries, request.folder, {request.acknowledgement}, {}, bar, cancel);
    if (!comparison) return fail(comparison.error());
    return Opened{std::move(*comparison), std::move(*data)};
}

/// What failed before, and which row is trained now.
class RowTeller {
public:
    explicit RowTeller(ProgressBar& bar) : m_bar(bar) {}
    void operator()(const ModelComparison& comparison, int row) {
        m_bar.clear();
        for (const auto& each : comparison.rows) {
            if (each.state != RowState::Failed || each.name != m_current) continue;
            say("failed: " + titleOf(each) + ": " + each.error->message());
        }
        m_current.clear();
        if (row < 0) return;
        const auto& now = comparison.rows[static_cast<std::size_t>(row)];
        m_current = now.name;
        const std::string how = describeInitialisation(now);
        say(std::to_string(row + 1) + " of " + std::to_string(comparison.rows.size()) + ": " + titleOf(now) + (how.empty() ? "" : " (" + how + ")"));
    }

private:
    ProgressBar& m_bar;
    std::string m_current;
};

}  // namespace

void printComparison(const ModelComparison& comparison) {
    std::printf("%-40s %-24s %-28s %-28s %-28s %-28s %9s %8s %8s  %-32s %-8s %s\n", "model", "starts from", "accuracy", "weighted F1", "AUROC", "calibration error", "million", "s/epoch", "images/s",
                "accuracy less InceptionV3", "p", "published");
    for (const auto& row : comparison.rows) {
        std::printf("%-40s %-24s", titleOf(row).c_str(), describeInitialisation(row).c_str());
        const auto published = experiment::comparedNetwork(row.entry.network).published;
        if (row.state != RowState::Done) {
            std::printf(" %s\n", row.error ? ("failed: " + row.error->message()).c_str() : "not trained yet");
            continue;
        }
        for (const auto& figure : row.figures) std::printf(" %-28s", withInterval(figure.value, figure.percentile, "%.4f").c_str());
        std::printf(" %9s %8s %8s", millions(row.parameters).c_str(), optionalNumber(row.secondsAnEpoch).c_str(), optionalNumber(row.imagesASecond).c_str());
        std::printf("  %-32s %-8s", row.difference ? withInterval(row.difference->difference, row.difference->interval, "%+.4f").c_str() : "-",
                    row.difference && row.difference->p ? number(*row.difference->p, "%.3f").c_str() : "-");
        std::printf(" %s\n", published ? published->figure.c_str() : "");
    }
    std::printf("\n95 %% intervals and differences over %s. Published figures were measured by others on other data:\n", comparison.overSubjects ? "subjects" : "images, as no subject is known");
    for (const auto& row : comparison.rows) {
        const auto published = experiment::comparedNetwork(row.entry.network).published;
        if (published && row.entry.weightsFile.empty())
            std::printf("  %s %s: %s%s%s\n", titleOf(row).c_str(), published->figure.c_str(), published->measuredOn.c_str(), published->measuredOn.empty() ? "" : "; ", published->source.c_str());
    }
    std::printf("folder: %s\n", comparison.folder.c_str());
}

int trainAll(const TrainAllRequest& request) {
    const auto cancel = stopOnSignal();
    ProgressBar bar;
    auto opened = open(request, bar, cancel);
    bar.clear();
    if (!opened) return reportTrainingFailure(opened.error());
    sayProblems(opened->data);
    TrainingLog log(bar);
    const PauseGate neverPaused;
    const auto done = experiment::goOnWithComparison(opened->data, opened->comparison, {{log, bar, cancel, neverPaused}, RowTeller(bar)});
    bar.clear();
    if (!done) return reportTrainingFailure(done.error());
    if (request.json) {
        auto json = experiment::toJson(opened->comparison);
        json["folder"] = toUtf8(opened->comparison.folder);
        printJson(json);
    } else {
        printComparison(opened->comparison);
    }
    return opened->comparison.finished() ? kDone : kFailed;
}

}  // namespace leukolens::cli
