// C-NMC's table of the preliminary test: numbered pictures, whose class and subject stand in a CSV file beside their folder.
#pragma once

#include <filesystem>
#include <map>
#include <vector>

#include "core/dataset/cnmc_name.h"
#include "core/dataset/dataset.h"

namespace leukolens::dataset {

/// Reads each folder's table once, when its first picture is asked for.
class CnmcLabels {
public:
    /// What the table in the picture's folder, or in the one above, says of it. Null where there is no table or it does not list it. Valid
    /// as long as this object lives.
    const CnmcName* find(const std::filesystem::path& picture);

    /// Tables that cannot be read, and damaged lines: "unreadable_labels".
    const std::vector<Problem>& problems() const { return m_problems; }

private:
    using Table = std::map<std::string, CnmcName>;  ///< by the picture's file name without its ending

    const Table& tableOf(const std::filesystem::path& folder);
    void read(const std::filesystem::path& csv, Table& table);

    std::map<std::filesystem::path, Table> m_tables;
    std::vector<Problem> m_problems;
};

}  // namespace leukolens::dataset
