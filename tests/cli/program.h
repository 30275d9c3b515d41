// Runs the real program as a person would from a shell.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace leukolens::test {

struct Ran {
    int status = -1;   ///< exit status; −1: ended by a signal
    std::string out;   ///< standard output
    std::string err;   ///< standard error
    nlohmann::json json() const { return nlohmann::json::parse(out, nullptr, false); }
};

struct RunOptions {
    std::map<std::string, std::string> environment;
    bool powerless = false;       ///< permissions hold, also if the tests run as root
    int interruptAfterMs = 0;     ///< SIGINT after this long; 0: never
    int killAfterMs = 0;          ///< SIGKILL after this long; 0: never
    std::string interruptAt;      ///< SIGINT when standard error holds this; empty: never
};

/// No display is given to the program. Its home, and what it keeps, lie in a temporary folder.
Ran runProgram(const std::vector<std::string>& arguments, const RunOptions& options = {});

}  // namespace leukolens::test
