// C-NMC's table of the preliminary test: numbered pictures, whose class and subject stand in a CSV file beside their folder.
#pragma once

#include <filesystem>
#include <map>
#include <vector>

#include "core/dataset/cnmc_name.h"
#include "core/dataset/dataset.h"

namespace leukolens::dataset {

/// Reads each folder's table once, when its first picture is asked for. Not thread-safe.
class CnmcLabels {
public:
    /// What the table in the picture's folder, or in the one above, says of it. Null where there is no table or it does not list it. Valid
    /// as long as this object lives.
    const CnmcName* find(const std::filesystem::path& picture);

    /// So far: tables that cannot be read, damaged and contradicting lines ("unreadable_labels"), and pictures that a table lists and that nobody
    /// asked for ("missing_file").
    std::vector<Problem> problems() const;

private:
    struct Row {
        CnmcName name;
        int line = 0;
        bool contradicted = false;
        bool asked = false;
    };
    struct Table {
        std::filesystem::path csv;          ///< empty: there is none
        std::map<std::string, Row> rows;    ///< by the picture's file name without its ending
    };

    Table& tableOf(const std::filesystem::path& folder);
    void read(Table& table);

    std::map<std::filesystem::path, std::filesystem::path> m_tableOfFolder;
    std::map<std::filesystem::path, Table> m_tables;  ///< by the table's path
    std::vector<Problem> m_problems;
};

}  // namespace leukolens::dataset
