// Private to this folder: a file that gets its name when it is whole.
#pragma once

#include <filesystem>

namespace leukolens::casebook {

/// A name beside `target` to write under; what is there when this ends is removed, with what SQLite keeps beside it. A copy that was cut off must not pass for one.
class UnfinishedFile {
public:
    explicit UnfinishedFile(std::filesystem::path target);
    ~UnfinishedFile();
    UnfinishedFile(const UnfinishedFile&) = delete;
    UnfinishedFile& operator=(const UnfinishedFile&) = delete;

    const std::filesystem::path& path() const { return m_path; }

    /// Down to the disk and under its name. False where something is there already, which stays. Throws Refused.
    bool finish();

private:
    void remove();
    std::filesystem::path m_target, m_path;
};

}  // namespace leukolens::casebook
