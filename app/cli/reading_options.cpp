#include "app/cli/reading_options.h"

#include <map>
#include <optional>
#include <sstream>

#include "core/base/csv_table.h"
#include "core/dataset/facts_table.h"
#include "core/dataset/names.h"
#include "core/dataset/reader.h"
#include "core/dataset/table_reader.h"
#include "core/experiment/load_pixels.h"

namespace leukolens::cli {
namespace {

constexpr const char* kNoColumn = "-";

/// "path=file,class=diagnosis,subject=id"; any of them may be left out.
Result<dataset::TableColumns> columnsIn(const std::string& text) {
    dataset::TableColumns columns;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ',');) {
        const std::size_t equals = part.find('=');
        const std::string key = part.substr(0, equals);
        std::string* const column = key == "path"      ? &columns.path
                                    : key == "class"   ? &columns.label
                                    : key == "subject" ? &columns.subject
                                                       : nullptr;
        if (!column || equals == std::string::npos || equals + 1 == part.size() || !column->empty())
            return fail(ErrorCode::InvalidArgument,
                        "--columns has '" + part + "', expected path=NAME, class=NAME or subject=NAME, each once", {},
                        "Write for example path=file,class=diagnosis.");
        *column = part.substr(equals + 1);
    }
    if (columns.subject == kNoColumn) {
        columns.subject.clear();
        columns.noSubject = true;
    }
    return columns;
}

Result<void> requireSense(const dataset::ReadChoices& choices, const std::filesystem::path& source) {
    std::error_code ignored;
    const bool isTable = dataset::hasTableExtension(source) && !std::filesystem::is_directory(source, ignored);
    if (isTable && choices.folders != dataset::FolderOrder::Detect)
        return fail(ErrorCode::InvalidArgument, "is a table, and --folders is of folders", source,
                    "Leave --folders out; for a table there is --columns.");
    if (!isTable && choices.columns != dataset::TableColumns())
        return fail(ErrorCode::InvalidArgument, "is no table (.csv .tsv .tab .txt), and --columns is of tables", source,
                    "Leave --columns out; for folders there is --folders.");
    return {};
}

}  // namespace

void ReadingOptions::addTo(CLI::App& verb) {
    using dataset::FolderOrder;
    std::map<std::string, FolderOrder> orders;
    for (const FolderOrder order : {FolderOrder::Class, FolderOrder::ClassSubject, FolderOrder::SubjectClass})
        orders.emplace(toString(order), order);
    verb.add_option("--columns", m_columns,
                    "Columns of the table: path=NAME,class=NAME,subject=NAME, or subject=- where none says it (default: "
                    "told by usual names)");
    verb.add_option("--folders", m_folders,
                    "What the folders are: class, class/subject or subject/class (default: told by their names)")
        ->transform(CLI::CheckedTransformer(orders));
    verb.add_option("--facts", m_facts, "CSV or TSV of subjects: their id and age, sex, white count…");
}

Result<dataset::ReadChoices> ReadingOptions::choices() const {
    auto columns = columnsIn(m_columns);
    if (!columns) return fail(columns.error());
    return dataset::ReadChoices{std::move(*columns), m_folders};
}

Result<dataset::Dataset> ReadingOptions::read(const std::filesystem::path& source, ProgressSink& progress,
                                              const CancelToken& cancel) const {
    const auto asked = choices();
    if (!asked) return fail(asked.error());
    if (auto sensible = requireSense(*asked, source); !sensible) return fail(sensible.error());
    // Read before the images, which take their time.
    std::optional<dataset::SubjectFactsTable> facts;
    if (!m_facts.empty()) {
        auto table = dataset::readSubjectFacts(m_facts);
        if (!table) return fail(table.error());
        facts = std::move(*table);
    }
    dataset::ReadOptions how = experiment::readOptions();
    static_cast<dataset::ReadChoices&>(how) = *asked;
    auto data = dataset::readDataset(source, progress, cancel, how);
    if (data && facts) return dataset::withFacts(std::move(*data), *facts, m_facts);
    return data;
}

Result<void> ReadingOptions::requireSame(const dataset::ReadChoices& recorded, const std::filesystem::path& run) const {
    const auto asked = choices();
    if (!asked) return fail(asked.error());
    if (!m_facts.empty())
        return fail(ErrorCode::InvalidArgument, "--facts is of no use here: the run goes on with the facts that it recorded",
                    run, "Leave it out.");
    const auto differs = [](const std::string& given, const std::string& then) { return !given.empty() && dataset::lowerCase(trimmed(given)) != dataset::lowerCase(trimmed(then)); };
    const auto& columns = asked->columns;
    const bool otherColumns =
        differs(columns.path, recorded.columns.path) || differs(columns.label, recorded.columns.label) ||
        differs(columns.subject, recorded.columns.subject) || (columns.noSubject && !recorded.columns.noSubject);
    const bool otherFolders = m_folders != dataset::FolderOrder::Detect && m_folders != recorded.folders;
    if (!otherColumns && !otherFolders) return {};
    return fail(
        ErrorCode::InvalidArgument,
        std::string("the run read its data otherwise than ") + (otherColumns ? "--columns" : "--folders") + " asks for", run,
        "Leave that option out, or start a new run.");
}

}  // namespace leukolens::cli
