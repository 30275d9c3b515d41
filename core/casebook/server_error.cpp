#include "core/casebook/server_error.h"

#include "core/casebook/server_login.h"

namespace leukolens::casebook {
namespace {

constexpr const char* kNoPassword = "the server asks for a password";
constexpr const char* kNotLetIn = "the server does not let this user in";

/// Classes and codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
bool isLost(const std::string& sqlstate) {
    return sqlstate.find_first_not_of(' ') == std::string::npos || sqlstate.starts_with("08");
}

}  // namespace

std::string firstWords(const std::string& message) {
    std::string line = message.substr(0, message.find('\n'));
    // "ERROR:  42501: permission denied …": what stands before two blanks is the severity, in the server's language.
    if (const auto at = line.find(":  "); at != std::string::npos) line.erase(0, at + 3);
    if (line.size() > 7 && line.compare(5, 2, ": ") == 0 && line.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 5) line.erase(0, 7);
    while (!line.empty() && (line.back() == '.' || line.back() == ' ')) line.pop_back();
    return line;
}

Error passwordMissing(const std::filesystem::path& shown) {
    return {ErrorCode::NoPermission, kNoPassword, shown, "Type it where you are asked for it, or put it into the address: postgresql://user:password@server/database."};
}

bool wantsPassword(const Error& error) {
    return error.code == ErrorCode::NoPermission && (error.what == kNoPassword || error.what.starts_with(kNotLetIn + std::string(" (")));
}

Error unreachable(const std::string& message, const std::filesystem::path& shown) {
    return {ErrorCode::StoreFailed, "the server cannot be reached (" + firstWords(message) + ")", shown, "Check the address and the network, and whether the server is running."};
}

Error errorFromServer(const std::string& sqlstate, const std::string& message, const std::filesystem::path& shown) {
    const std::string words = " (" + firstWords(message) + ")";
    const auto error = [&shown](ErrorCode code, std::string what, std::string advice) { return Error{code, std::move(what), shown, std::move(advice)}; };
    if (isLost(sqlstate)) return error(ErrorCode::StoreFailed, "the connection to the server was lost", "Check the network and whether the server is running, then try again.");
    if (sqlstate.starts_with("28")) return error(ErrorCode::NoPermission, kNotLetIn + words, "Check the user name and the password in the address.");
    if (sqlstate == "3D000") return error(ErrorCode::NotFound, "the server has no database of that name", "Check the address, or ask who looks after the server.");
    if (sqlstate == "42501")
        return error(ErrorCode::NoPermission, "the server does not let this user do that" + words, "Ask who looks after the server for the right to read and write these tables, and to create them where there are none.");
    if (sqlstate == "25006") return error(ErrorCode::NoPermission, "the server only lets its tables be read", "Ask who looks after the server for one that can be written.");
    if (sqlstate == "53100") return error(ErrorCode::DiskFull, "the disk of the server is full", "Ask who looks after the server to free space, then try again.");
    if (sqlstate == "53200") return error(ErrorCode::OutOfMemory, "memory ran out on the server", "Try again, or ask who looks after the server.");
    if (sqlstate == "53300") return error(ErrorCode::StoreFailed, "the server has no connection left", "Close the program where nobody uses it, then try again.");
    if (sqlstate == "55P03") return error(ErrorCode::StoreFailed, "is being used by another program", "Wait a moment, then try again.");
    if (sqlstate == "57014") return error(ErrorCode::StoreFailed, "the server took too long", "Wait a moment, then try again.");
    if (sqlstate.starts_with("57P") || sqlstate == "25P03") return error(ErrorCode::StoreFailed, "the server ended the connection" + words, "Wait a moment, then try again.");
    if (sqlstate == "40001" || sqlstate == "40P01") return error(ErrorCode::StoreFailed, "another program changed the same rows at the same moment", "Try again.");
    if (sqlstate == "22021" || sqlstate == "22P05")
        return error(ErrorCode::InvalidArgument, "a path or text is not UTF-8, which a server does not keep", "Rename the file or folder, then try again.");
    if (sqlstate == "XX001" || sqlstate == "XX002") return error(ErrorCode::StoreFailed, "the server's tables are damaged" + words, "Ask who looks after the server to restore a backup.");
    return error(ErrorCode::StoreFailed, "the server refused" + words, {});
}

}  // namespace leukolens::casebook
