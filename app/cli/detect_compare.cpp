// leukolens detect compare RUN RUN…
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/console.h"
#include "app/cli/detection_output.h"
#include "app/cli/verbs.h"
#include "core/base/files.h"
#include "core/fields/finder_table.h"

namespace leukolens::cli {
namespace fs = std::filesystem;
namespace {

constexpr const char* kNone = "–";

struct Options {
    std::vector<std::string> runs;
    std::string data, csv;
    std::string device = "auto", precision = "auto";
    bool json = false;
};

std::string number(double value, const char* format) {
    if (!std::isfinite(value)) return kNone;
    char text[48];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string figureText(const fields::FigureOverFields& figure, const char* format) {
    auto text = number(figure.value, format);
    if (figure.low && figure.high) text += " (" + number(*figure.low, format) + " to " + number(*figure.high, format) + ")";
    return text;
}

using TextRow = std::vector<std::string>;

/// On a terminal, where a character of UTF-8 takes one place.
std::size_t placesOf(const std::string& text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](unsigned char c) { return (c & 0xc0) != 0x80; }));
}

/// Each column as wide as its widest text.
void printRows(const std::vector<TextRow>& rows) {
    std::vector<std::size_t> widths(rows.front().size(), 0);
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], placesOf(row[i]));
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) line += row[i] + (i + 1 < row.size() ? std::string(widths[i] - placesOf(row[i]) + 2, ' ') : std::string());
        std::printf("%s\n", line.c_str());
    }
}

TextRow titlesOf(const fields::FinderTable& table) {
    TextRow titles{"finder", "backbone", "starts from"};
    for (const auto& name : table.classes) titles.push_back("AP@0.5 " + name);
    for (const char* title : {"mean AP@0.5", "mean AP@[.5:.95]", "mean AP@0.5 less first", "white recall", "white precision", "million", "s/epoch", "s/field"}) titles.emplace_back(title);
    return titles;
}

TextRow textOf(const fields::FinderRow& row) {
    const auto& f = row.figures;
    TextRow texts{row.name, row.backbone, row.startedFrom.empty() ? "random" : row.startedFrom};
    for (const auto& one : f.classes) texts.push_back(number(one.at50.value, "%.3f"));
    for (const auto& text : {figureText(f.at50, "%.3f"), figureText(f.mean, "%.3f"), row.difference ? figureText(*row.difference, "%+.3f") : kNone, number(f.whiteCells.recall(), "%.3f"), number(f.whiteCells.precision(), "%.3f"),
                             number(static_cast<double>(row.parameters) / 1e6, "%.2f"), number(row.secondsAnEpoch, "%.1f"), number(f.secondsPerField, "%.3f")})
        texts.push_back(text);
    return texts;
}

TextRow textOf(const fields::BuiltInFinder& builtIn, const fields::FinderTable& table) {
    TextRow texts{"built-in finder"};
    texts.resize(3 + table.classes.size() + 3, kNone);
    for (const auto& text : {number(builtIn.whiteCells.recall(), "%.3f"), number(builtIn.whiteCells.precision(), "%.3f"), std::string(kNone), std::string(kNone), number(builtIn.secondsPerField, "%.3f")}) texts.push_back(text);
    return texts;
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

void printTable(const fields::FinderTable& table) {
    std::vector<TextRow> rows{titlesOf(table)};
    for (const auto& row : table.rows) rows.push_back(textOf(row));
    if (table.builtIn) rows.push_back(textOf(*table.builtIn, table));
    printRows(rows);
    std::printf("\n%d test fields. Intervals: 95 %%, bootstrap over fields; differences are paired. Found with here: %s, %s", table.fields, table.device.c_str(), table.precision.c_str());
    std::printf("%s; seconds of an epoch are those of each training.\n", table.builtIn ? "; the built-in finder on the CPU" : "");
    if (table.builtIn) std::printf("White cells, whichever they are called: %s; boxes with a score of 0.5 and more, overlap 0.5 and more.\n", listed(table.whiteClasses).c_str());
    const auto published = fields::publishedFinder();
    std::printf("\nPublished by others, not measured here:\n  %s: %s; on %s\n", published.source.c_str(), published.figure.c_str(), published.measuredOn.c_str());
}

int compare(const Options& options) {
    const auto cancel = stopOnSignal();
    const std::vector<fs::path> folders(options.runs.begin(), options.runs.end());
    const auto runs = fields::readComparedRuns(folders);
    if (!runs) return reportFailure(runs.error());
    ProgressBar bar;
    const auto set = fields::readFields(options.data.empty() ? runs->front().record.dataRoot : fs::path(options.data), bar, cancel);
    bar.clear();
    if (!set) return reportFailure(set.error());
    sayProblems(*set, bar);
    const auto table = fields::compareFinders(*set, *runs, options.device, options.precision, bar, cancel);
    bar.clear();
    if (!table) return reportFailure(table.error());
    if (!options.csv.empty())
        if (auto written = writeFileAtomically(options.csv, fields::toCsv(*table)); !written) return reportFailure(written.error());
    if (options.json) printJson(fields::toJson(*table));
    else printTable(*table);
    return kDone;
}

}  // namespace

void addDetectCompare(CLI::App& detect, Work& work) {
    auto* verb = detect.add_subcommand("compare", "Finders of cells side by side on the same test fields, and the built-in one");
    const auto options = std::make_shared<Options>();
    verb->add_option("RUN", options->runs, "Finished run folders of detect train over the same fields; the others are compared with the first")->required();
    verb->add_option("--data", options->data, "Folder of their fields, only if these have moved");
    verb->add_option("--csv", options->csv, "File to write: a row a finder");
    verb->add_option("--device", options->device, "Where to compute")->check(CLI::IsMember({"auto", "cpu", "cuda"}))->capture_default_str();
    verb->add_option("--precision", options->precision, "Numbers to compute with")->check(CLI::IsMember({"auto", "fp32", "bf16"}))->capture_default_str();
    verb->add_flag("--json", options->json, "One JSON object on standard output");
    verb->callback([options, &work] { work = [options] { return compare(*options); }; });
}

}  // namespace leukolens::cli
