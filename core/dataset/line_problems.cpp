#include "core/dataset/line_problems.h"

namespace leukolens::dataset {
namespace {

constexpr int kKept = 100;

}  // namespace

void LineProblems::add(const std::string& code, int line, const std::string& message) {
    if (++m_counts[code] <= kKept) {
        m_problems.push_back({code, m_table, "line " + std::to_string(line) + ": " + message});
        return;
    }
    Rest& rest = m_rests[code];
    if (rest.count++ == 0) rest.firstLine = line;
    rest.lastLine = line;
}

std::vector<Problem> LineProblems::take() {
    for (const auto& [code, rest] : m_rests) {
        m_problems.push_back({code, m_table,
                              "and the same on " + std::to_string(rest.count) + (rest.count == 1 ? " more line (" : " more lines (") +
                                  std::to_string(rest.firstLine) + " to " + std::to_string(rest.lastLine) + ")"});
    }
    m_counts.clear();
    m_rests.clear();
    return std::exchange(m_problems, {});
}

}  // namespace leukolens::dataset
