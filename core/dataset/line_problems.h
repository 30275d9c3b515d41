// Private to this folder: what is wrong with the lines of a table.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"

namespace leukolens::dataset {

/// Problems that name a line. Of each code the first hundred are kept, the others counted in one more problem: nothing is dropped in silence, and a
/// table of a million wrong lines fills no memory.
class LineProblems {
public:
    explicit LineProblems(std::filesystem::path table) : m_table(std::move(table)) {}

    /// "line 12: MESSAGE".
    void add(const std::string& code, int line, const std::string& message);

    /// What came together, in the order it came; nothing is left.
    std::vector<Problem> take();

private:
    struct Rest {
        int count = 0;
        int firstLine = 0;
        int lastLine = 0;
    };

    std::filesystem::path m_table;
    std::vector<Problem> m_problems;
    std::map<std::string, int> m_counts;
    std::map<std::string, Rest> m_rests;
};

}  // namespace leukolens::dataset
