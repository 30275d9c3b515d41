// Which columns of a table name the image, its class and its subject.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/csv_table.h"
#include "core/base/result.h"
#include "core/dataset/read_choices.h"

namespace leukolens::dataset {

/// What a mapping dialog shows before any image is opened.
struct TablePreview {
    std::vector<std::string> columns;                 ///< as in the header
    std::vector<std::vector<std::string>> firstRows;  ///< whole records, 20 at most
    char separator = ',';                             ///< ',', ';' or '\t'
    TableColumns guess;                               ///< by usual names; empty where none has one
    // By their names, also where the guess takes them for something else.
    std::map<std::string, std::string> facts;         ///< column to fact ("ageYears", "sex", …); other columns become text
    std::vector<std::string> personal;                ///< columns whose names say that they name or trace a person: never kept as facts
};

/// Reads the beginning of a table. Fails as CsvReader does.
Result<TablePreview> previewTable(const std::filesystem::path& table);

/// Where the columns stand. `label` and `path` are needed where asked for.
struct ColumnPlaces {
    std::optional<std::size_t> path, label, subject;

    std::vector<std::size_t> all() const;
};

/// Fails with ReadFailed, naming the header, where a column that was asked for by name is not there, or with InvalidArgument where one is asked for
/// twice.
Result<ColumnPlaces> findColumns(const std::vector<std::string>& header, const TableColumns& asked, const std::filesystem::path& table);

/// "path, class, age": for messages, shortened.
std::string listed(const std::vector<std::string>& names);

}  // namespace leukolens::dataset
