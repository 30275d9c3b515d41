#include "core/dataset/table_columns.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "core/base/utf8.h"
#include "core/dataset/fact_values.h"
#include "core/dataset/names.h"

namespace leukolens::dataset {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kPreviewRows = 20;

// The first that a header has is the one.
constexpr std::array kPath{"path"sv,      "file path"sv,  "filepath"sv,       "image path"sv, "img path"sv, "file"sv, "filename"sv,
                           "file name"sv, "image file"sv, "image filename"sv, "image name"sv, "image"sv,    "img"sv,  "picture"sv,
                           "datei"sv,     "dateiname"sv,  "pfad"sv,           "bild"sv,       "путь"sv,     "файл"sv, "изображение"sv,
                           "路径"sv,      "文件"sv,       "文件名"sv,         "图像"sv};
constexpr std::array kLabel{"class"sv,    "label"sv,      "labels"sv,   "class name"sv, "classname"sv, "class label"sv, "cell type"sv,
                            "celltype"sv, "cell class"sv, "category"sv, "target"sv,     "diagnosis"sv, "klasse"sv,      "diagnose"sv,
                            "класс"sv,    "метка"sv,      "диагноз"sv,  "类别"sv,       "标签"sv,      "诊断"sv};
constexpr std::array kSubject{"subject"sv, "subject id"sv, "subjectid"sv,   "patient"sv,         "patient id"sv, "patientid"sv, "pid"sv,
                              "person"sv,  "person id"sv,  "participant"sv, "participant id"sv,  "individual"sv, "donor"sv,     "donor id"sv,
                              "case"sv,    "case id"sv,    "proband"sv,     "patientennummer"sv, "пациент"sv,    "患者"sv,      "患者编号"sv};

std::string words(std::string_view name) {
    std::string joined;
    for (const std::string& word : wordsOf(name)) joined += (joined.empty() ? "" : " ") + word;
    return joined;
}

std::optional<std::size_t> byUsualName(const std::vector<std::string>& header, std::span<const std::string_view> usual) {
    for (const std::string_view name : usual) {
        const auto found = std::find_if(header.begin(), header.end(), [&](const std::string& column) { return words(column) == name; });
        if (found != header.end()) return static_cast<std::size_t>(found - header.begin());
    }
    return std::nullopt;
}

Result<std::optional<std::size_t>> findColumn(const std::vector<std::string>& header, const std::string& asked,
                                              std::span<const std::string_view> usual, const std::filesystem::path& table) {
    if (asked.empty()) return byUsualName(header, usual);
    auto found = std::find(header.begin(), header.end(), asked);
    if (found == header.end())
        found = std::find_if(header.begin(), header.end(), [&](const std::string& column) { return lowerCase(column) == lowerCase(trimmed(asked)); });
    if (found == header.end())
        return fail(ErrorCode::ReadFailed, "names no column " + quotedForMessage(asked) + ", only " + listed(header), table,
                    "Choose one of its columns.");
    return static_cast<std::size_t>(found - header.begin());
}

std::string factName(FactKind kind) {
    switch (kind) {
        case FactKind::Age: return "ageYears";
        case FactKind::Sex: return "sex";
        case FactKind::WhiteCount: return "whiteCount";
        case FactKind::Immunophenotype: return "immunophenotype";
        case FactKind::Genetics: return "genetics";
        case FactKind::Prednisone: return "prednisoneResponse";
        case FactKind::Mrd: return "mrdPercent";
        case FactKind::Personal:
        case FactKind::Other: break;
    }
    return {};
}

}  // namespace

std::vector<std::size_t> ColumnPlaces::all() const {
    std::vector<std::size_t> places;
    for (const auto& place : {path, label, subject}) {
        if (place) places.push_back(*place);
    }
    return places;
}

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 12;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) text += (i > 0 ? ", " : "") + quotedForMessage(names[i], 40);
    if (names.size() > kShown) text += " and " + std::to_string(names.size() - kShown) + " more";
    return text;
}

Result<ColumnPlaces> findColumns(const std::vector<std::string>& header, const TableColumns& asked, const std::filesystem::path& table) {
    ColumnPlaces places;
    const auto path = findColumn(header, asked.path, kPath, table);
    const auto label = findColumn(header, asked.label, kLabel, table);
    const auto subject = asked.noSubject ? Result<std::optional<std::size_t>>(std::nullopt) : findColumn(header, asked.subject, kSubject, table);
    for (const auto* found : {&path, &label, &subject}) {
        if (!*found) return fail(found->error());
    }
    places = {*path, *label, *subject};
    const auto all = places.all();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (std::count(all.begin(), all.end(), all[i]) > 1)
            return fail(ErrorCode::InvalidArgument, "the column " + quotedForMessage(header[all[i]]) + " is asked to say two things", table,
                        "Name another column.");
    }
    return places;
}

Result<TablePreview> previewTable(const std::filesystem::path& table) {
    auto reader = CsvReader::open(table);
    if (!reader) return fail(reader.error());
    TablePreview preview;
    preview.columns = reader->header();
    preview.separator = reader->separator();
    const auto places = findColumns(preview.columns, {}, table);
    if (!places) return fail(places.error());
    const auto nameAt = [&](const std::optional<std::size_t>& place) { return place ? preview.columns[*place] : std::string(); };
    preview.guess = {nameAt(places->path), nameAt(places->label), nameAt(places->subject)};
    for (const std::string& column : preview.columns) {
        const FactKind kind = factColumn(column).kind;
        if (kind == FactKind::Personal) preview.personal.push_back(column);
        if (const std::string fact = factName(kind); !fact.empty()) preview.facts[column] = fact;
    }
    CsvRecord record;
    while (preview.firstRows.size() < kPreviewRows) {
        const auto more = reader->next(record);
        if (!more) return fail(more.error());
        if (!*more) break;
        if (record.fault.empty()) preview.firstRows.push_back(record.fields);
    }
    return preview;
}

}  // namespace leukolens::dataset
