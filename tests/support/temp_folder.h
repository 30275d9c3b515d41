// A folder for one test, removed afterwards. Its name holds a space, an umlaut and a Cyrillic letter, so that every test of files
// proves such paths work.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace leukolens::test {

class TempFolder {
public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    std::filesystem::path operator/(const std::filesystem::path& name) const { return m_path / name; }

private:
    std::filesystem::path m_path;
};

/// Names of the entries directly in `folder`, sorted: to prove that nothing half-written is left.
std::vector<std::string> entries(const std::filesystem::path& folder);

}  // namespace leukolens::test
