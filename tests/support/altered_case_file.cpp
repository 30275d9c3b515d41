#include "tests/support/altered_case_file.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace leukolens::test {

void alterCaseFile(const std::filesystem::path& path, const std::string& sql) {
    sqlite3* file = nullptr;
    ASSERT_EQ(sqlite3_open(path.string().c_str(), &file), SQLITE_OK);
    std::string triggers;
    sqlite3_exec(
        file, "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        [](void* names, int, char** values, char**) {
            *static_cast<std::string*>(names) += "DROP TRIGGER \"" + std::string(values[0]) + "\";";
            return 0;
        },
        &triggers, nullptr);
    char* problem = nullptr;
    EXPECT_EQ(sqlite3_exec(file, (triggers + sql).c_str(), nullptr, nullptr, &problem), SQLITE_OK) << (problem ? problem : "");
    EXPECT_GT(sqlite3_changes(file), 0) << "nothing was altered";
    sqlite3_free(problem);
    sqlite3_close(file);
}

}  // namespace leukolens::test
